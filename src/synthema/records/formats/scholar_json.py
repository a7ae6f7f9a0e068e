"""JSON that Publish or Perish writes of a search in Google Scholar and elsewhere."""

import re
from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.json_works import Look, find_works, recognised
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_OWN = frozenset({"article_url", "cites_url", "related_url", "ecc", "startpage", "endpage", "rank"})
_INITIALS = re.compile(r"([A-Z]{1,4}) (\S.*)")
_NUMBERS = ("volume", "issue", "start", "end", "year")  # 0 where there is none

FIELDS = {
    "title": ("title",),
    "authors": ("authors",),
    "year": ("year",),
    "journal": ("source",),
    "volume": ("volume",),
    "issue": ("issue",),
    "start": ("startpage",),
    "end": ("endpage",),
    "doi": ("doi",),
    "doi_hint": ("article_url",),
    "issn": ("issn",),
    "abstract": ("abstract",),
    "kind": ("type",),
    "url": ("article_url", "fulltext_url"),
    "accession": ("uid",),
}


def recognise(head: str) -> int:
    """0 where the text is JSON of Publish or Perish, else -1."""
    return recognised(head, _is_scholar)


def _is_scholar(look: Look) -> bool:
    return "title" in look and len(_OWN & look.keys()) > 2


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The works of a file of Publish or Perish."""
    for found in find_works(export, tally):
        tally.database = tally.database or _service(found)
        yield found


def _service(found: Found) -> str:
    return "Google Scholar" if any(tag == "uid" and value.startswith("GS:") for tag, value in found.raw) else ""


def record(found: Found) -> Record:
    """A record of Publish or Perish; `W Guo` is `Guo, W`."""
    groups = gather(found.raw, FIELDS)
    for name in _NUMBERS:
        groups[name] = [[value for value in group if value != "0"] for group in groups[name]]
    groups["authors"] = [
        [_INITIALS.sub(r"\2, \1", name) for name in group if name.strip(".… ")] for group in groups["authors"]
    ]
    groups["database"] = [[_service(found)]]
    return assemble(groups, raw=found.raw, line=found.line)
