"""Method profiles."""

import pytest

from synthema.synthesis import CATALOGUE, PROFILES, MethodProfile, ThemeLevel


def test_there_is_a_profile_for_each_method() -> None:
    assert set(PROFILES) == {"framework", "thematic", "meta_aggregation", "meta_ethnography", "meta_summary"}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
def test_a_profile_names_known_checks_once_and_in_order(profile: MethodProfile) -> None:
    assert list(profile.check_ids) == sorted(set(profile.check_ids))
    assert set(profile.check_ids) <= {check.id for check in CATALOGUE}


def test_a_method_has_its_own_words_for_the_levels() -> None:
    aggregation = PROFILES["meta_aggregation"]
    words = [aggregation.word_for(level) for level in ThemeLevel]
    assert words == ["category", "synthesised finding", "overarching theme"]
