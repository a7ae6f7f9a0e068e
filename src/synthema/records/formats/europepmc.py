"""JSON of Europe PMC: the results of a search as its API answers, in core or lite form."""

from collections.abc import Iterator
from typing import Any

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.fields import with_comma
from synthema.records.formats.json_works import Work, each, find_works, recognised, string
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_OWN = frozenset({"authorString", "pubYear", "journalInfo", "firstPublicationDate", "citedByCount", "inEPMC", "hasPDF"})

FIELDS = {
    "title": ("title",),
    "authors": ("authorList.author.fullName authorList.author.collectiveName", "authorString"),
    "year": ("pubYear", "journalInfo.yearOfPublication", "firstPublicationDate"),
    "journal": ("journalInfo.journal.title", "journalTitle", "bookOrReportDetails.comprisingTitle"),
    "volume": ("journalInfo.volume", "journalVolume"),
    "issue": ("journalInfo.issue", "issue"),
    "pages": ("pageInfo",),
    "doi": ("doi",),
    "pmid": ("pmid",),
    "isbn": ("bookOrReportDetails.isbn13", "bookOrReportDetails.isbn10"),
    "issn": ("journalInfo.journal.issn", "journalInfo.journal.essn", "journalIssn"),
    "abstract": ("abstractText",),
    "keywords": ("keywordList.keyword", "meshHeadingList.meshHeading.descriptorName"),
    "language": ("language",),
    "kind": ("pubTypeList.pubType", "pubType"),
    "url": ("fullTextUrlList.fullTextUrl.url",),
    "accession": ("id",),
}


def recognise(head: str) -> int:
    """0 where the text is an answer of Europe PMC, else -1."""
    return recognised(head, lambda look: len(_OWN & look.keys()) > 1, empty=[("resultList", "result")])


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The results of an answer of Europe PMC."""
    tally.database = "Europe PMC"
    return find_works(export, tally)


def record(found: Found) -> Record:
    """A record of Europe PMC."""
    groups = gather(found.raw, FIELDS)
    work: Work = found.of
    printed = string(work.get("authorString")).rstrip(". ").split(",")
    groups["authors"] = [_people(work), [with_comma(name.strip()) for name in printed]]
    groups["database"] = [["Europe PMC"]]
    groups["retraction"] = [[_correction(one) for one in _listed(work, "commentCorrectionList", "commentCorrection")]]
    return assemble(groups, raw=found.raw, line=found.line)


def _listed(work: Work, outer: str, inner: str) -> list[dict[str, Any]]:
    held = work.get(outer)
    return [one for one in each(held.get(inner)) if isinstance(one, dict)] if isinstance(held, dict) else []


def _people(work: Work) -> list[str]:
    return [name for person in _listed(work, "authorList", "author") if (name := _name(person))]


def _name(person: dict[str, Any]) -> str:
    given = string(person.get("firstName")) or string(person.get("initials"))
    parts = ", ".join(filter(None, (string(person.get("lastName")), given)))
    return parts or string(person.get("collectiveName")) or with_comma(string(person.get("fullName")))


def _correction(one: dict[str, Any]) -> str:
    return f"{string(one.get('type'))}: {string(one.get('reference'))}".strip(": ")
