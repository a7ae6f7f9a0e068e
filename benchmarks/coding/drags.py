"""Random drags over real articles in Chromium: how many select what was meant; whether what is painted is kept.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/coding/drags.py [--drags 10000] [--rounds 4] [--port 8420]
The article printed by Chromium in two columns, justified and hyphenated, in three types, the REFI-QDA standard, and the
article itself (JATS) as text; three zooms, two densities of pixels. What is selected in a printed article is compared
with the article itself as well, letter for letter.
"""

# ruff: noqa: E402 (Django is set up first)

import argparse
import os
import sys
import tempfile
import time
from dataclasses import fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
os.environ.setdefault("SYNTHEMA_HOME", tempfile.mkdtemp(prefix="synthema-benchmark-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread

import django

django.setup()

from benchmarks.coding.desks import at_desk, chromium, furnished, served, window
from benchmarks.coding.dragging import Dragging, Tally, WordsDragging
from benchmarks.documents.boxes import DATA, printed
from benchmarks.pages.worlds import on_sqlite

from synthema.documents.tables import Document, text_of

ZOOMS, DENSITIES = (0.75, 1.0, 1.5), (1.0, 1.5)


def measured(
    running: object, address: str, cast: object, report: object, row: Document, count: int, seed: int, tally: Tally
) -> None:
    """Some drags over one document, at each zoom and density."""
    text = text_of(row)
    assert text is not None
    article = DATA / "gallacher2013" / "fulltext.txt"
    source = "" if row.file_name.startswith("REFI") else article.read_text(encoding="utf-8")
    cells = [(zoom, density) for zoom in ZOOMS for density in DENSITIES]
    for number, (zoom, density) in enumerate(cells):
        page = window(running, address, cast.ana, device_scale_factor=density)
        at_desk(page, cast, report, row)
        many = count // len(cells) + (number < count % len(cells))
        if row.is_pdf:
            page.evaluate("(zoom) => desk.panes.pages.zoomTo(zoom)", zoom)
        kind = Dragging if row.is_pdf else WordsDragging
        kind(page, row, text, seed * 10 + number, source if row.is_pdf else "").many(many, tally)
        page.context.close()


def main() -> None:
    """Furnish, drag, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--drags", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=4, help="each goes over all documents, and tells how all went")
    options.add_argument("--port", type=int, default=8420)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        article = DATA / "gallacher2013" / "journal.pmed.1001473.xml"
        files = [*printed(folder), DATA / "qdpx" / "REFI-QDA-1-5.pdf", article]
        with on_sqlite(folder):
            cast, report, rows = furnished(folder / "files", files)
            with served(asked.port) as address, chromium() as running:
                told(running, address, cast, report, rows, asked.drags, asked.rounds)


def told(
    running: object, address: str, cast: object, report: object, rows: list[Document], drags: int, rounds: int
) -> None:
    """After each round a line for each document, and one for all."""
    names = [one.name for one in fields(Tally) if one.name != "faults"]
    print("document |", " | ".join(one.replace("_", " ") for one in names), "| right %", flush=True)
    tallies = [Tally() for _ in rows]
    for number in range(rounds):
        begun = time.monotonic()
        for row, tally in zip(rows, tallies, strict=True):
            measured(running, address, cast, report, row, drags // len(rows) // rounds, number, tally)
            say(row.file_name, tally, names)
        every = Tally(**{name: sum(getattr(one, name) for one in tallies) for name in names})
        say(f"all, after {time.monotonic() - begun:.0f} s more", every, names)
    for fault in [fault for one in tallies for fault in one.faults][:40]:
        print("   ", fault)


def say(what: str, one: Tally, names: list[str]) -> None:
    """One line."""
    numbers = " | ".join(f"{getattr(one, name):,}" for name in names)
    print(f"{what} | {numbers} | {one.right / max(1, one.drags):.3%}", flush=True)


if __name__ == "__main__":
    main()
