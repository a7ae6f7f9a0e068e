"""MODS of the Library of Congress: one `<mods>` a work, what it appeared in as its host."""

import re
from collections.abc import Iterator

from lxml import etree

from synthema.records.assembly import assemble
from synthema.records.formats.xml_stream import Reader
from synthema.records.formats.xml_tree import each, inside, person, text, texts, with_subtitle
from synthema.records.model import Found, Record

_SIGN = re.compile(r"<(?:[\w.-]+:)?mods(?=[\s>])")
_AUTHORS = re.compile(r"aut|author|cre|creator|dis|dissertant|", re.IGNORECASE)
_EDITORS = re.compile(r"edt|editor|com|compiler|", re.IGNORECASE)
_DATES = ("dateIssued", "copyrightDate", "dateCreated", "dateOther")
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("titleInfo/title", "titleInfo/subTitle"),
    "authors": ("name/namePart", "name/displayForm"),
    "year": (*(f"originInfo/{date}" for date in _DATES), "relatedItem/part/date", "part/date"),
    "journal": ("relatedItem/titleInfo/title",),
    "volume": ("relatedItem/part/detail/number", "part/detail/number"),
    "issue": ("relatedItem/part/detail/number", "part/detail/number"),
    "pages": ("relatedItem/part/extent/start", "relatedItem/part/extent/end", "relatedItem/part/extent/list"),
    "doi": ("identifier",),
    "isbn": ("identifier", "relatedItem/identifier"),
    "issn": ("identifier", "relatedItem/identifier"),
    "abstract": ("abstract",),
    "keywords": ("subject/topic", "subject/geographic", "subject/temporal"),
    "language": ("language/languageTerm",),
    "kind": ("genre", "typeOfResource"),
    "url": ("location/url",),
    "accession": ("recordInfo/recordIdentifier",),
    "database": ("recordInfo/recordContentSource",),
    "notes": ("note",),
}
find = Reader("mods")


def recognise(head: str) -> int:
    """Where the first record starts, or -1."""
    found = _SIGN.search(head)
    return found.start() if found else -1


def record(found: Found) -> Record:
    """A record of a MODS file."""
    element: etree._Element = found.of
    hosts = [one for one in each(element, "relatedItem") if one.get("type") == "host"]
    parts = [part for one in (*hosts, element) for part in each(one, "part")]
    groups = {
        "title": [list(_titles(element))],
        "authors": [list(_names(element, role)) for role in (_AUTHORS, _EDITORS, None)],
        "year": [list(_years(one)) for one in (element, *hosts)] + [texts(part, "date") for part in parts],
        "journal": [list(_titles(host)) for host in hosts],
        "volume": [list(_numbers(parts, "volume"))],
        "issue": [list(_numbers(parts, "issue", "number"))],
        "start": [list(_extents(parts, "start"))],
        "end": [list(_extents(parts, "end"))],
        "pages": [list(_extents(parts, "list"))],
        "doi": [list(_identifiers([element], "doi"))],
        "doi_hint": [list(_identifiers([element], "uri", "hdl")), texts(element, "location/url")],
        "pmid": [list(_identifiers([element], "pmid", "pubmed", "medline"))],
        "isbn": [list(_identifiers([element, *hosts], "isbn"))],
        "issn": [list(_identifiers([element, *hosts], "issn", "issn-l", "eissn"))],
        "abstract": [texts(element, "abstract")],
        "keywords": [
            texts(element, "subject/topic", "subject/geographic", "subject/temporal", "subject/titleInfo/title")
        ],
        "language": [list(_language(element))],
        "kind": [texts(element, "genre"), texts(element, "typeOfResource")],
        "url": [texts(element, "location/url")],
        "accession": [texts(element, "recordInfo/recordIdentifier")],
        "database": [texts(element, "recordInfo/recordContentSource")],
        "notes": [texts(element, "note")],
    }
    return assemble(groups, raw=found.raw, line=found.line)


def _titles(element: etree._Element) -> Iterator[str]:
    """The titles, those that are no translation or abbreviation first."""
    for one in sorted(each(element, "titleInfo"), key=lambda one: bool(one.get("type"))):
        title = " ".join(filter(None, (text(one, "nonSort"), text(one, "title"))))
        part = ". ".join(texts(one, "partNumber", "partName"))
        whole = with_subtitle(title, text(one, "subTitle"))
        yield f"{whole}. {part}" if part else whole


def _names(element: etree._Element, role: re.Pattern[str] | None) -> Iterator[str]:
    for one in each(element, "name"):
        roles = texts(one, "role/roleTerm") or [""]
        if role is None or any(role.fullmatch(said) for said in roles):
            yield _name(one)


def _name(one: etree._Element) -> str:
    by_type: dict[str, list[str]] = {}
    for part in each(one, "namePart"):
        by_type.setdefault(part.get("type") or "", []).append(inside(part))
    given, family = " ".join(by_type.get("given", ())), " ".join(by_type.get("family", ()))
    if family or given:
        return person(family or " ".join(by_type.get("", ())), given, " ".join(by_type.get("termsOfAddress", ())))
    return " ".join(by_type.get("", ())) or text(one, "displayForm")


def _years(element: etree._Element) -> Iterator[str]:
    for name in _DATES:
        dates = list(each(element, f"originInfo/{name}"))
        yield from (inside(one) for one in sorted(dates, key=lambda one: one.get("keyDate") != "yes"))


def _numbers(parts: list[etree._Element], *kinds: str) -> Iterator[str]:
    for part in parts:
        for detail in each(part, "detail"):
            if detail.get("type") in kinds:
                yield text(detail, "number", "caption", "title")


def _extents(parts: list[etree._Element], name: str) -> Iterator[str]:
    for part in parts:
        for extent in each(part, "extent"):
            if (extent.get("unit") or "page").startswith("page"):
                yield from texts(extent, name)


def _identifiers(elements: list[etree._Element], *kinds: str) -> Iterator[str]:
    for element in elements:
        for one in each(element, "identifier"):
            if (one.get("type") or "").lower() in kinds and one.get("invalid") != "yes":
                yield inside(one)


def _language(element: etree._Element) -> Iterator[str]:
    """The language in words before its code."""
    terms = list(each(element, "language/languageTerm"))
    yield from (inside(one) for one in sorted(terms, key=lambda one: one.get("type") != "text"))
