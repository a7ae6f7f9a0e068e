"""Rows of coding are asked for through the doors that know who looks, and nowhere else."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2] / "src" / "synthema"
ASKED = re.compile(r"\b(?:Quote|Coding|Code|Memo)Row\.(?:objects|_default_manager|_base_manager)\b")
# What follows from the trail is written whoever looks, and the doors themselves look.
MAY = re.compile(r"coding/tables\.py|.*projections\.py")


def test_no_question_of_coding_goes_round_the_doors() -> None:
    found = [
        f"{place.relative_to(HOUSE).as_posix()}:{number}"
        for place in sorted(HOUSE.rglob("*.py"))
        if not MAY.fullmatch(place.relative_to(HOUSE).as_posix())
        for number, line in enumerate(place.read_text(encoding="utf-8").splitlines(), start=1)
        if ASKED.search(line)
    ]
    assert found == []


def test_the_doors_are_what_the_test_looks_for() -> None:
    assert ASKED.search((HOUSE / "coding" / "tables.py").read_text(encoding="utf-8"))
