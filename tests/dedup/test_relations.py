import pytest

from synthema.dedup.evidence import weigh
from synthema.dedup.facts import facts
from synthema.dedup.matching import Verdict, judge
from synthema.dedup.model import Kind
from synthema.dedup.relations import tie
from synthema.dedup.setting import Setting
from synthema.records.model import Record
from tests.dedup.invented import OTHER, PRINTED, like

SECOND = like(doi="10.1002/14651858.CD001234.pub2", pages="", year=2015)
THIRD = like(doi="10.1002/14651858.CD001234.pub3", pages="", year=2019)
PREPRINT = like(doi="10.1101/2018.11.02.1234", journal="medRxiv", volume="", issue="", pages="", year=2018)
ERRATUM = like(title="Erratum to: " + PRINTED.title, doi="10.5555/jin.2019.99", pages="200")
REPRINT = like(title="Reprint of: " + PRINTED.title, doi="10.5555/jin.2020.3", volume="15", pages="7-18", year=2020)
ABSTRACT = like(journal="J Inv Nurs. Conference: Annual Meeting", volume="13", pages="S7", doi="")
GERMAN = like(language="ger", journal="Zeitschrift für Erfundenes", volume="3", pages="5-9", doi="", year=2020)


@pytest.mark.parametrize(
    ("one", "original", "kind"),
    [
        (THIRD, SECOND, Kind.VERSION),
        (PREPRINT, PRINTED, Kind.PREPRINT),
        (ERRATUM, PRINTED, Kind.NOTICE),
        (REPRINT, PRINTED, Kind.REPRINT),
        (ABSTRACT, PRINTED, Kind.ABSTRACT),
        (GERMAN, like(language="English"), Kind.TRANSLATION),
    ],
)
def test_it_knows_how_two_reports_are_related(one: Record, original: Record, kind: Kind) -> None:
    a, b = facts(one), facts(original)
    forward, backward = tie(a, b, weigh(a, b)), tie(b, a, weigh(b, a))
    assert forward and backward
    assert (forward.kind, forward.turned) == (kind, False)
    assert (backward.kind, backward.turned) == (kind, True)


@pytest.mark.parametrize("other", [PRINTED, OTHER, like(doi=""), like(year=2018), Record(title=PRINTED.title)])
def test_copies_and_strangers_are_not_related(other: Record) -> None:
    a, b = facts(PRINTED), facts(other)
    assert tie(a, b, weigh(a, b)) is None


@pytest.mark.parametrize("one", [THIRD, PREPRINT, ERRATUM, REPRINT, ABSTRACT])
def test_what_is_related_is_never_merged(one: Record) -> None:
    original = SECOND if one is THIRD else PRINTED
    found = judge(facts(one), facts(original))
    assert found.verdict in (Verdict.RELATED, Verdict.REVIEW)
    assert found.relation is not None


def test_a_preprint_is_known_by_its_doi_alone() -> None:
    one = like(doi="10.1101/2018.11.02.1234", journal="", volume="", issue="", pages="")
    found = judge(facts(one), facts(like(doi="")))
    assert found.verdict is not Verdict.SAME
    assert found.relation is Kind.PREPRINT


def test_a_relation_to_a_sister_study_is_never_stated() -> None:
    title = "How nurses in {} talk about pain with older patients"
    article = facts(like(title=title.format("Peru"), doi="10.5555/p"))
    other = like(PREPRINT, title=title.format("Kenya"))
    assert judge(facts(other), article).verdict is not Verdict.RELATED
    assert judge(facts(like(PREPRINT, title=title.format("Peru"))), article).verdict is Verdict.RELATED


@pytest.mark.parametrize("numbers", [("11", "5"), ("2", "7")])
def test_nor_one_to_the_next_of_a_series(numbers: tuple[str, str]) -> None:
    title = "Evaluation of peer support programme {} in acute wards of the north"
    abstract, article = like(ABSTRACT, title=title.format(numbers[0])), like(title=title.format(numbers[1]))
    assert judge(facts(abstract), facts(article)).relation is None


def test_a_preprint_is_not_one_of_the_erratum() -> None:
    a, b = facts(PREPRINT), facts(ERRATUM)
    assert tie(a, b, weigh(a, b)) is None


def test_of_one_year_the_english_one_is_the_translation() -> None:
    a, b = facts(like(GERMAN, year=2019)), facts(like(language="English"))
    forward, backward = tie(a, b, weigh(a, b)), tie(b, a, weigh(b, a))
    assert forward and backward
    assert (forward.kind, forward.turned, backward.turned) == (Kind.TRANSLATION, True, False)


def test_versions_are_merged_where_a_review_counts_them_as_duplicates() -> None:
    a, b = facts(SECOND), facts(THIRD)
    assert judge(a, b).verdict is Verdict.RELATED
    assert judge(a, b, Setting(versions=True)).verdict is Verdict.SAME


def test_a_version_with_another_title_stays_related() -> None:
    renamed = like(THIRD, title="Peer support for people in acute wards: what it does and what it costs")
    assert judge(facts(SECOND), facts(renamed), Setting(versions=True)).relation is Kind.VERSION


def test_where_a_version_is_not_said_the_year_tells_which_is_later() -> None:
    first = like(doi="10.1002/14651858.CD001234", pages="", year=2008)
    unsaid = like(doi="", pages="CD001234", year=2017)
    found = tie(facts(first), facts(unsaid), weigh(facts(first), facts(unsaid)))
    assert found is not None
    assert found.turned
