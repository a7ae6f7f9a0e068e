import pytest

from synthema.dedup.conflicts import conflict
from synthema.dedup.evidence import weigh
from synthema.dedup.facts import facts
from synthema.records.model import Record
from tests.dedup.invented import PRINTED, like

BARE = like(doi="")
ABSTRACT = "Background: peer workers were asked how they came to their work, and what kept them there. " * 2
OTHER_ABSTRACT = (
    "Heart rates of forty runners were taken each morning; none of them slept for longer than six hours. " * 2
)
SHORTER = PRINTED.title.partition(":")[0]
STANDARDS = like(doi="", title="Standards of care in invented wards", volume="33", issue="Suppl 1", pages="S11-S61")
COCHRANE = like(doi="", journal="Cochrane Database of Systematic Reviews", volume="", pages="", year=2009)
CHAPTER = like(
    title="Nursing care of adults with chronic pain",
    journal="Handbook",
    doi="10.5555/978-3-16-148410-0",
    volume="",
    pages="",
)
SHORT_COCHRANE = like(doi="", title="Telephone support for carers", volume="", issue="3", pages="CD002123")
COLUMN = "Images in clinical nursing"
PAIN = like(doi="", title="Living with dysphagia after a stroke: an interview study", pages="")
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
            like(BARE, abstract=OTHER_ABSTRACT, pages="", title=PRINTED.title + ": a study in three towns"),
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
        (  # as CENTRAL prints it
            like(journal="https://clinicaltrials.gov/show/NCT01234567"),
            like(journal="https://clinicaltrials.gov/show/NCT01299999"),
            "registration numbers differ",
        ),
        (STANDARDS, like(STANDARDS, year=2020, volume="34"), "it may appear every year"),  # on the same page
        (STANDARDS, like(STANDARDS, year=None, volume="", pages=""), "it may appear every year"),
        (COCHRANE, like(COCHRANE, year=2012), "versions of one publication"),
        (COCHRANE, like(COCHRANE, year=2012, doi="10.1002/14651858.CD001234.pub3"), "versions of one publication"),
        (like(pages=""), like(pages="", year=2020, title="Erratum: " + PRINTED.title), "only one is a correction"),
        (BARE, like(doi="", kind="THES", volume="", pages=""), "only one is a thesis"),
        (BARE, like(doi="", journal="Dryad", volume="", pages=""), "only one is a data set"),
        (BARE, like(doi="", journal="PROSPERO", volume="", pages=""), "only one is a registration"),
        (like(BARE, language="English"), like(BARE, language="ger", pages=""), "the languages differ"),
        (like(BARE, isbn="978-3-16-148410-0"), like(BARE, isbn="978-3-16-200000-0", pages=""), "the ISBNs differ"),
        (BARE, like(doi="", journal="Lancet", volume="9", pages=""), "journal and volume differ"),
        (CHAPTER, like(CHAPTER, title=CHAPTER.title.replace("adults", "children")), "a word of the titles differs"),
        (
            like(BARE, issue="Suppl 2", pages="S12"),
            like(BARE, issue="Suppl 2", pages="S12", title=PRINTED.title.replace("peer", "case")),
            "a word of the titles differs",
        ),
        (PRINTED, like(pages="", authors=("Nakamura, R.",), title=SHORTER), "no author is the same"),
        (  # an edition of a textbook
            like(doi="", journal="Invented Press", volume="", pages=""),
            like(doi="", journal="Invented Press", volume="", pages="", year=2020),
            "the years differ and no page tells",
        ),
        (like(BARE, title=COLUMN, pages=""), like(BARE, title=COLUMN, volume="15", pages=""), "so short a title"),
        (like(BARE, title=COLUMN, pages=""), like(BARE, title=COLUMN, authors=(), pages=""), "so short a title"),
        (BARE, like(BARE, pages="", title=PRINTED.title + " [letter]"), "only one is a comment"),
        (BARE, like(BARE, pages="", title="Young " + PRINTED.title), "a word of the titles differs"),
        (BARE, like(BARE, pages="", title=PRINTED.title + " and their caregivers"), "a word of the titles differs"),
        (
            PAIN,
            like(PAIN, title=PAIN.title.replace("dysphagia", "dysphasia"), volume=""),
            "a word of the titles differs",
        ),
        (
            like(BARE, accession="CRD42020111111"),
            like(BARE, accession="PROSPERO CRD42020222222"),
            "registration numbers differ",
        ),
        (
            like(BARE, journal=PRINTED.journal + ". Conference: Annual Meeting", pages="", abstract=ABSTRACT),
            like(BARE, abstract=OTHER_ABSTRACT),
            "only one appeared at a meeting",
        ),
        (
            like(BARE, journal=PRINTED.journal + ". Conference: Annual Meeting", volume="", pages="", year=2018),
            BARE,
            "only one appeared at a meeting",
        ),
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
        (PAIN, like(PAIN, title=PAIN.title.replace("dysphagia", "dysphagie"))),  # a slip of the pen in one volume
        (SHORT_COCHRANE, like(SHORT_COCHRANE, doi="10.1002/14651858.CD002123.pub2")),
        (PAIN, like(PAIN, title="Living with dysphagia after a stroke: an ...", volume="")),
        (BARE, like(BARE, pages="", title=PRINTED.title + ": a qualitative interview study")),
        (
            like(BARE, issue="Suppl 1"),
            like(BARE, issue="Suppl 1", title="Proceedings: " + PRINTED.title),
        ),  # from here to there
    ],
)
def test_what_a_database_may_leave_out_is_no_conflict(a: Record, b: Record) -> None:
    assert reason(a, b) == ""


def test_where_hardly_anything_is_told_more_forbids_a_merge() -> None:
    def against(a: Record, b: Record) -> str:
        one, other = facts(a), facts(b)
        found = conflict(one, other, weigh(one, other), sparse=True)
        return found.reason if found else ""

    sparse = like(doi="", volume="", issue="", pages="")
    assert against(sparse, sparse) == ""
    assert "years differ" in against(sparse, like(sparse, year=2018))
    assert "different places" in against(sparse, like(sparse, journal="Annals of Imaginary Care"))
    assert "number" in against(sparse, like(sparse, title=PRINTED.title + ", part 2"))
    assert "years differ" in against(like(sparse, doi="10.5555/a"), like(sparse, year=2018, doi="10.5555/b"))
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
