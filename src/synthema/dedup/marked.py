"""What a person marked in the table of a family: on the page in front of them and on those they turned from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from synthema.frame.visit import Visit

LARGEST_PLACE = 9  # digits
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # rows of one letter are one work; more sets of equals than a page has room for


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The rows that were sent, those that are ticked or bear a letter, what was typed, and the pages that were seen."""

    rows: tuple[UUID, ...] = ()
    ticked: tuple[UUID, ...] = ()
    letters: dict[UUID, str] = field(default_factory=dict)
    note: str = ""
    relation: str = ""
    pages: frozenset[int] = frozenset()

    @classmethod
    def of(cls, visit: Visit) -> "Marked":
        """The marks of a form."""
        sent = visit.request.POST
        rows, ticked = (_ids(sent.getlist(name)) for name in ("row", "record"))
        given = {one: visit.field(f"letter-{one}") for one in rows}
        return cls(
            rows=rows,
            ticked=ticked,
            letters={one: given[one] for one in rows if given[one] in {*LETTERS}},
            note=visit.field("note"),
            relation=visit.field("relation"),
            pages=frozenset(number(one) for one in sent.getlist("seen")),
        )


UNMARKED = Marked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A row of another page that bears a mark: its number, its record, whether it is ticked, its letter."""

    number: int
    record: UUID
    ticked: bool
    letter: str


def elsewhere(marked: Marked, places: Iterable[tuple[int, UUID]]) -> tuple[Elsewhere, ...]:
    """The marks on some numbered rows."""
    ticked = {*marked.ticked}
    return tuple(
        Elsewhere(number=at, record=one, ticked=one in ticked, letter=marked.letters.get(one, ""))
        for at, one in places
        if one in ticked or one in marked.letters
    )


def an_id(text: str) -> UUID | None:
    """The identifier in an address, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def number(text: str) -> int:
    """A place in an address, from 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LARGEST_PLACE else 0


def _ids(sent: Iterable[str]) -> tuple[UUID, ...]:
    found = (an_id(one) for one in sent)
    return tuple(one for one in found if one is not None)
