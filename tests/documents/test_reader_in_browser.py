"""The reader in a real browser: pages and text, by mouse and by keys alone."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, expect

from synthema.audit.model import By
from synthema.documents.actions import Upload, add_document
from synthema.documents.boxes import unpacked
from synthema.documents.hit import rectangles
from synthema.documents.measured import NoBoxes, page_boxes
from synthema.documents.model import Span
from synthema.documents.reading import read_file
from synthema.documents.tables import Document, documents, text_of
from synthema.screening.actions import seek
from synthema.studies.tables import reports
from tests.browser import SMALL, chromium, logged_in, mishaps, served
from tests.cast import Cast
from tests.documents import pdfs
from tests.screening.stage import LARK, prepare, vote

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]
LEFT = "They told us of it at length, and of the cold; those who lis\u00adtened came back. "
RIGHT = "\u201cI went out every morning,\u201d she said, \u201cand heard them before I saw them.\u201d "
JATS = """<article><front><article-meta><title-group><article-title>{title}</article-title></title-group></article-meta>
</front><body><sec><title>Methods</title><p>We asked those who were there.</p></sec><sec><title>Findings</title>
{paragraphs}<disp-quote><p>They came back, \U0001d49cll of them.</p></disp-quote></sec></body></article>"""


@pytest.fixture
def allow_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright runs a loop in this thread, which Django takes for asynchronous code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def two_columns(pages: int = 6) -> bytes:
    """A report of two columns, its pages printed from 201, a heading on the third."""
    made = []
    for n in range(pages):
        page = pdfs.wrapped(f"Page {n + 1}. " + LEFT * 5, 10, 760, width=42)
        page += pdfs.wrapped(RIGHT * 5, 10, 760, width=42, x=320)
        page += [(14, 60, 400, "Discussion")] if n == 2 else []
        made.append(page)
    return pdfs.pdf(made, labels="/St 201")


@pytest.fixture
def lark(cast: Cast, tmp_path: Path) -> UUID:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return reports(cast.review)[0].id


def held(cast: Cast, report: UUID, name: str, data: bytes, folder: Path) -> Document:
    """A full text of the report."""
    file = folder / name
    file.write_bytes(data)
    add_document(By(cast.dev), cast.review, report, Upload(name, data, read_file(file, name)))
    return documents(cast.review)[-1]


@contextmanager
def reading(cast: Cast, report: UUID, query: str = "", **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """Ana at the desk."""
    with served() as address, chromium() as browser:
        connections["default"].close()
        del connections["default"]
        page = logged_in(browser, address, cast.ana, **options).new_page()
        page.set_default_timeout(60_000)
        seen = mishaps(page)
        arrive(page, cast, report, query)
        yield page, seen
        page.context.close()
        connections["default"].close()


def arrive(page: Page, cast: Cast, report: UUID, query: str = "") -> None:
    """Open the reader and wait until it can be used."""
    page.goto(reverse("documents:reader", kwargs={"review": cast.review, "report": report}) + query)
    page.wait_for_selector("#desk[data-ready]")
    page.evaluate(
        """async () => { const at = [...document.scripts].find((one) => one.src.includes('/reader_desk.js?')).src;
           window.desk = await (await import(at)).ready; }"""
    )


def chosen(page: Page) -> tuple[list[list[int]], str]:
    """What is selected: ranges and words, as they would be kept."""
    found = page.evaluate("async () => { await desk.caret.queue; return await desk.selection.settled(); }")
    return found["ranges"], found["words"]


def painted(page: Page) -> list[list[float]]:
    """The rectangles that are painted over what is selected, on all sheets."""
    found: list[list[float]] = page.evaluate(
        """() => [...document.querySelectorAll('.mine rect.selected')].map((one) =>
             ['x', 'y', 'width', 'height'].map((name) => Number(one.getAttribute(name))))"""
    )
    return found


def box_of(page: Page, start: int) -> dict[str, float]:
    """Where a letter is on the screen."""
    found: dict[str, float] = page.evaluate(
        """async (start) => { await desk.reveal(start); const one = desk.pane.rects(start, start + 1)[0];
           const face = one.sheet.face.getBoundingClientRect(), k = one.sheet.scale;
           return { x: face.left + one.left * k, y: face.top + one.top * k,
             width: one.width * k, height: one.height * k }; }""",
        start,
    )
    return found


def drag(page: Page, start: int, last: int, *keys: str) -> None:
    """Press a quarter into one letter, release three quarters into another."""
    one = box_of(page, start)
    for key in keys:
        page.keyboard.down(key)
    page.mouse.move(one["x"] + one["width"] / 4, one["y"] + one["height"] / 2)
    page.mouse.down()
    other = box_of(page, last)
    page.mouse.move(other["x"] + other["width"] / 2, other["y"] + other["height"] / 2)
    page.mouse.move(other["x"] + other["width"] * 3 / 4, other["y"] + other["height"] / 2)
    page.mouse.up()
    for key in keys:
        page.keyboard.up(key)


def test_what_is_dragged_over_is_what_is_painted_and_what_is_kept(cast: Cast, lark: UUID, tmp_path: Path) -> None:
    row = held(cast, lark, "lark.pdf", two_columns(), tmp_path)
    text = text_of(row)
    assert text is not None
    with reading(cast, lark) as (page, seen):
        words = "they told us of it"[5:]
        start = text.text.index("told us of it")
        drag(page, start, start + len(words) - 1)
        assert chosen(page) == ([[start, start + len(words)]], "told us of it")
        expect(page.locator("#desk-selected")).to_contain_text("told us of it")
        boxes = unpacked(json.loads(page_boxes(row, 1)))
        want = rectangles(boxes, [Span(start, start + len(words))])
        assert painted(page) == [[b.left, b.top, b.right - b.left, b.bottom - b.top] for b in want]
        second = text.text.index("every morning")
        drag(page, second, second + 12, "Control")  # another range beside the first
        ranges, both = chosen(page)
        assert (len(ranges), both) == (2, "told us of it\nevery morning")
        page.keyboard.press("Escape")
        assert chosen(page) == ([], "")
        across = text.page_starts[1]
        drag(page, across - 20, across + 8)  # over the end of a page
        ranges, both = chosen(page)
        assert all("\f" not in text.text[s:e] and text.text[s:e] == text.text[s:e].strip() for s, e in ranges)
        assert len(ranges) == 2
        assert both == "\n".join(text.text[s:e] for s, e in ranges)
        page.keyboard.press("Escape")
        column_end = text.text.index(RIGHT[:12]) - 1
        last = text.text.rindex("\n", 0, column_end) + 1  # the short last line of the left column
        right = box_of(page, column_end + 1)
        one, other = (box_of(page, place) for place in (last + 4, column_end - 1))
        page.mouse.move(one["x"] + 1, one["y"] + one["height"] / 2)
        page.mouse.down()
        page.mouse.move(right["x"] - 6, other["y"] + other["height"] / 2, steps=4)  # in the gutter between
        assert page.locator("#desk-selected").inner_text() != "Nothing is selected"
        page.mouse.up()
        assert chosen(page)[0] == [[last + 4, column_end]]
        page.evaluate("(start) => desk.selection.set([[start, start + 4]])", start)
        page.keyboard.press("Control+Shift+ArrowRight")
        assert chosen(page)[1] == "told us"
        page.keyboard.press("Escape")
        spot = box_of(page, start + 6)  # in “us”
        page.mouse.dblclick(spot["x"] + 2, spot["y"] + 4)
        assert chosen(page)[1] == "us"
        page.wait_for_timeout(500)  # else it is the third press of the same
        page.mouse.click(spot["x"] + 2, spot["y"] + 4, click_count=3)
        assert " ".join(chosen(page)[1].split()) == LEFT.strip().replace("\u00ad", "-")
        page.keyboard.press("Escape")
        page.mouse.move(spot["x"], spot["y"])
        page.keyboard.down("Alt")
        page.mouse.down()
        page.mouse.move(spot["x"] + 60, spot["y"] + 40, steps=3)
        page.mouse.up()
        page.keyboard.up("Alt")
        area = page.evaluate("async () => (await desk.selection.settled()).regions")
        assert len(area) == 1
        assert (area[0]["page"], area[0]["right"] > area[0]["left"]) == (1, True)
        expect(page.locator("#desk-selected")).to_contain_text("An area of page 1")
        assert seen == []


def test_the_whole_journey_goes_by_keys_alone(cast: Cast, lark: UUID, tmp_path: Path) -> None:
    row = held(cast, lark, "lark.pdf", two_columns(), tmp_path)
    text = text_of(row)
    assert text is not None
    with reading(cast, lark) as (page, seen):
        key = page.keyboard.press
        page.locator("#surface").focus()
        for one in ["ArrowRight"] * 3 + ["Shift+ArrowRight"] * 6:
            key(one)
        assert chosen(page)[1] == text.text[3:9].strip()
        key("Escape")
        key("Control+Home")
        key("Control+Shift+ArrowRight")
        assert chosen(page) == ([[0, 4]], "Page")
        key("ArrowLeft")
        key("Shift+End")
        first_line = text.text.split("\n", 1)[0].rstrip()
        assert chosen(page)[1] == first_line
        key("Home")
        key("ArrowDown")
        key("ArrowDown")
        key("Shift+ArrowDown")
        ranges, words = chosen(page)
        third = text.text.split("\n")[2]
        assert (words, ranges[0][0]) == (third.rstrip(), text.text.index(third))
        key("PageDown")
        key("PageDown")
        page.evaluate("() => desk.caret.queue")
        assert page.evaluate("() => desk.caret.offset") == text.page_starts[2]
        expect(page.locator("#go-of")).to_have_text("3 of 6")
        expect(page.locator("#go-to")).to_have_value("203")
        expect(page.locator("#desk-aloud")).to_contain_text("Page 203 (3 of 6)")
        key("g")
        page.keyboard.type("205")
        key("Enter")
        expect(page.locator("#go-of")).to_have_text("5 of 6")
        key("g")
        page.keyboard.type("77")
        key("Enter")
        expect(page.locator("#said")).to_contain_text("There is no page 77")
        key("Escape")
        key("/")
        page.keyboard.type("LISTENED came")
        key("Enter")
        expect(page.locator("#find-count")).to_have_text(re.compile(r"\d+ of 30"))
        key("Shift+Enter")
        expect(page.locator(".mine .hit-now").first).to_be_attached()
        key("Escape")
        expect(page.locator("#surface")).to_be_focused()
        key("o")
        key("Enter")
        expect(page.locator("#go-of")).to_have_text("3 of 6")
        key("t")
        expect(page.locator("#leaves-text")).to_be_visible()
        expect(page.locator("#leaves-pages")).to_be_hidden()
        key("Control+Home")
        key("Control+Shift+ArrowRight")
        assert chosen(page) == ([[0, 4]], "Page")
        key("Shift+End")
        key("Shift+ArrowDown")
        ranges, words = chosen(page)
        assert words == text.text[ranges[0][0] : ranges[0][1]]
        assert len(words) > 40
        assert page.evaluate("() => document.querySelectorAll('.mine rect.selected').length") >= 1
        key("?")
        expect(page.locator("#key-list")).to_contain_text("Find in this text")
        key("Escape")
        key("t")
        key("+")
        expect(page.locator("#leaves-pages")).to_be_visible()
        assert chosen(page)[1] == words
        assert seen == []


def test_the_desk_is_clean_for_axe_and_a_small_screen_and_touch(cast: Cast, lark: UUID, tmp_path: Path) -> None:
    held(cast, lark, "lark.pdf", two_columns(), tmp_path)
    marsh = held(cast, lark, "marsh.xml", article().encode(), tmp_path)
    scan = held(cast, lark, "scan.pdf", pdfs.scan(), tmp_path)
    small: dict[str, Any] = {"viewport": SMALL, "color_scheme": "dark", "has_touch": True, "bypass_csp": True}
    with reading(cast, lark, **small) as (page, seen):
        assert faults(page) == []
        start = page.evaluate("async () => (await desk.text(0, 400)).indexOf('told us')")
        spot = box_of(page, start + 1)
        hold(page, spot["x"] + 1, spot["y"] + spot["height"] / 2)
        assert chosen(page)[1] == "told"
        page.keyboard.press("Escape")
        arrive(page, cast, lark, f"?document={marsh.id}&at=20")
        assert faults(page) == []
        words = text_of(marsh)
        assert words is not None
        place = words.text.index("\U0001d49cll of them")
        spot = box_of(page, place)
        hold(page, spot["x"] + 2, spot["y"] + spot["height"] / 2)
        assert chosen(page) == ([[place, place + 3]], "\U0001d49cll")
        arrive(page, cast, lark, f"?document={scan.id}")
        assert faults(page) == []
        face = page.locator(".leaf.bare .face").first.bounding_box()
        assert face is not None
        page.mouse.move(face["x"] + 20, face["y"] + 20)
        page.mouse.down()
        page.mouse.move(face["x"] + 120, face["y"] + 90, steps=3)
        page.mouse.up()
        expect(page.locator("#desk-selected")).to_contain_text("An area of page 1")
        assert len(page.evaluate("async () => (await desk.selection.settled()).regions")) == 1
        page.keyboard.press("t")
        expect(page.locator("#leaves-text")).to_contain_text("No text on this page")
        page.keyboard.press("t")
        page.keyboard.press("a")
        expect(page.locator("#desk-seen")).to_contain_text("arrows move it")
        for one in ("ArrowRight", "Shift+ArrowDown", "Control+ArrowLeft", "Enter"):
            page.keyboard.press(one)
        first, second = page.evaluate("async () => (await desk.selection.settled()).regions")
        assert (second["page"], second["right"] - second["left"]) == (1, round(59500 * 3 / 4) - round(59500 / 4))
        assert second["left"] == round(59500 / 4) + 900
        page.keyboard.press("a")
        page.keyboard.press("Escape")
        assert page.evaluate("async () => (await desk.selection.settled()).regions") == [first, second]
        assert seen == []


def article() -> str:
    """A JATS article with a quotation whose first letter is beyond sixteen bits."""
    return JATS.format(title=LARK, paragraphs="<p>They told us of it at length.</p>" * 60)


def faults(page: Page) -> list[str]:
    """What axe finds that is serious, and whether the page can be scrolled sideways."""
    page.add_script_tag(content=AXE_SCRIPT)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    wide = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    serious = [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return serious + (["sideways"] if wide else [])


def hold(page: Page, x: float, y: float) -> None:
    """A finger that rests."""
    page.evaluate(
        """async ([x, y]) => {
          const touch = { pointerType: "touch", pointerId: 7, button: 0, clientX: x, clientY: y, bubbles: true };
          const on = document.elementFromPoint(x, y);
          desk.surface.setPointerCapture = () => {};
          on.dispatchEvent(new PointerEvent("pointerdown", touch));
          await new Promise((resolve) => setTimeout(resolve, 600));
          on.dispatchEvent(new PointerEvent("pointerup", touch));
          delete desk.surface.setPointerCapture; }""",
        [x, y],
    )


def test_a_lost_connection_is_survived_and_a_page_without_places_says_so(
    cast: Cast, lark: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(cast, lark, "lark.pdf", two_columns(12), tmp_path)

    def refused(row: Document, number: int) -> bytes:
        if number == 2:
            raise NoBoxes("Page {page} gives another text <b>now</b>.", page=number)
        return page_boxes(row, number)

    monkeypatch.setattr("synthema.documents.pages_reading.page_boxes", refused)
    with reading(cast, lark) as (page, seen):
        key = page.keyboard.press
        page.locator("#surface").focus()
        key("PageDown")
        expect(page.locator('.leaf[data-n="2"] .note')).to_contain_text("gives another text <b>now</b>")
        key("PageDown")
        key("Control+Shift+ArrowRight")
        assert chosen(page)[1] == "Page"
        page.context.set_offline(True)
        for _ in range(7):
            key("PageDown")
        page.evaluate("() => desk.caret.queue")
        page.context.set_offline(False)
        page.wait_for_selector('.leaf[data-n="10"] .layer', state="attached", timeout=10_000)
        key("Control+Shift+ArrowRight")
        assert chosen(page)[1] == "Page"
        assert [one for one in seen if "ERR_INTERNET_DISCONNECTED" not in one and "422" not in one] == []
