"""The browser's boxes and the server's are one: hit, word, rectangles, caret and clusters agree to the last number."""

import random
import string
from pathlib import Path
from typing import Any

import pytest

from synthema.documents.boxes import Box, PageBoxes, packed
from synthema.documents.clusters import continuing
from synthema.documents.hit import _whole_words, caret, hit, rectangles, word_at, words
from synthema.documents.model import Span
from synthema.documents.reading import measure
from tests.documents import pdfs
from tests.documents.in_browser import modules
from tests.documents.test_hit import COLUMNS, page_of
from tests.documents.typeset import typeset
from tests.shared_data import ROOT

pytestmark = pytest.mark.usefixtures("allow_playwright")
POINTS = 700
ASK = """({given, points, spans, places}) => {
  const B = M["reader_boxes.js"], page = B.unpack(given);
  return {
    hits: points.map(([x, y]) => B.hit(page, x, y)), words: points.map(([x, y]) => B.wordAt(page, x, y)),
    rectangles: spans.map((some) => B.rectangles(page, some).map((box) => [...box])),
    carets: places.map((place) => B.caret(page, place)), runs: B.words(page),
  };
}"""


@pytest.fixture
def allow_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright runs a loop in this thread, which Django takes for asynchronous code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def sides(box: Box | None) -> list[int] | None:
    return [box.left, box.top, box.right, box.bottom] if box else None


def asked_of(page: PageBoxes, rng: random.Random) -> dict[str, Any]:
    """Points on and around letters and anywhere, spans one or several at a time, and places."""
    boxes = [box for run in page.runs for box in run.boxes]
    points = []
    for _ in range(POINTS):
        if boxes and rng.random() < 0.8:
            box = rng.choice(boxes)
            points.append([box.left + rng.randint(-300, 900), box.top + rng.randint(-400, 1400) / 2])
        else:
            points.append([rng.randint(-2000, page.width + 2000), rng.randint(-2000, page.height + 2000)])
    ends = [page.start - 3, *(rng.randint(page.start, page.end) for _ in range(60)), page.end + 5]
    spans = [[sorted(rng.sample(ends, 2)) for _ in range(rng.choice((1, 1, 3)))] for _ in range(120)]
    return {"given": packed(page), "points": points, "spans": spans, "places": ends}


def answered(page: PageBoxes, asked: dict[str, Any]) -> dict[str, Any]:
    """What the server says to the same."""
    found = [word_at(page, x, y) for x, y in asked["points"]]
    return {
        "hits": [hit(page, x, y) for x, y in asked["points"]],
        "words": [[word.start, word.end] for word in found],
        "rectangles": [
            [sides(box) for box in rectangles(page, [Span(*one) for one in some])] for some in asked["spans"]
        ],
        "carets": [sides(caret(page, place)) for place in asked["places"]],
        "runs": [[word.start, word.end] for word in words(page)],
    }


def some_pages(folder: Path) -> list[PageBoxes]:
    """Measured pages of every kind there is."""
    made = {
        "article": pdfs.article("Larks over the lower fields", "Ida Invented"),
        "turned": pdfs.pdf([pdfs.wrapped("Turned by a quarter. " * 40, 11, 700)], page_entries="/Rotate 90"),
        "cut": pdfs.pdf([pdfs.wrapped("Cut to a box. " * 40, 11, 700)], box="20 30 400 700"),
        "lifted": typeset(
            [("12 0 0 12 50 700", "a~bc"), ("0 12 -12 0 300 300", "up"), ("-12 0 0 -12 400 200", "back")],
            {"~": "ffi", "c": "e\u0301"},
        ),
    }
    pages = [COLUMNS, page_of(start=40), page_of(("x\U0001d49ey\u0301z", 1000, 1000), ("don\u2019t", 1000, 2200))]
    for name, data in made.items():
        file = folder / f"{name}.pdf"
        file.write_bytes(data)
        pages += measure(file, range(1, 4)).values()
    standard = ROOT / "qdpx" / "REFI-QDA-1-5.pdf"  # the hand-made pages above stand in where it is absent
    if standard.exists():
        pages += measure(standard, range(9, 13)).values()
    return pages


def test_every_hit_word_rectangle_and_caret_is_the_servers(tmp_path: Path) -> None:
    rng = random.Random(6)
    pages = some_pages(tmp_path)
    assert len(pages) >= 8
    with modules("reader_text.js", "reader_boxes.js") as browser:
        for page in pages:
            asked = asked_of(page, rng)
            told, ours = browser.evaluate(ASK, asked), answered(page, asked)
            for what, own in ours.items():
                assert told[what] == own, (page.page, page.text[:40], what)


def test_clusters_words_and_trimmed_pieces_are_the_servers() -> None:
    rng = random.Random(7)
    letters = [
        *string.ascii_letters, *" \t\n\f\x1c\x85\u2003\ufeff", *"-'\u2019\u2010\u00ad_7", "\u0301", "\u102b", "\u200d",
        "\u200c", "\U0001f468", "\U0001f3fd", "\U0001f1e9", "\U0001f1ea", "\u1100", "\u1161", "\u11a8", "\uac00",
        "\U000e0062", "\u2764", "\U0001d49e", "\u4e2d",
    ]  # fmt: skip
    texts = ["".join(rng.choices(letters, k=rng.randint(0, 40))) for _ in range(600)]
    with modules("reader_text.js") as browser:
        told = browser.evaluate(
            """(texts) => texts.map((text) => { const T = M["reader_text.js"], p = new T.Points(text); return {
              joined: [...T.continuing(text)].sort((a, b) => a - b), words: T.wholeWords(p), length: p.length,
              kept: T.kept(p, 0, p.length).map(([s, e]) => p.slice(s, e)),
              back: p.list().every((one, at) => p.point(p.unit(at)) === at && p.at(at) === one) }; })""",
            texts,
        )
    for text, one in zip(texts, told, strict=True):
        assert one["joined"] == list(continuing(text)), ascii(text)
        assert one["words"] == [[word.start, word.end] for word in _whole_words(text)], ascii(text)
        assert (one["length"], one["back"]) == (len(text), True)
        assert one["kept"] == [piece.strip() for piece in text.split("\f") if piece.strip()], ascii(text)


def test_a_sentence_is_found_by_its_marks_and_not_by_abbreviations() -> None:
    text = (
        "We asked Dr. Lark et al. about it. \u201cIt was cold.\u201d She said so (Fig. 2) and\nleft. "
        "Then 3.5 people came?"
    )
    inside = {place: text.index(place) + 2 for place in ("asked", "It was", "said", "left", "people")}
    with modules("reader_text.js") as browser:
        told = browser.evaluate(
            """([text, places]) => places.map((place) => {
              const T = M["reader_text.js"], p = new T.Points(text);
              return p.slice(...T.sentenceAround(p, place)); })""",
            [text, list(inside.values())],
        )
    second = "She said so (Fig. 2) and\nleft."
    assert told == [
        "We asked Dr. Lark et al. about it.", "\u201cIt was cold.\u201d", second, second, "Then 3.5 people came?"
    ]  # fmt: skip
