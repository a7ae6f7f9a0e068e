"""A record reduced to what can be compared with another record."""

import re
from dataclasses import dataclass

from synthema.dedup.kinds import isbns, kind, language
from synthema.dedup.living import is_preprint, living
from synthema.dedup.names import first_initial, given_names, surnames
from synthema.dedup.places import clean_doi, clean_journal
from synthema.dedup.printed import printed
from synthema.dedup.text import first_number, fold
from synthema.dedup.titles import clean_title, is_correction, is_generic, main_title, noted, notice, numbers, subtitles
from synthema.records.model import Record

_REGISTRATION = re.compile(
    r"\b(nct|isrctn|actrn|chictr|drks|eudract|umin|crd|ctri|irct|jrct|jprn|pactr|slctr|tctr|euctr)"
    r"[ :-]?[a-z]{0,5}[-/]?(\d[\d/-]{4,16}\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The comparable content of one record; an empty value means the record does not say."""

    title: str
    compact: str  # the title without spaces, for keys
    main: str  # the title before its colon
    breaks: tuple[int, ...]  # after how many words of the title a subtitle may begin
    numbers: tuple[str, ...]
    notice: str
    generic: bool
    first_author: frozenset[str]
    authors: frozenset[str]
    given: frozenset[str]
    initial: str  # of the first author's given name
    year: int
    journal: str
    volume: str
    issue: str
    page: str
    last: str
    supplement: bool
    doi: str
    pmid: str
    living: str  # the identifier of a publication that appears in versions
    version: str
    preprint: bool
    language: str
    kind: str  # thesis, data set, registration, article, or '' where the record does not say
    isbns: frozenset[str]
    registration: tuple[str, str]
    abstract: str


def facts(record: Record) -> Facts:
    """Normalise one record; never raises, whatever the fields hold."""
    title, breaks = clean_title(record.title), subtitles(record.title)
    names = surnames(record.authors)
    place = printed(record)
    number, version = living(record)
    in_cochrane = number.startswith("cd")  # whose pages are its numbers
    return Facts(
        title=title,
        compact=title.replace(" ", ""),
        main=main_title(record.title),
        breaks=breaks,
        numbers=numbers(title),
        notice=notice(title) or noted(record.title) or ("correction" if is_correction(record.title) else ""),
        generic=is_generic(title),
        first_author=names[0] if names else frozenset(),
        authors=frozenset().union(*names),
        given=given_names(record.authors),
        initial=first_initial(record.authors),
        year=record.year if record.year and 1400 < record.year < 2200 else 0,
        journal=clean_journal(record.journal),
        volume=place.volume,
        issue=place.issue,
        page="" if in_cochrane else place.first,
        last="" if in_cochrane else place.last,
        supplement=place.supplement,
        doi=clean_doi(record.doi),
        pmid=first_number(record.pmid),
        living=number,
        version=version,
        preprint=is_preprint(record),
        language=language(record.language),
        kind=kind(record),
        isbns=isbns(record.isbn),
        registration=_registration(record),
        abstract=fold(record.abstract[:400])[:160],
    )


def _registration(record: Record) -> tuple[str, str]:
    # CENTRAL prints the address of the register where the journal belongs.
    places = (record.accession, record.title, record.journal, record.url, record.volume)
    found = next((one for place in places if (one := _REGISTRATION.search(place))), None)
    return (found.group(1).lower(), found.group(2)) if found else ("", "")
