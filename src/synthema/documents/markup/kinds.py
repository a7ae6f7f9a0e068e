"""What kind of file a full text is, by its first bytes; its name decides only where text could be either."""

import re
from email import message_from_bytes
from enum import StrEnum
from pathlib import PurePath

from synthema.documents.markup.encoding import beginning_of
from synthema.refused import Refused

HEAD = 65_536  # bytes that are looked at
_ENDINGS_OF_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_ARTICLES = ("article", "pmc-articleset", "oai-pmh", "articles")
_ROOTS_OF_PAGES = ("html", "head", "body")
_BEFORE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE = re.compile(r"(?i)<!doctype\s+([\w:.-]+)")
_TAG = re.compile(r"<([A-Za-z_][\w:.-]*)")
_HEADERS = re.compile(rb"(?i)\s*(?:from|mime-version|content-type|subject|date|snapshot-content-location):")


class Kind(StrEnum):
    """How a file is read."""

    TEXT = "text"
    PAGE = "page"
    XHTML = "xhtml"  # a web page that says it is XML
    XML = "xml"
    ARCHIVE = "archive"  # a saved page with its pictures in one file (MHTML)
    ZIP = "zip"


def kind_of(head: bytes, name: str) -> Kind:
    """The kind of a file that is no PDF, by its first bytes."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Kind.ZIP
    ending = PurePath(name).suffix.lower()
    if _HEADERS.match(head) and re.search(rb"(?i)content-type:\s*multipart/related", head):
        return Kind.ARCHIVE
    found = _of_markup(beginning_of(head[:HEAD]).removeprefix("\ufeff"), ending)
    if found is None:
        return Kind.PAGE if ending in _ENDINGS_OF_PAGES and b"\x00" not in head else Kind.TEXT
    return found


def _of_markup(text: str, ending: str) -> Kind | None:
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    declared = text.lstrip().startswith("<?xml")
    typed = _DOCTYPE.match(text, start)
    found = typed or _TAG.match(text, start)
    root = found[1].rpartition(":")[2].lower() if found else ""
    if root in _ROOTS_OF_PAGES:
        return Kind.XHTML if declared else Kind.PAGE
    if typed or declared:
        return Kind.XML
    return Kind.XML if root in _ARTICLES and ending not in _ENDINGS_OF_PAGES else None


def unwrapped(data: bytes, name: str) -> tuple[bytes, str]:
    """The page in a saved archive, and the encoding it was sent in."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page, str(part.get_content_charset() or "")
    raise Refused(
        "{name} is a saved page without a page in it. Save the page again, or add the PDF of the report.", name=name
    )
