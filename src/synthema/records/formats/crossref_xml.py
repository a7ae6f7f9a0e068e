"""Crossref Unixref: one `<doi_record>` a work, inside the journal, book or conference it appeared in."""

import re
from collections.abc import Iterator

from lxml import etree

from synthema.records.assembly import assemble
from synthema.records.formats.xml_stream import Reader
from synthema.records.formats.xml_tree import each, inside, local, person, prose, text, texts, with_subtitle
from synthema.records.model import Found, Record

_SIGN = re.compile(r"<(?:[\w.-]+:)?doi_record(?=[\s>])")
_WORKS = (  # the innermost that is there is the work
    "journal_article",
    "conference_paper",
    "content_item",
    "sa_component",
    "component",
    "dissertation",
    "posted_content",
    "peer_review",
    "pending_publication",
    "report-paper_metadata",
    "report-paper_series_metadata",
    "standard_metadata",
    "dataset",
    "book_metadata",
    "book_series_metadata",
    "book_set_metadata",
    "database_metadata",
    "journal_issue",
    "proceedings_metadata",
    "proceedings_series_metadata",
    "journal_metadata",
)
_CONTAINERS = (
    "**/journal_metadata/full_title",
    "**/proceedings_metadata/proceedings_title",
    "**/proceedings_series_metadata/proceedings_title",
    "**/journal_metadata/abbrev_title",
)
_BOOKS = ("**/book_metadata/titles/title", "**/book_series_metadata/titles/title", "**/book_set_metadata/titles/title")
_DATES = ["publication_date", "approval_date", "posted_date", "review_date", "creation_date", "acceptance_date"]
_PLACES = [
    "journal/journal_article",
    "conference/conference_paper",
    "book/content_item",
    "dissertation",
    "posted_content",
    "report-paper/report-paper_metadata",
    "book/book_metadata",
    "peer_review",
    "database/dataset",
]


def _tags(*names: str) -> tuple[str, ...]:
    return tuple(f"crossref/{place}/{name}" for name in names for place in _PLACES)


FIELDS: dict[str, tuple[str, ...]] = {
    "title": _tags("titles/title", "titles/subtitle"),
    "authors": _tags(
        "contributors/person_name/surname", "contributors/person_name/given_name", "contributors/organization"
    ),
    "year": (*_tags(*(f"{date}/year" for date in _DATES)), "crossref/journal/journal_issue/publication_date/year"),
    "journal": tuple(
        f"crossref/{name}"
        for name in (
            "journal/journal_metadata/full_title",
            "conference/proceedings_metadata/proceedings_title",
            "journal/journal_metadata/abbrev_title",
            "book/book_metadata/titles/title",
        )
    ),
    "volume": ("crossref/journal/journal_issue/journal_volume/volume", *_tags("volume")),
    "issue": ("crossref/journal/journal_issue/issue",),
    "pages": _tags("pages/first_page", "pages/last_page", "pages/other_pages"),
    "doi": _tags("doi_data/doi"),
    "isbn": ("crossref/conference/proceedings_metadata/isbn", *_tags("isbn")),
    "issn": ("crossref/journal/journal_metadata/issn", *_tags("issn")),
    "abstract": _tags("abstract/p", "abstract/sec/p"),
    "url": _tags("doi_data/resource"),
    "notes": _tags("crossmark/updates/update"),
}
find = Reader("doi_record")


def recognise(head: str) -> int:
    """Where the first record starts, or -1."""
    found = _SIGN.search(head)
    return found.start() if found else -1


def record(found: Found) -> Record:
    """A record of a Unixref file."""
    element: etree._Element = found.of
    work = next((one for name in _WORKS for one in each(element, f"**/{name}")), element)
    part = local(work.tag) in ("content_item", "component", "sa_component")
    groups = {
        "title": [[_title(work)], texts(work, "full_title", "proceedings_title", "titles/original_language_title")],
        "authors": [list(_names(work, role)) for role in ("author", "reviewer", "editor", "")],
        "year": [list(_years(work)), texts(element, "**/journal_issue/publication_date/year")],
        "journal": [texts(element, *_CONTAINERS), texts(element, *_BOOKS) if part else []],
        "volume": [texts(element, "**/journal_issue/journal_volume/volume"), texts(work, "volume")],
        "issue": [texts(element, "**/journal_issue/issue")],
        "start": [texts(work, "pages/first_page")],
        "end": [texts(work, "pages/last_page")],
        "pages": [texts(work, "pages/other_pages")] if not text(work, "pages/first_page") else [],
        "article_number": [list(_article_numbers(work))],
        "doi": [texts(work, "doi_data/doi"), texts(element, "**/doi_data/doi")],
        "isbn": [texts(work, "isbn"), texts(element, *_of_the_whole("isbn"))],
        "issn": [texts(work, "issn"), texts(element, *_of_the_whole("issn"))],
        "abstract": [[prose(one)] for one in each(work, "abstract")],
        "language": [[one.get("language") or ""] for one in (work, *each(element, "**/journal_metadata"))],
        "kind": [[local(work.tag).removesuffix("_metadata")]],
        "url": [texts(work, "doi_data/resource"), texts(element, "**/doi_data/resource")],
        "database": [["Crossref"]],
        "notes": [list(_updates(work))],
    }
    return assemble(groups, raw=found.raw, line=found.line)


def _of_the_whole(name: str) -> list[str]:
    """Where an ISBN or ISSN stands that is the work's own and not that of a cited work."""
    wholes = ["journal_metadata", "proceedings_metadata", "book_metadata", "book_series_metadata", "series_metadata"]
    return [f"**/{whole}/{name}" for whole in (*wholes, "book_set_metadata", "proceedings_series_metadata")]


def _title(work: etree._Element) -> str:
    return with_subtitle(text(work, "titles/title"), text(work, "titles/subtitle"))


def _names(work: etree._Element, role: str) -> Iterator[str]:
    for path in ("contributors/*", "person_name", "organization"):
        for one in each(work, path):
            if role in ("", one.get("contributor_role")):
                yield _name(one)


def _name(one: etree._Element) -> str:
    if local(one.tag) != "person_name":
        return inside(one)
    return person(text(one, "surname"), text(one, "given_name"), text(one, "suffix"))


def _years(work: etree._Element) -> Iterator[str]:
    """The years of the work, that of print first."""
    dates = [one for name in _DATES for one in each(work, name)]
    for one in sorted(dates, key=lambda one: one.get("media_type") != "print"):
        yield text(one, "year")


def _article_numbers(work: etree._Element) -> Iterator[str]:
    for one in each(work, "publisher_item/item_number"):
        if one.get("item_number_type") in ("article-number", "article_number"):
            yield one.text or ""


def _updates(work: etree._Element) -> Iterator[str]:
    for one in each(work, "**/updates/update"):
        yield f"{one.get('label') or one.get('type') or 'Update'} of {one.text or ''}"
