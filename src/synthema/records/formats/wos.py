"""Web of Science tagged files (.txt, .ciw, .isi): two letters, a space, a value; what is indented goes on."""

from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.fields import with_comma
from synthema.records.formats.dialects import WOS, WOS_FIELDS, WOS_LISTS, WOS_START
from synthema.records.formats.tagged import finder
from synthema.records.model import Found, Record

_COLLECTIONS = {  # what stands before the colon of the accession number
    "WOS": "Web of Science",
    "ISI": "Web of Science",
    "MEDLINE": "MEDLINE",
    "BIOSIS": "BIOSIS",
    "BCI": "BIOSIS Citation Index",
    "CABI": "CAB Abstracts",
    "KJD": "KCI-Korean Journal Database",
    "SCIELO": "SciELO Citation Index",
    "RSCI": "Russian Science Citation Index",
    "INSPEC": "Inspec",
    "FSTA": "FSTA",
}


_GROUPS = frozenset({"CA", "GP", "C1", "CR"})  # lists of what is no person's name


def recognise(text: str) -> int:
    """Where the first record or the head of the file starts, or -1."""
    found = WOS_START.search(text)
    return found.start() if found else -1


find = finder(WOS)


def record(found: Found) -> Record:
    """A record of a Web of Science file."""
    groups = gather(list(_values(found)), WOS_FIELDS)
    prefixes = [value.partition(":")[0] for group in groups["accession"] for value in group if ":" in value]
    groups["database"] = [[_COLLECTIONS.get(prefix, "") for prefix in prefixes]]
    return assemble(groups, raw=found.raw, line=found.line)


def _values(found: Found) -> Iterator[tuple[str, str]]:
    """Tag and value: one a line where a tag lists names or addresses, else the wrapped lines joined."""
    for tag, value in found.raw:
        if tag in WOS_LISTS:
            yield from ((tag, part if tag in _GROUPS else with_comma(part)) for part in value.split("\n"))
        elif tag == "AR":
            yield tag, value.replace("\n", " ").removeprefix("UNSP ")
        else:
            yield tag, value.replace("\n", " ")
