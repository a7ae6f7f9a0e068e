"""The reader in the Firefox that Debian ships: dragging, keys, find, the text alone, coding and its undo."""

import socket
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse

from synthema.coding.tables import CodingRow
from synthema.documents.tables import text_of
from tests import pages
from tests.browser import served
from tests.cast import Cast
from tests.documents.test_reader_in_browser import held, lark, two_columns
from tests.journeys.marionette import Firefox, firefox, installed

__all__ = ["lark"]
pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.skipif(installed() is None, reason="Firefox is not there (Debian package firefox-esr)"),
]
CHOSEN = (
    "const desk = document.getElementById('desk').desk; await desk.caret.queue; return await desk.selection.settled();"
)
BOX = """const desk = document.getElementById('desk').desk, start = given[0]; await desk.reveal(start);
  const one = desk.pane.rects(start, start + 1)[0], face = one.sheet.face.getBoundingClientRect(), k = one.sheet.scale;
  return [face.left + one.left * k, face.top + one.top * k, one.width * k, one.height * k];"""
PAINTED = """const desk = document.getElementById('desk').desk;
  return desk.pane.sheets().flatMap((one) => [...one.mine.querySelectorAll('rect.selected')]).length;"""
SENT = "!Object.keys(localStorage).some((key) => key.startsWith('synthema:out:'))"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def arrive(window: Firefox, url: str) -> None:
    window.go(url)
    window.until("document.querySelector('#desk[data-ready]')")


def drag(window: Firefox, start: int, last: int) -> None:
    """A quarter into one letter, three quarters into another."""
    window.run(BOX, last)
    one, other = window.run(BOX, start), window.run(BOX, last)
    window.drag(
        (round(one[0] + one[2] / 4), round(one[1] + one[3] / 2)),
        (round(other[0] + other[2] * 3 / 4), round(other[1] + other[3] / 2)),
    )


def test_reading_and_selecting_in_firefox(cast: Cast, lark: UUID, tmp_path: Path) -> None:
    row = held(cast, lark, "lark.pdf", two_columns(), tmp_path)
    text = text_of(row)
    assert text is not None
    words = text.text
    session = pages.Browser(cast.ana).client.cookies[settings.SESSION_COOKIE_NAME].value
    with served() as address, firefox(str(installed()), free_port()) as window:
        window.go(f"{address}/accounts/login/")
        window.ask("WebDriver:AddCookie", cookie={"name": settings.SESSION_COOKIE_NAME, "value": session})
        desk = address + reverse("documents:reader", kwargs={"review": cast.review, "report": lark})
        arrive(window, desk)
        by_mouse(window, words)
        by_keys(window, words)
        without_pages(window, words)
        code = reverse("coding:reader", kwargs={"review": cast.review, "report": lark})
        coded_and_undone(window, f"{address}{code}", words)
        connections["default"].close()


def chosen(window: Firefox) -> dict[str, Any]:
    found: dict[str, Any] = window.run(CHOSEN)
    return found


def by_mouse(window: Firefox, words: str) -> None:
    for piece in ("told us of it", "and heard them before I", "those who"):
        start = words.index(piece)
        drag(window, start, start + len(piece) - 1)
        found = chosen(window)
        assert (found["ranges"], found["words"]) == ([[start, start + len(piece)]], piece)
        assert window.run(PAINTED) >= 1
        assert piece in window.run("return document.getElementById('desk-selected').textContent;")
        window.press("Escape")
        assert chosen(window)["ranges"] == []


def by_keys(window: Firefox, words: str) -> None:
    window.press("Control+Home", *["Shift+ArrowRight"] * 6)
    assert chosen(window)["words"] == words[:6].strip()
    window.press("Escape", "Control+Home", "Control+Shift+ArrowRight")
    assert chosen(window)["words"] == "Page"
    window.press("Escape", "Control+Home", "ArrowDown", "Shift+End")
    assert chosen(window)["words"] == words.split("\n")[1].strip()
    window.press("/")
    window.write("LISTENED came")
    window.until("document.getElementById('find-count').textContent.includes('30')")
    window.press("Escape", "PageDown")
    window.until("document.getElementById('go-of').textContent.startsWith('2 ')")


def without_pages(window: Firefox, words: str) -> None:
    window.press("t")
    window.until("!document.getElementById('leaves-text').hidden")
    window.press("Control+Home", "Control+Shift+ArrowRight")
    assert chosen(window)["words"] == "Page"
    window.press("Escape")
    for piece in ("told us", "she said"):
        start = words.index(piece)
        drag(window, start, start + len(piece) - 1)
        found = chosen(window)
        assert (found["ranges"], found["words"]) == ([[start, start + len(piece)]], piece)
        window.press("Escape")
    window.press("t")
    window.until("!document.getElementById('leaves-pages').hidden")


def coded_and_undone(window: Firefox, url: str, words: str) -> None:
    arrive(window, url)
    window.until("document.querySelector('#coding-bar[data-ready]')")
    start = words.index("told us of it")
    drag(window, start, start + 12)
    assert chosen(window)["words"] == "told us of it"
    window.press("c")
    window.write("telling")
    window.press("Enter")
    window.until("document.getElementById('meant').textContent.includes('telling')")
    window.until(SENT)
    row = CodingRow.objects.select_related("quote", "code").get()
    assert (row.quote.exact, row.quote.start, row.code.name) == ("told us of it", start, "telling")
    window.run("document.getElementById('surface').focus();")
    window.press("z")
    window.until("!document.getElementById('meant').textContent.includes('telling')")
    window.until(SENT)
    assert CodingRow.objects.get(withdrawn_seq__isnull=False).id == row.id
