"""The pages on which full texts are brought, matched, attached and read."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from synthema.audit import trail
from synthema.audit.model import By, Content
from synthema.documents.actions import Upload, add_document
from synthema.documents.reading import read_file
from synthema.documents.tables import Document, IncomingFile, documents
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.screening.actions import seek
from synthema.studies.tables import reports
from synthema.team.actions import add_person, register_person
from tests.cast import Cast
from tests.documents import pdfs
from tests.pages import Browser, words
from tests.screening.stage import LARK, MARSH, OWL, prepare, vote

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def sought(cast: Cast, tmp_path: Path) -> dict[str, UUID]:
    known = prepare(cast, tmp_path)
    for title in known:
        vote(cast, known[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return {row.title: row.id for row in reports(cast.review)}


def at(cast: Cast, name: str, **parts: Any) -> str:
    return reverse(f"documents:{name}", kwargs={"review": cast.review, **parts})


def pdf_of(title: str, name: str = "report.pdf", **more: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdfs.article(title, "Ida Invented", year=2020, **more), "application/pdf")


def read_all() -> None:
    for job in Job.objects.filter(state="waiting"):
        run_now(job)


def bring(cast: Cast, browser: Browser, *files: SimpleUploadedFile) -> str:
    """Add files by a plain form and give the page after they were read."""
    assert browser.post(at(cast, "add_files"), {"files": list(files)}).status_code == 302
    read_all()
    return unescape(words(browser.get(at(cast, "uploads"))))


def test_files_are_brought_sorted_and_attached_by_one_act(cast: Cast, sought: dict[str, UUID]) -> None:
    dev = Browser(cast.dev)
    page = bring(
        cast, dev, pdf_of(LARK, "lark.pdf"), pdf_of(f"Correction to: {OWL}", "owl.pdf"), pdf_of("Else", "else.pdf"),
        SimpleUploadedFile("locked.pdf", pdfs.locked()),
    )  # fmt: skip
    assert "locked.pdf is locked with a password" in page
    (sure,) = re.findall(r'name="(report-[0-9a-f-]+)" value="(#\d+)" checked', page)
    assert "it begins as another kind of document" in page
    assert "neither DOI nor title of a report stands on its first pages" in page
    done = dev.post(at(cast, "attach_files"), {sure[0]: sure[1]})
    assert done.status_code == 302
    (row,) = documents(cast.review)
    assert (row.file_name, row.report.title, row.report.outcome) == ("lark.pdf", LARK, "retrieved")
    assert row.matched.startswith("sure: the title stands")
    after = unescape(words(dev.get(at(cast, "uploads"))))
    assert "One full text is attached." in after
    undo = dict(re.findall(r'<input type="hidden" name="(documents|retrieval)" value="([^"]+)">', after))
    dev.post(at(cast, "take_out"), undo)
    assert documents(cast.review) == []
    assert {one.outcome for one in reports(cast.review)} == {""}


def test_a_person_may_choose_another_report(cast: Cast, sought: dict[str, UUID]) -> None:
    dev = Browser(cast.dev)
    bring(cast, dev, pdf_of("Else", "else.pdf"), pdf_of(f"Correction to: {OWL}", "owl.pdf"))
    files = {row.name: row.id for row in IncomingFile.objects.all()}
    marsh = list(sought).index(MARSH) + 1
    wrong = dev.post(at(cast, "attach_files"), {f"other-{files['else.pdf']}": "marsh harriers"})
    assert wrong.status_code == 422
    assert "names no report for else.pdf" in unescape(words(wrong))
    dev.post(
        at(cast, "attach_files"),
        {
            f"report-{files['else.pdf']}": "",
            f"other-{files['else.pdf']}": f"#{marsh} Invented 2020: Marsh",
            f"report-{files['owl.pdf']}": "",
            f"other-{files['owl.pdf']}": "",
        },
    )
    (row,) = documents(cast.review)
    assert (row.file_name, row.report.title, row.matched) == ("else.pdf", MARSH, "")
    assert dev.post(at(cast, "attach_files"), {}).status_code == 422


def test_many_files_are_attached_in_the_background(
    cast: Cast, sought: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("synthema.documents.pages_acts.AT_ONCE", 1)
    dev = Browser(cast.dev)
    page = bring(cast, dev, *(pdf_of(title, f"{place}.pdf") for place, title in enumerate(sought)))
    chosen = dict(re.findall(r'name="(report-[0-9a-f-]+)" value="(#\d+)" checked', page))
    assert len(chosen) == 3
    dev.post(at(cast, "attach_files"), chosen)
    read_all()
    assert len(documents(cast.review)) == 3
    assert Job.objects.get(kind="attach full texts").result["said"] == "3 full texts are attached."


def test_a_script_sends_files_one_by_one_and_is_told_in_words(cast: Cast, sought: dict[str, UUID]) -> None:
    dev, json = Browser(cast.dev), {"accept": "application/json"}
    sent = dev.post(at(cast, "add_files"), {"files": pdf_of(LARK)}, **json)
    (file,) = sent.json()["files"]
    empty = dev.post(at(cast, "add_files"), {"files": SimpleUploadedFile("a.pdf", b"")}, **json)
    assert (empty.status_code, "is empty" in empty.json()["said"]) == (422, True)
    assert dev.post(at(cast, "add_files"), {}, **json).status_code == 422
    act = str(uuid4())
    again = [dev.post(at(cast, "add_files"), {"files": pdf_of(LARK), "act_id": act}, **json).json() for _ in range(2)]
    assert again[0] == again[1]  # the same act after a lost connection
    assert dev.post(at(cast, "read_files"), {"file": file}, **json).json() == {"go": at(cast, "uploads")}
    read_all()
    assert IncomingFile.objects.get(pk=file).state == "read"
    assert Browser(cast.ana).post(at(cast, "read_files"), {"file": file}, **json).status_code == 422


def test_files_are_forgotten(cast: Cast, sought: dict[str, UUID]) -> None:
    dev = Browser(cast.dev)
    bring(cast, dev, pdf_of("Else", "else.pdf"))
    row = IncomingFile.objects.get()
    Browser(cast.ana).post(at(cast, "forget_files"), {"file": str(row.id)})
    assert IncomingFile.objects.exists()
    dev.post(at(cast, "forget_files"), {"file": str(row.id)})
    assert not IncomingFile.objects.exists()


def test_a_file_is_added_to_a_report_that_was_named(cast: Cast, sought: dict[str, UUID]) -> None:
    dev, report = Browser(cast.dev), sought[OWL]
    dev.post(at(cast, "add_to_report", report=report), {"file": pdf_of("A title of its own", "own.pdf")})
    page = words(dev.get(reverse("studies:report", kwargs={"review": cast.review, "report": report})))
    assert "Read full texts" in page
    read_all()
    (row,) = documents(cast.review)
    assert (row.file_name, row.report_id) == ("own.pdf", report)
    dev.post(at(cast, "add_to_report", report=report), {"file": SimpleUploadedFile("bad.pdf", pdfs.locked())})
    read_all()
    page = words(dev.get(reverse("studies:report", kwargs={"review": cast.review, "report": report})))
    assert "bad.pdf is locked with a password" in page
    assert dev.post(at(cast, "add_to_report", report=report), {}).status_code == 422


@pytest.fixture
def read(cast: Cast, sought: dict[str, UUID], tmp_path: Path) -> Document:
    """A PDF of 45 pages, printed from 201."""
    file = tmp_path / "lark.pdf"
    pages = [pdfs.wrapped(f"<b>Page</b> number {n} of the larks & more", 12, 700) for n in range(45)]
    file.write_bytes(pdfs.pdf(pages, labels="/St 201"))
    upload = Upload('"><script>alert(1)</script>.pdf', file.read_bytes(), read_file(file, "lark.pdf"))
    add_document(By(cast.dev), cast.review, sought[LARK], upload)
    return documents(cast.review)[0]


def test_the_reader_shows_pictures_and_text_a_part_at_a_time(cast: Cast, read: Document) -> None:
    ana = Browser(cast.ana)
    address = at(cast, "reader", report=read.report_id)
    page = words(ana.get(f"{address}?plain=1"))
    assert page.count('<article class="sheet"') == 40
    assert 'Page 201 <span class="soft">(1 of 45)</span>' in page
    assert "&lt;b&gt;Page&lt;/b&gt; number 0 of the larks &amp; more" in page
    assert "<script>alert" not in page
    assert 'loading="lazy"' in page
    assert 'width="800" height="1132"' in page
    rest = words(ana.get(f"{address}?document={read.id}&from=41"))
    assert rest.count('<article class="sheet"') == 5
    assert "Earlier pages" in rest
    part = words(ana.get(address, hx_request="true"))
    assert "<html" not in part
    assert '<section class="reader"' in part
    for odd in ("from=nonsense", "from=99999", "document=nonsense"):
        assert ana.get(f"{address}?{odd}").status_code == 200


def test_a_report_without_a_file_says_what_to_do(cast: Cast, sought: dict[str, UUID]) -> None:
    page = words(Browser(cast.ana).get(at(cast, "reader", report=sought[OWL])))
    assert "No full text here yet" in page
    assert reverse("studies:report", kwargs={"review": cast.review, "report": sought[OWL]}) in page


def test_pictures_are_harmless_and_kept_by_the_browser(cast: Cast, read: Document) -> None:
    answer = Browser(cast.ana).get(at(cast, "picture", document_id=read.id, number=1, width=400))
    assert answer.content.startswith(PNG)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, max-age=86400"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Browser(cast.ana).get(at(cast, "picture", document_id=read.id, number=99, width=400)).status_code == 422
    assert Browser(cast.eve).get(at(cast, "picture", document_id=read.id, number=1, width=400)).status_code == 404


def test_a_file_is_saved_and_never_shown_as_a_page(cast: Cast, read: Document, sought: dict[str, UUID]) -> None:
    answer = Browser(cast.ana).get(at(cast, "file", document_id=read.id))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"%PDF")
    plain = add_document(By(cast.dev), cast.review, sought[OWL], Upload("a.txt", b"not <html> at all")).body
    text = Browser(cast.ana).get(at(cast, "file", document_id=plain.document_id))
    assert (text["Content-Type"], text.content) == ("text/plain; charset=utf-8", b"not <html> at all")
    trail.store(cast.review).withdraw(Content(read.file))
    assert Browser(cast.ana).get(at(cast, "file", document_id=read.id)).status_code == 422
    assert Browser(cast.eve).get(at(cast, "file", document_id=read.id)).status_code == 404


def test_a_document_of_another_review_is_not_there(cast: Cast, read: Document) -> None:
    foreign = {"review": cast.other_review, "document_id": read.id}
    eve = Browser(cast.eve)
    assert eve.get(reverse("documents:file", kwargs=foreign)).status_code == 422
    assert eve.get(reverse("documents:picture", kwargs=foreign | {"number": 1, "width": 400})).status_code == 422
    own = reverse("documents:reader", kwargs={"review": cast.other_review, "report": read.report_id})
    assert eve.get(own).status_code == 422


def test_readers_read_and_bring_nothing(cast: Cast, read: Document) -> None:
    fay = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, fay, "reader")
    reader = Browser(fay)
    assert reader.get(at(cast, "reader", report=read.report_id)).status_code == 200
    assert reader.get(at(cast, "uploads")).status_code == 403
    for name in ("add_files", "read_files", "attach_files", "take_out", "forget_files"):
        assert reader.post(at(cast, name)).status_code == 403


def test_an_empty_review_says_what_comes_first(cast: Cast) -> None:
    assert "Nothing is sought yet" in words(Browser(cast.dev).get(at(cast, "uploads")))


def test_new_full_texts_are_drawn_and_measured_before_anybody_reads_them(
    cast: Cast, sought: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    dev = Browser(cast.dev)
    page = bring(cast, dev, pdf_of(LARK, "lark.pdf"))
    dev.post(at(cast, "attach_files"), dict(re.findall(r'name="(report-[0-9a-f-]+)" value="(#\d+)" checked', page)))
    (row,) = documents(cast.review)
    read_all()
    job = Job.objects.get(kind="prepare pages")
    assert (job.state, job.result["said"]) == ("done", "2 pages are ready.")

    def nothing_is_left(*_: Any, **__: Any) -> None:
        raise AssertionError("drawn or measured anew")

    monkeypatch.setattr("synthema.documents.images.draw", nothing_is_left)
    monkeypatch.setattr("synthema.documents.measured.measure", nothing_is_left)
    ana = Browser(cast.ana)
    assert ana.get(at(cast, "webp", document_id=row.id, number=2, width=1200)).status_code == 200
    assert ana.get(at(cast, "boxes", document_id=row.id, number=2)).status_code == 200
