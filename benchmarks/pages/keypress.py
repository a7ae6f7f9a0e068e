"""How long it takes from a key press until the next record is painted, in Chromium, while the verdicts are posted.

python benchmarks/pages/keypress.py [--records 3000] [--judged 500] [--presses 300] [--pause 250] [--browser PATH]
"""

# ruff: noqa: E402 (Django is set up first)

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
os.environ.setdefault("SYNTHEMA_HOME", tempfile.mkdtemp(prefix="synthema-benchmark-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread

import django

django.setup()

from benchmarks.pages.worlds import Big, built, on_sqlite
from playwright.sync_api import Page, sync_playwright
from tests.pages import Browser
from tests.screening.stage import protocol
from waitress.server import create_server

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.protocol.actions import set_protocol
from synthema.web.wsgi import application

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# From the key event until the frame that shows another title has been handed to the screen.
WATCH = """() => {
  window.took = [];
  let pressed = null;
  addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (pressed === null) return;
    const from = pressed;
    pressed = null;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.took.push(performance.now() - from);
      channel.port2.postMessage(0);
    });
  }).observe(document.getElementById("deck"), { childList: true });
}"""


def highlighted(big: Big) -> None:
    """Words to mark, of which every abstract holds some."""
    plain = protocol()
    marked = [
        replace(one, words_for=("famil*", "carer", "meaning"), words_against=("night", "silence"))
        for one in plain.criteria
    ]
    set_protocol(By(big.lead), big.review, replace(plain, criteria=tuple(marked)), explanation="Words to mark.")


def pressed(page: Page, presses: int, pause: int) -> list[float]:
    """The times of key presses, mostly e, sometimes i, u and z."""
    keys = ["e", "e", "e", "i", "e", "u", "e", "e", "e", "z"]
    for number in range(presses):
        page.keyboard.press(keys[number % len(keys)])
        page.wait_for_timeout(pause)
    found: list[float] = page.evaluate("() => window.took")
    return found


def told(what: str, times: list[float]) -> None:
    """Median, 95th percentile and the longest, in milliseconds."""
    at = sorted(times)
    print(f"| {what} | {len(at)} | {at[len(at) // 2]:.1f} | {at[int(0.95 * len(at))]:.1f} | {at[-1]:.1f} |", flush=True)


def measured(big: Big, asked: Any) -> None:
    """Screen in a browser."""
    server = create_server(application, host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    cookie = Browser(big.people[0]).client.cookies["synthema"].value
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=asked.browser, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1280, "height": 850})
        context.add_cookies([{"name": "synthema", "value": cookie, "url": address}])
        page = context.new_page()
        before = Event.objects.filter(review=big.review).count()
        begun = time.perf_counter()
        page.goto(f"{address}/reviews/{big.review}/screening/title_abstract/")
        page.wait_for_selector("#screening[data-ready]")
        print(f"Page opened in {1000 * (time.perf_counter() - begun):.0f} ms; {asked.records:,} records.\n")
        print("| key press until painted, ms | presses | median | p95 | longest |\n| --- | --- | --- | --- | --- |")
        page.wait_for_timeout(1000)
        page.evaluate(WATCH)
        told(f"one every {asked.pause} ms", pressed(page, asked.presses, asked.pause))
        page.evaluate("() => { window.took.length = 0; }")
        told("as fast as the driver presses", pressed(page, asked.presses // 3, 30))
        page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('synthema:out:'))")
        acts = Event.objects.filter(review=big.review).count() - before
        print(f"\n{acts} acts are on the trail for {asked.presses + asked.presses // 3} presses.")
        browser.close()
    server.close()


def main() -> None:
    """Build the review, then screen in it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=3000)
    options.add_argument("--judged", type=int, default=500)
    options.add_argument("--presses", type=int, default=300)
    options.add_argument("--pause", type=int, default=250)
    options.add_argument("--browser", default=shutil.which("chromium") or "/usr/bin/chromium")
    asked = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="synthema-keypress-"))
    with on_sqlite(folder):
        big = built(asked.records, asked.judged)
        highlighted(big)
        measured(big, asked)


if __name__ == "__main__":
    main()
