"""Which letter of one text is which letter of another rendering of it, found by stretches that stand once in both.

Blocks may come in another order (columns, footnotes); between two blocks shorter stretches are looked for. Nothing is
said of a letter that no such stretch reaches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

LONG, SHORT = 32, 16  # letters of a stretch that must stand once in both texts, and once between two blocks
_MOST_BETWEEN = 5_000  # letters of a gap that shorter stretches are looked for in
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 1 << 64)

Letters = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class _Block:
    """Letters that are the same in both texts, from a place in the first and one in the second."""

    first: int
    second: int
    length: int

    @property
    def shift(self) -> int:
        return self.second - self.first

    @property
    def end(self) -> int:
        return self.first + self.length


def letter_map(first: str, second: str, edges: tuple[Places, Places]) -> Places:
    """For each letter of the first key its place in the second, -1 where it is not known.

    `edges` say of each place of either key, its end too, how good it is to part the text there: the higher the better.
    """
    one, other = _points(first), _points(second)
    blocks = _settled(list(_blocks(one, other, LONG)), edges)
    between = [block for gap in _gaps(blocks) for block in _within(one, other, gap)]
    blocks = _settled(sorted(blocks + between), edges)
    found = np.full(len(one), -1, dtype=np.int64)
    for block in blocks:
        found[block.first : block.end] = np.arange(block.second, block.second + block.length)
    return found


def _points(key: str) -> Letters:
    return np.frombuffer(key.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _blocks(one: Letters, other: Letters, size: int) -> Iterator[_Block]:
    """Stretches of this many letters that stand once in each, grown both ways as far as the letters agree."""
    last: _Block | None = None
    for at, there in _seeds(one, other, size):
        if last and last.shift == there - at and at < last.end:
            continue
        if not np.array_equal(one[at : at + size], other[there : there + size]):
            continue  # two stretches with one sum
        back = _agreeing(one[:at][::-1], other[:there][::-1])
        on = _agreeing(one[at:], other[there:])
        last = _Block(at - back, there - back, back + on)
        yield last


def _seeds(one: Letters, other: Letters, size: int) -> list[tuple[int, int]]:
    if min(len(one), len(other)) < size:
        return []
    sums, places = _once(one, size)
    other_sums, other_places = _once(other, size)
    _, mine, theirs = np.intersect1d(sums, other_sums, assume_unique=True, return_indices=True)
    order = np.argsort(places[mine])
    return list(zip(places[mine][order].tolist(), other_places[theirs][order].tolist(), strict=True))


def sums_of(key: str, size: int) -> npt.NDArray[np.uint64]:
    """A number for each stretch of this many letters, the same for the same letters."""
    return _sums(_points(key), size)


def _once(letters: Letters, size: int) -> tuple[npt.NDArray[np.uint64], Places]:
    """The sums of all stretches that stand once, and where."""
    values, places, times = np.unique(_sums(letters, size), return_index=True, return_counts=True)
    return values[times == 1], places[times == 1].astype(np.int64)


def _sums(letters: Letters, size: int) -> npt.NDArray[np.uint64]:
    if len(letters) < size:
        return np.zeros(0, dtype=np.uint64)
    count = len(letters) + 1
    powers = np.cumprod(np.full(count, _BASE, dtype=np.uint64))
    back = np.cumprod(np.full(count, _INVERSE, dtype=np.uint64))
    summed = np.zeros(count, dtype=np.uint64)
    np.cumsum(letters.astype(np.uint64) * powers[: len(letters)], out=summed[1:])
    return ((summed[size:] - summed[:-size]) * back[: count - size]).astype(np.uint64, copy=False)


def _agreeing(one: Letters, other: Letters) -> int:
    """How many letters agree from the beginning."""
    length, done, step = min(len(one), len(other)), 0, 64
    while done < length:
        until = min(done + step, length)
        differ = np.flatnonzero(one[done:until] != other[done:until])
        if len(differ):
            return done + int(differ[0])
        done, step = until, step * 2
    return length


def _settled(blocks: list[_Block], edges: tuple[Places, Places]) -> list[_Block]:
    """Blocks in the order of the first text, parted where two of them claim the same letters."""
    parted: list[_Block] = []
    for block in sorted(blocks):
        cut = block.first
        if parted and parted[-1].end > cut:
            before = parted.pop()
            cut = _cut(before, block, edges)
            parted.append(_Block(before.first, before.second, cut - before.first))
        parted.append(_Block(cut, cut + block.shift, block.end - cut))
    return [block for block in parted if block.length > 0]


def _cut(before: _Block, block: _Block, edges: tuple[Places, Places]) -> int:
    """Where one block best ends and the next begins."""
    own, other = edges
    places = np.arange(max(block.first, before.first), min(before.end, block.end) + 1)
    good = own[places] + other[places + before.shift] + other[places + block.shift]
    return int(places[np.argmax(good)])


@dataclass(frozen=True, slots=True)
class _Gap:
    """What lies between two blocks that follow each other in both texts."""

    first: int
    end: int
    second: int
    other_end: int


def _gaps(blocks: list[_Block]) -> Iterator[_Gap]:
    for before, block in pairwise(blocks):
        gap = _Gap(before.end, block.first, before.second + before.length, block.second)
        letters, others = gap.end - gap.first, gap.other_end - gap.second
        if SHORT <= letters <= _MOST_BETWEEN and SHORT <= others <= _MOST_BETWEEN:
            yield gap


def _within(one: Letters, other: Letters, gap: _Gap) -> Iterator[_Block]:
    for block in _blocks(one[gap.first : gap.end], other[gap.second : gap.other_end], SHORT):
        yield _Block(block.first + gap.first, block.second + gap.second, block.length)
