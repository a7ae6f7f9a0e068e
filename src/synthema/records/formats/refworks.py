"""RefWorks tagged files: two letters, a space, a value; `RT` begins a record."""

from collections.abc import Iterator

from synthema.records.formats.dialects import REFWORKS, REFWORKS_FIELDS, REFWORKS_START
from synthema.records.formats.tagged import plain_records
from synthema.records.model import Record
from synthema.records.tally import Tally


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = REFWORKS_START.search(text)
    return found.start() if found else -1


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of the file."""
    return plain_records(text, REFWORKS, REFWORKS_FIELDS, tally)
