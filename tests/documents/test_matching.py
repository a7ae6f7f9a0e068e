"""Which file is the full text of which report; nothing doubtful is ever sure."""

from typing import Any
from uuid import UUID

import pytest

from synthema.documents.beginnings import Beginning, Wanted
from synthema.documents.matching import Match, Verdict, match

TITLE = "Peer support in the waiting room: an interview study of volunteers"
BODY = "Abstract. We asked those who were there in 2019, and wrote down what they said. " * 10


def wanted(number: int = 1, title: str = TITLE, **more: Any) -> Wanted:
    values: dict[str, Any] = {"titles": (title,), "authors": ("Invented, Ida", "Other, Olga"), "year": 2020}
    values |= {"called": f"Invented 2020 ({number})", "dois": ("10.5555/wait.1",)} | more
    return Wanted(report=UUID(int=number), **values)


def file(
    number: int = 1,
    *,
    page: str = "",
    title: str = TITLE,
    by: str = "Ida Invented, Olga Other",
    doi: str = "",
    **more: Any,
) -> Beginning:
    text = page or f"Journal of Invented Things 7 (2020)\n{doi and f'https://doi.org/{doi}'}\n{title}\n{by}\n{BODY}"
    values: dict[str, Any] = {"name": f"{number}.pdf", "pages": (text, "Findings. " * 50), "titles": (title,)} | more
    return Beginning(file=UUID(int=100 + number), **values)


def only(one: Beginning, *reports: Wanted) -> Match:
    (found,) = match([one], reports or [wanted()])
    return found


def test_doi_and_title_together_are_sure() -> None:
    found = only(file(doi="10.5555/WAIT.1"))
    assert (found.verdict, found.report) == (Verdict.SURE, UUID(int=1))
    assert found.why == "the DOI 10.5555/wait.1 stands on page 1, and the title stands in big print"
    in_metadata = only(file(dois=("10.5555/wait.1",)))
    assert in_metadata.verdict == Verdict.SURE
    assert in_metadata.why.startswith("its metadata give the DOI")


def test_a_doi_over_the_end_of_a_line_is_read() -> None:
    page = f"{TITLE}\nIda Invented\nhttps://doi.org/\n10.5555/wait.1\n{BODY}"
    assert "the DOI 10.5555/wait.1 stands on page 1" in only(file(page=page)).why


def test_title_and_first_author_are_sure_where_nothing_speaks_against_them() -> None:
    found = only(file())
    assert (found.verdict, found.why) == (Verdict.SURE, "the title stands in big print, with Invented, Ida")
    parted = TITLE.replace("interview", "inter-\nview").replace("room: an", "room:\nan")
    assert (
        only(file(page=f"{parted.upper()}\nIda INVENTED, Olga Other 2020\n{BODY}", titles=())).verdict == Verdict.SURE
    )


def test_a_cover_page_before_the_report_does_no_harm() -> None:
    cover = f"Repository of Invented University\nThis is a copy of: Invented, I. (2020). {TITLE}. Downloaded 2024."
    found = only(
        file(pages=(cover, f"{TITLE}\nIda Invented, Olga Other\n{BODY}"), titles=("Repository of Invented University",))
    )
    assert found.verdict == Verdict.SURE


def doubtful(one: Beginning, *reports: Wanted, says: str) -> Match:
    found = only(one, *reports)
    assert found.verdict == Verdict.CHECK, found
    assert says in found.why
    return found


def test_a_doi_without_the_title_may_be_a_citation() -> None:
    other = file(title="Something else entirely, told at length", doi="10.5555/wait.1", by="Nora Nobody")
    assert doubtful(other, says="it may only cite the report").report == UUID(int=1)


@pytest.mark.parametrize(
    "opening", ["Correction to: ", "Corrigendum: ", "Comment on ", "Supplementary material for ", "Reply to: "]
)
def test_another_kind_of_document_that_names_the_report_is_to_be_checked(opening: str) -> None:
    doubtful(file(title=f"{opening}{TITLE}", doi="10.5555/wait.1"), says="another kind of document")


def test_a_title_that_speaks_of_replies_itself_is_corrected_all_the_same() -> None:
    replies = "Who replies when volunteers write: response and comment in the waiting room"
    doubtful(file(title=f"Correction to: {replies}"), wanted(title=replies), says="another kind of document")
    assert only(file(title=replies), wanted(title=replies)).verdict == Verdict.SURE


def test_a_protocol_of_the_same_title_is_to_be_checked() -> None:
    doubtful(file(title=f"{TITLE}: study protocol"), says="another kind of document")


def test_a_title_further_down_may_be_cited_there() -> None:
    page = f"Something else entirely, told at length\nNora Nobody\n{BODY * 4}\nSee Invented I (2020). {TITLE}."
    doubtful(file(page=page, titles=("Something else entirely, told at length",)), says="it may be cited there")


def test_another_doi_another_year_and_another_author_are_said() -> None:
    doubtful(file(doi="10.5555/preprint.9"), says="it gives another DOI, 10.5555/preprint.9")
    doubtful(file(by="Nora Nobody"), wanted(authors=("Absent, Ada",)), says="Absent, Ada is not named on its first")
    doubtful(file(by="Nora Nobody"), says="none of its authors but Invented, Ida is named there")
    doubtful(file(), wanted(year=1998), says="the year 1998 is not named there")
    doubtful(file(), wanted(authors=()), says="no author to compare")


def test_a_short_title_is_never_enough() -> None:
    doubtful(file(title="Recovery"), wanted(title="Recovery"), says="so short a title")
    assert only(file(title="Recovery", doi="10.5555/wait.1"), wanted(title="Recovery")).verdict == Verdict.SURE


def test_parts_of_a_series_are_told_apart() -> None:
    one, two = (wanted(n, f"{TITLE}. Part {n}", dois=()) for n in (1, 2))
    assert only(file(title=f"{TITLE}. Part 2"), one, two).report == UUID(int=2)
    doubtful(file(title=f"{TITLE}. Part 2"), one, says="numbers in the titles differ")


def test_a_title_that_begins_another_gives_way_to_it() -> None:
    short, long = wanted(1, "Peer support in the waiting room", dois=()), wanted(2, dois=())
    found = only(file(), short, long)
    assert (found.verdict, found.report) == (Verdict.SURE, UUID(int=2))


def test_one_file_for_two_reports_is_to_be_checked() -> None:
    found = doubtful(file(), wanted(1, dois=()), wanted(2, dois=()), says="as well")
    assert [one.report for one in found.others] == [UUID(int=2)]


def test_two_files_for_one_report_are_both_to_be_checked() -> None:
    found = match([file(1), file(2, doi="10.5555/wait.1")], [wanted()])
    assert [one.verdict for one in found] == [Verdict.CHECK, Verdict.CHECK]
    assert "but 2.pdf may be this report as well" in found[0].why


def test_a_report_that_has_a_file_or_was_given_up_is_to_be_checked() -> None:
    doubtful(file(doi="10.5555/wait.1"), wanted(held=("old.pdf",)), says="it has a full text already: old.pdf")
    doubtful(file(doi="10.5555/wait.1"), wanted(given_up=True), says="recorded as not retrieved")


def test_a_supplement_is_to_be_checked() -> None:
    doubtful(file(dois=("10.5555/wait.1.s001",)), says="supplement")


def test_a_title_much_alike_is_offered() -> None:
    like = TITLE.replace("volunteers", "the volunteer drivers").replace("an interview", "interview")
    assert doubtful(file(title=like), says="letters agree").report == UUID(int=1)


def test_a_scan_has_only_its_name() -> None:
    scan: dict[str, Any] = {"pages": ("", ""), "titles": ()}
    assert only(file(**scan)) == Match(
        file=UUID(int=101), verdict=Verdict.NONE, why="its first pages hold no text; choose the report by hand"
    )
    doubtful(file(**scan, name="10.5555_wait.1.pdf"), says="the file's name spells the DOI 10.5555/wait.1")


def test_a_file_of_no_report_has_none() -> None:
    found = only(file(title="Something else entirely, told at length", by="Nora Nobody"))
    assert (found.verdict, found.report) == (Verdict.NONE, None)
    assert found.why == "neither DOI nor title of a report stands on its first pages"
    assert match([file()], []) == [Match(file=UUID(int=101), verdict=Verdict.NONE, why=found.why)]


def test_any_of_the_titles_and_dois_of_its_records_will_do() -> None:
    report = wanted(titles=("Anders geheten, in een andere taal", TITLE), dois=("10.5555/other", "10.5555/wait.1"))
    assert only(file(doi="10.5555/wait.1"), report).verdict == Verdict.SURE


def test_a_citation_in_running_text_is_no_heading() -> None:
    said = f"As Invented and Other (2020) showed in {TITLE}, it is so."
    page = f"What others made of it, ten years on\nNora Nobody\n{said}\n{BODY}"
    other: dict[str, Any] = {"page": page, "titles": ("What others made of it, ten years on",)}
    doubtful(file(**other), says="in running text: it may be cited there")
    doubtful(file(**other | {"page": f"{page} https://doi.org/10.5555/wait.1"}), says="in running text")


def test_a_title_on_lines_of_its_own_is_a_heading() -> None:
    page = f"Research article\n{TITLE[:31]}\n{TITLE[31:]}\nIda Invented, Olga Other\n{BODY}"
    found = only(file(page=page, titles=("Journal of Invented Things",)))
    assert (found.verdict, found.why) == (Verdict.SURE, "the title stands on page 1, with Invented, Ida")


def test_a_title_within_a_longer_heading_is_another_report() -> None:
    more = f"What came after peer support in the ward, or why {TITLE} went on"
    assert only(file(title=more, by="Nora Nobody"), wanted(authors=("Absent, Ada",))).verdict == Verdict.NONE
    doubtful(file(title=more), says="the whole heading is “what came after peer support")


def test_a_subtitle_left_out_needs_the_doi() -> None:
    short = TITLE.split(":", maxsplit=1)[0]
    assert only(file(title=short, doi="10.5555/wait.1")).verdict == Verdict.SURE
    doubtful(file(title=short), says="letters agree")


def test_a_sure_file_is_not_held_up_by_a_doubtful_one() -> None:
    right, wrong = match([file(1), file(2, title=f"Correction to: {TITLE}")], [wanted()])
    assert (right.verdict, wrong.verdict) == (Verdict.SURE, Verdict.CHECK)
    assert wrong.why.endswith("; 1.pdf is surely this report")


def test_a_report_without_title_or_authors_is_found_by_its_doi() -> None:
    bare = wanted(titles=(), authors=(), year=None)
    doubtful(file(doi="10.5555/wait.1"), bare, says="it may only cite the report")
    assert only(file(), bare).verdict == Verdict.NONE
