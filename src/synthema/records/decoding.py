"""Bytes to text: which encoding a file is written in, said aloud, and files that are no text at all."""

import codecs
import re
from dataclasses import dataclass

from synthema.records.model import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "is a zip archive or an Excel or Word file", "Unpack it, or save the sheet as CSV"),
    (b"%PDF", "is a PDF", "Export the records as RIS from the database"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel or Word file", "Save the sheet as CSV"),
    (b"\x1f\x8b", "is a compressed file", "Unpack it"),
    (b"SQLite format 3", "is a database file", "Export the records as RIS from the program it belongs to"),
    (b"\x89PNG", "is a picture", "Export the records as RIS from the database"),
    (b"{\\rtf", "is a rich text file", "Save it as plain text, or export the records as RIS"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_GUESSES = (  # encoding, the letters its texts consist of
    ("gb18030", re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")),
    ("cp1256", re.compile("[\u0600-\u06ff]")),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with LF line ends, the encoding it was read in, and what had to be repaired."""

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()


def decode(content: bytes, source: str) -> Decoded:
    """The text of a file; raises Unreadable where it is empty or not text."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("{source} is empty. Export it again and import the new file.", source=source)
    for magic, what, advice in _OTHER_FILES:
        if content.startswith(magic):
            raise Unreadable(
                "{source} {what}, not an export of records. {advice}, then import that file.",
                source=source,
                what=what,
                advice=advice,
            )
    text, encoding, repairs = _as_text(content, source)
    if "\x00" in text:
        text = text.replace("\x00", "")
        repairs = (*repairs, "NUL characters were removed")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, repairs)


def _as_text(content: bytes, source: str) -> tuple[str, str, tuple[str, ...]]:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _marked(content, name)
    wide = _wide(content)
    if wide:
        return content.decode(wide, "replace"), wide, (f"no byte order mark; read as {wide}",)
    sample = content[:65536]
    if len(_CONTROL.findall(sample)) > max(8, len(sample) // 100):
        raise Unreadable(
            "{source} is not text. Export the records as RIS from the database, then import that file.", source=source
        )
    declared = _DECLARED.match(content)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return content.decode(declared[1].decode("ascii")), declared[1].decode("ascii").lower(), ()
        except (LookupError, UnicodeError):
            pass
    return _utf8_or_guess(content)


def _marked(content: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        return content.decode(name), name, ()
    except UnicodeError:
        if name == "utf-8-sig":
            return _utf8_or_guess(content[3:])
        return content.decode(name, "replace"), name, (f"some bytes are not valid {name} and were replaced by �",)


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is NUL."""
    sample = content[:4000]
    if len(sample) < 4:
        return ""
    half = len(sample) / 2
    if sample[1::2].count(0) > half * 0.6 and sample[::2].count(0) < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1 else ""


def _utf8_or_guess(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3 and error.reason.startswith("unexpected end"):
            cut = "the file ends in the middle of a character; it was probably cut off"
            return content.decode("utf-8", "replace"), "utf-8", (cut,)
    escaped = content.decode("utf-8", "surrogateescape")
    strays = len(_ESCAPED.findall(escaped))
    letters = sum(1 for character in escaped if character > "\x7f") - strays
    if letters > strays:
        stray = f"{strays} bytes are not UTF-8 and were read as Windows-1252: check accented letters"
        return escaped.translate(_WINDOWS), "utf-8", (stray,)
    name = _guess(content)
    guess = f"not UTF-8; read as {name}, which is a guess: check accented letters"
    return content.decode(name, "surrogateescape").translate(_WINDOWS), name, (guess,)


def _guess(content: bytes) -> str:
    """Windows-1252 unless the bytes above 127 stand together and spell Chinese or Arabic."""
    runs = _HIGH.findall(content)
    together = sum(len(run) for run in runs if len(run) > 1)
    if together < 0.8 * sum(map(len, runs)):
        return "cp1252"
    for name, letters in _GUESSES:
        try:
            high = [c for c in content.decode(name) if c > "\x7f"]
        except UnicodeDecodeError:
            continue
        if sum(bool(letters.match(c)) for c in high) > 0.9 * len(high):
            return name
    return "cp1252"
