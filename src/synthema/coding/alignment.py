"""Which codes of two coders mean the same, proposed from where they were used; a person decides."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from synthema.agreement.intervals import wilson
from synthema.refused import Refused

QUOTES = 5
LEAST = 0.1
# A part of a split must lie mostly inside the other's code, and the parts together must fit better than the best one.
INSIDE = 0.5
BETTER = 0.05


@dataclass(frozen=True, slots=True, order=True)
class Coded:
    """A quote of a code: the text, and the half-open range of code points in it."""

    text: str
    start: int
    end: int
    code: str

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise Refused(
                "A quote of {code} in {text} runs from {start} to {end}; it needs an end behind its start.",
                code=self.code,
                text=self.text,
                start=self.start,
                end=self.end,
            )


@dataclass(frozen=True, slots=True)
class Shared:
    """Two quotes of the two coders that overlap, and by how much (characters, or sentences where these are given)."""

    first: Coded
    second: Coded
    overlap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Codes of the first coder that may mean the same as codes of the second: one and one, one and several.

    `overlap` of the `first_size` and `second_size` places (characters or sentences) is shared; `quotes` are all quotes
    of these codes. `certainty` is the lower end of the Wilson interval of `jaccard` over the quotes, so that what was
    seen once ranks behind what was seen often.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    overlap: int
    first_size: int
    second_size: int
    quotes: int
    support: tuple[Shared, ...]

    @property
    def jaccard(self) -> float:
        """What both share, of what either has."""
        return self.overlap / (self.first_size + self.second_size - self.overlap)

    @property
    def first_share(self) -> float:
        """How much of the first coder's place lies in the second's."""
        return self.overlap / self.first_size

    @property
    def second_share(self) -> float:
        """How much of the second coder's place lies in the first's."""
        return self.overlap / self.second_size

    @property
    def certainty(self) -> float:
        """The lower end of the 95 % interval of `jaccard`."""
        return wilson(self.jaccard * self.quotes, self.quotes, 0.95)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Proposals, the most certain first: `pairs` use no code twice; `splits` set one code beside several of the other;
    `only_first` and `only_second` stand in neither."""

    pairs: tuple[Proposal, ...]
    splits: tuple[Proposal, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


Span = tuple[str, int, int]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Side:
    """One coder: quotes in order, the span each takes up, each code's place (spans that do not overlap), sizes."""

    quotes: tuple[Coded, ...]
    spans: tuple[Span, ...]
    places: Mapping[str, tuple[Span, ...]]
    sizes: Mapping[str, int]
    used: Mapping[str, int]

    def place(self, codes: Iterable[str]) -> tuple[Span, ...]:
        """Where any of the codes was used."""
        return _merged(span for code in codes for span in self.places[code])

    def count(self, codes: Iterable[str]) -> int:
        """How many quotes the codes have."""
        return sum(self.used[code] for code in codes)


def align(
    first: Iterable[Coded],
    second: Iterable[Coded],
    *,
    codes: tuple[Iterable[str], Iterable[str]] = ((), ()),
    sentences: Mapping[str, Sequence[int]] | None = None,
    least: float = LEAST,
) -> Alignment:
    """Propose which codes mean the same; `codes` adds codes without quotes, `sentences` (where each sentence of a text
    starts) counts sentences instead of characters, `least` is the Jaccard index a pair must reach."""
    one, other = _side(first, codes[0], sentences), _side(second, codes[1], sentences)
    support, shared = _supports(one, other), _shared(one, other)
    best = _assigned(one, other, shared, least)
    pairs = [_proposal(one, other, pair[:1], pair[1:], support) for pair in best]
    splits = [
        *_splits(one, other, shared, support, turned=False),
        *_splits(one, other, shared, support, turned=True),
    ]
    named = [*pairs, *splits]
    return Alignment(
        pairs=_ranked(pairs),
        splits=_ranked(splits),
        only_first=tuple(sorted(one.places.keys() - {code for each in named for code in each.first})),
        only_second=tuple(sorted(other.places.keys() - {code for each in named for code in each.second})),
    )


def _side(quotes: Iterable[Coded], codes: Iterable[str], sentences: Mapping[str, Sequence[int]] | None) -> _Side:
    """Quotes given twice count once."""
    kept = tuple(sorted(set(quotes)))
    spans = tuple(_span(quote, sentences) for quote in kept)
    by_code: dict[str, list[Span]] = {code: [] for code in codes}
    for quote, span in zip(kept, spans, strict=True):
        by_code.setdefault(quote.code, []).append(span)
    places = {code: _merged(spans_of) for code, spans_of in sorted(by_code.items())}
    sizes = {code: _size(place) for code, place in places.items()}
    return _Side(kept, spans, places, sizes, {code: len(spans_of) for code, spans_of in by_code.items()})


def _span(quote: Coded, sentences: Mapping[str, Sequence[int]] | None) -> Span:
    if sentences is None:
        return quote.text, quote.start, quote.end
    starts = sentences.get(quote.text)
    if starts is None:
        raise Refused("The sentences of {text} are missing. Give those of every coded text.", text=quote.text)
    return quote.text, max(bisect_right(starts, quote.start), 1) - 1, max(bisect_left(starts, quote.end), 1)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    made: list[Span] = []
    for text, start, end in sorted(spans):
        if made and made[-1][0] == text and start <= made[-1][2]:
            made[-1] = (text, made[-1][1], max(end, made[-1][2]))
        else:
            made.append((text, start, end))
    return tuple(made)


def _size(place: Iterable[Span]) -> int:
    return sum(end - start for _, start, end in place)


def _overlaps(one: Sequence[Span], other: Sequence[Span]) -> list[tuple[int, int, int]]:
    """Every overlap of a span with one of the other side: both positions and the length; a sweep from left to right."""
    marks = sorted(
        (
            *((*span, 0, place) for place, span in enumerate(one)),
            *((*span, 1, place) for place, span in enumerate(other)),
        )
    )
    found: list[tuple[int, int, int]] = []
    open_spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    reading = None
    for text, start, end, side, place in marks:
        if text != reading:
            reading, open_spans = text, ([], [])
        # Only spans that still go on are kept, so that the work grows with the overlaps there are.
        open_spans[1 - side][:] = [each for each in open_spans[1 - side] if each[0] > start]
        for reach, its_place in open_spans[1 - side]:
            both = (its_place, place) if side else (place, its_place)
            found.append((*both, min(end, reach) - start))
        open_spans[side].append((end, place))
    return found


def _shared(one: _Side, other: _Side) -> dict[Pair, int]:
    """How much of each pair of codes is shared, a place once however many quotes cover it."""
    mine = [(code, span) for code, place in one.places.items() for span in place]
    theirs = [(code, span) for code, place in other.places.items() for span in place]
    shared: Counter[Pair] = Counter()
    for i, j, overlap in _overlaps([span for _, span in mine], [span for _, span in theirs]):
        shared[mine[i][0], theirs[j][0]] += overlap
    return dict(sorted(shared.items()))


def _supports(one: _Side, other: _Side) -> dict[Pair, list[Shared]]:
    """The overlapping quotes of each pair of codes, the longest overlap first."""
    support: dict[Pair, list[Shared]] = {}
    for place, its_place, overlap in _overlaps(one.spans, other.spans):
        mine, theirs = one.quotes[place], other.quotes[its_place]
        support.setdefault((mine.code, theirs.code), []).append(Shared(mine, theirs, overlap))
    return {pair: _chosen(found) for pair, found in support.items()}


def _chosen(found: Iterable[Shared]) -> list[Shared]:
    """A few of them, the longest overlap first; of as many texts as there are."""
    ordered = sorted(found, key=_by_overlap)
    first = {shared.first.text: shared for shared in reversed(ordered)}  # the longest of each text
    longest = sorted(first.values(), key=_by_overlap)
    others = [shared for shared in ordered if first[shared.first.text] is not shared]
    return sorted([*longest, *others][:QUOTES], key=_by_overlap)


def _by_overlap(shared: Shared) -> tuple[int, Coded, Coded]:
    return -shared.overlap, shared.first, shared.second


def _assigned(one: _Side, other: _Side, shared: Mapping[Pair, int], least: float) -> list[Pair]:
    """The pairs whose Jaccard indices add up to the most, no code twice."""
    rows, columns = list(one.places), list(other.places)
    row, column = {code: i for i, code in enumerate(rows)}, {code: i for i, code in enumerate(columns)}
    jaccard = np.zeros((len(rows), len(columns)))
    for (mine, theirs), overlap in shared.items():
        jaccard[row[mine], column[theirs]] = overlap / (one.sizes[mine] + other.sizes[theirs] - overlap)
    chosen = zip(*linear_sum_assignment(jaccard, maximize=True), strict=True)
    return [(rows[i], columns[j]) for i, j in chosen if jaccard[i, j] >= least and jaccard[i, j] > 0]


def _splits(
    one: _Side,
    other: _Side,
    shared: Mapping[Pair, int],
    support: Mapping[Pair, list[Shared]],
    *,
    turned: bool,
) -> list[Proposal]:
    """One code beside the several of the other coder that lie mostly in it and fit it better together than alone."""
    parts: dict[str, list[tuple[int, str]]] = {}
    for pair, overlap in shared.items():
        whole, part = pair[turned], pair[not turned]
        if overlap >= INSIDE * (one if turned else other).sizes[part]:
            parts.setdefault(whole, []).append((overlap, part))
    made: list[Proposal] = []
    for whole, found in parts.items():
        if len(found) < 2:
            continue
        several = tuple(part for _, part in sorted(found, key=lambda each: (-each[0], each[1])))
        mine, theirs = (several, (whole,)) if turned else ((whole,), several)
        proposal = _proposal(one, other, mine, theirs, support)
        singles = [(part, whole) if turned else (whole, part) for part in several]
        alone = max(shared[a, b] / (one.sizes[a] + other.sizes[b] - shared[a, b]) for a, b in singles)
        if proposal.jaccard >= alone + BETTER:
            made.append(proposal)
    return made


def _proposal(
    one: _Side, other: _Side, first: Sequence[str], second: Sequence[str], support: Mapping[Pair, list[Shared]]
) -> Proposal:
    mine, theirs = one.place(first), other.place(second)
    quotes = [shared for a in first for b in second for shared in support.get((a, b), [])]
    return Proposal(
        first=tuple(first),
        second=tuple(second),
        overlap=sum(length for _, _, length in _overlaps(mine, theirs)),
        first_size=_size(mine),
        second_size=_size(theirs),
        quotes=one.count(first) + other.count(second),
        support=tuple(_chosen(quotes)),
    )


def _ranked(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    return tuple(sorted(proposals, key=lambda each: (-each.certainty, -each.overlap, each.first, each.second)))
