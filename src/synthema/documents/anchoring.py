"""Find a quote in a text: exact, else by its letters; absent and ambiguous quotes are refused."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from synthema.documents.folding import Folded, fold
from synthema.documents.model import PAGE_END, Anchor, DocumentText, Span
from synthema.refused import Refused

CONTEXT = 32
# Words left out are marked in brackets; bare dots may stand in the source itself.
_LEFT_OUT = re.compile(r"[\[(]\s*(?:…|\.(?:\s*\.){2,3})\s*[\])]")
_WORD = {"Lu", "Ll", "Lt", "Nd"}  # scripts that part words by spaces; others run on


class Unanchored(Refused):
    """The words are not in the text, or stand there more than once."""


def find(text: DocumentText, quote: str, page: int | None = None) -> Anchor:
    """The anchor of a quote; `page`, counted from 1, decides between several places. Raises Unanchored.

    Parts of a quote around a bracketed ellipsis, “[…]”, are found one after the other.
    """
    spans: list[Span] = []
    for part in _parts(quote):
        span = _only(text, part, page)
        if spans and span.start < spans[-1].end:
            raise Unanchored(
                "“{short}” stands before what the quote says comes first. Quote in the order of the text.",
                short=_short(part),
            )
        spans.append(span)
    ranges = tuple(piece for span in spans for piece in _by_page(text.text, span))
    return Anchor(
        text_sha256=text.sha256,
        ranges=ranges,
        exact=words_at(text, ranges),
        prefix32=text.text[max(0, ranges[0].start - CONTEXT) : ranges[0].start],
        suffix32=text.text[ranges[-1].end : ranges[-1].end + CONTEXT],
    )


def places(text: DocumentText, words: str) -> list[Span]:
    """Everywhere that words stand in a text, in its order: exactly, or where they do nowhere so, by their letters."""
    return _hits(text, words.strip()) if fold(words).key else []


def contains(text: DocumentText, quote: str) -> bool:
    """Whether the words of a quote stand in a text, once or more often."""
    try:
        return all(_hits(text, part) for part in _parts(quote))
    except Unanchored:
        return False


def holds(anchor: Anchor, text: DocumentText, quote: str) -> bool:
    """Whether an anchor still points at its words in this text, and they are those of the quote."""
    if anchor.text_sha256 != text.sha256 or words_at(text, anchor.ranges) != anchor.exact:
        return False
    return fold(anchor.exact).key == "".join(fold(part).key for part in _parts(quote))


def words_at(text: DocumentText, ranges: tuple[Span, ...]) -> str:
    """The words of a text in these ranges, a line feed between them."""
    return "\n".join(text.text[span.start : span.end] for span in ranges)


def _parts(quote: str) -> list[str]:
    parts = [part.strip() for part in _LEFT_OUT.split(quote) if fold(part).key]
    if not parts:
        raise Unanchored("The quote holds no letter and no digit. Give the words of the report.")
    return parts


def _only(text: DocumentText, part: str, page: int | None) -> Span:
    hits = _hits(text, part)
    here = [hit for hit in hits if page is not None and text.page_at(hit.start) == page]
    if len(hits) == 1 or len(here) == 1:
        return (here or hits)[0]
    if not hits:
        what_next = "Copy them from it again; where words are left out, write […]."
        raise Unanchored(
            "The text does not hold the words “{short}”. {what_next}", short=_short(part), what_next=what_next
        )
    pages = ", ".join(str(number) for number in sorted({text.page_at(hit.start) for hit in hits}))
    raise Unanchored(
        "“{short}” stands in the text {hits} times (page {pages}). Quote more words, or give the page.",
        short=_short(part),
        hits=len(hits),
        pages=pages,
    )


def _hits(text: DocumentText, part: str) -> list[Span]:
    exact = [span for span in _exact(text.text, part) if _whole_words(text.text, span)]
    if exact:
        return exact
    folded, key = _folded(text), fold(part).key
    spans = (folded.span(start, start + len(key)) for start in _places(folded.key, key))
    return [span for span in spans if span is not None and _whole_words(text.text, span)]


def _exact(text: str, part: str) -> Iterator[Span]:
    return (Span(start, start + len(part)) for start in _places(text, part))


def _places(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


@lru_cache(maxsize=8)
def _folded(text: DocumentText) -> Folded:
    return fold(text.text)


def _whole_words(text: str, span: Span) -> bool:
    """No end lies within a word: “he was ill” is not a quote from “she was ill”."""
    return not _within_word(text, span.start) and not _within_word(text, span.end)


def _within_word(text: str, place: int) -> bool:
    if place <= 0 or place >= len(text):
        return False
    before, after = unicodedata.category(text[place - 1]), unicodedata.category(text[place])
    return after.startswith("M") or (after in _WORD and (before in _WORD or before.startswith("M")))


def _by_page(text: str, span: Span) -> Iterator[Span]:
    """The span, parted where a page ends."""
    start = span.start
    while (end := text.find(PAGE_END, start, span.end)) >= 0:
        if text[start:end].strip():
            yield Span(start, end)
        start = end + 1
    if text[start : span.end].strip():
        yield Span(start, span.end)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rstrip()}…"
