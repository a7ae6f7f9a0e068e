"""Whether the browser finds the same letters as the server: points, words, rectangles and carets on real pages.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/coding/same.py [--points 5000]
Six PDFs: the article printed in two columns in three types, the REFI-QDA standard, a page turned by a quarter, a page
with ligatures, accents and turned lines.
"""

# ruff: noqa: E402 (Django is set up first)

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
os.environ.setdefault("SYNTHEMA_HOME", tempfile.mkdtemp(prefix="synthema-benchmark-"))

import django

django.setup()

from benchmarks.documents.boxes import DATA, printed
from tests.documents import pdfs, test_hit_in_browser
from tests.documents.in_browser import modules
from tests.documents.test_hit_in_browser import ASK, answered, asked_of
from tests.documents.typeset import typeset

from synthema.documents.reading import measure

PAGES = 5  # of each file


def files(folder: Path) -> list[Path]:
    """The six."""
    turned = pdfs.pdf([pdfs.wrapped("Turned by a quarter. " * 40, 11, 700)], page_entries="/Rotate 90")
    lines = [("12 0 0 12 50 700", "a~bc"), ("0 12 -12 0 300 300", "up"), ("-12 0 0 -12 400 200", "back")]
    odd = typeset(lines, {"~": "ffi", "c": "e\u0301"})
    for name, data in (("turned", turned), ("odd", odd)):
        (folder / f"{name}.pdf").write_bytes(data)
    return [*printed(folder), DATA / "qdpx" / "REFI-QDA-1-5.pdf", folder / "turned.pdf", folder / "odd.pdf"]


def main() -> None:
    """Ask both, compare, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--points", type=int, default=5000)
    asked_for = options.parse_args()
    luck, counted, other = random.Random(1), 0, 0
    with tempfile.TemporaryDirectory() as place:
        found = [(file, measure(file, range(1, PAGES + 1))) for file in files(Path(place))]
        with modules("reader_text.js", "reader_boxes.js") as page:
            for file, pages in found:
                test_hit_in_browser.POINTS = asked_for.points // len(pages)
                for one in pages.values():
                    asked = asked_of(one, luck)
                    told, ours = page.evaluate(ASK, asked), answered(one, asked)
                    counted += len(asked["points"])
                    for what, own in ours.items():
                        other += sum(a != b for a, b in zip(own, told[what], strict=True))
                print(f"{file.name}: {len(pages)} pages, {counted:,} points so far, {other} answers differ", flush=True)


if __name__ == "__main__":
    main()
