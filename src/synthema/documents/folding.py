"""A text reduced to its letters and digits, with the way back to the code points they came from."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from synthema.documents.model import Span


@dataclass(frozen=True, slots=True)
class Folded:
    """The key of a text, and for each of its characters the cluster (letter with its marks) it came from."""

    key: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span | None:
        """The code points of the text that a stretch of the key came from; None where it would part a cluster."""
        parts_first = start > 0 and self.starts[start - 1] == self.starts[start]
        parts_last = end < len(self.key) and self.starts[end] == self.starts[end - 1]
        return None if parts_first or parts_last else Span(self.starts[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """Letters, digits and marks, decomposed (NFKD) and without case; spaces, hyphens, quotes and punctuation gone."""
    key: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        letters = _folded(text[start:end])
        key.append(letters)
        starts += [start] * len(letters)
        ends += [end] * len(letters)
    return Folded("".join(key), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A character with the marks upon it; decomposing a cluster never touches its neighbours, so the map is exact."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or text[place].isascii() or not unicodedata.combining(text[place]):
            yield start, place
            start = place


def _folded(cluster: str) -> str:
    if cluster.isascii():
        return cluster.lower() if cluster.isalnum() else ""
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", cluster).casefold())
    return "".join(letter for letter in whole if unicodedata.category(letter)[0] in "LNM")
