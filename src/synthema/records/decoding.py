"""Which encoding a file is written in, said aloud; and files that are no text at all."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from synthema.records.letters import CODECS, guessed
from synthema.records.mixed import ByLine, as_windows, census
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
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NO_TEXT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_WIDE_RUN = re.compile(rb"(?:[^\x00]\x00){8}|(?:\x00[^\x00]){8}")  # eight letters of UTF-16
_NARROW_RUN = re.compile(rb"[\t\n\r\x20-\x7e]{64}")  # no UTF-16 or UTF-32 reads so
_OVERLAP = 64  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How the bytes of a file become text, and what had to be repaired on the way."""

    name: str
    codec: str
    skip: int = 0  # bytes of the byte order mark
    errors: str = "strict"
    other: str = ""  # the codec of the lines that are not UTF-8
    repairs: tuple[str, ...] = ()


def survey(opened: Opener, source: str, asked: str = "") -> Encoding:
    """The encoding of a file, or the one asked for; raises Unreadable where the file is empty or not text."""
    _refuse_empty(opened, source)
    with opened() as file:
        head = file.read(65536)
    _refuse_other(head, source)
    if asked:
        return _asked(opened, source, asked)
    for mark, name, codec in _MARKS:
        if head.startswith(mark):
            return _marked(opened, name, codec, len(mark))
    wide = _wide(head)
    if wide:
        return Encoding(name=wide, codec=wide, errors="replace", repairs=(f"no byte order mark; read as {wide}",))
    shown = head.replace(b"\x00", b"") if _WIDE_RUN.search(head) else head  # a part of it is UTF-16
    if len(_CONTROL.findall(shown)) > max(8, len(head) // 100):
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
    """Whether a name is that of an encoding of text that can be read in pieces."""
    try:
        found = codecs.lookup(name)
        known = "".encode(name) is not None
    except (LookupError, ValueError):
        return False
    return known and found.incrementaldecoder is not None and found.name.replace("-", "_") not in _NO_TEXT


def _asked(opened: Opener, source: str, asked: str) -> Encoding:
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
    return _asked_wide(opened, source, name) if _is_wide(name) else _strict_or_replaced(opened, name, name, 0)


def _is_wide(codec: str) -> bool:
    return codec.startswith(("utf-16", "utf-32"))


def _asked_wide(opened: Opener, source: str, name: str) -> Encoding:
    """UTF-16 or UTF-32 without a mark, where the text spells anything in it."""
    with opened() as file:
        head = file.read(65536)
    for codec in (name,) if name.endswith(("le", "be")) else (f"{name}-le", f"{name}-be"):
        text = head.decode(codec, "replace")
        if text.count("\ufffd") <= len(text) / 50 and sum(c < "\x7f" for c in text) > len(text) / 100:
            return _strict_or_replaced(opened, codec, codec, 0)
    raise Unreadable(
        "{source} is not {name}. Leave the encoding out, or choose another one: utf-8, windows-1252, gb18030.",
        source=source,
        name=name,
    )


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
    codec = codecs.lookup(name).name
    if _is_wide(codec):
        return None
    counted = census(_contents(opened, 0))
    if counted.valid and not counted.partly and not counted.other and counted.has_utf8(codec):
        said = f"the file says that it is {name}, but its letters are UTF-8 and were read so"
        return Encoding(name="utf-8", codec="utf-8", repairs=(said,))
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
    yield from texts(_contents(opened, encoding.skip), encoding)


def texts(contents: Iterable[bytes], encoding: Encoding) -> Iterator[str]:
    """The text of bytes piece by piece, as an encoding has it."""
    if encoding.other:
        yield from ByLine(encoding.other).texts(contents)
        return
    decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
    stray = encoding.errors == "surrogateescape"
    for piece in contents:
        text = decoder.decode(piece)
        yield as_windows(text) if stray and not text.isascii() else text
    rest = decoder.decode(b"", final=True)
    yield as_windows(rest) if stray else rest


def _contents(opened: Opener, skip: int) -> Iterator[bytes]:
    with opened() as file:
        file.seek(skip)
        while piece := file.read(PIECE):
            yield piece


def odd_parts(opened: Opener, encoding: Encoding) -> Iterator[str]:
    """NUL characters, and a part that is in UTF-16 where the rest is not, or the other way round."""
    wide = _is_wide(encoding.codec)
    run = _NARROW_RUN if wide else _WIDE_RUN
    nul, line, held = False, 1, b""
    for piece in _contents(opened, encoding.skip):
        nul = nul or (not wide and b"\x00" in piece)
        content = held + piece
        found = run.search(content) if wide or nul else None
        if found:
            line += content.count(b"\n", 0, found.start() + 1)
            odd = "no longer " if wide else ""
            yield (
                f"from about line {line} on the file is {odd}UTF-16: how it was read there is a guess; "
                "import that part as a file of its own"
            )
            break
        held = content[-_OVERLAP:]
        line += content.count(b"\n", 0, len(content) - len(held))
    if nul:
        yield "NUL characters were removed"


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
    counted = census(_contents(opened, skip))
    if not counted.other:
        stray = f"{counted.strays} bytes are not UTF-8 and were read as Windows-1252: check accented letters"
        return Encoding(name="utf-8", codec="utf-8", skip=skip, errors="surrogateescape", repairs=(stray,))
    name = guessed(bytes(counted.sample))
    codec = CODECS.get(name, name)
    if counted.has_utf8(codec):
        return _two(opened, skip, name, codec)
    guess = f"not UTF-8; read as {name}, which is a guess: check accented letters; another encoding can be chosen"
    return Encoding(name=name, codec=codec, skip=skip, errors="surrogateescape", repairs=(guess,))


def _two(opened: Opener, skip: int, name: str, codec: str) -> Encoding:
    """UTF-8 and another encoding, decided by line."""
    lines = ByLine(codec)
    for _ in lines.texts(_contents(opened, skip)):
        pass
    said = (
        f"two encodings in one file: {lines.utf8} lines are UTF-8, {lines.others} lines were read as {name}, "
        "which is a guess: check accented letters"
    )
    return Encoding(name="utf-8", codec="utf-8", skip=skip, errors="surrogateescape", other=codec, repairs=(said,))
