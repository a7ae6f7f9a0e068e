"""Plain text to the canonical text of a document; other files are refused with what to do."""

import codecs
from pathlib import PurePath

from synthema.documents.markup.kinds import HEAD, Kind, kind_of
from synthema.documents.model import PAGE_END, DocumentText
from synthema.refused import Refused

EXTRACTOR = "plain text 1"  # goes into the trail: a later way of reading is another text version
MOST_BYTES = 50 << 20
_KNOWN = {
    "docx": "no Word file, whatever its name says",
    "doc": "a Word file of the old kind",
    "odt": "an OpenDocument text",
    "rtf": "a file in rich text (RTF)",
    "webarchive": "a page as Safari saves it",
}
_BEGINS = ((b"\xd0\xcf\x11\xe0", "doc"), (b"{\\rtf", "rtf"), (b"bplist00", "webarchive"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_READ = "PDFs, Word files (.docx), web pages, JATS articles and plain text are read"
_NEXT = "Save or print it as a PDF and add that"
_KINDS = {
    Kind.PAGE: "a web page",
    Kind.XHTML: "a web page",
    Kind.ARCHIVE: "a saved web page",
    Kind.XML: "an XML file",
    Kind.ZIP: "a Word file or another zip",
}


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


def refuse_misnamed(kind: Kind, name: str) -> None:
    """Raise Refused for what is called a PDF and is a web page: most often the publisher asked to log in."""
    if kind in (Kind.PAGE, Kind.XHTML) and PurePath(name).suffix.lower() == ".pdf":
        raise Refused(
            "{name} is a web page, perhaps one to log in at. Open it in a browser and download the PDF; where the page "
            "is the report itself, let its name end in .html.",
            name=name,
        )


def _refuse_known(data: bytes, ending: str, name: str) -> None:
    known = next((known for begins, known in _BEGINS if data.startswith(begins)), ending)
    if known == "doc" and _LOCKED in data:
        raise Refused("{name} is locked with a password. Save it without one and add that.", name=name)
    if known in _KNOWN:
        raise Refused("{name} is {known}; {read}. {next}.", name=name, known=_KNOWN[known], read=_READ, next=_NEXT)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if data.startswith(b"%PDF"):
        raise Refused("{name} is a PDF. Add it as a file, so that it is read in a process of its own.", name=name)
    if (kind := kind_of(data[:HEAD], name)) != Kind.TEXT:
        refuse_misnamed(kind, name)
        raise Refused(
            "{name} is {kind}. Add it as a file, so that it is read in a process of its own.",
            name=name,
            kind=_KINDS[kind],
        )
    if ending == "pdf":
        raise Refused("{name} is no PDF, whatever its name says. Download it again.", name=name)
    _refuse_known(data, ending, name)
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
            "{name} ends in .{ending}; {read}. {next}.",
            name=name,
            ending=ending,
            read=_READ,
            next=_NEXT,
        )
    if len(data) > MOST_BYTES:
        raise Refused(
            "{name} has {data:,} bytes; at most {most_bytes:,} are read. Add it in parts.",
            name=name,
            data=len(data),
            most_bytes=MOST_BYTES,
        )
