"""JSON of OpenAlex: a work, or a page of works, as its API answers."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.fields import given_first
from synthema.records.formats.json_works import Look, Work, each, find_works, recognised, string
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_LONGEST = 8  # digits of a place
_SOURCE = "primary_location.source"

FIELDS = {
    "title": ("title", "display_name"),
    "authors": ("authorships.raw_author_name", "authorships.author.display_name"),
    "year": ("publication_year", "publication_date"),
    "journal": (f"{_SOURCE}.display_name", "host_venue.display_name"),
    "volume": ("biblio.volume",),
    "issue": ("biblio.issue",),
    "start": ("biblio.first_page",),
    "end": ("biblio.last_page",),
    "doi": ("doi", "ids.doi"),
    "pmid_hint": ("ids.pmid",),
    "issn": (f"{_SOURCE}.issn_l", f"{_SOURCE}.issn", "host_venue.issn_l"),
    "abstract": ("abstract", "abstract_inverted_index"),
    "keywords": ("keywords.display_name", "keywords.keyword"),
    "language": ("language",),
    "kind": ("type", "type_crossref"),
    "url": ("primary_location.landing_page_url", "doi", "id"),
    "accession": ("id", "ids.openalex"),
}


def recognise(head: str) -> int:
    """0 where the text is an answer of OpenAlex, else -1."""
    return recognised(head, _is_openalex)


def _is_openalex(look: Look) -> bool:
    return "authorships" in look or "openalex.org/W" in look.get("id", "")


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The works of an answer of OpenAlex."""
    tally.database = "OpenAlex"
    return find_works(export, tally)


def record(found: Found) -> Record:
    """A record of OpenAlex; its abstract is put back in order."""
    groups = gather(found.raw, FIELDS)
    work: Work = found.of
    groups["authors"] = [[_author(one) for one in each(work.get("authorships"))]]
    groups["abstract"] = [[string(work.get("abstract")) or in_order(work.get("abstract_inverted_index"))]]
    groups["accession"] = [[value.rpartition("/")[2] for value in group] for group in groups["accession"]]
    groups["database"] = [["OpenAlex"]]
    groups["notes"] = [["Retracted, as OpenAlex has it"] if work.get("is_retracted") is True else []]
    return assemble(groups, raw=found.raw, line=found.line)


def _author(authorship: Any) -> str:
    if not isinstance(authorship, dict):
        return ""
    author = authorship.get("author")
    known = string(author.get("display_name")) if isinstance(author, dict) else ""
    printed = string(authorship.get("raw_author_name"))
    return given_first(known if not printed or _short_for(printed, known) else printed)


def _short_for(printed: str, known: str) -> bool:
    """Whether a name as printed has initials only for the given names of the person that OpenAlex knows."""
    short, full = printed.replace(".", " ").split(), known.split()
    return bool(short and full) and short[-1] == full[-1] and all(len(word) == 1 for word in short[:-1])


def in_order(index: Any) -> str:
    """The text whose words are listed with their places."""
    if not isinstance(index, dict):
        return ""
    placed = [(int(place), word) for word, places in index.items() for place in each(places) if _is_place(place)]
    return " ".join(word for _, word in sorted(placed, key=itemgetter(0)))


def _is_place(place: Any) -> bool:
    return isinstance(place, str | int) and len(written := str(place)) < _LONGEST and written.isdecimal()
