"""One record from the values a format found for each field, in order of preference."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache

from synthema.records import fields
from synthema.records.model import Record

Groups = Mapping[str, Sequence[Sequence[str]]]
"""Field name -> groups of values, the preferred group first. Hints (`doi_hint`, …) are searched after their field."""
Tags = Sequence[tuple[str, str]]

_MEDLINE = re.compile(r"medline|pubmed", re.IGNORECASE)


def gather(tags: Tags, table: Mapping[str, Sequence[str]]) -> dict[str, list[list[str]]]:
    """For each field the groups of `table` whose first tag is present, each with its values in file order."""
    by_tag: dict[str, list[str]] = {}
    for tag, value in tags:
        if value:
            by_tag.setdefault(tag, []).append(value)
    found: dict[str, list[list[str]]] = {}
    for name, groups in table.items():
        found[name] = matching = []
        for lead, others in _split(tuple(groups)):
            if lead in by_tag:
                matching.append(_together(tags, by_tag, lead, others) if others else by_tag[lead])
    return found


@lru_cache(maxsize=1024)
def _split(groups: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The first tag of each group, and the others."""
    split = [group.split() for group in groups]
    return tuple((lead, frozenset(others)) for lead, *others in split)


def _together(tags: Tags, by_tag: Mapping[str, list[str]], lead: str, others: Set[str]) -> list[str]:
    if others.isdisjoint(by_tag):
        return by_tag[lead]
    return [value for tag, value in tags if (tag == lead or tag in others) and value]


def _all(groups: Groups, name: str) -> list[str]:
    return [value for group in groups.get(name, ()) for value in group]


def _first(groups: Groups, name: str, rule: Callable[[str], str]) -> str:
    for group in groups.get(name, ()):
        for value in group:
            if found := rule(value):
                return found
    return ""


def _first_group(groups: Groups, name: str, rule: Callable[[Sequence[str]], tuple[str, ...]]) -> tuple[str, ...]:
    for group in groups.get(name, ()):
        if found := rule(group):
            return found
    return ()


def _pages(groups: Groups) -> str:
    return (
        _first(groups, "pages", fields.pages)
        or fields.page_range(_first(groups, "start", fields.text), _first(groups, "end", fields.text))
        or _first(groups, "article_number", fields.pages)
    )


def _pmid(groups: Groups, url: str, accession: str, database: str) -> str:
    stated = _first(groups, "pmid", fields.pmid) or _first(groups, "pmid_hint", fields.pmid_hint)
    stated = stated or fields.pmid_hint(url)
    if stated or not _MEDLINE.search(database):
        return stated
    return fields.pmid(accession) if re.fullmatch(r"[0-9]{5,8}", accession) else ""


def assemble(groups: Groups, *, raw: Tags, line: int) -> Record:
    """The record: the first usable value of each field, everything as read in `raw`."""
    url = _first(groups, "url", fields.link)
    accession = _first(groups, "accession", fields.text) or _first(groups, "accession_hint", fields.accession_hint)
    accession = accession or fields.accession_hint(url)
    database = _first(groups, "database", fields.text)
    retractions = [value for value in _all(groups, "retraction") if fields.is_retraction(value)]
    return Record(
        title=_first(groups, "title", fields.title),
        authors=_first_group(groups, "authors", fields.authors),
        year=next((year for value in _all(groups, "year") if (year := fields.year(value))), None),
        journal=_first(groups, "journal", fields.text),
        volume=_first(groups, "volume", fields.text),
        issue=_first(groups, "issue", fields.text),
        pages=_pages(groups),
        doi=_first(groups, "doi", fields.doi) or _first(groups, "doi_hint", fields.doi_hint) or fields.doi_hint(url),
        pmid=_pmid(groups, url, accession, database),
        isbn=_first(groups, "isbn", fields.isbn),
        issn=_first(groups, "issn", fields.issn),
        abstract=next((found for group in groups.get("abstract", ()) if (found := fields.abstract(group))), ""),
        keywords=_first_group(groups, "keywords", fields.keywords),
        language=_first(groups, "language", fields.text),
        kind=_first(groups, "kind", fields.text),
        url=url,
        accession=accession,
        database=database,
        notes=fields.notes([*retractions, *_all(groups, "notes")]),
        line=line,
        raw=tuple(raw),
    )


def is_empty(record: Record) -> bool:
    """Whether nothing in the record says which work it is."""
    known = (record.title, record.authors, record.abstract, record.doi, record.pmid, record.isbn)
    return not any((*known, record.accession, record.url, record.journal))
