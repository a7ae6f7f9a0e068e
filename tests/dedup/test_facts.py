from hypothesis import given
from hypothesis import strategies as some

from synthema.dedup.facts import facts
from synthema.records.model import Record
from tests.dedup.invented import PRINTED, like


def test_it_reduces_a_record_to_what_can_be_compared() -> None:
    known = facts(PRINTED)
    assert known.title.startswith("walking beside how")
    assert (known.year, known.volume, known.issue, known.page) == (2019, "14", "2", "101")
    assert known.first_author == {"sandoval"}
    assert known.authors == {"sandoval", "keller", "okafor"}
    assert (known.doi, known.pmid, known.journal) == ("10.5555/jin.2019.14", "", "journal invented nursing")


def test_the_number_of_a_cochrane_review_is_not_its_page() -> None:
    known = facts(like(doi="", pages="CD001234"))
    assert (known.living, known.page, known.last) == ("cd1234", "", "")


def test_it_reads_a_trial_registration() -> None:
    assert facts(like(accession="NCT01234567")).registration == ("nct", "01234567")


def test_an_empty_record_has_empty_facts() -> None:
    known = facts(Record())
    assert not any((known.title, known.authors, known.year, known.page, known.doi, known.abstract))


@given(some.text(), some.lists(some.text(), max_size=3), some.text(), some.text(), some.text())
def test_nothing_a_field_holds_makes_it_fail(title: str, authors: list[str], pages: str, volume: str, doi: str) -> None:
    record = Record(
        title=title, authors=tuple(authors), pages=pages, volume=volume, issue=pages, doi=doi, journal=title
    )
    assert facts(record) == facts(record)
