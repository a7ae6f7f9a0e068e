"""Normalised records of Primo (PNX): one `<record>` with the parts display, search and addata."""

import re
from collections.abc import Iterator

from lxml import etree

from synthema.records.assembly import assemble, gather
from synthema.records.formats.xml_stream import Reader
from synthema.records.formats.xml_tree import text, texts
from synthema.records.model import Found, Record

_PARTS = "control|display|addata|delivery|links|search|sort|facets|dedup|frbr|ranking|enrichment|browse"
_SIGN = re.compile(rf"<(?:[\w.-]+:)?record(?=[\s>])(?:[^<>]*/primo_nm_bib|[^<>]*>\s*<(?:[\w.-]+:)?(?:{_PARTS})>)")
_CORE = re.compile(rf"<(?:[\w.-]+:)?(?:{_PARTS})(?=[\s>/])")
_SUBFIELD = re.compile(r"\$\$([A-Z0-9])([^$]*)")
_AFTER_NAME = re.compile(r"[\s,]*(?:\(?\d{4}-(?:\d{4})?\)?.*|\[.*)$")
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("display/title", "addata/atitle", "addata/btitle", "search/title"),
    "authors": ("addata/au", "addata/addau", "addata/aucorp", "display/creator",
                "display/contributor"),
    "year": ("addata/risdate", "addata/date", "display/creationdate", "search/creationdate"),
    "journal": ("addata/jtitle",),
    "volume": ("addata/volume",),
    "issue": ("addata/issue",),
    "pages": ("addata/pages",),
    "start": ("addata/spage",),
    "end": ("addata/epage",),
    "article_number": ("addata/artnum",),
    "doi": ("addata/doi",),
    "pmid": ("addata/pmid",),
    "isbn": ("addata/isbn", "addata/eisbn", "search/isbn", "display/identifier"),
    "issn": ("addata/issn", "addata/eissn", "search/issn"),
    "abstract": ("addata/abstract", "display/description"),
    "keywords": ("display/subject", "search/subject"),
    "language": ("display/language", "facets/language"),
    "kind": ("display/type", "addata/genre", "addata/ristype"),
    "url": ("links/linktorsrc", "links/backlink", "addata/url"),
    "accession": ("control/recordid",),
    "database": ("control/sourceid",),
    "notes": ("display/notes", "addata/notes"),
}  # fmt: skip
find = Reader("record", _CORE)


def recognise(head: str) -> int:
    """Where the first record starts, or -1."""
    found = _SIGN.search(head)
    return found.start() if found else -1


def record(found: Found) -> Record:
    """A record of a Primo file."""
    element: etree._Element = found.of
    groups = gather([(tag, _main(tag, value)) for tag, value in found.raw], FIELDS)
    groups["title"] = [[_title(value) for value in group] for group in groups["title"]]
    groups["authors"] = [list(_people(group)) for group in groups["authors"]]
    if not any("," in name for group in groups["authors"][:1] for name in group):  # names with initials only
        groups["authors"].sort(key=lambda group: not any("," in name for name in group))
    groups["keywords"] = [[part for value in group for part in value.split(" ; ")] for group in groups["keywords"]]
    if text(element, "addata/genre") == "bookitem" and text(element, "addata/atitle"):
        groups["journal"] = [texts(element, "addata/btitle"), *groups["journal"]]
    return assemble(groups, raw=found.raw, line=found.line)


def _main(tag: str, value: str) -> str:
    """A value without the subfields that only Primo needs: the address of a link, the value of an identifier."""
    if "$$" not in value:
        return value
    parts = dict(_SUBFIELD.findall(value))
    before = value.partition("$$")[0].strip()
    return parts.get("U", "") if tag.startswith("links/") else before or parts.get("V", "") or parts.get("D", "")


def _title(value: str) -> str:
    """A title with its colon, without what is said of responsibility behind a slash."""
    return re.sub(r"\s+:(?=\s)", ":", value.partition(" / ")[0].strip().removesuffix("/").strip())


def _people(group: list[str]) -> Iterator[str]:
    """The names; one that is there with and without its comma counts once."""
    names = [_AFTER_NAME.sub("", name).strip() for value in group for name in value.split(" ; ")]
    with_comma = {_bare(name) for name in names if "," in name}
    yield from (name for name in names if "," in name or _bare(name) not in with_comma)


def _bare(name: str) -> str:
    return " ".join(name.replace(",", " ").split())
