"""The guide says what the code does."""

import re
import tomllib
from pathlib import Path

from synthema.cli import documents, synthesis
from synthema.synthesis import CATALOGUE, PROFILES
from synthema.synthesis.formats import FINDING_COLUMNS, ThemeFile
from synthema.synthesis.metasummary import STRONG_ABOVE
from synthema.toml import structured

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "synthesis.md").read_text(encoding="utf-8")
FINDINGS = (Path(__file__).parents[2] / "docs" / "guide" / "findings.md").read_text(encoding="utf-8")


def test_the_guide_lists_every_check_with_its_weight_and_rule() -> None:
    missing = [c.id for c in CATALOGUE if f"| {c.id} | {c.rule} | {c.severity} |" not in GUIDE]
    assert missing == []


def test_the_guide_lists_every_method_with_its_checks_and_words() -> None:
    for profile in PROFILES.values():
        own = ", ".join(sorted(_own(profile.check_ids)))
        assert f"| {profile.name} | {profile.descriptive} | {profile.analytical} | {own} |" in GUIDE


def test_the_guide_names_the_threshold() -> None:
    assert f"more than {STRONG_ABOVE.numerator * 100 // STRONG_ABOVE.denominator} %" in GUIDE


def _own(check_ids: tuple[str, ...]) -> set[str]:
    common = set.intersection(*(set(profile.check_ids) for profile in PROFILES.values()))
    return set(check_ids) - common


def test_every_command_is_in_the_guide_and_every_command_of_the_guide_is_there() -> None:
    said = set(re.findall(r"synthema (documents|synthesis) ([a-z-]+)", FINDINGS))
    there = {(group.name, name) for group in (documents.group, synthesis.group) for name in group.commands}
    assert said == there


def test_the_guide_names_every_column_and_every_key_of_the_files() -> None:
    assert [column for column in FINDING_COLUMNS if f"`{column}`" not in FINDINGS] == []
    example = FINDINGS.split("```toml\n")[1].split("```")[0]
    assert structured(tomllib.loads(example), ThemeFile, "the guide").disagreement[0].studies == (
        "Amber 2018",
        "Birch 2020",
    )
