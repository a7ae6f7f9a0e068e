"""How two records differ, field by field and word by word, for the eye of whoever decides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from synthema.dedup.text import fold
from synthema.records.model import Record

FIELDS = (
    "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "kind", "language", "abstract",
)  # fmt: skip
MOST_WORDS = 1500  # longer texts are compared as wholes
_WORD = re.compile(r"\s*\S+")


class How(StrEnum):
    """How the two sides of a field stand to each other."""

    SAME = "same"
    ALIKE = "alike"  # but for capitals, accents and punctuation
    DIFFERENT = "different"
    LEFT = "left"  # only the left side says anything
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a field, and whether the other side lacks them."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two records."""

    field: str
    how: How
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def differences(left: Record, right: Record) -> list[Difference]:
    """Every field that at least one of two records fills."""
    pairs = ((field, _text(left, field), _text(right, field)) for field in FIELDS)
    return [_difference(field, a, b) for field, a, b in pairs if a or b]


def _text(record: Record, field: str) -> str:
    value = getattr(record, field)
    if field == "authors":
        return "; ".join(record.authors)
    return "" if value is None else " ".join(str(value).split())


def _difference(field: str, a: str, b: str) -> Difference:
    how = _how(a, b)
    if how is not How.DIFFERENT:
        return Difference(field, how, _whole(a, False), _whole(b, False))
    return Difference(field, how, *_compared(_WORD.findall(a), _WORD.findall(b)))


def _how(a: str, b: str) -> How:
    if not a or not b:
        return How.LEFT if a else How.RIGHT
    if a == b:
        return How.SAME
    return How.ALIKE if fold(a) == fold(b) else How.DIFFERENT


def _whole(text: str, differs: bool) -> tuple[Piece, ...]:
    """The words as one piece; the space before words that differ is no part of the difference."""
    words = text.lstrip() if differs else text
    space = text[: len(text) - len(words)]
    return tuple(Piece(*one) for one in ((space, False), (words, differs)) if one[0])


def _compared(a: Sequence[str], b: Sequence[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if max(len(a), len(b)) > MOST_WORDS:
        return _whole("".join(a), True), _whole("".join(b), True)
    matcher = SequenceMatcher(None, [_key(one) for one in a], [_key(one) for one in b], autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        left += _whole("".join(a[a1:a2]), tag != "equal")
        right += _whole("".join(b[b1:b2]), tag != "equal")
    return tuple(left), tuple(right)


def _key(word: str) -> str:
    return fold(word) or word.strip()
