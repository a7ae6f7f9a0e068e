"""Two thousand overlapping codings on one document, in Chromium: opening, scrolling through it, coding one more.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/coding/painting.py [--codings 2000] [--more 30] [file.pdf]
Without a file: the REFI-QDA standard, 60 pages. Frames are the browser's own, from one to the next, while the reader
scrolls a screen in about eight frames through all pages; once without codings, once with. A coding is painted when the
frame after the key shows it, and acknowledged when nothing waits to be sent.
"""

# ruff: noqa: E402 (Django is set up first)

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
os.environ.setdefault("SYNTHEMA_HOME", tempfile.mkdtemp(prefix="synthema-benchmark-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread

import django

django.setup()

from benchmarks.coding.desks import DESK, chromium, furnished, served, window
from benchmarks.documents.boxes import DATA
from benchmarks.pages.worlds import on_sqlite
from django.urls import reverse
from playwright.sync_api import Page

from synthema.audit.model import By
from synthema.coding.actions import code_passage, create_code, mark_section
from synthema.coding.sentences import sentences
from synthema.documents.model import Span
from synthema.documents.tables import Document, text_of

CODES = 40
SCROLL = """async () => {
  const surface = document.getElementById("surface"), step = surface.clientHeight / 8, took = [];
  surface.scrollTop = 0;
  await new Promise((done) => setTimeout(done, 800));
  let before = await new Promise(requestAnimationFrame);
  while (surface.scrollTop + surface.clientHeight < surface.scrollHeight - 2) {
    surface.scrollTop += step;
    const now = await new Promise(requestAnimationFrame);
    took.push(now - before);
    before = now;
  }
  return took; }"""
SELECT = """async (n) => { const at = 400 + 1500 * n;
  await desk.selection.set([[at, at + 60 + n]], { reveal: true });
  await desk.selection.settled(); }"""
WATCH = """() => { window.took = { painted: [], kept: [] };
  document.getElementById("code-input").addEventListener("keydown", async (event) => {
    if (event.key !== "Enter") return;
    const from = event.timeStamp;
    const waits = () => Object.keys(localStorage).some((key) => key.startsWith("synthema:out:"));
    while (!waits()) await new Promise((done) => setTimeout(done, 0));
    await new Promise((done) => requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = done;
      after.port2.postMessage(0);
    }));
    window.took.painted.push(performance.now() - from);
    while (waits()) await new Promise((done) => setTimeout(done, 1));
    window.took.kept.push(performance.now() - from);
  }, true); }"""


def _fit(text: str, start: int, end: int) -> bool:
    """Whether words of an ordinary length stand there, on one page."""
    words = text[start:end]
    return 30 < len(words) < 900 and "\f" not in words and sum(letter.isalpha() for letter in words) > 20


def coded(person: UUID, row: Document, wanted: int) -> list[float]:
    """So many codings on passages all over a document, one or two codes each; what each act took, in ms."""
    chance, text = random.Random(7), text_of(row)
    assert text is not None
    mark_section(By(person), row.review, row.id, "findings", (Span(0, len(text.text)),))
    codes = [create_code(By(person), row.review, f"theme {n}").body.code_id for n in range(CODES)]
    lines = [one for one in sentences(text.text) if _fit(text.text, one.start, one.end)]
    made, took, seen = 0, [], set()
    while made < wanted:
        first = chance.randrange(len(lines) - 2)
        start, end = lines[first].start + chance.randrange(20), lines[first + chance.randrange(2)].end
        if (start, end) in seen or text.text[start].isspace() or not _fit(text.text, start, end):
            continue
        seen.add((start, end))
        used = chance.sample(codes, min(wanted - made, 1 + chance.randrange(2)))
        begun = time.perf_counter()
        code_passage(By(person), row.review, row.id, row.text_sha256, (Span(start, end),), codes=used)
        took.append((time.perf_counter() - begun) * 1000)
        made += len(used)
    return took


def opened(page: Page, address: str) -> float:
    """Open the reader with coding; until all that is coded is there, in ms."""
    page.goto(address)
    page.wait_for_selector("#coding-bar[data-ready]")
    page.evaluate(DESK)
    found: float = page.evaluate("() => performance.now()")
    return found


def one_more(page: Page, number: int) -> None:
    """A sentence of its own, coded by the keyboard."""
    page.locator("#surface").focus()
    page.evaluate(SELECT, number)
    page.keyboard.press("c")
    page.keyboard.type(f"theme {number % CODES}")
    page.keyboard.press("Enter")
    page.wait_for_function("(n) => window.took.kept.length > n", arg=number)


def told(name: str, times: list[float]) -> None:
    """One line: median, 95 in a hundred, most."""
    ordered = sorted(times)
    most = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name} | {len(times)} | {statistics.median(times):.1f} | {most:.1f} | {ordered[-1]:.1f}", flush=True)


def main() -> None:
    """Furnish, code, open, scroll, code one more, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, default=DATA / "qdpx" / "REFI-QDA-1-5.pdf")
    options.add_argument("--codings", type=int, default=2000)
    options.add_argument("--more", type=int, default=30)
    options.add_argument("--port", type=int, default=8432)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place, on_sqlite(Path(place)):
        cast, report, (row,) = furnished(Path(place) / "files", [asked.file])
        address = f"{reverse('coding:reader', kwargs={'review': cast.review, 'report': report})}?document={row.id}"
        with served(asked.port) as server, chromium() as running:
            page = window(running, server, cast.ana)
            print("what | times | median ms | p95 ms | most ms")
            opened(page, address)
            page.evaluate(SCROLL)  # pictures and boxes are made
            opened(page, address)
            told("frame while scrolling, nothing coded", page.evaluate(SCROLL))
            told("an act of coding, without a browser", coded(cast.ana, row, asked.codings))
            told("opening until all codings are there", [opened(page, address) for _ in range(5)])
            told(f"frame while scrolling, {asked.codings} codings", page.evaluate(SCROLL))
            page.evaluate(WATCH)
            for number in range(asked.more):
                one_more(page, number)
            took = page.evaluate("() => window.took")
            told("one more: from the key until it is painted", took["painted"])
            told("one more: from the key until the server has it", took["kept"])


if __name__ == "__main__":
    main()
