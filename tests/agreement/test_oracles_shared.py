"""Our copy of the published numbers is the reference's, number for number."""

import json
from typing import Any

import pytest

from tests.agreement.published import PUBLISHED
from tests.shared_data import shared_data


def _numbers(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {key: _numbers(value) for key, value in entry.items() if key not in ("source", "note")}
    return [_numbers(value) for value in entry] if isinstance(entry, list) else entry


@pytest.mark.parametrize("group", sorted(PUBLISHED))
def test_the_copy_equals_the_reference(group: str) -> None:
    reference = json.loads(shared_data("oracles.json").read_text(encoding="utf-8"))
    assert PUBLISHED[group] == _numbers(reference[group])


def test_all_fourteen_groups_are_copied() -> None:
    assert len(PUBLISHED) == 14
