"""The synthesis as one noun, its checks, and the way back."""

import pytest

from synthema.audit import trail
from synthema.audit.events import ContentWithdrawn
from synthema.audit.model import By, Content
from synthema.documents.actions import Upload, add_document
from synthema.documents.from_files import add_folder
from synthema.documents.tables import documents, text_of
from synthema.records.tables import Import, record
from synthema.refused import Refused
from synthema.screening.actions import withdraw_resolution
from synthema.screening.tables import resolutions
from synthema.synthesis import Order, Status, actions, study_theme_matrix
from synthema.synthesis.bundle import bundle, checks, profile, threads
from synthema.synthesis.loading_findings import load_findings
from synthema.synthesis.loading_themes import load_themes
from synthema.synthesis.quoting import stated_page
from synthema.synthesis.tables import finding_named, theme_by_key
from tests.cast import Cast
from tests.synthesis.story import INVENTED, invented, up_to_studies


@pytest.fixture
def story(cast: Cast) -> Cast:
    """The invented review with full texts, themes and findings."""
    invented(cast)
    return cast


def test_the_golden_thread_leads_from_a_theme_to_the_search(story: Cast) -> None:
    losing = theme_by_key(story.review, "losing")
    thread = next(t for t in threads(story.review) if t.theme == losing.id and t.polarity == "nuance")
    assert thread.theme_name == "Losing a passenger"
    assert thread.statement == "Not every driver wants the news of a death at once."
    row = next(row for row in documents(story.review) if row.id == thread.document)
    text = text_of(row)
    assert text is not None
    assert thread.quote in text.text
    assert text.page_at(text.text.index(thread.quote)) == thread.page == 3
    assert (thread.file_name, thread.place) == ("cedar.txt", "p. 3")
    assert thread.report == row.report_id
    assert thread.report_title.startswith("Asked to lift")
    assert thread.study_label == "Cedar 2021"
    source = record(story.review, thread.record)
    assert Import.objects.select_related("search").get(pk=source.import_id).search.key == "register"


def test_every_thread_of_the_invented_review_ends_on_its_page(story: Cast) -> None:
    found = threads(story.review)
    assert len(found) == 16
    assert all(f"p. {thread.page}" == thread.place for thread in found)


def test_a_finding_under_no_theme_has_a_thread_too(story: Cast) -> None:
    row, waiting = finding_named(story.review, "Birch 2020:2"), theme_by_key(story.review, "waiting")
    actions.withdraw_placement(By(story.ana), story.review, row.id, waiting.id)
    last = threads(story.review)[-1]
    assert (last.finding, last.theme, last.theme_name, last.page) == (row.id, None, "", 1)


def test_the_bundle_says_which_words_are_whose_and_where(story: Cast) -> None:
    everything = bundle(story.review)
    assert {quote.found for quote in everything.quotes} == {True}
    assert sum(quote.order is Order.PARTICIPANT for quote in everything.quotes) == 13
    assert {report.authors for report in everything.reports} == {("Amber, Ada",), ("Birch, Bruno",), ("Cedar, Cora",)}
    waiting = str(theme_by_key(story.review, "waiting").id)
    matrix = study_theme_matrix(everything, [waiting])
    cells = {study.name: matrix.cell(study.id, waiting) for study in matrix.studies}
    assert {name: (c.supports, c.contradicts) for name, c in cells.items()} == {
        "Amber 2018": (1, 0),
        "Birch 2020": (0, 1),
        "Cedar 2021": (1, 0),
    }


def test_a_study_that_is_no_longer_included_may_not_be_cited(story: Cast) -> None:
    assert {result.id: result for result in checks(story.review)}["S04"].status is Status.PASSED
    settled = resolutions(story.review, "full_text").get()  # Birch came in by consensus
    withdraw_resolution(By(story.ana), story.review, settled.id, "Talked again.")
    assert {study.name: study.included for study in bundle(story.review).studies}["Birch 2020"] is False
    hits = {result.id: result for result in checks(story.review)}["S04"].hits
    assert len(hits) == 4
    assert all("Birch 2020, which is not included" in hit.what for hit in hits)


def test_a_theme_whose_disconfirming_cases_were_sought_is_not_asked_for_them(story: Cast) -> None:
    losing = theme_by_key(story.review, "losing")
    assert [hit.subject for hit in {r.id: r for r in checks(story.review)}["S12"].hits] == [str(losing.id)]
    actions.write_note(By(story.ana), story.review, "disconfirming", "Losing", "Read all again; nothing.", losing.id)
    assert {r.id: r for r in checks(story.review)}["S12"].status is Status.PASSED


def test_a_full_text_that_comes_later_is_looked_into(cast: Cast) -> None:
    up_to_studies(cast, INVENTED)
    load_themes(By(cast.ana), cast.review, INVENTED / "synthesis" / "themes.toml")
    load_findings(By(cast.ana), cast.review, INVENTED / "synthesis" / "findings.csv")
    load_findings(By(cast.ana), cast.review, INVENTED / "synthesis" / "wrong-quote.csv")  # there is no text to look in
    assert {quote.found for quote in bundle(cast.review).quotes} == {None}
    assert {result.id: result for result in checks(cast.review)}["S02"].status is Status.NOT_APPLICABLE
    add_folder(By(cast.dev), cast.review, INVENTED / "documents" / "documents.csv")
    s02 = {result.id: result for result in checks(cast.review)}["S02"]
    assert (s02.looked_at, len(s02.hits)) == (17, 1)
    pages = {(t.study_label, t.number): t.page for t in threads(cast.review)}
    assert pages["Cedar 2021", 4] == 3
    assert pages["Birch 2020", 5] is None


def test_words_may_stand_in_a_second_document_of_the_report(story: Cast) -> None:
    report = finding_named(story.review, "Birch 2020:1").report_id
    add_document(By(story.dev), story.review, report, Upload("appendix.txt", b"They gave us tea in the corridor."))
    actions.record_finding(
        By(story.ana), story.review, finding_named(story.review, "Birch 2020:1").study_id, report, 9, "There was tea.",
        illustration="They gave us tea",
    )  # fmt: skip
    row = finding_named(story.review, "Birch 2020:9")
    assert row.document is not None
    assert row.document.file_name == "appendix.txt"


def test_a_text_that_was_withdrawn_leaves_its_quotes_unchecked(story: Cast) -> None:
    row = next(row for row in documents(story.review) if row.file_name == "birch.txt")
    with trail.writing(story.review) as head:
        trail.append(head, By(story.chloe), ContentWithdrawn((Content(row.text),), "asked by the publisher"), "test")
    trail.store(story.review).withdraw(Content(row.text))
    s02 = {result.id: result for result in checks(story.review)}["S02"]
    assert (s02.status, s02.looked_at) == (Status.PASSED, 12)
    assert s02.note.startswith("4 of 16 quotes could not be looked up")


def test_without_a_method_there_are_no_checks(cast: Cast) -> None:
    up_to_studies(cast, INVENTED)
    with pytest.raises(Refused, match="synthesis method PROFILE"):
        profile(cast.review)
    with pytest.raises(Refused, match="synthesis method PROFILE"):
        checks(cast.review)
    assert len(bundle(cast.review).studies) == 3


@pytest.mark.parametrize(
    ("place", "page"),
    [("p. 4", 4), ("pp. 12-13", 12), ("P.7", 7), ("page 3, table 2", 3), ("abstract", None), ("4", None)],
)
def test_a_place_names_its_page(place: str, page: int | None) -> None:
    assert stated_page(place) == page
