"""Quotes re-found in another rendering of the same text: how many come back right, and that none comes back wrong.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/coding/refound.py [quotes]
The article (JATS) is printed by Chromium in two columns with running heads, in two types, and written as a web page.
Where a quote should be found is told by counting letters of the article, not by what is measured.
"""

import os
import random
import re
import sys
import tempfile
import time
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import PdfMargins, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.need import browser

from synthema.documents.model import DocumentText, Span
from synthema.documents.moving import How, Moved, moved
from synthema.documents.reading import read_file

DATA = Path(os.environ.get("SYNTHEMA_DATA", Path(__file__).parents[3] / "shared" / "data"))
HEAD = "Uncovering Treatment Burden"
STYLE = (
    "body{columns:2;column-gap:2em;font:%s %s;text-align:justify;hyphens:auto;overflow-wrap:anywhere}p{margin:0 0 .5em}"
)
MARGIN: PdfMargins = {"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"}
HEADER = f'<div style="font-size:8px;width:100%;text-align:center">{HEAD}</div>'
FOOTER = '<div style="font-size:8px;width:100%;text-align:center"><span class="pageNumber"></span></div>'
FEWEST, MOST = 20, 400  # letters of a quote


@dataclass(frozen=True)
class Rendering:
    """One rendering of the article: its text, and where each letter of the article stands in it."""

    name: str
    text: DocumentText
    at: list[int]  # code point of each letter that is the article's own

    @cached_property
    def own(self) -> frozenset[int]:
        """The code points of these letters."""
        return frozenset(self.at)


def letters(text: str) -> list[tuple[str, int]]:
    """The letters and digits of a text, each with the code point it stands at."""
    found = []
    for place, character in enumerate(text):
        found += [(one, place) for one in unicodedata.normalize("NFKD", character).casefold() if one.isalnum()]
    return found


def article() -> list[str]:
    """The paragraphs of the article as the JATS reader has them."""
    read = read_file(DATA / "gallacher2013" / "journal.pmed.1001473.xml", "article.xml")
    return [line for line in read.text.text.splitlines() if line.strip()]


def renderings(folder: Path) -> list[Rendering]:
    """The article as text, as two PDFs and as a web page."""
    paragraphs = article()
    words = "\n".join(paragraphs)
    body = "".join(f"<p>{_escaped(one)}</p>" for one in paragraphs)
    page_of = "<!doctype html><html lang=en><meta charset=utf-8><style>%s</style><body>%s</body></html>"
    files = {}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser(), args=["--headless", "--no-sandbox"])
        page = running.new_page()
        for size, family in (("9.5pt", "serif"), ("8pt", "monospace")):
            page.set_content(page_of % (STYLE % (size, family), body))
            files[f"PDF, two columns, {family}"] = folder / f"{family}.pdf"
            (folder / f"{family}.pdf").write_bytes(
                page.pdf(
                    format="A4",
                    margin=MARGIN,
                    display_header_footer=True,
                    header_template=HEADER,
                    footer_template=FOOTER,
                )
            )
        running.close()
    files["web page"] = folder / "article.html"
    (folder / "article.html").write_text(page_of % ("", body), encoding="utf-8")
    made = [_rendering("article", DocumentText(words), words)]
    return made + [_rendering(name, read_file(path, path.name).text, words) for name, path in files.items()]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _rendering(name: str, text: DocumentText, words: str) -> Rendering:
    """The letters of a rendering, running heads and page numbers set aside; they must be those of the article."""
    kept, start = [], 0
    for number, page in enumerate(text.text.split("\f"), start=1):
        heads = [HEAD, str(number)]
        for line in page.split("\n"):
            if line.strip() in heads:
                heads.remove(line.strip())
            else:
                kept += [(letter, start + place) for letter, place in letters(line)]
            start += len(line) + 1
    wanted = [letter for letter, _ in letters(words)]
    if wanted != [letter for letter, _ in kept]:
        raise SystemExit(
            f"{name} does not hold the letters of the article one by one: nothing can be told by counting."
        )
    return Rendering(name, text, [place for _, place in kept])


def quotes(source: Rendering, count: int, seed: int, most: int = MOST) -> list[tuple[int, int]]:
    """Random quotes that begin and end with whole words, as first letter and the one behind the last."""
    text, at, chance = source.text.text, source.at, random.Random(seed)
    ends = [n for n in range(1, len(at)) if text[at[n - 1] + 1 : at[n]].strip("-\n") or " " in text[at[n - 1] : at[n]]]
    found: list[tuple[int, int]] = []
    while len(found) < count:
        first = chance.choice(ends)
        fits = _near(ends, first, most)
        if fits:
            found.append((first, chance.choice(fits)))
    return found


def _near(ends: list[int], first: int, most: int) -> list[int]:
    return ends[bisect_left(ends, first + FEWEST) : bisect_right(ends, first + most)]


def place_of(source: Rendering, quote: tuple[int, int]) -> tuple[Span, ...]:
    """The ranges of a quote, as a person marks it: running heads left out, parted where a page ends."""
    at, known = source.at[quote[0] : quote[1]], source.own
    spans, start = [], at[0]
    for before, after in pairwise(at):
        between = source.text.text[before + 1 : after]
        if "\f" in between or any(n not in known for n in range(before + 1, after) if source.text.text[n].isalnum()):
            spans.append(Span(start, before + 1))
            start = after
    return (*spans, Span(start, at[-1] + 1))


def outcome(target: Rendering, quote: tuple[int, int], found: Moved) -> str:
    """Right, wrong, or not said to be sure."""
    if found.how in (How.FUZZY, How.REFUSED):
        return str(found.how)
    at = [s.start + n for s in found.ranges for _, n in letters(target.text.text[s.start : s.end])]
    return "right" if at == target.at[quote[0] : quote[1]] else "wrong"


def tell(source: Rendering, target: Rendering, count: int, seed: int) -> Counter[str]:
    """Move quotes from one rendering to another and say what came of them."""
    chosen = quotes(source, count, seed)
    before = time.perf_counter()
    found = moved(source.text, target.text, [place_of(source, one) for one in chosen])
    spent = time.perf_counter() - before
    told = Counter(outcome(target, quote, one) for quote, one in zip(chosen, found, strict=True))
    print(
        f"  {source.name} to {target.name}: {told['right'] / count:.2%} right, {told['wrong']} wrong, "
        f"{told['fuzzy']} to be confirmed, {told['refused']} refused of {count:,}; {spent:.1f} s"
    )
    for quote, one in zip(chosen, found, strict=True):
        if outcome(target, quote, one) != "right" and os.environ.get("SHOW"):
            words = "".join(source.text.text[s.start : s.end] for s in place_of(source, quote))
            print(f"    {one.how} {one.score} {one.why}: {words[:90]!r} … {words[-60:]!r}", one.ranges)
    return told


def altered(source: Rendering, target: Rendering, count: int, seed: int) -> Counter[str]:
    """Change the words of quotes in the other rendering: none may be taken for the same."""
    told: Counter[str] = Counter()
    chance, a_round = random.Random(seed), 40
    for n in range(-(-count // a_round)):
        apart = _apart(quotes(source, 4 * a_round, seed + n))[: min(a_round, count - n * a_round)]
        text = target.text.text
        for quote in reversed(apart):
            text = _changed(text, target.at[quote[0] : quote[1]], chance)
        for one in moved(source.text, DocumentText(text), [place_of(source, quote) for quote in apart]):
            told[str(one.how)] += 1
    print(f"  altered, {source.name} to {target.name}: {dict(told)}")
    return told


def _apart(chosen: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for quote in sorted(chosen):
        if not kept or quote[0] > kept[-1][1] + 100:
            kept.append(quote)
    return kept


def _changed(text: str, at: list[int], chance: random.Random) -> str:
    """One word within these letters left out, put in or replaced, a letter changed, or all of it left out."""
    words = [found.span() for found in re.finditer(r"\w+", text[at[0] : at[-1] + 1])][1:-1]
    own = set(at)
    inner = [(start, end) for start, end in words if own.issuperset(range(at[0] + start, at[0] + end))]
    kind = chance.choice(("word out", "word in", "word changed", "letter", "all out")) if inner else "all out"
    if kind == "all out":
        return text[: at[0]] + text[at[-1] + 1 :]
    start, end = (at[0] + n for n in chance.choice(inner))
    if kind == "letter":
        return text[:start] + ("x" if text[start] != "x" else "y") + text[start + 1 :]
    word = {"word out": "", "word in": f"{text[start:end]} not", "word changed": "heron"}[kind]
    return text[:start] + word + text[end:]


def main(count: int) -> tuple[list[Counter[str]], list[Counter[str]]]:
    """All pairs of renderings that a review meets: what came of unchanged quotes, and of altered ones."""
    with tempfile.TemporaryDirectory() as place:
        article_, serif, mono, page = renderings(Path(place))
    print(f"{count:,} quotes of {FEWEST} to {MOST} letters, {len(article_.at):,} letters, {serif.text.pages} pages")
    pairs = ((article_, serif), (serif, mono), (serif, page), (page, mono))
    same = [tell(one, other, count, seed) for seed, (one, other) in enumerate(pairs, start=1)]
    return same, [altered(article_, other, count // 10, seed) for seed, other in ((5, page), (6, serif))]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
