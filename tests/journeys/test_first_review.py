"""The walk through a whole review in docs/guide/first-review.md does what the page says."""

import re
from pathlib import Path

import pytest

from tests.journeys.console import BLOCK, ROOT, Step, Walk, masked, steps, surroundings
from tests.journeys.preloaded import Preloaded

PAGE = (ROOT / "docs" / "guide" / "first-review.md").read_text(encoding="utf-8")


def test_every_command_prints_what_the_guide_shows(tmp_path: Path) -> None:
    with Preloaded(surroundings(tmp_path)) as preloaded:
        walk = Walk(tmp_path, preloaded)
        for step in steps(PAGE):
            real, code = walk.run(step)
            assert code == step.code, f"$ {step.command}\nexit code {code}\n{real}"
            assert masked(real) == masked(step.shown), f"$ {step.command}"
            assert walk.same(step.shown, real), f"$ {step.command}\nan identifier stands for another thing than above"


def test_the_guide_goes_all_the_way_and_shows_refusals() -> None:
    commands = [step.command for step in steps(PAGE)]
    for needed in ("review new", "--final", "review export", "review import", "review verify", "--as-of", "--as Ben"):
        assert any(needed in command for command in commands), needed
    assert sum(step.code == 2 for step in steps(PAGE)) >= 5
    assert "```console" not in BLOCK.sub("", PAGE)  # no block is fenced in a way that is not run


def test_files_the_guide_names_are_in_the_example() -> None:
    folder = ROOT / "examples" / "invented"
    named = set(re.findall(r"\b(?:screening|synthesis|searches|appraisal|extraction|documents)/[\w.-]+", PAGE))
    assert len(named) > 10
    assert [name for name in named if not (folder / name).exists()] == []


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ("report 1a2b3c4d", "report 99887766", True),
        ("1a2b3c4d and 1a2b3c4d", "99887766 and 11223344", False),
        ("3 reports", "4 reports", False),
        ("begun 2026-01-02", "begun 2027-03-04", True),
    ],
)
def test_only_what_differs_between_two_walks_is_masked(tmp_path: Path, shown: str, real: str, same: bool) -> None:
    walk = Walk(tmp_path)
    assert walk.same(shown, real) is same
    assert steps(f"```console exit 2\n$ synthema x\n{shown}\n```\n") == [Step("synthema x", f"{shown}\n", 2)]
