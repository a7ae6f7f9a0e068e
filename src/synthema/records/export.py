"""An export file: its bytes, and its text a piece at a time, so that no file has to fit into memory."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from synthema.files import readable
from synthema.records.decoding import Encoding, odd_parts, pieces, survey, texts
from synthema.records.model import Unreadable
from synthema.refused import Refused

HEAD = 2**20  # characters that a format is recognised by
_TAIL = 2**18  # bytes
_OVERLAP = 2**16  # characters
_LONGEST_LINE = 2**26  # characters
_LARGEST = 2**28  # bytes that are ever held at once
_BOM = "\ufeff"


class Export:
    """One file of records, read from a path or from bytes; raises Unreadable where it is empty or not text."""

    def __init__(
        self,
        source: str | Path | bytes,
        *,
        name: str = "",
        encoding: str = "",
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self.path = None if isinstance(source, bytes) else Path(source)
        self._bytes = source if isinstance(source, bytes) else b""
        self.name = name or (self.path.name if self.path else "the file") or str(source)
        self.columns = dict(columns or {})  # header -> field, where a person says how a table is to be read
        self._asked = encoding
        self._opened: BinaryIO = BytesIO()
        if self.path is not None:
            try:
                readable(self.path, "export file")
            except Refused as error:
                raise Unreadable(str(error)) from None

    def open(self) -> BinaryIO:
        """The bytes of the file from their start."""
        self._opened = self.path.open("rb") if self.path is not None else BytesIO(self._bytes)
        return self._opened

    @property
    def percent(self) -> int:
        """How much of the bytes was read since they were last opened."""
        return 100 if self._opened.closed else 100 * self._opened.tell() // max(1, self.size)

    @cached_property
    def size(self) -> int:
        """The number of bytes."""
        return self.path.stat().st_size if self.path is not None else len(self._bytes)

    @cached_property
    def encoding(self) -> Encoding:
        """How the bytes become text."""
        return survey(self.open, self.name, self._asked)

    @cached_property
    def repairs(self) -> tuple[str, ...]:
        """What has to be repaired to read the file as text."""
        return (*self.encoding.repairs, *odd_parts(self.open, self.encoding))

    @cached_property
    def head(self) -> str:
        """The first characters, enough to recognise a format by."""
        taken, size = [], 0
        for piece in self.pieces():
            taken.append(piece)
            size += len(piece)
            if size >= HEAD:
                break
        return "".join(taken)[:HEAD]

    def windows(self) -> Iterator[str]:
        """The text in stretches as long as the head, each with the end of the one before it."""
        held = ""
        for piece in self.pieces():
            held += piece
            if len(held) >= HEAD:
                yield held
                held = held[-_OVERLAP:]
        yield held

    @cached_property
    def tail(self) -> str:
        """The last characters, enough to see whether the file ends where a record ends."""
        with self.open() as file:
            start = max(self.encoding.skip, self.size - _TAIL)
            file.seek(start - (start - self.encoding.skip) % 4)
            text = "".join(texts((file.read(),), replace(self.encoding, errors="replace")))
        return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")

    def pieces(self) -> Iterator[str]:
        """The text piece by piece, with LF line ends and without NUL characters."""
        held = ""
        for text in pieces(self.open, self.encoding):
            piece = held + text if held else text
            held = "\r" if piece.endswith("\r") else ""
            piece = piece[:-1] if held else piece
            if "\r" in piece:
                piece = piece.replace("\r\n", "\n").replace("\r", "\n")
            if "\x00" in piece:
                piece = piece.replace("\x00", "")
            if piece:
                yield piece
        if held:
            yield "\n"

    def blocks(self) -> Iterator[str]:
        """The text in blocks of whole lines; raises Unreadable at a line longer than any record could be."""
        held: list[str] = []
        size, number = 0, 1
        for piece in self.pieces():
            cut = piece.rfind("\n") + 1
            if not cut:
                held.append(piece)
                size += len(piece)
                if size > _LONGEST_LINE:
                    raise Unreadable(
                        "{name} has a line of more than {most:,} characters (line {number}); no export of records has. "
                        "Export it again.",
                        name=self.name,
                        most=_LONGEST_LINE,
                        number=number,
                    )
                continue
            block = "".join((*held, piece[:cut]))
            number += block.count("\n")
            held, size = [piece[cut:]], len(piece) - cut
            yield block
        rest = "".join(held)
        if rest:
            yield rest

    def lines(self) -> Iterator[tuple[int, str]]:
        """Every line with its number, without its end; the byte order mark at the very start is none of it."""
        number = 0
        for block in self.blocks():
            lines = block.split("\n")
            if block.endswith("\n"):
                lines.pop()
            for line in lines:
                number += 1
                yield number, line

    def whole(self) -> str:
        """The whole text, for formats that cannot be read in pieces; raises Unreadable where it is too large."""
        if self.size > _LARGEST:
            raise Unreadable(
                "{name} has {size:,} bytes; this format is read up to {most:,}. Export it in parts, or as RIS.",
                name=self.name,
                size=self.size,
                most=_LARGEST,
            )
        return "".join(self.pieces()).removeprefix(_BOM)
