"""Inspec text files: a line `Record 1 of 9 - INSPEC`, then two letters, a tilde or colon, and a value."""

import re
from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.headed import Known, Line, headed
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("TI", "OT"),
    "authors": ("AU", "CA", "ED"),
    "year": ("PY", "YR", "SO"),
    "journal": ("JN", "SO"),
    "volume": ("VO",),
    "issue": ("NO",),
    "pages": ("PG",),
    "doi": ("DO", "DI"),
    "isbn": ("IB", "BN"),
    "issn": ("IS", "SN"),
    "abstract": ("AB",),
    "keywords": ("DE ID", "ID"),
    "language": ("LA",),
    "kind": ("RT", "DT", "PT"),
    "url": ("UR",),
    "accession": ("AN",),
    "database": ("DB",),
}

_FIELD = re.compile(r"([A-Z]{2,4}) ?[~:](?:[ \t]+(.*))?$")
_HEADING = re.compile(r"[ \t]{0,8}Record\b.*\bINSPEC\b.*$")
_START = re.compile(
    r"^\ufeff?[ \t]{0,8}Record\b.*\bINSPEC\b.*\n?(?:[ \t]*\n)*(?:[A-Z]{2,4} ?[~:][ \t]|\Z)", re.MULTILINE
)
_SOURCE = re.compile(  # Journal-of-Inventions. May 1992; 19(3): 20-31
    r"(?P<journal>[^.]+)\.\s*(?P<date>[^;]*);\s*(?P<volume>[^:()]*)(?:\((?P<issue>[^()]*)\))?\s*:\s*(?P<pages>.*)",
    re.DOTALL,
)


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = _START.search(text)
    return found.start() if found else -1


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The records of the file."""
    return headed(export, tally, _line)


def _line(text: str, _known: Known | None, _blank: bool) -> Line:
    if _HEADING.match(text):
        return Line(text, "Record", heads=True)
    field = _FIELD.match(text)
    return Line(field[2] or "", field[1]) if field else Line(text)


def record(found: Found) -> Record:
    """A record of an Inspec file."""
    groups = gather(found.raw, FIELDS)
    groups["authors"] = [[_spaced(value) for value in group] for group in groups["authors"]]
    groups["database"] = [*groups["database"], ["Inspec"]]
    source = next((_SOURCE.match(value[:2000]) for tag, value in found.raw if tag == "SO"), None)
    if source:
        for name in ("volume", "issue", "pages"):
            groups[name] = [*groups[name], [source[name] or ""]]
        groups["journal"] = [*groups["journal"][:-1], [source["journal"].replace("-", " ")]]
        groups["year"] = [*groups["year"][:-1], [source["date"]]]
    return assemble(groups, raw=found.raw, line=found.line)


def _spaced(names: str) -> str:
    """Names with the blanks that some exports write as hyphens."""
    return names.replace(",-", ", ").replace(".-", ". ") if ",-" in names else names
