"""NoteExpress files (.net) as CNKI, Wanfang and VIP write them: the name of a field in braces, a colon, its value."""

import re
from collections.abc import Iterator, Sequence

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.headed import Known, Line, headed
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("Title", "Translated_Title"),
    "authors": ("Author", "Translated_Author", "Secondary_Author", "Subsidiary_Author", "Subsidiary_Author,"),
    "year": ("Year", "Date", "TryDate"),
    "journal": ("Journal", "Secondary_Title", "Tertiary_Title", "Translated_Journal"),
    "volume": ("Volume",),
    "issue": ("Issue", "Number"),
    "pages": ("Pages",),
    "doi": ("DOI",),
    "doi_hint": ("URL", "Link", "Notes"),
    "pmid": ("PMID",),
    "isbn": ("ISBN/ISSN", "ISBN", "图书印刷版ISBN"),
    "issn": ("ISBN/ISSN", "ISSN"),
    "abstract": ("Abstract", "Translated_Abstract"),
    "keywords": ("Keywords", "Translated_Keywords"),
    "language": ("Language",),
    "kind": ("Reference_Type", "Type_of_Work"),
    "url": ("URL", "Link"),
    "accession": ("Accession_Number",),
    "database": ("Database_Provider", "SrcDatabase"),
    "notes": ("Notes",),
}

_HEAD = "Reference_Type"
_FIELD = re.compile(r"[ \t]{0,8}\{([^{}]{1,60})\}[ \t]*[:：](.*)$")
_START = re.compile(r"^[ \t\ufeff]{0,8}\{Reference Type\}[ \t]*[:：]", re.MULTILINE | re.IGNORECASE)
_SERIAL = re.compile(r"[0-9]{2}-[0-9]{4}(?:/.*)?")  # the number under which China registers a journal
_HEADLESS = re.compile(r"<正>")  # CNKI's sign that the first lines of the text stand in for an abstract
_LISTED = re.compile(r"[^;,]+(?:,[^;,\s][^;,]*){2,},?")
_BREAK = re.compile(r"\(#br\)|<br\s*/?>", re.IGNORECASE)


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = _START.search(text)
    return found.start() if found else -1


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The records of the file."""
    return headed(export, tally, _line)


def _line(text: str, known: Known | None, blank: bool) -> Line:
    field = _FIELD.match(text)
    if not field:
        return Line(text)
    tag, value = "_".join(field[1].split()), field[2]
    if tag.casefold() == _HEAD.casefold():
        return Line(value, _HEAD, heads=True)
    if known is not None and blank and tag == "Title" and tag in known:
        return Line(value, tag, heads=True, repaired="a record without its {Reference Type} line")
    return Line(value, tag)


def record(found: Found) -> Record:
    """A record of a NoteExpress file; names stay as they are written."""
    groups = gather(found.raw, FIELDS)
    for name in ("authors", "keywords"):
        groups[name] = [[value.replace("；", ";") for value in group] for group in groups[name]]
    groups["keywords"] = [[_listed(value) for value in group] for group in groups["keywords"]]
    groups["abstract"] = [[_abstract(value) for value in group] for group in groups["abstract"]]
    groups["notes"] = [[value for value in group if not _SERIAL.fullmatch(value)] for group in groups["notes"]]
    return assemble(groups, raw=found.raw, line=found.line)


def _listed(value: str) -> str:
    """Keywords with semicolons between them where CNKI writes commas."""
    return value.replace(",", ";") if _LISTED.fullmatch(value) else value


def _abstract(value: str) -> str:
    """The abstract without the heading and the marks for line ends that CNKI writes into it."""
    lines: Sequence[str] = _BREAK.split(_HEADLESS.sub("", value, count=1))
    return "\n".join(lines[1:] if len(lines) > 1 and lines[0].strip().casefold() == "abstract" else lines)
