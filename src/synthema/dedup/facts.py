"""A record reduced to what can be compared with another record."""

import re
from dataclasses import dataclass

from synthema.dedup.names import surnames
from synthema.dedup.places import clean_doi, clean_journal, clean_volume, cochrane, first_page, in_supplement
from synthema.dedup.text import first_number, fold
from synthema.dedup.titles import clean_title, is_generic, notice, numbers
from synthema.records.model import Record

_REGISTRATION = re.compile(r"\b(nct|isrctn|actrn|chictr|drks|eudract|umin)[ -]?[a-z]{0,5}-?(\d{6,14})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The comparable content of one record; an empty value means the record does not say."""

    title: str
    compact: str  # the title without spaces, for keys
    numbers: tuple[str, ...]
    notice: str
    generic: bool
    first_author: frozenset[str]
    authors: frozenset[str]
    year: int
    journal: str
    volume: str
    issue: str
    page: str
    supplement: bool
    doi: str
    pmid: str
    cochrane: str
    version: str
    registration: tuple[str, str]
    abstract: str


def facts(record: Record) -> Facts:
    """Normalise one record; never raises, whatever the fields hold."""
    title = clean_title(record.title)
    names = surnames(record.authors)
    number, version = cochrane(record.doi, record.pages, record.accession)
    return Facts(
        title=title,
        compact=title.replace(" ", ""),
        numbers=numbers(title),
        notice=notice(title),
        generic=is_generic(title),
        first_author=names[0] if names else frozenset(),
        authors=frozenset().union(*names),
        year=record.year or 0,
        journal=clean_journal(record.journal),
        volume=clean_volume(record.volume, record.year),
        issue=first_number(record.issue),
        page="" if number else first_page(record.pages),
        supplement=in_supplement(record.journal, record.issue, record.volume, record.pages),
        doi=clean_doi(record.doi),
        pmid=first_number(record.pmid),
        cochrane=number,
        version=version,
        registration=_registration(record),
        abstract=fold(record.abstract[:400])[:160],
    )


def _registration(record: Record) -> tuple[str, str]:
    found = _REGISTRATION.search(record.accession) or _REGISTRATION.search(record.title)
    return (found.group(1).lower(), found.group(2)) if found else ("", "")
