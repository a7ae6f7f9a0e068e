"""MEDLINE tagged files (.nbib) as PubMed and ERIC write them."""

from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.fields import with_comma
from synthema.records.formats.dialects import MEDLINE, MEDLINE_FIELDS, MEDLINE_NOTES, MEDLINE_START
from synthema.records.formats.tagged import Entry, entries
from synthema.records.model import Record
from synthema.records.tally import Tally

_DATABASES = {"ERIC": "ERIC"}


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = MEDLINE_START.search(text)
    return found.start() if found else -1


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of a MEDLINE file."""
    for entry in entries(text, MEDLINE, tally):
        record = tally.settle(_record(entry))
        if record is not None:
            yield record


def _record(entry: Entry) -> Record:
    tags = entry.tags(MEDLINE.joint)
    groups = gather([(tag, with_comma(value) if tag == "AU" else value) for tag, value in tags], MEDLINE_FIELDS)
    groups["kind"] = [["; ".join(value for tag, value in tags if tag == "PT")]]
    groups["database"] = [[_DATABASES.get(value, "PubMed") for value in group] for group in groups["database"]] or [
        ["PubMed"]
    ]
    notes = [f"{MEDLINE_NOTES[tag]}: {value}" for tag, value in tags if tag in MEDLINE_NOTES and value]
    return assemble({**groups, "notes": [notes]}, raw=tags, line=entry.line)
