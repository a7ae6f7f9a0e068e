"""Full texts come into the review and leave it again."""

from pathlib import Path

import pytest

from synthema.audit import replay, trail
from synthema.audit.events import ContentWithdrawn
from synthema.audit.model import By, Content
from synthema.audit.tables import Event
from synthema.documents.actions import Upload, add_document, add_file, withdraw_document
from synthema.documents.from_files import add_folder
from synthema.documents.tables import Document, documents, text_of, texts
from synthema.refused import Refused
from synthema.studies.actions import withdraw_retrieval, withdraw_sought
from synthema.studies.tables import find_report
from synthema.team.actions import add_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.synthesis.story import INVENTED, up_to_studies

TEXTS = INVENTED / "documents"


@pytest.fixture
def story(cast: Cast) -> Cast:
    """The invented review as far as its studies."""
    up_to_studies(cast, INVENTED)
    return cast


def test_a_text_is_kept_as_given_and_as_extracted(story: Cast) -> None:
    title = "WAITING ROOMS AND LAYBYS - a qualitative study of volunteer transport on the coast."
    report = find_report(story.review, title)
    upload = Upload("birch.txt", b"\xef\xbb\xbfOne.\r\n\x0cTwo.")
    done = add_document(By(story.dev), story.review, report.id, upload).body
    (row,) = documents(story.review)
    assert (row.pages, row.characters, row.file_name) == (2, 10, "birch.txt")
    assert trail.store(story.review).read(done.file) == upload.data
    text = text_of(row)
    assert text is not None
    assert text.text == "One.\n\fTwo."
    assert text.sha256 == row.text_sha256
    assert replay.verify(story.review).sound
    before = replay.digests(story.review)
    replay.rebuild(story.review)
    assert replay.digests(story.review) == before


def test_a_table_of_files_is_added_once(story: Cast) -> None:
    assert add_folder(By(story.ana), story.review, TEXTS / "documents.csv") == (3, 0)
    head = Event.objects.filter(review=story.review).count()
    assert add_folder(By(story.ana), story.review, TEXTS / "documents.csv") == (0, 3)
    assert Event.objects.filter(review=story.review).count() == head
    rows = documents(story.review)
    assert [(row.file_name, row.pages) for row in rows] == [("amber.txt", 3), ("birch.txt", 2), ("cedar.txt", 3)]
    assert rows[0].report.doi == "10.5555/invented.amber.2018"


def test_a_retry_is_one_act_and_the_same_text_twice_is_refused(story: Cast) -> None:
    report, by = find_report(story.review, "", doi="10.5555/invented.amber.2018"), By(story.dev)
    first = add_file(by, story.review, report.id, TEXTS / "amber.txt")
    assert add_file(by, story.review, report.id, TEXTS / "amber.txt") == first
    with pytest.raises(Refused, match=r"already added .* as amber\.txt"):
        add_file(By(story.dev), story.review, report.id, TEXTS / "amber.txt")
    with pytest.raises(trail.ActConflict):
        add_file(by, story.review, report.id, TEXTS / "birch.txt")


def test_a_withdrawn_document_is_gone_and_can_come_back(story: Cast) -> None:
    add_folder(By(story.dev), story.review, TEXTS / "documents.csv")
    row = documents(story.review)[0]
    withdraw_document(By(story.dev), story.review, row.id, "Another version.")
    assert [r.file_name for r in documents(story.review)] == ["birch.txt", "cedar.txt"]
    assert add_folder(By(story.dev), story.review, TEXTS / "documents.csv") == (1, 2)
    with pytest.raises(Refused, match="no document"):
        withdraw_document(By(story.dev), story.review, row.id, "Again.")
    assert replay.verify(story.review).sound


def test_a_report_with_a_document_stays_retrieved(story: Cast) -> None:
    add_folder(By(story.dev), story.review, TEXTS / "documents.csv")
    report = documents(story.review)[0].report
    with pytest.raises(Refused, match=r"the document amber\.txt"):
        withdraw_retrieval(By(story.dev), story.review, report.id)
    with pytest.raises(Refused, match=r"the document amber\.txt"):
        withdraw_sought(By(story.dev), story.review, report.id)


def test_a_text_whose_bytes_were_withdrawn_is_not_read(story: Cast) -> None:
    add_folder(By(story.dev), story.review, TEXTS / "documents.csv")
    row = documents(story.review)[0]
    gone = ContentWithdrawn((Content(row.text),), "asked by the publisher")
    with trail.writing(story.review) as head:
        trail.append(head, By(story.chloe), gone, "test")
    trail.store(story.review).withdraw(Content(row.text))
    assert text_of(row) is None
    assert texts(story.review, row.report_id) == []
    assert replay.verify(story.review).sound


def test_who_may_add_documents(story: Cast) -> None:
    report = find_report(story.review, "", doi="10.5555/invented.amber.2018")
    add_person(By(story.chloe), story.review, story.eve, "reader")
    with pytest.raises(NotAllowed, match="librarian"):
        add_file(By(story.eve), story.review, report.id, TEXTS / "amber.txt")
    with pytest.raises(NotAllowed):
        add_folder(By(story.eve), story.review, TEXTS / "documents.csv")
    with pytest.raises(trail.NoSuchReview):
        add_document(By(story.ana), story.other_review, report.id, Upload("a.txt", b"a"))
    done = add_file(By(story.dev), story.review, report.id, TEXTS / "amber.txt").body
    with pytest.raises(NotAllowed):
        withdraw_document(By(story.eve), story.review, done.document_id, "")


BAD_TABLES = (
    ("title,file\nNo such report,amber.txt\n", r"Line 2 of t\.csv: Nothing here is called 'No such report'"),
    ("title,doi,file\n,10.5555/invented.amber.2018,gone.txt\n", r"Line 2 of t\.csv: .*gone\.txt cannot be read"),
    ("title,doi,file\n,10.5555/invented.amber.2018,\n", "no file"),
    ("title,doi,file\n,10.5555/invented.amber.2018,t.csv\n", r"t\.csv ends in \.csv"),
    ("title\nx\n", "no column file"),
)


def test_a_bad_table_adds_nothing(story: Cast, tmp_path: Path) -> None:
    for table, says in BAD_TABLES:
        (tmp_path / "t.csv").write_text(table)
        with pytest.raises(Refused, match=says):
            add_folder(By(story.dev), story.review, tmp_path / "t.csv")
    assert not Document.objects.filter(review=story.review).exists()


def test_a_missing_file_and_a_folder_are_refused(story: Cast, tmp_path: Path) -> None:
    report = find_report(story.review, "", doi="10.5555/invented.amber.2018")
    with pytest.raises(Refused, match="cannot be read"):
        add_file(By(story.dev), story.review, report.id, tmp_path / "gone.txt")
    with pytest.raises(Refused, match="is a folder"):
        add_file(By(story.dev), story.review, report.id, tmp_path)
