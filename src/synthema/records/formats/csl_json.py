"""CSL JSON as Zotero, Mendeley and citation processors exchange it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synthema.records.assembly import assemble
from synthema.records.fields import printable
from synthema.records.model import Record, Unreadable
from synthema.records.tally import Tally

_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
)
TYPES = frozenset(_TYPES.split())
_FOREIGN = frozenset({"display_name", "authorships", "attributes", "itemType"})  # OpenAlex, DataCite, Zotero


def recognise(text: str) -> int:
    """0 where the text is CSL JSON, else -1."""
    start = text.lstrip("\ufeff \t\n")[:1]
    if start not in ("[", "{"):
        return -1
    try:
        works = _works(json.loads(text.lstrip("\ufeff")))
    except (ValueError, RecursionError):
        return -1
    if not works:
        return 0 if start == "[" else -1
    return 0 if any(map(_is_csl, works)) else -1


def _is_csl(work: Any) -> bool:
    return isinstance(work, dict) and work.get("type") in TYPES and not _FOREIGN & work.keys()


def _works(content: Any) -> Sequence[Any]:
    if isinstance(content, dict):
        content = content.get("items", [content])
    return content if isinstance(content, list) else []


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of a CSL JSON file."""
    try:
        works = _works(json.loads(text.lstrip("\ufeff")))
    except (ValueError, RecursionError) as error:
        advice = "Export it again; it was probably cut off."
        raise Unreadable(
            "{source} is not complete JSON ({error}). {advice}", source=tally.source, error=error, advice=advice
        ) from error
    for number, work in enumerate(works, 1):
        tally.markers += 1
        if not isinstance(work, dict):
            tally.refuse(0, f"entry {number} is not an object", json.dumps(work, ensure_ascii=True))
            continue
        record = tally.settle(_record(work))
        if record is not None:
            yield record


def _string(value: Any) -> str:
    return printable(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _record(work: Mapping[str, Any]) -> Record:
    def one(*keys: str) -> list[list[str]]:
        return [[_string(work.get(key))] for key in keys]

    custom = work.get("custom")
    kind = _string(custom.get("kind")) if isinstance(custom, dict) else ""
    groups = {
        "title": one("title"),
        "authors": [_names(work.get("author")), _names(work.get("editor"))],
        "year": [[_date(work.get("issued"))]],
        "journal": one("container-title", "collection-title"),
        "volume": one("volume"),
        "issue": one("issue", "number"),
        "pages": one("page", "article-number"),
        "doi": one("DOI"),
        "doi_hint": one("URL", "note"),
        "pmid": one("PMID"),
        "pmid_hint": one("URL", "note"),
        "isbn": one("ISBN"),
        "issn": one("ISSN"),
        "abstract": one("abstract"),
        "keywords": [_string(work.get("keyword")).split(";" if ";" in _string(work.get("keyword")) else ",")],
        "language": one("language"),
        "kind": [[kind], [_string(work.get("type"))]],
        "url": one("URL"),
        "accession": one("archive_location"),
        "database": one("source"),
        "notes": [_string(work.get("note")).split("\n\n")],
    }
    raw = [(printable(key), _raw(value)) for key, value in work.items()]
    return assemble(groups, raw=raw, line=0)


def _raw(value: Any) -> str:
    return printable(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=True, sort_keys=True)


def _names(people: Any) -> list[str]:
    return [name for person in people if (name := _name(person))] if isinstance(people, list) else []


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return _string(person)
    if person.get("literal"):
        return _string(person["literal"])
    family = " ".join(filter(None, (_string(person.get("non-dropping-particle")), _string(person.get("family")))))
    given = " ".join(filter(None, (_string(person.get("given")), _string(person.get("dropping-particle")))))
    return ", ".join(filter(None, (family, given, _string(person.get("suffix")))))


def _date(issued: Any) -> str:
    if not isinstance(issued, dict):
        return _string(issued)
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return _string(parts[0][0])
    return _string(issued.get("raw")) or _string(issued.get("literal"))
