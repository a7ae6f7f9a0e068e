"""EndNote tagged files (.enw) after Refer: a percent sign, one letter, a value; an empty line between records."""

from collections.abc import Iterator

from synthema.records.formats.dialects import ENDNOTE, ENDNOTE_FIELDS, ENDNOTE_START
from synthema.records.formats.tagged import plain_records
from synthema.records.model import Record
from synthema.records.tally import Tally


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = ENDNOTE_START.search(text)
    return found.start() if found else -1


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of the file."""
    return plain_records(text, ENDNOTE, ENDNOTE_FIELDS, tally)
