"""The bibliographic record: read, kept whole, written."""

from synthema.records.model import Account, Reading, Record, Refusal, Unreadable
from synthema.records.reading import RecordStream, iter_read, read
from synthema.records.writing import WRITERS, write, written

__all__ = [
    "WRITERS",
    "Account",
    "Reading",
    "Record",
    "RecordStream",
    "Refusal",
    "Unreadable",
    "iter_read",
    "read",
    "write",
    "written",
]
