"""Finding words in full texts whatever their case, hyphens and line ends: folded once, kept beside their pictures."""

import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.documents.derived import folder_of, forget, keep, lock_of, look
from synthema.documents.folding import fold
from synthema.documents.model import Span
from synthema.documents.tables import Document, text_of
from synthema.documents.typed import MOST, Found, as_typed, has_signs

RECIPE = 1  # raised whenever the same text would be folded another way


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The letters of a text as UTF-8, and for each of those bytes where its letter begins and ends in the text."""

    key: bytes
    at: bytes  # whole numbers of 4 bytes each: all beginnings, then all ends

    def places(self, wanted: bytes, most: int = MOST) -> Found:
        """Where folded words stand; a place that would part a letter from its accents is none."""
        if not wanted:
            return Found(0, ())
        starts, ends = (
            memoryview(self.at)[: len(self.key) * 4].cast("I"),
            memoryview(self.at)[len(self.key) * 4 :].cast("I"),
        )
        total, spans = 0, list[Span]()
        for at in self._hits(wanted):
            last = at + len(wanted) - 1
            parted = (at and starts[at - 1] == starts[at]) or (last + 1 < len(ends) and ends[last] == ends[last + 1])
            if not parted:
                total += 1
                if len(spans) < most:
                    spans.append(Span(starts[at], ends[last]))
        return Found(total, tuple(spans))

    def _hits(self, wanted: bytes) -> Iterator[int]:
        at = self.key.find(wanted)
        while at >= 0:
            yield at
            at = self.key.find(wanted, at + len(wanted))


def folded_of(row: Document) -> FoldedText | None:
    """The folded text of a document, made when it is first asked for; None where its text was withdrawn."""
    shelf, content = trail.store(row.review), Content(row.file)
    if not shelf.has(Content(row.text)):
        forget(row.review, content)
        return None
    place = folder_of(row.review, content) / f"fold{RECIPE}-{sys.byteorder}-{row.text_sha256[:16]}"
    if (held := _held(place)) is not None:
        return held
    with lock_of(row.file, place.name):
        if (held := _held(place)) is not None:
            return held
        text = text_of(row)
        if text is None:
            return None
        made = folded(text.text)
        keep(place, len(made.key).to_bytes(4, sys.byteorder) + made.key + made.at)
    return made


def _held(place: Path) -> FoldedText | None:
    found = look(place)
    if found is None or len(found) < 4:
        return None
    key = int.from_bytes(found[:4], sys.byteorder)
    whole = len(found) == 4 + 9 * key
    return FoldedText(found[4 : 4 + key], found[4 + key :]) if whole else None


def folded(text: str) -> FoldedText:
    """A text folded, with where each byte of the key came from."""
    made = fold(text)
    starts, ends = array("I"), array("I")
    if made.key.isascii():
        starts, ends = array("I", made.starts), array("I", made.ends)
    else:
        for letter, start, end in zip(made.key, made.starts, made.ends, strict=True):
            length = len(letter.encode())
            starts.extend([start] * length)
            ends.extend([end] * length)
    return FoldedText(made.key.encode(), starts.tobytes() + ends.tobytes())


def found(row: Document, words: str, most: int = MOST) -> Found:
    """How often words stand in a document, and where the first are.

    Signs that were typed, such as brackets and full stops, are looked for; where they stand nowhere, the letters are.
    """
    signs = has_signs(words)
    if signs and (text := text_of(row)) is not None and (hits := as_typed(text.text, words, most)).total:
        return hits
    wanted = fold(words).key.encode()
    held = folded_of(row) if wanted else None
    there = held.places(wanted, most) if held else Found(0, ())
    return replace(there, loose=signs and there.total > 0)
