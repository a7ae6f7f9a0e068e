"""EndNote XML: one `<record>` a work; titles and names in pieces of styled text."""

import re

from synthema.records.assembly import assemble, gather
from synthema.records.formats.xml_stream import Reader
from synthema.records.model import Found, Record

_SIGN = re.compile(
    r"<record(?=[\s>])[^>]*>\s*<(?:database|source-app|rec-number|ref-type|contributors|titles|foreign-keys)\b"
)
_PUBMED_ISSN = re.compile(r"\((?:Electronic|Linking|Print)\)")
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("titles/title", "titles/translated-title"),
    "authors": ("contributors/authors/author", "contributors/secondary-authors/author"),
    "year": ("dates/year", "dates/pub-dates/date"),
    "journal": ("periodical/full-title", "titles/secondary-title", "alt-periodical/full-title", "titles/alt-title"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "doi": ("electronic-resource-num",),
    "doi_hint": ("urls/related-urls/url", "urls/web-urls/url", "notes"),
    "pmid_hint": ("urls/related-urls/url", "notes"),
    "isbn": ("isbn",),
    "issn": ("isbn",),
    "abstract": ("abstract",),
    "keywords": ("keywords/keyword",),
    "language": ("language",),
    "kind": ("ref-type@name", "ref-type"),
    "url": ("urls/related-urls/url", "urls/web-urls/url"),
    "accession": ("accession-num",),
    "accession_hint": ("urls/related-urls/url", "notes"),
    "database": ("remote-database-name",),
    "notes": ("notes", "research-notes"),
}


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = _SIGN.search(text[: 2**20])
    return found.start() if found else -1


find = Reader("record")


def record(found: Found) -> Record:
    """A record of an EndNote XML file."""
    raw = found.raw
    groups = gather([(tag, part) for tag, value in raw for part in _single(tag, value)], FIELDS)
    if any(_PUBMED_ISSN.search(value) for tag, value in raw if tag == "isbn"):  # EndNote's own import from PubMed
        groups["pmid"] = groups["accession"]
    return assemble(groups, raw=raw, line=found.line)


def _single(tag: str, value: str) -> list[str]:
    return re.split(r"\n{2,}", value) if tag in ("notes", "research-notes") else [value]
