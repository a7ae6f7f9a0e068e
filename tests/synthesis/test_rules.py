"""What themes and their keys must be."""

import pytest

from synthema.synthesis import Origin, PolarityAgainst, Theme, ThemeLevel
from synthema.synthesis.formats import ThemeEntry
from synthema.synthesis.rules import file_problems, key_problem, method_problem, parents_first, polarity_reading


def entry(key: str, parent: str = "", level: str = "descriptive") -> ThemeEntry:
    return ThemeEntry(key=key, name=key.title(), parent=parent, level=level)


@pytest.mark.parametrize("key", ["", "Über", "A", "two words", "-a", "a" * 81, "a\n"])
def test_keys_are_short_and_plain(key: str) -> None:
    assert "cannot be used" in key_problem(key)
    assert key_problem("low_pay-2") == ""


def test_a_method_has_to_be_one_of_the_profiles() -> None:
    assert method_problem("thematic") == ""
    assert "Methods: framework, thematic" in method_problem("grounded")


def test_a_sound_file_has_no_problems() -> None:
    entries = [entry("b", "a"), entry("a", "top", "analytical"), entry("top", level="overarching"), entry("c", "old")]
    assert file_problems(entries, {"old": ThemeLevel.ANALYTICAL}) == []
    assert [e.key for e in parents_first(entries)] == ["top", "c", "a", "b"]


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([entry("a"), entry("a")], "The key 'a' is given 2 times"),
        ([entry("a", "gone")], "stands under 'gone', which is no key"),
        ([entry("a", "b"), entry("b", "a"), entry("c", "b")], "a, b, c stand under one another in a circle"),
        ([entry("a", "a")], "in a circle"),
        ([entry("a"), entry("b", "a", "analytical")], "“B” is analytical and cannot stand under a theme that is only"),
        ([ThemeEntry(key="a", name=" ")], "has no name"),
        ([entry("A b")], "cannot be used"),
    ],
)
def test_problems_of_a_file_are_named(entries: list[ThemeEntry], says: str) -> None:
    assert any(says in problem for problem in file_problems(entries, {}))


def test_polarity_is_read_against_a_framework_that_was_set_beforehand() -> None:
    set_beforehand = [Theme(id="a", name="A", origin=Origin.A_PRIORI), Theme(id="b", name="B")]
    assert polarity_reading("", "framework", set_beforehand) is PolarityAgainst.FRAMEWORK
    assert polarity_reading("", "framework", set_beforehand[1:]) is PolarityAgainst.THEME
    assert polarity_reading("", "thematic", set_beforehand) is PolarityAgainst.THEME
    assert polarity_reading("theme", "framework", set_beforehand) is PolarityAgainst.THEME
