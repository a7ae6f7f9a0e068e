from dataclasses import replace

import pytest

from synthema.dedup.facts import facts
from synthema.dedup.matching import Judgement, Verdict, judge
from synthema.records.model import Record
from tests.dedup.invented import OTHER, PRINTED, like


def judged(a: Record, b: Record) -> Judgement:
    one, other = facts(a), facts(b)
    forward, backward = judge(one, other), judge(other, one)
    assert replace(forward, turned=False) == replace(backward, turned=False)
    if forward.relation:
        assert forward.turned is not backward.turned
    return forward


SUBTITLED = "Walking beside: how peer workers make sense of belonging in acute wards, a study in three towns"


@pytest.mark.parametrize(
    "other",
    [
        like(journal="", volume="", issue="", pages="", authors=()),  # DOI and title
        like(doi="", pages="101"),
        like(doi="", title=SUBTITLED),
        like(doi="", volume="", issue=""),
        like(doi="", pages="", issue=""),
        like(doi="", year=2018, volume="", issue="", pages=""),
        like(doi="", journal="", volume="", issue="", pages=""),  # long title, three authors, year
        like(doi="10.9999/repository.copy"),
        like(doi="", journal="J Invent Nurs", authors=("Sandoval A", "Keller B", "et al.")),
    ],
)
def test_these_are_the_same_report(other: Record) -> None:
    assert judged(PRINTED, other).verdict is Verdict.SAME


@pytest.mark.parametrize(
    "other",
    [
        like(title="Walking with others: belonging on wards", doi=PRINTED.doi, pages="", volume=""),
        Record(title=PRINTED.title),
        Record(title=PRINTED.title, journal=PRINTED.journal),
        like(doi="10.5555/preprint.7", journal="", volume="", issue="", pages=""),
        like(doi="", pages="7-9", journal="Annals of Imaginary Care"),
        like(doi="10.5555/jin.2021.16", volume="16", pages="7-9", year=2021),
        like(doi="", title="Erratum: " + PRINTED.title, pages=""),
        like(doi="", title="[Ein anderer Titel aus einer Übersetzung]"),
        like(doi="", title=""),
    ],
)
def test_these_are_left_to_a_person(other: Record) -> None:
    assert judged(PRINTED, other).verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    "other",
    [
        OTHER,
        Record(),
        like(title="Sleep in long-distance runners of the desert", doi="", pages="31"),
        like(OTHER, authors=PRINTED.authors),
    ],
)
def test_these_are_apart(other: Record) -> None:
    assert judged(PRINTED, other).verdict is Verdict.APART


def test_one_doi_never_suffices() -> None:
    abstract = like(title="A survey of staffing levels in rural emergency departments")
    assert judged(PRINTED, abstract).verdict is Verdict.REVIEW


def test_two_abstracts_of_one_supplement_with_like_titles_are_not_merged() -> None:
    doi = "10.5555/supplement.31"
    first = like(title="Belonging among peer workers in acute wards: a survey of nurses", doi=doi, pages="S231")
    second = like(title="Belonging among peer workers in acute wards: a survey of doctors", doi=doi, pages="S635")
    assert judged(first, second).verdict is not Verdict.SAME


def test_a_meeting_abstract_is_not_its_article() -> None:
    meeting = like(doi="", journal="J Inv Nurs. Conference: Annual Meeting", volume="12", pages="S7")
    assert judged(PRINTED, meeting).verdict is not Verdict.SAME


def test_the_reason_is_one_sentence_with_the_evidence() -> None:
    assert judged(PRINTED, PRINTED).reason == (
        "same DOI; titles 100 % alike; same authors, year, journal, volume and first page"
    )
    apart = judged(PRINTED, like(doi="", volume="99", pages="7"))
    assert apart.reason.endswith("different volume and first page; but volume and pages differ")
    assert judged(PRINTED, Record(title=PRINTED.title)).reason == "titles 100 % alike; not enough to be sure"
