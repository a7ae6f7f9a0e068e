"""Boxes of letters: how often a point hits the letter it is meant for, the time a page takes, and its bytes.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/documents/boxes.py [file.pdf ...]
Without files: the REFI-QDA standard, and an article printed by Chromium in two columns, justified, in three types.
"""

import gzip
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2 as pdfium
from playwright.sync_api import PdfMargins, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.need import browser

from synthema.documents.boxes import PageBoxes, Unit, packed_json, unpacked
from synthema.documents.hit import hit
from synthema.documents.pdf_boxes import measure
from synthema.documents.pdf_text import page_text
from synthema.documents.reading import draw
from synthema.documents.reading import measure as measure_apart

DATA = Path(os.environ.get("SYNTHEMA_DATA", Path(__file__).parents[3] / "shared" / "data"))
TYPES = ("serif", "sans-serif", "monospace")
STYLE = "body{columns:2;column-gap:2em;font:%s %s;text-align:justify;hyphens:auto} p{margin:0 0 .5em}"
MARGIN: PdfMargins = {"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"}
LETTERS = 10_000


def printed(folder: Path) -> list[Path]:
    """The article as PDFs of two columns."""
    text = (DATA / "gallacher2013" / "fulltext.txt").read_text(encoding="utf-8")
    body = "".join(f"<p>{_escaped(line)}</p>" for line in text.splitlines() if line.strip())
    made = []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser(), args=["--headless", "--no-sandbox"])
        page = running.new_page()
        for family in TYPES:
            page.set_content(
                f"<!doctype html><html lang=en><style>{STYLE % ('9.5pt', family)}</style><body>{body}</body></html>"
            )
            made.append(folder / f"two columns, {family}.pdf")
            made[-1].write_bytes(page.pdf(format="A4", margin=MARGIN))
        running.close()
    return made


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def inside(unit: Unit, share: float) -> tuple[float, float]:
    """A point so far into the box of a letter, in the direction of its text."""
    box, share = unit.box, share if unit.way < 2 else 1 - share
    if unit.way % 2 == 0:
        return box.left + share * (box.right - box.left), (box.top + box.bottom) / 2
    return (box.left + box.right) / 2, box.top + share * (box.bottom - box.top)


def milliseconds(times: list[float]) -> str:
    """Median and most."""
    return f"{statistics.median(times) * 1000:.1f} / {max(times) * 1000:.1f} ms"


def tell(file: Path) -> None:
    """What one file costs, and how well it is hit."""
    document = pdfium.PdfDocument(file.read_bytes())
    texts, boxes, raw, small, pages = [], [], [], [], []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        before = time.perf_counter()
        text = page_text(page)
        between = time.perf_counter()
        found = measure(page, number)
        boxes.append(time.perf_counter() - between)
        texts.append(between - before)
        assert found.text == text
        data = packed_json(found)
        assert unpacked(json.loads(data)) == found
        raw.append(len(data))
        small.append(len(gzip.compress(data)))
        pages.append(found)
    print(f"\n{file.name}: {len(pages)} pages, {sum(len(page.text) for page in pages):,} letters")
    print(f"  text {milliseconds(texts)}, text and boxes {milliseconds(boxes)} a page (median / most)")
    print(
        f"  {statistics.median(raw) / 1024:.0f} / {max(raw) / 1024:.0f} KB a page, {max(small) / 1024:.0f} KB gzipped"
    )
    _tell_hits(pages)
    _tell_apart(file, len(pages))


def _tell_hits(pages: list[PageBoxes]) -> None:
    letters = [
        (page, unit)
        for page in pages
        for units in page.units
        for unit in units
        if not page.text[unit.span.start : unit.span.end].isspace()
    ]
    chosen = random.Random(1).choices(letters, k=LETTERS)
    right, times = 0, list[float]()
    wrong: list[tuple[int, str]] = []
    for page, unit in chosen:
        for share, end in ((0.25, unit.span.start), (0.75, unit.span.end)):
            before = time.perf_counter()
            found = hit(page, *inside(unit, share))
            times.append(time.perf_counter() - before)
            right += found == page.start + end
            if found != page.start + end and len(wrong) < 5:
                wrong.append((page.page, page.text[max(0, unit.span.start - 12) : unit.span.end + 12]))
    print(f"  hits {right:,} of {2 * LETTERS:,} = {right / 2 / LETTERS:.3%}, {milliseconds(times)}", *wrong)


def _tell_apart(file: Path, count: int) -> None:
    before = time.perf_counter()
    measure_apart(file, range(1, min(8, count) + 1))
    between = time.perf_counter()
    for kind in ("png", "webp"):
        start = time.perf_counter()
        pictures = draw(file, range(1, min(4, count) + 1), 1600, kind=kind)
        spent, size = time.perf_counter() - start, statistics.median(map(len, pictures.values()))
        print(f"  {kind}, 4 pages at 1600 in a process of their own: {spent:.2f} s, {size / 1024:.0f} KB a page")
    print(f"  8 pages measured in a process of their own: {between - before:.2f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        given = [Path(one) for one in sys.argv[1:]]
        for file in given or [DATA / "qdpx" / "REFI-QDA-1-5.pdf", *printed(Path(place))]:
            tell(file)
