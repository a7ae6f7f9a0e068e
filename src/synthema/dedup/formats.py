"""Records from the plain CSV columns that deduplication tools and their labelled sets use."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from synthema.dedup.names import split_authors
from synthema.dedup.places import clean_doi
from synthema.records.model import Record
from synthema.refused import Refused

COLUMNS = (
    "title", "author", "authors", "year", "journal", "booktitle", "volume", "number", "issue", "pages", "doi", "pmid",
    "isbn", "issn", "abstract",
)  # fmt: skip


def to_records(rows: Iterable[Mapping[str, str | None]]) -> dict[str, Record]:
    """Records by ID from rows of ID,title,author,year,journal,booktitle,volume,number,pages,doi,isbn,abstract.

    Missing columns are empty fields; without an ID column rows are numbered row-1, row-2, ...
    Raises Refused when an ID is empty or given twice.
    """
    records: dict[str, Record] = {}
    for number, row in enumerate(rows, start=1):
        one = (row.get("ID", f"row-{number}") or "").strip()
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
        records[one] = replace(
            to_record(row), raw=tuple((str(name), value) for name, value in row.items() if isinstance(value, str))
        )
    return records


def to_record(row: Mapping[str, str | None]) -> Record:
    """One row as a record, without the row itself."""

    def get(*names: str) -> str:
        for name in names:
            value = row.get(name)
            if value and (value := value.strip()):
                return value
        return ""

    year = re.search(r"\b(1[5-9]|20)\d\d\b", get("year"))
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
        url=get("url", "source_url", "sourceurl"),
        accession=get("accession"),
        database=get("database"),
    )
