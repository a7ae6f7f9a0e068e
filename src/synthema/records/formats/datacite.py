"""JSON of DataCite: the metadata of a DOI, or a list of them, as its API answers."""

from collections.abc import Iterator
from typing import Any

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.json_works import Look, Work, each, find_works, recognised, string
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_OWN = frozenset({"creators", "titles", "publicationYear", "descriptions", "schemaVersion"})
_NO_JOURNAL = ("datarepository", "repository")

FIELDS = {
    "title": ("titles.title",),
    "authors": ("creators.name creators.familyName creators.givenName",),
    "year": ("publicationYear", "dates.date", "published"),
    "journal": ("container.title", "relatedItems.titles.title"),
    "volume": ("container.volume", "relatedItems.volume"),
    "issue": ("container.issue", "relatedItems.issue"),
    "start": ("container.firstPage", "relatedItems.firstPage"),
    "end": ("container.lastPage", "relatedItems.lastPage"),
    "doi": ("doi", "id"),
    "isbn": ("container.identifier", "relatedIdentifiers.relatedIdentifier"),
    "issn": ("container.identifier", "relatedIdentifiers.relatedIdentifier"),
    "abstract": ("descriptions.description",),
    "keywords": ("subjects.subject",),
    "language": ("language",),
    "kind": ("types.resourceTypeGeneral", "types.resourceType", "types.citeproc"),
    "url": ("url",),
}


def recognise(head: str) -> int:
    """0 where the text is an answer of DataCite, else -1."""
    return recognised(head, _is_datacite)


def _is_datacite(look: Look) -> bool:
    inner = look.get("attributes", "")
    return len(_OWN & look.keys()) > 1 or ('"titles"' in inner and '"creators"' in inner)


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The works of an answer of DataCite."""
    tally.database = "DataCite"
    return find_works(export, tally, within="attributes")


def record(found: Found) -> Record:
    """A record of DataCite."""
    groups = gather(found.raw, FIELDS)
    work: Work = found.of
    container = work.get("container")
    held = isinstance(container, dict) and string(container.get("type")).casefold() not in _NO_JOURNAL
    groups["title"] = [[_title(work)], *groups["title"]]
    groups["authors"] = [_people(work.get("creators")), _people(_of_type(work, "contributors", "Editor"))]
    groups["year"] = [_texts(_hosts(work), "publicationYear"), *groups["year"]]
    groups["journal"] = [
        [string(container.get("title"))] if isinstance(container, dict) and held else [],
        [title for host in _hosts(work) for title in _texts(_objects(host.get("titles")), "title")],
    ]
    groups["isbn"] = _identifiers(work, "ISBN")
    groups["issn"] = _identifiers(work, "ISSN")
    groups["abstract"] = [_texts(_of_type(work, "descriptions", "Abstract"), "description")]
    groups["database"] = [["DataCite"]]
    return assemble(groups, raw=found.raw, line=found.line)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in each(value) if isinstance(one, dict)]


def _texts(objects: list[dict[str, Any]], key: str) -> list[str]:
    return [text for one in objects if (text := string(one.get(key)))]


def _of_type(work: Work, name: str, kind: str) -> list[dict[str, Any]]:
    """The objects under a name (`dates`, `contributors`) whose own type says what they are."""
    key = {"dates": "dateType", "contributors": "contributorType", "descriptions": "descriptionType"}[name]
    return [one for one in _objects(work.get(name)) if string(one.get(key)) == kind]


def _title(work: Work) -> str:
    titles = _objects(work.get("titles"))
    main = _texts([one for one in titles if not one.get("titleType")], "title")
    sub = _texts([one for one in titles if one.get("titleType") == "Subtitle"], "title")
    return ": ".join([*main[:1], *sub[:1]]) if main else ""


def _people(people: Any) -> list[str]:
    return [name for person in _objects(people) if (name := _name(person))]


def _name(person: dict[str, Any]) -> str:
    parts = filter(None, (string(person.get("familyName")), string(person.get("givenName"))))
    return ", ".join(parts) or string(person.get("name"))


def _hosts(work: Work) -> list[dict[str, Any]]:
    return [one for one in _objects(work.get("relatedItems")) if one.get("relationType") == "IsPublishedIn"]


def _identifiers(work: Work, kind: str) -> list[list[str]]:
    container = [one for one in _objects(work.get("container")) if one.get("identifierType") == kind]
    related = [one for one in _objects(work.get("relatedIdentifiers")) if one.get("relatedIdentifierType") == kind]
    return [_texts(container, "identifier"), _texts(related, "relatedIdentifier")]
