"""RIS in every dialect that databases and reference programs write."""

import re
from string import ascii_uppercase, digits

from synthema.records.assembly import assemble, gather
from synthema.records.formats.dialects import RIS, RIS_FIELDS, RIS_START, RIS_WITHOUT_START
from synthema.records.formats.plain import Plain
from synthema.records.formats.tagged import finder
from synthema.records.kinds import kind_of
from synthema.records.model import Found, Record

_NO_TYPE = re.compile(r"[0-9\[]|\n")
_HEAD = 2**16  # characters


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = RIS_START.search(text) or RIS_WITHOUT_START.search(text[:_HEAD])
    return found.start() if found else -1


_TAGS = {one + two for one in ascii_uppercase for two in ascii_uppercase + digits} - {"TY", "ER"}
PLAIN = Plain(
    first="TY",
    opening="TY  - ",
    ending="ER  -",
    heads={f"{tag}  -{space}": tag for tag in _TAGS for space in (" ", "")},
    visible_head=len("TY-"),
    doubtful=re.compile(
        r"(?:[A-Za-z][A-Za-z0-9]|[A-Z][A-Z0-9]{2,3})(?: {2,3}|\t)-|(?:TY|ER) ?-|\s*$"  # as RIS.tag and RIS.loose
    ),
)
find = finder(RIS, PLAIN)


def record(found: Found) -> Record:
    """A record of an RIS file."""
    groups = gather(found.raw, RIS_FIELDS)
    if not groups["database"]:  # without a database the ID is a row number of the reference program
        groups["accession"] = [[value for tag, value in found.raw if tag == "AN"]]
    groups["kind"] = [[_type_of_work(found)], *groups["kind"]]
    return assemble(groups, raw=found.raw, line=found.line)


def _type_of_work(found: Found) -> str:
    """What M3 calls the work where that fits its type code; some sources keep other things there."""
    code = next((value for tag, value in found.raw if tag == "TY"), "").upper()
    called = next((value for tag, value in found.raw if tag == "M3"), "")
    fits = code in (kind_of(called).ris, called.upper()) and not _NO_TYPE.search(called)
    return called if called and fits else ""
