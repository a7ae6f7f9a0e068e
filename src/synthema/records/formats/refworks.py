"""RefWorks tagged files: two letters, a space, a value; `RT` begins a record."""

from synthema.records.formats.dialects import REFWORKS, REFWORKS_FIELDS, REFWORKS_START
from synthema.records.formats.tagged import finder, plain_record


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = REFWORKS_START.search(text)
    return found.start() if found else -1


find = finder(REFWORKS)
record = plain_record(REFWORKS_FIELDS)
