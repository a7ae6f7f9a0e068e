"""The guide says what the code does."""

from pathlib import Path

from synthema.synthesis import CATALOGUE, PROFILES
from synthema.synthesis.metasummary import STRONG_ABOVE

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "synthesis.md").read_text(encoding="utf-8")


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
