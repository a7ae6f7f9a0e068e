import pytest

from synthema.dedup.conflicts import conflict, sparse_conflict
from synthema.dedup.evidence import weigh
from synthema.dedup.facts import facts
from synthema.records.model import Record
from tests.dedup.invented import PRINTED, like

BARE = like(doi="")
ABSTRACT = "Background: peer workers were asked how they came to their work, and what kept them there. " * 2
OTHER_ABSTRACT = (
    "Heart rates of forty runners were taken each morning; none of them slept for longer than six hours. " * 2
)
REORDERED = "How peer workers make sense of belonging in acute wards: walking beside"


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
        (BARE, like(doi="", journal="Conference on Other Things", volume="", pages=""), "at a meeting"),
        (BARE, like(doi="", journal="J Inv Nurs. Conference: Annual Meeting", volume="9", pages=""), "and elsewhere"),
        (like(doi="", volume="", pages="1-12"), like(doi="", volume="", pages="1-9"), "the last pages differ"),
        (like(doi="", authors=(), pages=""), like(doi="", title=REORDERED, pages=""), "worded differently"),
        (BARE, like(doi="", year=2023, volume="", pages=""), "4 years apart"),
        (BARE, like(doi="", authors=("Nakamura, R.",), volume="", pages=""), "no author is the same"),
        (
            like(doi="10.1002/14651858.CD001234.pub2", pages=""),
            like(doi="10.1002/14651858.CD001234.pub3", pages=""),
            "versions of one publication",
        ),
        (like(doi="", pages="CD001234"), like(doi="", pages="CD004321"), "different reviews"),
        (
            like(doi="", title="Correction: " + PRINTED.title),
            like(doi="", title="Correction: " + PRINTED.title, volume="", pages=""),
            "several such notices",
        ),
        (BARE, like(doi="", pages="", title=PRINTED.title.replace("peer", "case")), "a word of the titles differs"),
        (
            like(BARE, abstract=ABSTRACT),
            like(BARE, abstract=OTHER_ABSTRACT, pages="", title=PRINTED.title + ", in three towns of the north"),
            "the abstracts differ",
        ),
        (
            like(BARE, title="Annual report of the invented hospital trust", volume="", pages=""),
            like(BARE, title="Annual report of the invented hospital trust", volume="", pages="", year=2018),
            "it may appear every year",
        ),
        (BARE, like(doi="", pages="", authors=("Sandoval, Zoe",)), "no author is the same"),
        (BARE, like(doi="", pages="", authors=("Sandowal, Ana", "Keller, B.")), ""),
        (BARE, like(doi="", year=2018, journal="", volume="", pages=""), "does not say where it appeared"),
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


def test_a_soft_conflict_gives_way_to_a_hard_one() -> None:
    other = like(doi="10.5555/jin.2019.15", pages="", title="Comment on: " + PRINTED.title)
    assert reason(like(pages=""), other) == "only one is a comment"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (BARE, like(doi="", pages="111-112")),  # one end of the range is a slip of the pen
        (BARE, like(doi="", journal="J Inv Nurs. Conference: Annual Meeting", pages="")),
        (like(pages=""), like(pages="", title="Erratum: " + PRINTED.title)),  # the erratum's own DOI
        (PRINTED, like(title="Walking beside: belonging as peer workers see it [in acute wards]")),
    ],
)
def test_what_a_database_may_leave_out_is_no_conflict(a: Record, b: Record) -> None:
    assert reason(a, b) == ""


def test_where_hardly_anything_is_told_more_forbids_a_merge() -> None:
    def against(a: Record, b: Record) -> str:
        one, other = facts(a), facts(b)
        found = sparse_conflict(one, other, weigh(one, other))
        return found.reason if found else ""

    sparse = like(doi="", volume="", issue="", pages="")
    assert against(sparse, sparse) == ""
    assert "years differ" in against(sparse, like(sparse, year=2018))
    assert "different places" in against(sparse, like(sparse, journal="Annals of Imaginary Care"))
    assert "numbers" in against(sparse, like(sparse, title=PRINTED.title + ", part 2"))
    assert against(PRINTED, like(year=2018)) == ""


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
