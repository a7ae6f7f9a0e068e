"""The reader's times in Chromium: from opening a PDF until its page is seen and can be selected in; from page to page.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/coding/reader.py [--opens 20] [--port 8422] [file.pdf]
Without a file: the REFI-QDA standard, 60 pages. Cold: nothing drawn or measured yet, nothing kept by the browser. Warm:
the second time. Times are the browser's own: from the start of the navigation, or from the key, until the frame.
"""

# ruff: noqa: E402 (Django is set up first)

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
os.environ.setdefault("SYNTHEMA_HOME", tempfile.mkdtemp(prefix="synthema-benchmark-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread

import django

django.setup()

from benchmarks.coding.desks import DESK, at_desk, chromium, furnished, served, window
from benchmarks.documents.boxes import DATA
from benchmarks.pages.worlds import on_sqlite
from playwright.sync_api import Page

OPENED = """async () => {
  const seen = await new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries()
    .filter((one) => one.element?.matches?.("img.picture")).at(-1)))
    .observe({ type: "largest-contentful-paint", buffered: true }));
  const ready = performance.getEntriesByName("reader-ready")[0].startTime;
  const [first] = performance.getEntriesByType("navigation");
  return { seen: seen?.startTime ?? null, ready, html: first.responseEnd }; }"""
WATCH = """() => { window.took = []; let from = 0;
  addEventListener("keydown", (event) => { from = event.timeStamp; }, true);
  window.turned = async (n) => {
    const sheet = desk.pane.all[n - 1];
    while (!(sheet.painted && sheet.has > 0 && sheet.picture.complete)) await new Promise(requestAnimationFrame);
    await new Promise((done) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0); }));
    window.took.push(performance.now() - from); }; }"""


def opened(page: Page, again: Any) -> dict[str, float]:
    """One opening."""
    again()
    found: dict[str, float] = page.evaluate(OPENED)
    return found


def turned(page: Page, pages: int) -> list[float]:
    """From the first page to the last by Page Down."""
    page.evaluate(DESK)
    page.evaluate(WATCH)
    page.locator("#surface").focus()
    for number in range(2, pages + 1):
        page.keyboard.press("PageDown")
        page.evaluate("(n) => window.turned(n)", number)
        page.wait_for_timeout(150)  # somebody looks at it
    found: list[float] = page.evaluate("() => window.took")
    return found


def told(name: str, times: list[float]) -> None:
    """One line: median, 95 in a hundred, most."""
    ordered = sorted(times)
    most = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name} | {len(times)} | {statistics.median(times):.0f} | {most:.0f} | {ordered[-1]:.0f}", flush=True)


def main() -> None:
    """Furnish, open, turn, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, default=DATA / "qdpx" / "REFI-QDA-1-5.pdf")
    options.add_argument("--opens", type=int, default=20)
    options.add_argument("--port", type=int, default=8422)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place, on_sqlite(Path(place)):
        cast, report, (row,) = furnished(Path(place) / "files", [asked.file])
        with served(asked.port) as address, chromium() as running:
            page = window(running, address, cast.ana)
            print("what | times | median ms | p95 ms | most ms")

            def again() -> None:
                at_desk(page, cast, report, row)

            cold = opened(page, again)
            told("page seen, cold", [cold["seen"]])
            told("places of letters there, cold", [cold["ready"]])
            told("next page, first time", turned(page, row.pages))
            times = [opened(page, again) for _ in range(asked.opens)]
            told("answer of the server", [one["html"] for one in times])
            told("page seen, warm", [one["seen"] for one in times])
            told("places of letters there, warm", [one["ready"] for one in times])
            told("seen and can be selected in, warm", [max(one["seen"], one["ready"]) for one in times])
            told("next page, warm", turned(page, row.pages))


if __name__ == "__main__":
    main()
