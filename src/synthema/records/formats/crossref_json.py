"""JSON of Crossref: a work, or a list of works, as its API answers."""

from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.json_works import (
    Look,
    Work,
    each,
    find_works,
    names,
    opening,
    recognised,
    string,
)
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_PAGE = ("message", "items")  # where the works of a query stand
_OWN = frozenset({"member", "prefix", "indexed", "deposited", "is-referenced-by-count", "reference-count"})
_LISTED = ("title", "container-title")  # what Crossref lists and other programs do not
_PEOPLE = "{0}.family {0}.given {0}.name {0}.suffix"

FIELDS = {
    "title": ("title", "original-title", "short-title"),
    "authors": (_PEOPLE.format("author"), _PEOPLE.format("editor")),
    "year": ("issued.date-parts", "published.date-parts", "published-print.date-parts", "published-online.date-parts"),
    "journal": ("container-title", "short-container-title", "institution.name"),
    "volume": ("volume",),
    "issue": ("issue", "journal-issue.issue"),
    "pages": ("page",),
    "article_number": ("article-number",),
    "doi": ("DOI",),
    "isbn": ("ISBN", "isbn-type.value"),
    "issn": ("ISSN", "issn-type.value"),
    "abstract": ("abstract",),
    "keywords": ("subject",),
    "language": ("language",),
    "kind": ("type",),
    "url": ("URL", "resource.primary.URL"),
    "database": ("source",),
}


def recognise(head: str) -> int:
    """0 where the text is an answer of Crossref, else -1."""
    if recognised(head, _is_crossref, empty=[_PAGE]) == 0:
        return 0
    return 0 if recognised(head, bool) == 0 and opening(head)[0] == _PAGE else -1


def _is_crossref(look: Look) -> bool:
    return len(_OWN & look.keys()) > 1 or ("DOI" in look and any(look.get(name, "")[:1] == "[" for name in _LISTED))


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The works of an answer of Crossref."""
    tally.database = "Crossref"
    return find_works(export, tally)


def record(found: Found) -> Record:
    """A record of Crossref; a subtitle belongs to its title."""
    groups = gather(found.raw, FIELDS)
    work: Work = found.of
    groups["title"] = [[_title(work)], *groups["title"]]
    groups["authors"] = [names(work.get("author")), names(work.get("editor"))]
    groups["retraction"] = [
        [_update(update) for name in ("update-to", "updated-by") for update in each(work.get(name))]
    ]
    return assemble(groups, raw=found.raw, line=found.line)


def _title(work: Work) -> str:
    main, sub = ("".join(map(string, each(work.get(name))[:1])) for name in ("title", "subtitle"))
    return f"{main.rstrip(': ')}: {sub}" if main and sub and sub.casefold() not in main.casefold() else main


def _update(update: object) -> str:
    if not isinstance(update, dict):
        return ""
    label = string(update.get("label")) or string(update.get("type"))
    return f"{label}: {string(update.get('DOI'))}"
