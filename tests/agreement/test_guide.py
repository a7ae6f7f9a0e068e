"""The guide's examples run, and its table lists every coefficient and interval there is."""

import doctest
import re
from pathlib import Path

import synthema.agreement
from synthema.agreement import Interval, Statistic

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "agreement.md"
TEXT = GUIDE.read_text(encoding="utf-8")


def test_the_examples_give_what_they_show() -> None:
    outcome = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 10
    assert outcome.failed == 0


def test_every_coefficient_is_in_the_table() -> None:
    cells = re.findall(r"^\| (`[^|]*) \|", TEXT, re.MULTILINE)
    listed = {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    assert set(Statistic) <= listed


def test_every_interval_is_explained() -> None:
    assert all(f"**{interval.value}**" in TEXT.replace("**Wilson**", "**wilson**") for interval in Interval)


def test_every_function_it_names_exists() -> None:
    for name in re.findall(r"^\| `(\w+)\(", TEXT, re.MULTILINE):
        assert name in synthema.agreement.__all__
