"""Files of two encodings: which lines are UTF-8, and how the others are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from synthema.records.letters import OF_MANY_BYTES, SAMPLE

_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_ESCAPED = re.compile("[\udc80-\udcff]")
_LONGEST = 2**22  # bytes of a line that is decided at once
_BREAKS = (b" ", b",", b">", b'"')  # never part of a letter of several bytes
_LATIN = re.compile(rb"[A-Za-z][\xc3-\xc5][\x80-\xbf]|[\xc3-\xc5][\x80-\xbf][A-Za-z]")
_FAR = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]{2}){2}")  # letters of three bytes
_MANY = 8  # letters, hardly all of them UTF-8 by chance


@dataclass(slots=True)
class Census:
    """How many lines with letters above 127 are UTF-8, for the most part, not at all; a sample of the last ones."""

    valid: int = 0
    sure: int = 0  # of the valid ones those that are hardly so by chance
    long: int = 0  # of the valid ones those that are never so by chance
    partly: int = 0
    other: int = 0
    strays: int = 0  # bytes of the lines that are UTF-8 for the most part
    sample: bytearray = field(default_factory=bytearray)

    def count(self, line: bytes) -> None:
        """Count a line with bytes above 127."""
        letters, strays = _letters(line)
        if not strays:
            self.valid += 1
            self.sure += _sure(line, letters)
            self.long += letters >= _MANY
        elif letters > strays:
            self.partly += 1
            self.strays += strays
        else:
            self.other += 1
            if len(self.sample) < SAMPLE:
                self.sample += line[:SAMPLE]

    def has_utf8(self, codec: str) -> bool:
        """Whether lines are UTF-8 on purpose, where the others are read by a codec."""
        if codec not in OF_MANY_BYTES:
            return self.valid + self.partly > 0
        return self.long > 0 or self.sure > 0.05 * (self.valid + self.partly + self.other)


def as_windows(text: str) -> str:
    """A text whose bytes that fit no encoding are read as Windows-1252."""
    return text.translate(_WINDOWS) if _ESCAPED.search(text) else text


def census(contents: Iterable[bytes]) -> Census:
    """Count the lines of a file."""
    counted = Census()
    for block in _blocks(contents):
        if not block.isascii():
            for line in block.splitlines(keepends=True):
                if not line.isascii():
                    counted.count(line)
    return counted


def _letters(line: bytes) -> tuple[int, int]:
    """The letters above 127 that are UTF-8, and the bytes that are not."""
    try:
        text, strays = line.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = line.decode("utf-8", "surrogateescape")
        strays = len(_ESCAPED.findall(text))
    return len(text) - len(text.encode("ascii", "ignore")) - strays, strays


def _sure(line: bytes, letters: int) -> bool:
    return letters >= _MANY or any(sign.search(line) for sign in (_LATIN, _FAR))


def _fits(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(contents: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in contents:
        content = held + piece
        cut = _cut(content)
        held = content[cut:]
        yield content[:cut]
    yield held


def _cut(content: bytes) -> int:
    """Where the last whole line ends; in a line that is too long, where no letter is torn."""
    ends = (b"\n", b"\r")
    cut = max(content.rfind(end) for end in ends) + 1
    if cut or len(content) < _LONGEST:
        return cut
    return max(content.rfind(end) for end in _BREAKS) + 1 or len(content)


class ByLine:
    """Text of a file in UTF-8 and in another encoding; a line of both is UTF-8 but for single bytes."""

    def __init__(self, other: str) -> None:
        self._other = other
        self._wary = other in OF_MANY_BYTES  # its lines may be UTF-8 by chance
        self._before = True  # whether the line before was UTF-8
        self.utf8 = self.others = 0

    def texts(self, contents: Iterable[bytes]) -> Iterator[str]:
        """The text of the bytes, in blocks of lines."""
        for block in _blocks(contents):
            if block.isascii():
                yield block.decode("ascii")
            else:
                yield "".join(map(self._line, block.splitlines(keepends=True)))

    def _line(self, line: bytes) -> str:
        if line.isascii():
            return line.decode("ascii")
        letters, strays = _letters(line)
        if not self._wary:
            self._before = letters > strays
        elif strays:
            self._before = letters > strays and not _fits(line, self._other)
        else:
            self._before = self._before or _sure(line, letters)
        self.utf8 += self._before
        self.others += not self._before
        by_byte = self._before or self._other == "cp1252"
        return as_windows(line.decode("utf-8" if by_byte else self._other, "surrogateescape"))
