"""EndNote tagged files (.enw) after Refer: a percent sign, one letter, a value; an empty line between records."""

from synthema.records.formats.dialects import ENDNOTE, ENDNOTE_FIELDS, ENDNOTE_START
from synthema.records.formats.tagged import finder, plain_record


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = ENDNOTE_START.search(text)
    return found.start() if found else -1


find = finder(ENDNOTE)
record = plain_record(ENDNOTE_FIELDS)
