"""The catalogue as a whole."""

import pytest

from synthema.synthesis import CATALOGUE, PROFILES, MethodProfile, Severity, Status, Synthesis, run_checks
from synthema.synthesis.soundness import UnsoundSynthesisError
from tests.synthesis.clean import CLEAN, EVERY_CHECK, with_finding


def test_the_catalogue_runs_from_s01_to_s18() -> None:
    assert [check.id for check in CATALOGUE] == [f"S{number:02}" for number in range(1, 19)]


def test_a_clean_synthesis_passes_every_rule() -> None:
    found = {result.id: (result.status, result.hits) for result in run_checks(CLEAN, EVERY_CHECK)}
    assert found == {check.id: (Status.PASSED, ()) for check in CATALOGUE}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
def test_a_method_answers_to_its_own_rules_only(profile: MethodProfile) -> None:
    results = run_checks(CLEAN, profile)
    assert {result.id for result in results if result.status is Status.PASSED} == set(profile.check_ids)
    others = [result for result in results if result.id not in profile.check_ids]
    assert others
    assert all(result.status is Status.NOT_APPLICABLE and profile.name in result.note for result in others)


def test_every_rule_belongs_to_a_method() -> None:
    assert all(check.methods for check in CATALOGUE)


def test_the_methods_of_a_rule_are_those_of_the_published_catalogue() -> None:
    of = {check.id: set(check.methods) for check in CATALOGUE}
    assert of["S05"] == {"thematic", "framework"}
    assert of["S06"] == {"thematic", "framework", "meta_ethnography"}
    assert of["S07"] == of["S08"] == {"meta_aggregation"}
    assert of["S09"] == of["S10"] == {"meta_ethnography"}
    assert of["S16"] == {"meta_summary"}
    assert all(of[f"S{number:02}"] == set(PROFILES) for number in (1, 2, 3, 4, 11, 12, 13, 14, 15, 17, 18))


def test_the_weights_are_those_of_the_published_catalogue() -> None:
    weight = {severity: {check.id for check in CATALOGUE if check.severity is severity} for severity in Severity}
    assert weight[Severity.INFO] == {"S11", "S12"}
    assert weight[Severity.WARN] == {"S01", "S05", "S06", "S13", "S14", "S17", "S18"}


def test_nothing_to_look_at_is_not_a_pass() -> None:
    results = run_checks(Synthesis(), EVERY_CHECK)
    assert {result.status for result in results} == {Status.NOT_APPLICABLE}
    assert all(result.note for result in results)


def test_a_broken_link_is_refused_before_anything_is_counted() -> None:
    with pytest.raises(UnsoundSynthesisError, match="Finding f1 names report lost, which does not exist"):
        run_checks(with_finding("f1", report_id="lost"), EVERY_CHECK)
