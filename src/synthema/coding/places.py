"""A selection in a canonical text made an anchor: checked against the text, trimmed, parted at page ends; pure."""

from collections.abc import Iterable, Iterator, Sequence

from synthema.audit.canonical import canonical
from synthema.coding.model import Region
from synthema.documents.anchoring import CONTEXT, words_at
from synthema.documents.clusters import continuing
from synthema.documents.folding import fold
from synthema.documents.model import PAGE_END, Anchor, DocumentText, Span
from synthema.refused import Refused

MOST_RANGES = 100
MOST_LETTERS = 50_000  # code points of one quote
_NO_ACCENT = "\u0300"  # nothing below continues a cluster


class Misplaced(Refused):
    """A selection that does not fit the text it was made in."""


def anchored(text: DocumentText, text_sha256: str, ranges: Iterable[Span], shown: str = "") -> Anchor:
    """The anchor of ranges of code points of this text.

    `text_sha256` names the text the selection was made in, `shown` the words that were displayed for it, a line feed
    between ranges. Raises Misplaced where they are not this text's, or the ranges are no words of it.
    """
    if text_sha256 != text.sha256:
        raise Misplaced("The full text was replaced since the page was opened. Load the page again and select anew.")
    spans = _trimmed(text.text, _in_order(tuple(ranges), len(text.text)))
    if sum(span.end - span.start for span in spans) > MOST_LETTERS:
        raise Misplaced("A quote has at most {most:,} characters. Mark it in parts.", most=MOST_LETTERS)
    exact = words_at(text, spans)
    if not any(map(str.isalnum, exact)) and not fold(exact).key:
        raise Misplaced("The selection holds no letter and no digit. Select words.")
    if any(parts_cluster(text.text, place) for span in spans for place in (span.start, span.end)):
        raise Misplaced("The selection begins or ends within a letter and its accents. Select it whole.")
    if shown and shown != exact:
        raise Misplaced(
            "The page showed other words than stand in the text there. Nothing was saved; load the page again."
        )
    return Anchor(
        text_sha256=text.sha256,
        ranges=spans,
        exact=exact,
        prefix32=text.text[max(0, spans[0].start - CONTEXT) : spans[0].start],
        suffix32=text.text[spans[-1].end : spans[-1].end + CONTEXT],
    )


def marked(text: DocumentText, ranges: Iterable[Span]) -> tuple[Span, ...]:
    """The ranges of a part that is marked, white space at its ends left out; it may go over pages. Raises Misplaced."""
    spans = _in_order(tuple(ranges), len(text.text))
    trimmed = tuple(one for span in spans if (one := _trim(text.text, span)).start < one.end)
    if not any(letter.isalnum() for span in trimmed for letter in text.text[span.start : span.end]):
        raise Misplaced("The marked part holds no letter and no digit. Select its words.")
    return trimmed


def ranges_text(anchor: Anchor | None) -> str:
    """Ranges as a row keeps them."""
    return canonical([[span.start, span.end] for span in anchor.ranges] if anchor else [])


def regions_text(areas: Sequence[Region]) -> str:
    """Parts of pages as a row keeps them."""
    return canonical([[one.page, one.left, one.top, one.right, one.bottom] for one in areas])


def parts_cluster(text: str, place: int) -> bool:
    """Whether a cut here would part a letter from its accents, a joined emoji, a flag or a Hangul syllable."""
    if not 0 < place < len(text) or text[place] < _NO_ACCENT:
        return False
    start = place
    while start > 0 and text[start] >= _NO_ACCENT:
        start -= 1
    return place - start in set(continuing(text[start : place + 1]))


def _in_order(ranges: tuple[Span, ...], length: int) -> tuple[Span, ...]:
    if not ranges:
        raise Misplaced("Nothing is selected. Select words of the text.")
    if len(ranges) > MOST_RANGES:
        raise Misplaced("A quote has at most {most} ranges, not {number}.", most=MOST_RANGES, number=len(ranges))
    before = 0
    for span in ranges:
        if not 0 <= span.start < span.end <= length:
            raise Misplaced(
                "A range runs from {start} to {end}, and the text has {length} characters. Select anew.",
                start=span.start,
                end=span.end,
                length=length,
            )
        if span.start < before:
            raise Misplaced("The ranges overlap or are not in the order of the text. Select them anew.")
        before = span.end
    return ranges


def _trimmed(text: str, ranges: tuple[Span, ...]) -> tuple[Span, ...]:
    """The ranges parted where pages end and without white space at their ends; one remains even of nothing else."""
    pieces = (_trim(text, piece) for span in ranges for piece in _by_page(text, span))
    return tuple(piece for piece in pieces if piece.start < piece.end) or ranges[:1]


def _by_page(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while (end := text.find(PAGE_END, start, span.end)) >= 0:
        yield Span(start, end)
        start = end + 1
    yield Span(start, span.end)


def _trim(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))
