import pytest

from synthema.dedup.conflicts import conflict
from synthema.dedup.evidence import weigh
from synthema.dedup.facts import facts
from synthema.records.model import Record
from tests.dedup.invented import PRINTED, like

BARE = like(doi="")


def reason(a: Record, b: Record) -> str:
    one, other = facts(a), facts(b)
    forward, backward = conflict(one, other, weigh(one, other)), conflict(other, one, weigh(other, one))
    assert forward == backward
    return forward.reason if forward else ""


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (PRINTED, like(title="Sleep in long-distance runners of the desert"), "titles differ"),
        (like(pages=""), like(pages="", doi="10.5555/jin.2019.15"), "DOIs differ"),
        (like(doi="", pages="", pmid="11"), like(doi="", pages="", pmid="12"), "PubMed numbers differ"),
        (BARE, like(doi="", volume="15", pages="7-9"), "volume and pages differ"),
        (BARE, like(doi="", pages="7-9"), "the pages differ"),
        (BARE, like(doi="", title="Erratum: " + PRINTED.title, pages=""), "only one is a correction"),
        (BARE, like(doi="", title=PRINTED.title + " - Reply", pages=""), "only one is a reply"),
        (BARE, like(doi="", title="Comment on: " + PRINTED.title, pages=""), "only one is a comment"),
        (
            like(doi="", title=PRINTED.title + ". Part 1", pages=""),
            like(doi="", title=PRINTED.title + ". Part 2", pages=""),
            "numbers in the titles differ",
        ),
        (BARE, like(doi="", title=PRINTED.title + ". Part 2", pages=""), "only one title has a number or part"),
        (BARE, like(doi="", journal="J Inv Nurs. Conference: Annual Meeting", volume="", pages=""), "at a meeting"),
        (BARE, like(doi="", year=2023, volume="", pages=""), "4 years apart"),
        (BARE, like(doi="", authors=("Nakamura, R.",), volume="", pages=""), "no author is the same"),
        (
            like(doi="10.1002/14651858.CD001234.pub2", pages=""),
            like(doi="10.1002/14651858.CD001234.pub3", pages=""),
            "versions of one Cochrane review",
        ),
        (like(doi="", pages="CD001234"), like(doi="", pages="CD004321"), "different Cochrane reviews"),
        (like(accession="NCT01234567"), like(accession="NCT07654321"), "registration numbers differ"),
        (like(doi="", issue="2", pages=""), like(doi="", issue="3", pages=""), "the issues differ"),
        (PRINTED, like(volume="99", pages="7", journal="Annals of Imaginary Care"), "same identifier is given"),
    ],
)
def test_it_names_what_forbids_a_merge(a: Record, b: Record, words: str) -> None:
    assert words in reason(a, b)


@pytest.mark.parametrize(
    "other",
    [
        PRINTED,
        like(doi="10.9999/repository.copy"),  # another DOI, but the same volume and page
        like(year=2018),  # online first
        like(doi="", volume="", pages=""),
        like(title=PRINTED.title + " [Erratum appears in J Inv Nurs 2020]"),
        like(authors=("A. Sandoval", "B. Keller", "C. Okafor")),
    ],
)
def test_variants_of_one_report_do_not_conflict(other: Record) -> None:
    assert reason(PRINTED, other) == ""


def test_abstracts_of_one_supplement_are_not_even_a_question() -> None:
    one, other = (
        facts(PRINTED),
        facts(like(title="Sleep in runners of the desert", authors=("Nakamura, R.",), pages="7")),
    )
    against = conflict(one, other, weigh(one, other))
    assert against is not None
    assert against.final


def test_generic_titles_need_the_same_issue_volume_and_page() -> None:
    editorial = like(title="Editorial", doi="")
    assert reason(editorial, editorial) == ""
    assert reason(editorial, like(editorial, issue="3")) == "many reports carry such a title"
    assert reason(editorial, like(editorial, pages="")) == "many reports carry such a title"
    assert (
        reason(like(editorial, doi="10.5555/a"), like(editorial, doi="10.5555/b")) == "many reports carry such a title"
    )


def test_a_correction_and_its_other_copy_are_one_report() -> None:
    assert reason(BARE, like(doi="", title="Erratum: " + PRINTED.title)) == ""
