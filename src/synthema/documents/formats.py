"""Plain text to the canonical text of a document; other files are refused with what to do."""

import codecs
from pathlib import PurePath

from synthema.documents.model import PAGE_END, DocumentText
from synthema.refused import Refused

EXTRACTOR = "plain text 1"  # goes into the trail: a later way of reading is another text version
MOST_BYTES = 50 << 20
_KNOWN = {"docx": "a Word file", "doc": "a Word file", "odt": "a text document", "rtf": "a text document"}
_WEB = ("html", "htm", "xhtml", "mhtml", "mht")
_WEB_BEGINS = (b"<!doctype html", b"<html", b"<head")
_NEXT = "Save or print it as a PDF and add that"


def extract(data: bytes, name: str) -> DocumentText:
    """The canonical text of a plain text file in UTF-8; raises Refused for anything else."""
    _refuse_other_kinds(data, name)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            "{name} is not UTF-8 (line {line}, byte {start}). Save it as UTF-8 and add it again.",
            name=name,
            line=line,
            start=error.start + 1,
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace(PAGE_END, "").strip():
        raise Refused("{name} holds no text. If it is a scan, its text has to be recognised first.", name=name)
    return DocumentText(text)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if data.startswith(b"%PDF"):
        raise Refused("{name} is a PDF. Add it as a file, so that it is read in a process of its own.", name=name)
    if ending in _WEB or data[:1000].removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_WEB_BEGINS):
        raise Refused(
            "{name} is a web page, perhaps one to log in at. Open it in a browser and download the PDF.", name=name
        )
    if ending == "pdf":
        raise Refused("{name} is no PDF, whatever its name says. Download it again.", name=name)
    if ending in _KNOWN:
        raise Refused(
            "{name} is {known}; PDFs and plain text are read. {next}.", name=name, known=_KNOWN[ending], next=_NEXT
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused("{name} is UTF-16. Save it as UTF-8 and add it again.", name=name)
    if b"\x00" in data:
        raise Refused(
            "{name} is no plain text: it holds NUL bytes (byte {index}). {next}.",
            name=name,
            index=data.index(0) + 1,
            next=_NEXT,
        )
    if ending not in ("txt", "text", ""):
        raise Refused(
            "{name} ends in .{ending}; PDFs (.pdf) and plain text (.txt) are read. {next}.",
            name=name,
            ending=ending,
            next=_NEXT,
        )
    if len(data) > MOST_BYTES:
        raise Refused(
            "{name} has {data:,} bytes; at most {most_bytes:,} are read. Add it in parts.",
            name=name,
            data=len(data),
            most_bytes=MOST_BYTES,
        )
