"""One record for a group: the best value per field, and which members gave it."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from synthema.dedup.living import UNKNOWN, living
from synthema.dedup.model import Best
from synthema.records.model import Record

_TELLING = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract")
_OF_ONE_READING = frozenset({"line", "raw"})  # they describe one file's text, never a merged record
_OF_ONE_VERSION = frozenset({"doi", "pmid", "accession", "url"})  # another version's would lead to another text
_RICHEST: dict[str, Callable[[Record], int]] = {
    "title": lambda record: 0 if record.title.isupper() else len(record.title) > 0,
    "authors": lambda record: len(record.authors),
    "abstract": lambda record: len(record.abstract),
    "keywords": lambda record: len(record.keywords),
}


def best_fields(records: Mapping[str, Record]) -> Best:
    """Merge the records of one group, by identifier; the fullest record leads and others fill its gaps.

    Authors, abstract and keywords come from whoever has most of them, notes from all. Of several versions of one
    publication the latest leads, and nothing of it is replaced by an earlier one. Raises ValueError on no records.
    """
    if not records:
        raise ValueError("There are no records to merge: give the members of one group.")
    version = _versions(records)
    ranked = sorted(records, key=lambda one: (-version[one], -_fullness(records[one]), one))
    values: dict[str, Any] = {}
    sources: dict[str, tuple[str, ...]] = {}
    for name in (field.name for field in fields(Record)):
        if name in _OF_ONE_READING or name == "notes":
            continue
        latest = [one for one in ranked if name not in _OF_ONE_VERSION or version[one] == version[ranked[0]]]
        if given := [one for one in latest if getattr(records[one], name)]:
            alike = [one for one in given if version[one] == version[given[0]]]
            chosen = max(alike, key=lambda one: _RICHEST[name](records[one])) if name in _RICHEST else given[0]
            values[name] = getattr(records[chosen], name)
            sources[name] = (chosen,)
    _take_together(records, values, sources)
    if noted := tuple(one for one in ranked if records[one].notes):
        values["notes"] = tuple(dict.fromkeys(note for one in noted for note in records[one].notes))
        sources["notes"] = noted
    return Best(Record(**values), sources)


def _versions(records: Mapping[str, Record]) -> dict[str, float]:
    """The number of each record's version; where it is not said the year tells after which of the others it came."""
    told = {one: living(record)[1] for one, record in records.items() if living(record)[0]}
    known = {one: int(version or "1") for one, version in told.items() if version != UNKNOWN}
    if not known:
        return dict.fromkeys(records, 0)
    return {one: known[one] if one in known else _by_year(record, records, known) for one, record in records.items()}


def _by_year(record: Record, records: Mapping[str, Record], known: Mapping[str, int]) -> float:
    year = record.year or 0
    same = [number for one, number in known.items() if records[one].year == year]
    before = [number for one, number in known.items() if (records[one].year or 0) < year]
    if same:
        return max(same)
    return max(before) + 0.5 if before else 0


def _fullness(record: Record) -> int:
    return sum(bool(getattr(record, name)) for name in _TELLING)


def _take_together(records: Mapping[str, Record], values: dict[str, Any], sources: dict[str, tuple[str, ...]]) -> None:
    # An accession number means nothing outside the database that gave it.
    if "accession" in sources:
        values["database"] = records[sources["accession"][0]].database
        sources["database"] = sources["accession"]
