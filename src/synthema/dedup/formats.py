"""Records from the plain CSV columns that deduplication tools and their labelled sets use."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from math import isnan

from synthema.dedup.names import split_authors
from synthema.dedup.places import clean_doi
from synthema.records.model import Record
from synthema.refused import Refused

COLUMNS = (
    "title", "author", "authors", "year", "journal", "booktitle", "volume", "number", "issue", "pages", "doi", "pmid",
    "isbn", "issn", "abstract",
)  # fmt: skip

_YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b")
_GAPS = ("NAType", "NaTType")  # of pandas


def to_records(rows: Iterable[Mapping[str, object]]) -> dict[str, Record]:
    """Records by ID from rows of ID,title,author,year,journal,booktitle,volume,number,pages,doi,isbn,abstract.

    Missing columns, None and NaN are empty fields; without an ID column rows are numbered row-1, row-2, ...
    Raises Refused when an ID is empty or given twice.
    """
    records: dict[str, Record] = {}
    for number, row in enumerate(rows, start=1):
        one = as_text(row.get("ID", f"row-{number}")).strip()
        if not one:
            raise Refused(
                "Row {number}: the ID is empty. Give every row an ID, or leave the ID column out.", number=number
            )
        if one in records:
            raise Refused(
                "Row {number}: the ID {one} is used by an earlier row. Give every row its own ID.",
                number=number,
                one=one,
            )
        raw = tuple((str(name), as_text(value)) for name, value in row.items() if not is_missing(value))
        records[one] = replace(to_record(row), raw=raw)
    return records


def is_missing(value: object) -> bool:
    """Whether a cell says nothing: None, NaN, or what data frames hold in its place."""
    if isinstance(value, float | Decimal):
        return isnan(value)
    return value is None or type(value).__name__ in _GAPS


def as_text(value: object) -> str:
    """A cell as text; numbers that went through a column with gaps in it lose their .0 again."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        return "; ".join(map(as_text, value))
    if is_missing(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def to_record(row: Mapping[str, object]) -> Record:
    """One row as a record, without the row itself."""
    said = {name: text for name, value in row.items() if (text := as_text(value).strip())}

    def get(name: str, other: str = "") -> str:
        return said.get(name) or said.get(other, "")

    year = _YEAR.search(get("year"))
    return Record(
        title=get("title"),
        authors=split_authors(get("author", "authors")),
        year=int(year.group()) if year else None,
        journal=get("journal", "booktitle"),
        volume=get("volume"),
        issue=get("number", "issue"),
        pages=get("pages"),
        doi=clean_doi(get("doi")),
        pmid=get("pmid"),
        isbn=get("isbn"),
        issn=get("issn"),
        abstract=get("abstract"),
        kind=get("ENTRYTYPE", "entrytype"),
        url=get("url") or get("source_url", "sourceurl"),
        accession=get("accession"),
        database=get("database"),
    )
