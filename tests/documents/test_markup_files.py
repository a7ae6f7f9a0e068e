"""Web pages, articles and Word files on their way in: read alone with limits, matched, kept with their structure."""

import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

from synthema.audit import replay, trail
from synthema.audit.events import ContentWithdrawn
from synthema.audit.model import By, Content
from synthema.documents.actions import read_upload, reading_of
from synthema.documents.anchoring import find
from synthema.documents.intake import Pair, attach, intake, matches
from synthema.documents.limits import Limits
from synthema.documents.reading import read_file
from synthema.documents.structure import Structure
from synthema.documents.tables import documents, structure_of, text_of
from synthema.jobs.staging import stage
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.documents.test_intake import File
from tests.documents.written import JATS, TITLE, docx, p, page, r, zipped
from tests.pages import Browser
from tests.screening.stage import LARK, MARSH, OWL, prepare, vote

WORDS = "<p>They came back, all of them.</p><blockquote>“For the tea.”</blockquote>"


def web(title: str) -> bytes:
    return page(f"<h1>{title}</h1><p>Ida Invented</p><p>2020</p>{WORDS}").encode()


def word(title: str) -> bytes:
    return docx(p(r(title), style="Titel") + p(r("Ida Invented")) + p(r("2020")) + p(r("They came back.")))


def jats(title: str) -> bytes:
    return JATS.replace(TITLE, title).encode()


@pytest.mark.parametrize(
    ("data", "name", "recipe"),
    [
        (web("Owls"), "a.html", "web page 1"),
        (web("Owls"), "a.txt", "web page 1"),
        (word("Owls"), "a.pdf", "Word 1"),
        (jats("Owls"), "a", "JATS 1"),
        (b"words", "a.txt", "plain text 1"),
    ],
)
def test_a_file_is_read_by_what_it_holds(tmp_path: Path, data: bytes, name: str, recipe: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = read_file(tmp_path / name, name)
    assert found.extractor == recipe
    assert (found.layout, found.bare, found.text_free, found.text.pages) == (None, 0, False, 1)
    assert (found.structure is None) == (recipe == "plain text 1")
    if found.structure:
        assert found.structure.title == "Owls"
        assert found.structure.headings[0].level == 1
    assert reading_of(read_upload(tmp_path / name)) == found


def test_a_file_that_is_too_long_or_refused_says_so_in_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page("<p>word</p>" * 100), encoding="utf-8")
    with pytest.raises(Refused, match=r"a\.html has more than 200 characters\. Add it in parts"):
        read_file(path, "a.html", Limits(characters=200))
    path.write_bytes(zipped({"{x}": "y"}))
    with pytest.raises(Refused, match=r"\{b\}\.docx is a zip and no Word file"):
        read_file(path, "{b}.docx")


@pytest.mark.skipif(sys.platform == "win32", reason="memory is limited by the system's own limits")
def test_a_file_that_swells_ends_its_process_and_not_the_server(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<html>" + b"<b><i>x" * 3_000_000)
    with pytest.raises(Refused, match=r"too deep|broke its reader|needs more than|took more than"):
        read_file(path, "a.html", Limits(memory_mb=300, seconds=20))


@pytest.fixture
def sought(cast: Cast, tmp_path: Path) -> dict[str, UUID]:
    known = prepare(cast, tmp_path)
    for title in known:
        vote(cast, known[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return {row.title: row.id for row in reports(cast.review)}


def test_they_are_matched_and_kept_with_their_structure(cast: Cast, sought: dict[str, UUID]) -> None:
    given = {"lark.html": web(LARK), "owl.docx": word(OWL), "marsh.xml": jats(MARSH), "login.pdf": web("Log in")}
    files = {name: stage(cast.dev, cast.review, File(name, data)).id for name, data in given.items()}
    rows = intake(cast.dev, cast.review, list(files.values()))
    assert {row.name: row.state for row in rows if row.state != "read"} == {"login.pdf": "refused"}
    found = matches(cast.review, rows)
    wanted = {"lark.html": sought[LARK], "owl.docx": sought[OWL], "marsh.xml": sought[MARSH]}
    assert {name: found[files[name]].report for name in wanted} == wanted
    pairs = [Pair(file=files[name], report=report) for name, report in wanted.items()]
    assert attach(By(cast.dev), cast.review, pairs).refused == ()
    held = {row.file_name: row for row in documents(cast.review)}
    row = held["lark.html"]
    text, told = text_of(row), structure_of(row)
    assert text is not None
    assert [text.text[one.start : one.end] for one in told.quotations] == ["“For the tea.”"]
    assert told.quotations[0].start == find(text, "For the tea").ranges[0].start - 1
    assert (row.extractor, row.pages, row.is_pdf, row.text_free) == ("web page 1", 1, False, False)
    assert structure_of(held["marsh.xml"]).dois == ("10.5555/jats.1",)
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before
    for name in wanted:
        kwargs = {"review": cast.review, "document_id": held[name].id}
        answer = Browser(cast.dev).get(reverse("documents:file", kwargs=kwargs))
        assert answer.content == given[name]
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
        assert answer["Content-Disposition"].startswith("attachment")
    address = reverse("documents:reader", kwargs={"review": cast.review, "report": sought[LARK]})
    shown = Browser(cast.dev).get(f"{address}?plain=1")
    assert "They came back, all of them." in shown.content.decode()


def test_a_structure_that_was_withdrawn_is_empty(cast: Cast, sought: dict[str, UUID]) -> None:
    file = stage(cast.dev, cast.review, File("lark.html", web(LARK))).id
    intake(cast.dev, cast.review, [file])
    attach(By(cast.dev), cast.review, [Pair(file=file, report=sought[LARK])])
    (row,) = documents(cast.review)
    gone = ContentWithdrawn((Content(row.structure),), "asked by the publisher")
    with trail.writing(cast.review) as head:
        trail.append(head, By(cast.chloe), gone, "test")
    trail.store(cast.review).withdraw(Content(row.structure))
    assert structure_of(row) == Structure()
