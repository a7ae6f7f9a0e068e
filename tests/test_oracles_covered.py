"""Every group of published worked numbers is tested somewhere, or listed here as pending with the reason."""

import json
from pathlib import Path

from tests.shared_data import shared_data

PENDING: dict[str, str] = {}  # group -> why it has no test yet


def test_every_group_of_worked_numbers_is_tested() -> None:
    groups = set(json.loads(shared_data("oracles.json").read_text(encoding="utf-8")))
    here = Path(__file__)
    code = "".join(p.read_text(encoding="utf-8") for p in here.parent.rglob("test_*.py") if p != here)
    code += "".join(p.read_text(encoding="utf-8") for p in here.parent.rglob("published*.py"))
    untested = {group for group in groups if f'"{group}"' not in code}
    assert untested == set(PENDING)
