from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from synthema.dedup.boosting import shipped
from synthema.dedup.evidence import weigh
from synthema.dedup.facts import facts
from synthema.dedup.features import features
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


@pytest.mark.parametrize("field", ["doi", "pmid"])
def test_records_without_a_title_and_with_one_identifier_are_asked(field: str) -> None:
    bare = Record(doi="10.5555/jin.2019.14") if field == "doi" else Record(pmid="30000001")
    assert judged(bare, bare).verdict is Verdict.REVIEW
    assert judged(bare, replace(bare, title=PRINTED.title, authors=PRINTED.authors)).verdict is Verdict.REVIEW


def test_one_identifier_and_author_under_a_title_in_another_language_is_asked() -> None:
    other = like(title="Nebeneinander gehen: Zugehörigkeit aus der Sicht von Genesungsbegleitern", pages="", volume="")
    assert judged(like(pages="", volume=""), other).verdict is Verdict.REVIEW


@pytest.mark.parametrize("lost", ["", "#NAME?"])
def test_twins_that_lost_their_titles_are_asked(lost: str) -> None:
    bare = like(title=lost, doi="", journal="")
    assert judged(bare, bare).verdict is Verdict.REVIEW


@pytest.mark.parametrize("mark", [{"accession": "NCT01234567"}, {"isbn": "978-3-16-148410-0"}])
def test_one_registration_or_book_under_two_titles_is_asked(mark: dict[str, Any]) -> None:
    official = like(title="A phase II study of walking beside people in acute wards", doi="", pages="", volume="")
    assert judged(like(doi="", pages="", **mark), like(official, **mark)).verdict is Verdict.REVIEW


def test_a_title_in_ideographs_is_not_short() -> None:
    one = like(title="老年人社区护理需求的调查研究", doi="")
    assert judged(one, like(one, issue="")).verdict is Verdict.SAME


def test_persian_and_arabic_letters_are_one() -> None:
    persian = like(title="تجربه پرستاران در مراقبت از بیماران سرطانی: یک مطالعه کیفی", authors=("کریمی, علی",), doi="")
    arabic = like(persian, title=persian.title.replace("ی", "ي").replace("ک", "ك"), authors=("كريمي, علي",))
    assert judged(persian, arabic).verdict is Verdict.SAME


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


TITLES = some.sampled_from(
    (PRINTED.title, SUBTITLED, "Erratum: " + PRINTED.title, OTHER.title, "Editorial", "", PRINTED.title + ", part 2")
)
PAGES = some.sampled_from(("101-112", "101", "7-9", "1-12", "S101", ""))
RECORDS = some.builds(
    like,
    title=TITLES,
    authors=some.sampled_from((PRINTED.authors, OTHER.authors, ("Ana, Sandoval",), ())),
    year=some.sampled_from((2019, 2018, 2016, None)),
    journal=some.sampled_from((PRINTED.journal, "J Inv Nurs", "J Inv Nurs. Conference: Meeting", "medRxiv", "")),
    volume=some.sampled_from(("14", "3", "")),
    issue=some.sampled_from(("2", "Suppl 1", "")),
    pages=PAGES,
    doi=some.sampled_from(("", "10.5555/a", "10.5555/b", "10.1101/2019.1")),
    abstract=some.sampled_from(("", "Background: peer workers were asked about their first year. " * 3)),
)


@given(RECORDS, RECORDS)
def test_whichever_comes_first_the_answer_is_the_same(a: Record, b: Record) -> None:
    judged(a, b)


@given(RECORDS)
def test_a_record_is_the_same_as_its_copy_or_a_question(record: Record) -> None:
    found = judged(record, record)
    assert found.relation is None
    if record.title and record.pages and record.volume:
        assert found.verdict is not Verdict.APART


@given(RECORDS, RECORDS)
def test_an_identifier_that_agrees_never_lowers_the_score(a: Record, b: Record) -> None:
    without = judge_score(replace(a, doi=""), replace(b, doi=""))
    assert judge_score(replace(a, doi="10.5555/one"), replace(b, doi="10.5555/one")) >= without


@given(RECORDS, RECORDS)
def test_an_identifier_that_agrees_never_parts_what_was_merged_or_asked(a: Record, b: Record) -> None:
    without = judged(replace(a, doi=""), replace(b, doi="")).verdict
    given_one = judged(replace(a, doi="10.5555/one"), replace(b, doi="10.5555/one")).verdict
    assert without is not Verdict.SAME or given_one is Verdict.SAME
    assert without is Verdict.APART or given_one is not Verdict.APART
    assert without is not Verdict.REVIEW or given_one in (Verdict.REVIEW, Verdict.SAME)


def judge_score(a: Record, b: Record) -> float:
    one, other = facts(a), facts(b)
    return float(shipped().probability(np.array([features(one, other, weigh(one, other))]))[0])
