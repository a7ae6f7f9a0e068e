"""JSON of Zotero's own items, as its API and its translators give them."""

from collections.abc import Iterator
from typing import Any

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.json_works import Look, each, find_works, recognised, string
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_AUTHORS = ("author", "inventor", "artist", "presenter", "podcaster", "director", "programmer", "interviewee")

FIELDS = {
    "title": ("title", "caseName", "nameOfAct", "subject"),
    "authors": ("creators.lastName creators.firstName creators.name",),
    "year": ("date", "issueDate", "dateDecided", "dateEnacted"),
    "journal": ("publicationTitle", "bookTitle", "proceedingsTitle", "encyclopediaTitle", "websiteTitle", "series"),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("pages",),
    "doi": ("DOI",),
    "doi_hint": ("url",),
    "isbn": ("ISBN",),
    "issn": ("ISSN",),
    "abstract": ("abstractNote",),
    "keywords": ("tags.tag",),
    "language": ("language",),
    "kind": ("itemType",),
    "url": ("url",),
    "accession": ("archiveLocation", "callNumber"),
    "database": ("libraryCatalog", "archive"),
    "notes": ("extra", "notes.note"),
}


def recognise(head: str) -> int:
    """0 where the text is JSON of Zotero items, else -1."""
    return recognised(head, _is_zotero)


def _is_zotero(look: Look) -> bool:
    return "itemType" in look or '"itemType"' in look.get("data", "")


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The items of a Zotero library."""
    tally.database = "Zotero"
    return find_works(export, tally, within="data")


def record(found: Found) -> Record:
    """A record of a Zotero library."""
    groups = gather(found.raw, FIELDS)
    people = [one for one in each(found.of.get("creators")) if isinstance(one, dict)]
    authors = [_name(one) for one in people if one.get("creatorType") in _AUTHORS]
    groups["authors"] = [authors, [_name(one) for one in people if one.get("creatorType") == "editor"]]
    return assemble(groups, raw=found.raw, line=found.line)


def _name(creator: dict[str, Any]) -> str:
    family, given = (string(creator.get(name)) for name in ("lastName", "firstName"))
    return ", ".join(filter(None, (family, given))) or string(creator.get("name"))
