"""CERQual: no formula, but contradictions and known misuse are found."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from synthema.confidence import (
    Component,
    ComponentJudgement,
    Concern,
    Confidence,
    EvidenceProfile,
    Lint,
    ReviewFinding,
    consistency,
)
from synthema.confidence.cerqual import Certainty
from tests.shared_data import shared_data

# Levels and counts of Lewin et al. 2018, paper 2, tables 3, 4, 6 and 7.
LEWIN_2018: dict[str, Any] = {
    "profile": [
        {
            **{"id": "A1", "ml": "moderate", "coh": "none", "adq": "none", "rel": "minor", "overall": "high"},
            **{"n_study_refs": 18, "n_in_explanation": 15},
        },
        {
            "id": "A2",
            "ml": "moderate",
            "coh": "minor",
            "adq": None,
            "rel": None,
            "overall": "very low",
            "n_study_refs": 2,
        },
        {
            "id": "B1",
            "ml": "minor",
            "coh": "minor",
            "adq": "minor",
            "rel": "minor",
            "overall": "moderate",
            "n_study_refs": 6,
        },
        {
            "id": "B2",
            "ml": "minor",
            "coh": "minor",
            "adq": "serious",
            "rel": "moderate",
            "overall": "low",
            "n_study_refs": 2,
        },
        {
            "id": "B3",
            "ml": "moderate",
            "coh": None,
            "adq": "moderate",
            "rel": None,
            "overall": "moderate",
            "n_study_refs": 5,
        },
    ],
}
SHORT = dict(zip(("ml", "coh", "adq", "rel"), Component, strict=True))
STUDIES_BY_LIMITATION = (("group one", 6), ("group two", 6), ("group three", 3))
STUDIES_BY_RELEVANCE = (("all groups", 14),)


def lewin(published: Mapping[str, Any]) -> EvidenceProfile:
    return EvidenceProfile(findings=tuple(row_of_lewin(row) for row in published["profile"]), study_of={})


def row_of_lewin(row: Mapping[str, Any]) -> ReviewFinding:
    counts = {"ml": STUDIES_BY_LIMITATION, "rel": STUDIES_BY_RELEVANCE} if row["id"] == "A1" else {}
    return ReviewFinding(
        id=row["id"],
        statement="People in this setting say that the thing helps them in their daily work.",
        report_ids=tuple(f"{row['id']}-{number}" for number in range(row["n_study_refs"])),
        stated_studies=row.get("n_in_explanation"),
        components=tuple(
            ComponentJudgement(
                component=component,
                concern=Concern("no_or_very_minor" if row[short] == "none" else row[short]),
                explanation="Told in full in the source.",
                study_counts=counts.get(short, ()),
            )
            for short, component in SHORT.items()
            if row[short] is not None
        ),
        overall=Confidence(row["overall"].replace(" ", "_")),
        explanation="Told in full in the source.",
        assessors=("Ana", "Ben"),
        version="1",
    )


def check_bait(published: Mapping[str, Any]) -> None:
    counts = [(lint.finding_id, lint.what) for lint in consistency(lewin(published)) if lint.id == "counts"]
    assert counts == [
        ("A1", "The text says 15 studies, but 18 are cited (18 reports)."),
        ("A1", "The studies counted under relevance are 14, not 15."),
    ]


def test_it_finds_both_contradictions_of_lewin_2018() -> None:
    check_bait(LEWIN_2018)


def test_it_finds_both_contradictions_of_lewin_2018_as_stored() -> None:
    check_bait(lewin_as_stored())


def lewin_as_stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared_data("oracles.json").read_text(encoding="utf-8"))["cerqual_lewin2018"]
    return found


def test_it_is_content_once_18_reports_are_known_to_be_15_studies() -> None:
    profile = lewin(LEWIN_2018)
    linked = {f"A1-{number}": f"study {number % 15}" for number in range(18)}
    counts = [lint.what for lint in consistency(replace(profile, study_of=linked)) if lint.id == "counts"]
    assert counts == ["The studies counted under relevance are 14, not 15."]


def test_it_shows_the_sum_it_made() -> None:
    counted = replace(SOUND.components[0], study_counts=(("one", 2), ("other", 2)))
    assert (
        the_lint(with_judgement(counted)).what
        == "The studies counted under methodological limitations are 2 + 2 = 4, not 3."
    )


def test_no_sum_of_concerns_gives_the_published_levels() -> None:
    weight = {concern: points for points, concern in enumerate(Concern)}
    rows = {row.id: row for row in lewin(LEWIN_2018).findings}
    points = {name: sum(weight[j.concern] for j in rows[name].components if j.concern) for name in ("A1", "B1")}
    assert points == {"A1": 3, "B1": 4}
    assert max(weight[j.concern] for j in rows["A1"].components if j.concern) == 2  # one moderate concern, still high
    assert max(weight[j.concern] for j in rows["B1"].components if j.concern) == 1  # minor ones only, yet moderate
    assert (rows["A1"].overall, rows["B1"].overall) == (Confidence.HIGH, Confidence.MODERATE)


def test_the_missing_components_of_lewin_2018_are_named() -> None:
    missing = [lint.finding_id for lint in consistency(lewin(LEWIN_2018)) if lint.id == "C2"]
    assert missing == ["A2", "A2", "B3", "B3"]


def judged(component: Component, explanation: str, concern: Concern = Concern.MINOR) -> ComponentJudgement:
    return ComponentJudgement(component=component, concern=concern, explanation=explanation)


SOUND = ReviewFinding(
    id="r1",
    statement="Peer workers feel worn out when nobody explains their role to colleagues.",
    theme_name="Strain",
    report_ids=("a", "b", "c"),
    stated_studies=3,
    components=(
        judged(Component.LIMITATIONS, "Two of the three studies do not say how researchers shaped the interviews."),
        judged(Component.COHERENCE, "One account fits the statement in part only and is not explained by it."),
        judged(Component.ADEQUACY, "Short excerpts."),
        judged(Component.RELEVANCE, "", Concern.NONE),
    ),
    overall=Confidence.MODERATE,
    explanation="Thin descriptions, together with an unclear part of the researchers, lower confidence.",
    assessors=("Ana", "Ben"),
    version="event 40",
)


def lints(*findings: ReviewFinding) -> list[tuple[str, str]]:
    return [(lint.id, lint.finding_id) for lint in consistency(profile(*findings))]


def profile(*findings: ReviewFinding) -> EvidenceProfile:
    return EvidenceProfile(findings=findings, study_of={}, study_names=("Harbour 2018",))


def with_judgement(new: ComponentJudgement) -> ReviewFinding:
    return replace(SOUND, components=tuple(new if j.component is new.component else j for j in SOUND.components))


def the_lint(finding: ReviewFinding) -> Lint:
    (lint,) = consistency(profile(finding))
    return lint


def test_a_sound_profile_has_nothing_to_mend() -> None:
    assert lints(SOUND, replace(SOUND, id="r2")) == []


def test_c1_rows_that_each_rest_on_one_study() -> None:
    rows = [replace(SOUND, id=name, report_ids=(name,), stated_studies=1) for name in ("r1", "r2")]
    assert lints(*rows) == [("C1", "")]


def test_c2_a_component_without_a_judgement() -> None:
    assert lints(replace(SOUND, components=SOUND.components[:3])) == [("C2", "r1")]
    assert lints(with_judgement(ComponentJudgement(component=Component.ADEQUACY))) == [("C2", "r1")]


@pytest.mark.parametrize(
    "words", ["A score of 3 lowers it.", "Rated 7/12.", "It lost 2 points.", "The sum of concerns."]
)
def test_c3_an_own_scoring_rule(words: str) -> None:
    lint = the_lint(replace(SOUND, explanation=words))
    assert (lint.id, lint.certainty) == ("C3", Certainty.LOOK)


def test_c3_leaves_ordinary_words_alone() -> None:
    assert lints(replace(SOUND, explanation="The evidence points to one setting only.")) == []


def test_c4_a_study_in_the_place_of_a_finding() -> None:
    assert ("C4", "r1") in lints(replace(SOUND, statement="harbour  2018"))


def test_c5_a_theme_title_in_the_place_of_a_statement() -> None:
    assert (
        the_lint(replace(SOUND, statement="STRAIN")).id,
        the_lint(replace(SOUND, statement="STRAIN")).certainty,
    ) == (
        "C5",
        Certainty.CERTAIN,
    )
    assert the_lint(replace(SOUND, statement="Lack of support")).certainty is Certainty.LOOK


@pytest.mark.parametrize("words", ["3 of 5 studies answered no to question 6.", "Average checklist score 7/10.", "2/3"])
def test_c6_limitations_as_counts_of_answers(words: str) -> None:
    assert lints(with_judgement(judged(Component.LIMITATIONS, words))) == [("C6", "r1")]


@pytest.mark.parametrize("words", ["All studies agree on this.", "There is consistency between reports."])
def test_c7_agreement_taken_for_coherence(words: str) -> None:
    assert lints(with_judgement(judged(Component.COHERENCE, words))) == [("C7", "r1")]


def test_c8_a_concern_a_level_or_studies_without_words() -> None:
    assert lints(with_judgement(judged(Component.ADEQUACY, " "))) == [("C8", "r1")]
    assert lints(replace(SOUND, explanation="")) == [("C8", "r1")]
    assert lints(replace(SOUND, report_ids=(), stated_studies=None)) == [("C8", "r1")]


def test_one_assessor_has_to_be_said_openly() -> None:
    assert lints(replace(SOUND, assessors=("Ana", "Ana"))) == [("assessors", "r1")]
    assert lints(replace(SOUND, assessors=("Ana",), single_assessor=True)) == []


def test_a_judgement_says_which_version_it_judged() -> None:
    assert lints(replace(SOUND, version="")) == [("version", "r1")]


def test_every_message_says_what_next() -> None:
    bare = ReviewFinding(id="bare", statement="Strain", theme_name="Strain", overall=Confidence.LOW)
    found = consistency(profile(bare))
    assert {lint.id for lint in found} == {"C2", "C5", "C8", "assessors", "version"}
    assert all(lint.what and lint.next for lint in found)
