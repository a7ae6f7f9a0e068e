"""The codes of an opened round brought to the team's codebook by a file: read whole, then acted on line by line."""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from synthema.audit.model import By
from synthema.coding.aligning import Side, sides_of
from synthema.coding.book import BETWEEN, book, same_path
from synthema.coding.code_acts import create_code
from synthema.coding.round_acts import reconcile
from synthema.coding.round_readings import book_of, called, opened
from synthema.coding.rules import NewCode
from synthema.coding.tables import RoundRow, visible
from synthema.coding.wording import clean_name
from synthema.refused import Refused
from synthema.sheets import Row, act_on, read_sheet, understood
from synthema.team.doors import access_review
from synthema.team.model import Need

NEEDED = ("coder", "code", "team_code", "reason")


def reconcile_from_file(by: By, review: UUID, row: RoundRow, path: Path) -> tuple[int, int]:
    """Act on a CSV file coder,code,team_code,reason: how many codes were decided now, and how many lines stood."""
    access_review(by.person, review, Need.ARBITRATE)
    coders = {name.casefold(): person for person, name in called(review, opened(row)).items()}
    found, sides = book_of(review, row, by.person), sides_of(review, row, by.person)
    own = {(person, same_path(sides[code].name)): sides[code] for person in found.own for code in found.own[person]}

    def meant(line: Row) -> Side:
        person = coders.get(line["coder"].strip().casefold())
        side = own.get((person, same_path(line["code"]))) if person else None
        if side is None:
            raise Refused("{coder} has no code “{code}” in this round.", coder=line["coder"], code=line["code"])
        for part in _parts(line["team_code"]):
            clean_name(part)
        return side

    sheet = read_sheet(path, NEEDED)
    lines = understood(sheet, meant)
    stamped = by.with_file(review, f"reconcile {row.id}", sheet.digest)

    def act(line: Row, side: Side) -> bool:
        wanted, reason = line["team_code"].strip(), line["reason"].strip()
        if side.decided or not (wanted or reason):
            return False
        known = _team_code(review, by.person, wanted) if wanted else None
        with transaction.atomic():
            new = _new_code(stamped, review, wanted, side) if wanted and known is None else None
            reconcile(stamped.then(side.id), review, row.id, (side.id,), into=known, new=new, reason=reason)
        return True

    done = act_on(sheet, lines, act)
    return done, len(lines) - done


def _parts(path: str) -> list[str]:
    """The names of a path, the topmost first."""
    return [part for part in " ".join(path.split()).split(BETWEEN) if part]


def _new_code(by: By, review: UUID, path: str, side: Side) -> NewCode:
    """The code at the end of a path; those above it are made where they are not there."""
    *above, name = _parts(path)
    parent: UUID | None = None
    for number in range(1, len(above) + 1):
        here = BETWEEN.join(above[:number])
        known = _team_code(review, by.person, here)
        parent = known or create_code(by.then(here), review, above[number - 1], parent=parent).body.code_id
    return NewCode(name, parent=parent, definition=side.definition, color=side.color)


def _team_code(review: UUID, viewer: UUID, name: str) -> UUID | None:
    """The living code of the team that goes by this path."""
    for one in book(review, visible(review, viewer)).tree():
        if same_path(one.path) == same_path(name):
            return one.id
    return None
