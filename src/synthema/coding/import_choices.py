"""What a person says about an import in a table: which source is which full text, which user which person."""

from collections import defaultdict
from pathlib import Path
from uuid import UUID

from synthema.coding.import_model import Choices
from synthema.coding.refi.reading import Reading
from synthema.coding.wording import same_name
from synthema.documents.tables import documents
from synthema.refused import Fault
from synthema.sheets import read_sheet, refuse
from synthema.team.tables import Seat, seated_names

OUTSIDE = "outside"


def chosen(review: UUID, reading: Reading, mapping: Path | None, *, nearly: bool = False) -> Choices:
    """The choices of a table with the columns what, name, is; raises Refused naming each line that cannot be meant."""
    if mapping is None:
        return Choices(nearly=nearly)
    table = read_sheet(mapping, ("what", "name", "is"))
    sources, users = _guids(reading)
    texts = {str(row.number): row.id for row in documents(review)} | {r.file_name: r.id for r in documents(review)}
    names = seated_names(review)
    seats = Seat.objects.filter(review=review).values_list("person", flat=True).distinct()
    people = {same_name(names[one]): one for one in seats}
    problems: list[str] = []
    taken: dict[str, UUID] = {}
    persons: dict[str, UUID | None] = {}
    out: set[str] = set()
    for row in table.rows:
        what, name, said = (row[key] for key in ("what", "name", "is"))
        guids = (sources if what == "source" else users).get(name, [])
        where = f"Line {row.line} of {mapping.name}"
        if what not in ("source", "user") or not guids:
            fault = Fault(where=where, what=f"the file holds no {what} {name!r}", next="Copy it from --look.")
            problems.append(str(fault))
        elif not said:
            out |= set(guids)
        elif what == "source" and said in texts:
            taken |= dict.fromkeys(guids, texts[said])
        elif what == "user" and same_name(said) == OUTSIDE:
            persons |= dict.fromkeys(guids, None)
        elif what == "user" and same_name(said) in people:
            persons |= dict.fromkeys(guids, people[same_name(said)])
        else:
            listed = "`synthema documents list`" if what == "source" else "`synthema team list`"
            fault = Fault(where=where, what=f"{said!r} is not in this review", next=f"{listed} names what is.")
            problems.append(str(fault))
    refuse(problems)
    return Choices(documents=taken, people=persons, left_out=frozenset(out), nearly=nearly)


def _guids(reading: Reading) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The GUIDs of sources and users by their names, and by themselves."""
    sources: dict[str, list[str]] = defaultdict(list)
    users: dict[str, list[str]] = defaultdict(list)
    for source in reading.project.sources:
        sources[source.name].append(source.guid)
        sources[source.guid] = [source.guid]
    for user in reading.project.users:
        users[user.name].append(user.guid)
        users[user.guid] = [user.guid]
    return sources, users
