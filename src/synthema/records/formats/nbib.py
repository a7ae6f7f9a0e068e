"""MEDLINE tagged files (.nbib) as PubMed and ERIC write them."""

from synthema.records.assembly import assemble, gather
from synthema.records.fields import with_comma
from synthema.records.formats.dialects import MEDLINE, MEDLINE_FIELDS, MEDLINE_NOTES, MEDLINE_START
from synthema.records.formats.tagged import finder
from synthema.records.model import Found, Record

_DATABASES = {"ERIC": "ERIC"}


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = MEDLINE_START.search(text)
    return found.start() if found else -1


find = finder(MEDLINE)


def record(found: Found) -> Record:
    """A record of a MEDLINE file."""
    tags = found.raw
    groups = gather([(tag, with_comma(value) if tag == "AU" else value) for tag, value in tags], MEDLINE_FIELDS)
    groups["kind"] = [["; ".join(value for tag, value in tags if tag == "PT")]]
    groups["database"] = [[_DATABASES.get(value, "PubMed") for value in group] for group in groups["database"]] or [
        ["PubMed"]
    ]
    notes = [f"{MEDLINE_NOTES[tag]}: {value}" for tag, value in tags if tag in MEDLINE_NOTES and value]
    return assemble({**groups, "notes": [notes]}, raw=tags, line=found.line)
