"""JSON of services that answer as their search engine Solr does: ERIC and PLOS."""

import re
from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.fields import given_first
from synthema.records.formats.json_works import Look, find_works, recognised
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_ERIC = re.compile(r"E[JD][0-9]+")

FIELDS = {
    "title": ("title_display", "title"),
    "authors": ("author_display", "author"),
    "year": ("publicationdateyear", "publication_date", "pubyear"),
    "journal": ("journal", "source"),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("pagerange", "pages"),
    "article_number": ("elocation_id",),
    "doi": ("doi",),
    "doi_hint": ("id", "url"),
    "isbn": ("isbn",),
    "issn": ("issn", "eissn", "pissn"),
    "abstract": ("abstract", "description"),
    "keywords": ("subject",),
    "language": ("language",),
    "kind": ("publicationtype", "article_type"),
    "url": ("url",),
    "accession": ("id",),
}


def recognise(head: str) -> int:
    """0 where the text is an answer of a Solr engine, else -1."""
    return recognised(head, _is_document, empty=[("response", "docs")])


def _is_document(look: Look) -> bool:
    titled = bool({"title", "title_display"} & look.keys())
    return titled and bool({"publicationdateyear", "publicationtype", "author_display", "article_type"} & look.keys())


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The documents of an answer."""
    for found in find_works(export, tally):
        tally.database = tally.database or _service(found)
        yield found


def _service(found: Found) -> str:
    name = next((value for tag, value in found.raw if tag == "id"), "")
    return "ERIC" if _ERIC.fullmatch(name) else "PLOS" if name.startswith("10.1371/") else ""


def record(found: Found) -> Record:
    """A record of ERIC or PLOS."""
    groups = gather(found.raw, FIELDS)
    groups["issn"] = [[value.rpartition("ISSN-")[2] for value in group] for group in groups["issn"]]
    groups["accession"] = [[value for value in group if not value.startswith("10.")] for group in groups["accession"]]
    groups["authors"] = [[given_first(name) for name in group] for group in groups["authors"]]
    groups["database"] = [[_service(found)]]
    return assemble(groups, raw=found.raw, line=found.line)
