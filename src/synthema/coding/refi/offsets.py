"""How a file counts positions in its texts, found from the selections themselves: no two programs count alike.

A convention says what is counted (code points, UTF-16 units, bytes), what a line end counts for, whether the byte order
mark counts, and whether the end is the last character or the one behind it. A selection speaks for a convention when
the words it gives are the quote that the file repeats, or else begin and end with whole words.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product

import numpy as np
import numpy.typing as npt

from synthema.coding.refi.nouns import Selection, Stretch
from synthema.documents.model import Span

MOST_ASKED = 2_000  # selections of one text that are looked at
UNITS = ("code points", "UTF-16", "UTF-8 bytes")
NEWLINES = ("as written", "one", "two")
_NAMELESS = re.compile(r"(?:Quotation )?[\d:.,\s–-]*")
_LINE_FEED = 10
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Convention:
    """One way to count positions in a text."""

    unit: str = "code points"
    newline: str = "as written"  # what a line end counts for
    bom: bool = False  # whether a byte order mark at the beginning is counted
    inclusive: bool = False  # whether the end is the last character, not the one behind it


@dataclass(frozen=True, slots=True)
class RawText:
    """A text as the file has it: its canonical form, and what that left out."""

    text: str  # canonical: line ends are LF, no byte order mark
    newlines: tuple[int, ...] = ()  # characters of each line end, as written
    bom: bool = False


def raw_text(content: bytes | str) -> RawText:
    """The canonical text of bytes in UTF-8 or UTF-16, or of a text already decoded; raises ValueError otherwise."""
    if isinstance(content, bytes):
        wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        bom = wide or content.startswith(codecs.BOM_UTF8)
        text = content.decode("utf-16") if wide else content.decode("utf-8-sig")
    else:
        bom, text = content.startswith("\ufeff"), content.removeprefix("\ufeff")
    newlines = tuple(len(found) for found in re.findall(r"\r\n|\r|\n", text)) if "\r" in text else ()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return RawText(text, newlines or (1,) * text.count("\n"), bom)


class Ruler:
    """Finds where positions, counted by one convention, lie in the canonical text."""

    def __init__(self, raw: RawText, convention: Convention) -> None:
        self._raw, self._inclusive = raw, convention.inclusive
        self._starts = _starts(raw, convention)

    def spans(self, stretches: Sequence[Stretch]) -> list[Span | None]:
        """The code points of each stretch; None where it lies outside the text, or cuts a character in two."""
        asked = [(self._near(one.start), self._near(one.end)) for one in stretches]
        places = self._places(np.array(asked, dtype=np.int64).reshape(-1, 2))
        return [self._span(start, end) for start, end in places.tolist()]

    def _near(self, position: int) -> int:
        return max(-1, min(position, int(self._starts[-1]) + 1))

    def _places(self, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The code point that begins at each position; within a line end the line end; -1 where there is none."""
        at = np.searchsorted(self._starts, positions, side="right") - 1
        first = np.maximum(at, 0)
        inside_line_end = np.append(_points(self._raw.text) == _LINE_FEED, False)[first]
        good = (positions <= self._starts[-1]) & (at >= 0) & ((self._starts[first] == positions) | inside_line_end)
        places = np.where(good, at, -1)
        places[positions == 0] = 0  # before a mark that is counted
        return places

    def _span(self, start: int, end: int) -> Span | None:
        end += self._inclusive and end >= 0
        return Span(start, end) if 0 <= start <= end <= len(self._raw.text) else None


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _starts(raw: RawText, convention: Convention) -> npt.NDArray[np.int64]:
    """Where each code point begins as counted, and where the text ends."""
    points = _points(raw.text)
    widths = np.ones(len(points), dtype=np.int64)
    if convention.unit == "UTF-16":
        widths += points > 0xFFFF
    elif convention.unit == "UTF-8 bytes":
        widths += (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    lengths = {"as written": raw.newlines, "one": (1,), "two": (2,)}[convention.newline]
    widths[points == _LINE_FEED] = np.array(lengths, dtype=np.int64)
    mark = {"UTF-8 bytes": 3}.get(convention.unit, 1) if convention.bom else 0
    return np.concatenate(([mark], mark + np.cumsum(widths)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The convention of a text or a file, and how sure that is."""

    convention: Convention | None = None  # None where nothing speaks for any
    sure: str = "no selections"  # "certain", "likely", "unsure"
    selections: int = 0  # that were looked at
    fit: int = 0  # of those, that are the quote the file repeats, or whole words, by this convention
    next_fit: int = 0  # by the best convention that would place one of them elsewhere
    quotes_kept: int = 0  # selections that are exactly the quote the file repeats
    outside: int = 0  # that lie outside the text, or cut a character in two


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class _Case:
    """One text with its selections, each with the words the file repeats of it."""

    raw: RawText
    stretches: tuple[Stretch, ...]
    quotes: tuple[str, ...]

    @property
    def conventions(self) -> list[Convention]:
        """What could be meant, as far as this text can tell it apart."""
        units = UNITS[:1] if self.raw.text.isascii() else UNITS
        newlines = NEWLINES if "\n" in self.raw.text else NEWLINES[:1]
        marks = (False, True) if self.raw.bom else (False,)
        return [Convention(*one) for one in product(units, newlines, marks, (False, True))]


@dataclass(frozen=True, slots=True)
class _Score:
    spans: tuple[Span | None, ...]
    points: tuple[
        float, ...
    ]  # of each selection: 2 for the words repeated, 1 for whole words (1.5 with their beginning repeated)

    @property
    def total(self) -> float:
        return sum(self.points)

    @property
    def fit(self) -> int:
        return sum(point >= 1 for point in self.points)

    @property
    def kept(self) -> int:
        return sum(point == 2 for point in self.points)


_Scores = dict[Convention, _Score]


def quote_of(selection: Selection) -> str:
    """The words of a selection that its name repeats, spaces made one; "" where it repeats none."""
    quote = _SPACES.sub(" ", selection.name)
    return "" if _NAMELESS.fullmatch(quote) else quote


def detect(texts: Iterable[tuple[RawText, Sequence[Selection]]], origin: str = "") -> tuple[Found, list[Found]]:
    """The convention of a file, and of each of its texts: that of the file unless the text itself says otherwise."""
    cases = [_case(raw, selections) for raw, selections in texts]
    scored = [_scores(case) for case in cases]
    together = _together(scored)
    if not together:
        return Found(), [Found()] * len(cases)
    best = _ranked(together, origin)[0]
    return _found(best, best, together, origin), [_of_one(scores, best, origin) for scores in scored]


def _of_one(scores: _Scores, whole: Convention, origin: str) -> Found:
    """A text goes its own way only where two whole words or a quote more speak for that."""
    if not scores:
        return Found()
    usual = _like(scores, whole)
    own = _ranked(scores, origin)[0]
    if scores[own].total < scores[usual].total + 2:
        return _found(whole, usual, scores, origin)
    return _found(own, own, scores, origin)


def _case(raw: RawText, selections: Sequence[Selection]) -> _Case:
    asked = [(one.extent, quote_of(one)) for one in selections if isinstance(one.extent, Stretch)]
    asked = asked[:: max(1, -(-len(asked) // MOST_ASKED))]
    return _Case(raw, tuple(extent for extent, _ in asked), tuple(quote for _, quote in asked))


def _scores(case: _Case) -> _Scores:
    return {convention: _score(case, convention) for convention in case.conventions} if case.stretches else {}


def _score(case: _Case, convention: Convention) -> _Score:
    spans = tuple(Ruler(case.raw, convention).spans(case.stretches))
    text = case.raw.text
    return _Score(spans, tuple(_points_of(text, *one) for one in zip(spans, case.quotes, strict=True)))


def _points_of(text: str, span: Span | None, quote: str) -> float:
    if span is None or span.start == span.end:
        return 0
    words = _SPACES.sub(" ", text[span.start : span.end])
    if quote and words == quote:
        return 2
    return _whole_words(text, span) + 0.5 * (quote != "" and _cut_short(words, quote))


def _cut_short(words: str, quote: str) -> bool:
    """Whether the quote is the beginning of these words, as ATLAS.ti writes it; that tells where they begin."""
    beginning = quote.removesuffix("…").removesuffix("...")
    return beginning != quote and len(beginning) > 3 and words.startswith(beginning.rstrip())


def _whole_words(text: str, span: Span) -> float:
    """1 where a span begins and ends with whole words, less where it does so with spaces, 0 where it cuts words."""
    first, last = text[span.start], text[span.end - 1]
    before, behind = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if (before.isalnum() and first.isalnum()) or (last.isalnum() and behind.isalnum()):
        return 0
    return 1 - 0.5 * (first.isspace() + last.isspace())


def _together(scored: Sequence[_Scores]) -> _Scores:
    """The scores of all texts as if they were one."""
    filled = [scores for scores in scored if scores]
    every = dict.fromkeys(one for scores in filled for one in scores)
    parts = {one: [scores[_like(scores, one)] for scores in filled] for one in every}
    return {
        one: _Score(tuple(chain(*(part.spans for part in own))), tuple(chain(*(part.points for part in own))))
        for one, own in parts.items()
    }


def _like(scores: _Scores, asked: Convention) -> Convention:
    """A convention as far as a text can tell it apart: in ASCII, UTF-16 units are code points."""
    for unit, newline, bom in product((asked.unit, UNITS[0]), (asked.newline, NEWLINES[0]), (asked.bom, False)):
        if (like := Convention(unit, newline, bom, asked.inclusive)) in scores:
            return like
    raise AssertionError("code points as written are always among them")


def _ranked(scores: _Scores, origin: str) -> list[Convention]:
    """Conventions, best first; what is usual goes before what is not where the selections leave it open."""
    usual = UNITS.index("UTF-16") if "nvivo" in origin.lower() else 0

    def rank(one: Convention) -> tuple[float, bool, bool, bool, int]:
        unit = (UNITS.index(one.unit) - usual) % len(UNITS)
        return (-scores[one].total, one.inclusive, one.bom, one.newline != NEWLINES[0], unit)

    return sorted(scores, key=rank)


def _found(said: Convention, like: Convention, scores: _Scores, origin: str) -> Found:
    best = scores[like]
    others = (scores[one] for one in _ranked(scores, origin))
    other = next((one for one in others if one.spans != best.spans), _Score((), ()))
    return Found(
        convention=said,
        sure=_sureness(best, other),
        selections=len(best.points),
        fit=best.fit,
        next_fit=other.fit,
        quotes_kept=best.kept,
        outside=sum(span is None for span in best.spans),
    )


def _sureness(best: _Score, other: _Score) -> str:
    """How far the best is ahead, among the selections that the two place differently."""
    count, lead = len(best.points), best.total - other.total
    apart = sum(one != another for one, another in zip(best.spans, other.spans, strict=False))
    every_quote = best.kept == count and not other.kept
    if best.fit >= 0.7 * count and (lead >= max(3, 0.25 * apart) or every_quote):
        return "certain"
    return "likely" if best.fit >= 0.5 * count and lead >= 0.75 else "unsure"


def by_lengths(selections: Iterable[Selection]) -> Found:
    """What the lengths of quotes say of ends, where the text itself is absent."""
    asked = [(one.extent, quote_of(one)) for one in selections if isinstance(one.extent, Stretch)]
    whole = [(at.end - at.start, quote) for at, quote in asked if quote and not quote.endswith(("…", "..."))]
    behind = sum(length == len(quote) for length, quote in whole)
    on_last = sum(length == len(quote) - 1 for length, quote in whole)
    if behind == on_last:
        return Found(sure="unsure" if asked else "no selections", selections=len(asked))
    return Found(
        convention=Convention(inclusive=on_last > behind),
        sure="likely",
        selections=len(asked),
        fit=max(behind, on_last),
        next_fit=min(behind, on_last),
    )
