"""Which source of a coded project is which full text of the review: by its bytes, its text, its letters, its name."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from uuid import UUID

import numpy as np
import numpy.typing as npt

from synthema.coding.import_model import HeldDocument
from synthema.coding.refi.nouns import Source, SourceKind
from synthema.coding.wording import same_name
from synthema.documents.folding import fold
from synthema.documents.letter_map import sums_of
from synthema.documents.model import PAGE_END

LIKE = 0.98  # share of the shorter text's stretches that stand in the longer one
_STRETCH = 32  # letters
_FEWEST = 200  # letters that are enough to know a text by
_ONE_IN = np.uint64(16)  # of the stretches, so that many texts are compared in little time


@dataclass(frozen=True)  # no slots: what is worked out from the text is kept beside it
class TextOf:
    """A text to be compared."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The text with a line feed where a page ends."""
        return self.text.replace(PAGE_END, "\n")

    @cached_property
    def key(self) -> str:
        """Its letters."""
        return fold(self.text).key

    @cached_property
    def stretches(self) -> npt.NDArray[np.uint64]:
        """Some of its stretches of letters, the same ones in each text."""
        sums = np.unique(sums_of(self.key, _STRETCH))
        kept: npt.NDArray[np.uint64] = sums[(sums >> np.uint64(48)) % _ONE_IN == 0]
        return kept


@dataclass(frozen=True, slots=True)
class Match:
    """The full text a source is, what tells so, and whether that is sure."""

    document: HeldDocument | None
    why: str
    sure: bool = True


def match_source(
    source: Source, words: str | None, digest: str, held: Sequence[HeldDocument], texts: Mapping[UUID, TextOf]
) -> Match:
    """The full text that a source is; `digest` is the SHA-256 of its own file, `texts` those of the full texts."""
    if source.kind not in (SourceKind.TEXT, SourceKind.PDF):
        return Match(None, "only texts are coded here, and documents with a text")
    if digest:
        for one in held:
            if one.file_sha256 == digest:
                return Match(one, "it is the same file")
    if words and (found := _by_text(TextOf(words), held, texts)):
        return found
    named = [one for one in held if _called(one.name) == _called(source.name) and _called(source.name)]
    if len(named) == 1:
        return Match(named[0], "it has the name of this full text, and another text", sure=False)
    if words is None and not digest:
        return Match(None, "neither its file nor its text is there")
    return Match(None, "no full text of the review has its text")


def _by_text(mine: TextOf, held: Sequence[HeldDocument], texts: Mapping[UUID, TextOf]) -> Match | None:
    for one in held:
        if texts[one.id].plain == mine.plain:
            return Match(one, "it has the same text")
    if len(mine.key) < _FEWEST:
        same = [one for one in held if mine.key and texts[one.id].key == mine.key]
        return Match(same[0], "it has the same letters", sure=len(same) == 1) if same else None
    shares = sorted(
        ((_share(mine, texts[one.id]), -one.number, one) for one in held), reverse=True, key=lambda s: s[:2]
    )
    if not shares or shares[0][0] < LIKE:
        return None
    best = shares[0][2]
    if texts[best.id].key == mine.key:
        return Match(best, "it has the same letters")
    rival = len(shares) > 1 and shares[1][0] >= LIKE
    return Match(best, f"{min(99, int(shares[0][0] * 100))} percent of its text stand there", sure=not rival)


def _share(one: TextOf, other: TextOf) -> float:
    fewer = min(len(one.stretches), len(other.stretches))
    if not fewer or min(len(one.key), len(other.key)) < _FEWEST:
        return 0.0
    common = len(np.intersect1d(one.stretches, other.stretches, assume_unique=True))
    return common / fewer


def _called(name: str) -> str:
    stem = PurePath(name.replace("\\", "/")).name
    return same_name(stem.rpartition(".")[0] if "." in stem[-6:] else stem)


def digest_of(content: bytes) -> str:
    """The SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
