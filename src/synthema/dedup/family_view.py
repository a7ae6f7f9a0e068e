"""A family of uncertain records as a table: a row per group, and what differs from the row above or the first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from synthema.audit.canonical import canonical, sha256
from synthema.dedup.asked import Asked
from synthema.dedup.beside import Copy, copies
from synthema.dedup.marked import LETTERS, UNMARKED, Elsewhere, Marked, elsewhere
from synthema.dedup.model import Kind
from synthema.dedup.neighbours import Tie, agreeing, neighbours
from synthema.dedup.related import Related
from synthema.dedup.tables import Question, groups_now, members
from synthema.dedup.text import fold
from synthema.dedup.wording import IS, NAMES
from synthema.records.tables import RecordRow

A_PAGE = 300  # rows; what is marked on one page counts on the others too
SIDE_BY_SIDE = 12  # pairs of the family that are offered side by side
MORE_THAN_FIELDS = 100  # a point of likeness weighs more than all fields that agree
MOST_KIN = 2  # relations of a row that are named
SEVERAL = 4  # from so many rows on there may be more than one set of equals
COLUMNS = ("year", "authors", "title", "journal", "place", "doi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of a row, and whether it says something else than the row it is compared with."""

    field: str
    text: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One group of the family: its number, the record shown, how many others are in it, its cells, its relations."""

    number: int
    copy: Copy
    group: UUID
    others: int
    cells: tuple[Cell, ...]
    kin: tuple[str, ...] = ()
    kin_more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShown:
    """A family as it is put before a person."""

    asked: Asked
    mark: str
    rows: tuple[Row, ...]
    page: "Page[UUID]"
    first: bool  # whether rows are compared with the first one
    pairs: tuple[tuple[Question, "str | Promise"], ...]  # each with what the two may be instead of duplicates
    letters: str = ""  # where several sets of equals are possible
    marked: Marked = UNMARKED
    before: tuple[Elsewhere, ...] = ()  # marks on the pages before this one, and after it
    after: tuple[Elsewhere, ...] = ()

    @property
    def more(self) -> int:
        """How many pairs are not offered side by side."""
        return len(self.asked.questions) - len(self.pairs)

    @property
    def seen(self) -> list[int]:
        """The pages that were seen, this one included."""
        return sorted(self.marked.pages | {self.page.number})

    @property
    def size(self) -> int:
        """How many groups it is about."""
        return len(self.asked.groups)


def mark(asked: Asked) -> str:
    """What tells a family from what became of it when somebody decided about some of it."""
    parts = sorted(str(one) for one in (*asked.groups, *(question.id for question in asked.questions)))
    return sha256(canonical([*parts]))


def pages_of(asked: Asked) -> int:
    """How many pages a family fills."""
    return -(-len(asked.records) // A_PAGE)


def family_shown(
    review: UUID,
    asked: Asked,
    page: int | str = 1,
    *,
    first: bool = False,
    related: Sequence[Related] = (),
    marked: Marked = UNMARKED,
) -> FamilyShown:
    """One page of a family; records that resemble one another stand together."""
    known = copies(review, asked.records)
    order, group = _in_order(review, asked, known)
    shown = Paginator(order, A_PAGE).get_page(page)
    start, end = shown.start_index() - 1, shown.end_index()
    numbered = list(enumerate(order, start=1))
    own = {group[one] for one in order[start:end] if one in group}
    sizes = members(review).order_by().filter(group__in=own).values_list("group").annotate(Count("id"))
    tied = _kin(_places(order, group), related)
    return FamilyShown(
        asked=asked,
        mark=mark(asked),
        rows=tuple(_rows(numbered[start:end], [known[one] for one in order], group, dict(sizes), tied, first)),
        page=shown,
        first=first,
        pairs=tuple((q, NAMES[Kind(q.relation)] if q.relation else "") for q in asked.questions[:SIDE_BY_SIDE]),
        letters=LETTERS if len(order) >= SEVERAL else "",
        marked=marked,
        before=elsewhere(marked, numbered[:start]),
        after=elsewhere(marked, numbered[end:]),
    )


def _rows(
    numbered: Sequence[tuple[int, UUID]],
    every: Sequence[Copy],
    group: Mapping[UUID, UUID],
    size: Mapping[UUID, int],
    tied: Mapping[UUID, tuple[str, ...]],
    first: bool,
) -> Iterator[Row]:
    for number, one in numbered:
        if one not in group:
            continue
        key, mine, other = group[one], every[number - 1], every[0 if first else max(number - 2, 0)]
        kin = tied.get(key, ())
        yield Row(
            number=number,
            copy=mine,
            group=key,
            others=size[key] - 1,
            cells=tuple(_cells(mine.row, other.row)),
            kin=kin[:MOST_KIN],
            kin_more=max(0, len(kin) - MOST_KIN),
        )


def row_numbers(review: UUID, asked: Asked) -> dict[UUID, int]:
    """The number of the row in which each group of a family stands."""
    return _places(*_in_order(review, asked, copies(review, asked.records)))


def _in_order(review: UUID, asked: Asked, known: Mapping[UUID, Copy]) -> tuple[list[UUID], dict[UUID, UUID]]:
    """The records so that next to each stands what its questions, then its fields, say is most alike; their groups."""
    group = groups_now(review, {*asked.records, *(one for q in asked.questions for one in (q.a, q.b))})
    listed = sorted((one for one in asked.records if one in known), key=lambda one: _resembling(known[one].row))
    place = {group[one]: n for n, one in enumerate(listed) if one in group}
    fields = [_fields(known[one].row) for one in listed]
    ties: list[Tie] = []
    for question in asked.questions:
        a, b = (place.get(group[one]) if one in group else None for one in (question.a, question.b))
        if a is not None and b is not None:
            ties.append((a, b, MORE_THAN_FIELDS * (question.score + 1) + agreeing(fields[a], fields[b])))
    return [listed[n] for n in neighbours(len(listed), ties)], group


def _places(order: Iterable[UUID], group: Mapping[UUID, UUID]) -> dict[UUID, int]:
    return {group[one]: number for number, one in enumerate(order, start=1) if one in group}


def _kin(place: Mapping[UUID, int], related: Sequence[Related]) -> dict[UUID, tuple[str, ...]]:
    """What the rows of a family, by the places of their groups, are to one another without being the same."""
    found: dict[UUID, tuple[str, ...]] = {}
    for one in related:
        if one.group_a in place and one.group_b in place:
            words = {"is": IS[one.kind], "a": place[one.group_a], "b": place[one.group_b]}
            ahead, back = _("%(is)s row %(b)s") % words, _("row %(a)s %(is)s this") % words
            found[one.group_a] = (*found.get(one.group_a, ()), ahead)
            found[one.group_b] = (*found.get(one.group_b, ()), back)
    return found


def _resembling(row: RecordRow) -> tuple[object, ...]:
    return fold(row.title), row.year or 0, fold(row.journal), row.volume, row.issue, row.pages, str(row.id)


def _fields(row: RecordRow) -> tuple[str, ...]:
    """What is compared of a record to tell which of several stand nearest to it."""
    authors = fold(" ".join(row.record.authors))
    return str(row.year or ""), authors, fold(row.journal), fold(row.volume), fold(row.issue), fold(row.pages), row.doi


def _cells(row: RecordRow, other: RecordRow) -> Iterator[Cell]:
    for name, mine, theirs in zip(COLUMNS, _texts(row), _texts(other), strict=True):
        yield Cell(field=name, text=mine, differs=fold(mine) != fold(theirs))


def _texts(row: RecordRow) -> tuple[str, ...]:
    issue = f"({row.issue})" if row.issue else ""
    place = ": ".join(one for one in (f"{row.volume}{issue}", row.pages) if one)
    return str(row.year or ""), "; ".join(row.record.authors), row.title, row.journal, place, row.doi
