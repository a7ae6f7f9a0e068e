"""RIS in every dialect that databases and reference programs write."""

from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.formats.dialects import RIS, RIS_FIELDS, RIS_START, RIS_WITHOUT_START
from synthema.records.formats.tagged import Entry, entries
from synthema.records.model import Record
from synthema.records.tally import Tally

_HEAD = 2**16  # characters


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = RIS_START.search(text) or RIS_WITHOUT_START.search(text[:_HEAD])
    return found.start() if found else -1


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of an RIS file."""
    for entry in entries(text, RIS, tally):
        record = tally.settle(_record(entry))
        if record is not None:
            yield record


def _record(entry: Entry) -> Record:
    tags = entry.tags(RIS.joint)
    groups = gather(tags, RIS_FIELDS)
    if not groups["database"]:  # without a database the ID is a row number of the reference program
        groups["accession"] = [[value for tag, value in tags if tag == "AN"]]
    return assemble(groups, raw=tags, line=entry.line)
