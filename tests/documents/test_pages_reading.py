"""What the reader asks for: the desk itself, places of letters, parts of the text, and finds."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from synthema.audit import trail
from synthema.audit.model import By, Content
from synthema.documents.actions import Upload, add_document
from synthema.documents.boxes import RECIPE, unpacked
from synthema.documents.reading import read_file
from synthema.documents.tables import Document, documents, text_of
from synthema.screening.actions import seek
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.documents import pdfs
from tests.documents.typeset import unnamed
from tests.pages import Browser, words
from tests.screening.stage import LARK, prepare, vote

JSON = {"accept": "application/json"}


@pytest.fixture
def report(cast: Cast, tmp_path: Path) -> UUID:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return reports(cast.review)[0].id


def bring(cast: Cast, report: UUID, name: str, data: bytes, folder: Path) -> Document:
    file = folder / name.replace("<", "_")
    file.write_bytes(data)
    add_document(By(cast.dev), cast.review, report, Upload(name, data, read_file(file, name)))
    return documents(cast.review)[-1]


@pytest.fixture
def lark(cast: Cast, report: UUID, tmp_path: Path) -> Document:
    """A PDF of six pages, printed from 201."""
    pages = [pdfs.wrapped(f"<b>Page</b> {n} of the larks & more, heard by night-\nwalkers", 12, 700) for n in range(6)]
    return bring(cast, report, "<i>lark.pdf", pdfs.pdf(pages, labels="/St 201"), tmp_path)


def at(cast: Cast, name: str, row: Document, **parts: Any) -> str:
    return reverse(f"documents:{name}", kwargs={"review": cast.review, "document_id": row.id, **parts})


def told(page: str) -> dict[str, Any]:
    """What the page tells its modules."""
    _, _, rest = page.partition('id="desk-told" type="application/json">')
    found: dict[str, Any] = json.loads(rest.partition("</script>")[0])
    return found


def test_the_desk_holds_every_page_and_the_first_picture(cast: Cast, lark: Document) -> None:
    address = reverse("documents:reader", kwargs={"review": cast.review, "report": lark.report_id})
    page = words(Browser(cast.ana).get(address))
    assert page.count('<article class="leaf"') == 6
    assert page.count("<img") == 1
    assert f"{at(cast, 'webp', lark, number=1, width=1200)}" in page
    assert 'aria-label="Page 201 (1 of 6)"' in page
    assert "&lt;i&gt;lark.pdf" in page
    assert "<i>lark" not in page
    text = text_of(lark)
    assert text is not None
    assert (told(page)["length"], told(page)["parts"][0][0]) == (len(text.text), 0)
    later = words(Browser(cast.ana).get(f"{address}?at={text.page_starts[3] + 2}-9999"))
    assert at(cast, "webp", lark, number=4, width=1200) in later
    for odd in ("at=x", "page=99", "page=0", "at=99999999999", "document=nonsense", "view=text", "find=%00<b>"):
        assert Browser(cast.ana).get(f"{address}?{odd}").status_code == 200, odd


def test_the_places_of_letters_are_sent_as_measured_and_kept_by_version(cast: Cast, lark: Document) -> None:
    ana, asked = Browser(cast.ana), at(cast, "boxes", lark, number=2)
    version = f"{RECIPE}-{lark.text_sha256[:16]}"
    answer = ana.get(f"{asked}?v={version}", **JSON)
    page, text = unpacked(answer.json()), text_of(lark)
    assert text is not None
    assert (page.page, text.text[page.start : page.end]) == (2, page.text)
    assert answer["Cache-Control"] == "private, max-age=86400"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in ana.get(asked, **JSON)["Cache-Control"]
    none = ana.get(at(cast, "boxes", lark, number=99), **JSON)
    assert (none.status_code, "no picture of a page 99" in none.json()["said"]) == (422, True)
    assert Browser(cast.eve).get(asked, **JSON).status_code == 404


def test_the_text_comes_in_parts_whose_blocks_are_its_own_letters(
    cast: Cast, report: UUID, lark: Document, tmp_path: Path
) -> None:
    ana, page = Browser(cast.ana), text_of(lark)
    html = (
        "<html><head><title>T</title></head><body><h1>Larks</h1><h2>Findings</h2>"
        + "<p>They came back, \U0001d49cll of them.</p>" * 400
        + "<blockquote>I heard it.</blockquote><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
        + "</body></html>"
    )
    web = bring(cast, report, "lark.html", html.encode(), tmp_path)
    text = text_of(web)
    assert page is not None
    assert text is not None
    one = ana.get(at(cast, "words", lark, part=3), **JSON).json()
    assert (one["part"], one["parts"], one["start"]) == (3, 6, page.page_starts[2])
    assert page.text[one["start"] : one["end"]] == one["text"]
    parts = [ana.get(at(cast, "words", web, part=n), **JSON).json() for n in (1, 2, 3)]
    assert parts[0]["parts"] == 3
    assert "".join(one["text"] for one in parts) == text.text
    assert [one["start"] for one in parts] == [0, parts[0]["end"], parts[1]["end"]]
    blocks = [block for one in parts for block in one["blocks"]]
    kinds = {text.text[start:end]: (kind, level) for start, end, kind, level in blocks}
    assert (kinds["Larks"], kinds["Findings"]) == (("h", 1), ("h", 2))
    assert (kinds["I heard it."], kinds["a\tb"], kinds["c"]) == (("q", 0), ("t", 0), ("t", 0))
    assert ana.get(at(cast, "words", web, part=9), **JSON).status_code == 422


def test_words_are_found_whatever_their_case_hyphens_and_line_ends(cast: Cast, lark: Document) -> None:
    ana, text = Browser(cast.ana), text_of(lark)
    assert text is not None
    found = ana.get(at(cast, "find", lark) + "?q=Night WALKERS", **JSON).json()
    assert (found["total"], found["pages"]) == (6, [1, 2, 3, 4, 5, 6])
    assert "".join(text.text[slice(*found["hits"][0])].lower().split()).replace("-", "") == "nightwalkers"
    assert ana.get(at(cast, "find", lark) + "?q=owls", **JSON).json()["hits"] == []
    assert ana.get(at(cast, "find", lark) + "?q=%E2%80%A6", **JSON).json()["total"] == 0
    signs = ana.get(at(cast, "find", lark) + "?q=%3Cb%3Epage", **JSON).json()
    assert (signs["total"], signs["loose"]) == (6, False)
    loose = ana.get(at(cast, "find", lark) + "?q=(larks)", **JSON).json()
    assert (loose["total"], loose["loose"]) == (6, True)
    assert ana.get(at(cast, "find", lark), **JSON).json()["total"] == 0


def test_pages_come_as_webp_and_withdrawn_texts_not_at_all(cast: Cast, report: UUID, lark: Document) -> None:
    ana = Browser(cast.ana)
    picture = ana.get(at(cast, "webp", lark, number=1, width=400))
    assert (picture.content[8:12], picture["Content-Type"]) == (b"WEBP", "image/webp")
    assert ana.get(at(cast, "find", lark) + "?q=larks", **JSON).json()["total"] == 6
    trail.store(cast.review).withdraw(Content(lark.text))
    for name, part in (("boxes", {"number": 1}), ("words", {"part": 1}), ("find", {})):
        gone = ana.get(at(cast, name, lark, **part) + "?q=larks", **JSON)
        assert (gone.status_code, "withdrawn" in gone.json()["said"]) == (422, True), name
    desk = words(ana.get(reverse("documents:reader", kwargs={"review": cast.review, "report": report})))
    assert "was withdrawn" in desk
    assert 'id="desk"' not in desk


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["scan", "turned", "unnamed", "huge", "plain"])
def test_odd_files_have_a_desk_of_their_own(cast: Cast, report: UUID, tmp_path: Path, kind: str) -> None:
    line = pdfs.wrapped("Turned by a quarter.", 12, 300)
    made = {
        "scan": ("scan.pdf", pdfs.scan()),
        "turned": ("turned.pdf", pdfs.pdf([line], page_entries="/Rotate 90")),
        "unnamed": ("unnamed.pdf", unnamed()),
        "huge": ("huge.pdf", pdfs.pdf([line], box="0 0 14400 14400")),
        "plain": ("plain.txt", ("A line.\n" * 3000 + "\fAnother page").encode()),
    }[kind]
    row = bring(cast, report, *made, tmp_path)
    ana = Browser(cast.ana)
    page = words(ana.get(reverse("documents:reader", kwargs={"review": cast.review, "report": report})))
    assert 'id="desk"' in page
    part = ana.get(at(cast, "words", row, part=1), **JSON).json()
    text = text_of(row)
    assert text is not None
    assert text.text[part["start"] : part["end"]] == part["text"]
    if row.is_pdf:
        assert ana.get(at(cast, "boxes", row, number=1), **JSON).status_code == 200
    else:
        assert ana.get(at(cast, "boxes", row, number=1), **JSON).status_code == 422
        assert "<img" not in page
        ends = [ana.get(at(cast, "words", row, part=n + 1), **JSON).json()["end"] for n in range(part["parts"])]
        assert (ends[-1], ends[-2] < text.page_starts[1]) == (len(text.text), True)
