"""Which encoding a file is written in, said aloud; and files that are no text at all."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from synthema.records.model import Unreadable

Opener = Callable[[], BinaryIO]
PIECE = 2**20  # bytes
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "is a zip archive or an Excel or Word file", "Unpack it"),
    (b"%PDF", "is a PDF", "Export the records as RIS from the database"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel or Word file", "Save the sheet as XLSX or CSV"),
    (b"\x1f\x8b", "is a compressed file", "Unpack it"),
    (b"SQLite format 3", "is a database file", "Export the records as RIS from the program it belongs to"),
    (b"\x89PNG", "is a picture", "Export the records as RIS from the database"),
    (b"{\\rtf", "is a rich text file", "Save it as plain text, or export the records as RIS"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_SAMPLE = 2**22  # bytes that a guess is made from
_GUESSES = (  # encoding, the letters its texts consist of
    ("gb18030", re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")),
    ("cp1256", re.compile("[\u0600-\u06ff]")),
)
WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
"""What a byte that fits no encoding is read as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How the bytes of a file become text, and what had to be repaired on the way."""

    name: str
    codec: str
    skip: int = 0  # bytes of the byte order mark
    errors: str = "strict"
    repairs: tuple[str, ...] = ()


def survey(opened: Opener, source: str, asked: str = "") -> Encoding:
    """The encoding of a file, or the one asked for; raises Unreadable where the file is empty or not text."""
    _refuse_empty(opened, source)
    with opened() as file:
        head = file.read(65536)
    _refuse_other(head, source)
    if asked:
        return _asked(opened, asked)
    for mark, name, codec in _MARKS:
        if head.startswith(mark):
            return _marked(opened, name, codec, len(mark))
    wide = _wide(head)
    if wide:
        return Encoding(name=wide, codec=wide, errors="replace", repairs=(f"no byte order mark; read as {wide}",))
    if len(_CONTROL.findall(head)) > max(8, len(head) // 100):
        raise Unreadable(
            "{source} is not text. Export the records as RIS from the database, then import that file.", source=source
        )
    return _declared(opened, head) or _utf8_or_guess(opened)


def _refuse_empty(opened: Opener, source: str) -> None:
    with opened() as file:
        while piece := file.read(PIECE):
            if piece.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
                return
    raise Unreadable("{source} is empty. Export it again and import the new file.", source=source)


def _refuse_other(head: bytes, source: str) -> None:
    for magic, what, advice in _OTHER_FILES:
        if head.startswith(magic):
            raise Unreadable(
                "{source} {what}, not an export of records. {advice}, then import that file.",
                source=source,
                what=what,
                advice=advice,
            )


def is_encoding(name: str) -> bool:
    """Whether a name is that of an encoding of text."""
    try:
        return "".encode(name) is not None
    except (LookupError, ValueError):
        return False


def _asked(opened: Opener, asked: str) -> Encoding:
    if not is_encoding(asked):
        raise Unreadable(
            "{asked} is not an encoding. Examples: utf-8, windows-1252, gb18030, windows-1256, utf-16.", asked=asked
        )
    name = codecs.lookup(asked).name
    with opened() as file:
        start = file.read(4)
    for mark, _, codec in _MARKS:
        if start.startswith(mark) and codec.startswith(name):
            return _marked(opened, name, codec, len(mark))
    return _strict_or_replaced(opened, name, name, 0)


def _marked(opened: Opener, name: str, codec: str, skip: int) -> Encoding:
    if codec == "utf-8":
        found = _utf8_or_guess(opened, skip)
        return found if found.errors != "strict" else Encoding(name=name, codec=codec, skip=skip)
    return _strict_or_replaced(opened, name, codec, skip)


def _strict_or_replaced(opened: Opener, name: str, codec: str, skip: int) -> Encoding:
    if _fault(opened, codec, skip) is None:
        return Encoding(name=name, codec=codec, skip=skip)
    lost = f"some bytes are not valid {name} and were replaced by �"
    return Encoding(name=name, codec=codec, skip=skip, errors="replace", repairs=(lost,))


def _declared(opened: Opener, head: bytes) -> Encoding | None:
    """The encoding that the head of an XML file names, where the file keeps its word."""
    found = _DECLARED.match(head)
    name = found[1].decode("ascii").lower() if found else ""
    if name in ("", "utf-8", "utf8") or not is_encoding(name):
        return None
    return Encoding(name=name, codec=name) if _fault(opened, name, 0) is None else None


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is NUL."""
    sample = head[:4000]
    if len(sample) < 4:
        return ""
    half = len(sample) / 2
    if sample[1::2].count(0) > half * 0.6 and sample[::2].count(0) < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1 else ""


def pieces(opened: Opener, encoding: Encoding) -> Iterator[str]:
    """The text of a file piece by piece, as its encoding has it."""
    decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
    stray = encoding.errors == "surrogateescape"
    with opened() as file:
        file.seek(encoding.skip)
        while piece := file.read(PIECE):
            text = decoder.decode(piece)
            yield text.translate(WINDOWS) if stray and not text.isascii() else text
        rest = decoder.decode(b"", final=True)
        yield rest.translate(WINDOWS) if stray else rest


def _fault(opened: Opener, codec: str, skip: int) -> UnicodeDecodeError | None:
    """The first fault of a file in an encoding; None where there is none."""
    try:
        for _ in pieces(opened, Encoding(name=codec, codec=codec, skip=skip)):
            pass
    except UnicodeDecodeError as error:
        return error
    except UnicodeError as error:
        return UnicodeDecodeError(codec, b"", 0, 1, str(error))
    return None


def _utf8_or_guess(opened: Opener, skip: int = 0) -> Encoding:
    fault = _fault(opened, "utf-8", skip)
    if fault is None:
        return Encoding(name="utf-8", codec="utf-8", skip=skip)
    if fault.reason.startswith("unexpected end") and fault.start >= len(fault.object) - 3:
        cut = "the file ends in the middle of a character; it was probably cut off"
        return Encoding(name="utf-8", codec="utf-8", skip=skip, errors="replace", repairs=(cut,))
    strays = letters = 0
    for text in _escaped_pieces(opened, skip):
        found = len(_ESCAPED.findall(text))
        strays += found
        letters += len(text) - len(text.encode("ascii", "ignore")) - found
    if letters > strays:
        stray = f"{strays} bytes are not UTF-8 and were read as Windows-1252: check accented letters"
        return Encoding(name="utf-8", codec="utf-8", skip=skip, errors="surrogateescape", repairs=(stray,))
    with opened() as file:
        name = _guess(file.read(_SAMPLE))
    guess = f"not UTF-8; read as {name}, which is a guess: check accented letters"
    return Encoding(name=name, codec=name, skip=skip, errors="surrogateescape", repairs=(guess,))


def _escaped_pieces(opened: Opener, skip: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with opened() as file:
        file.seek(skip)
        while piece := file.read(PIECE):
            text = decoder.decode(piece)
            if not text.isascii():
                yield text
        yield decoder.decode(b"", final=True)


def _guess(sample: bytes) -> str:
    """Windows-1252 unless the bytes above 127 stand together and spell Chinese or Arabic."""
    sample = sample[: sample.rfind(b"\n") + 1] or sample if len(sample) == _SAMPLE else sample
    runs = _HIGH.findall(sample)
    together = sum(len(run) for run in runs if len(run) > 1)
    if together < 0.8 * sum(map(len, runs)):
        return "cp1252"
    for name, letters in _GUESSES:
        try:
            high = [c for c in sample.decode(name) if c > "\x7f"]
        except UnicodeDecodeError:
            continue
        if sum(bool(letters.match(c)) for c in high) > 0.9 * len(high):
            return name
    return "cp1252"
