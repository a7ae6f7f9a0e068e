"""A family of uncertain records as a table: a row per group, and what differs from the row above or the first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from synthema.audit.canonical import canonical, sha256
from synthema.dedup.asked import Asked
from synthema.dedup.beside import Copy, copies
from synthema.dedup.model import Kind
from synthema.dedup.related import Related
from synthema.dedup.tables import Question, groups_now, members
from synthema.dedup.text import fold
from synthema.dedup.wording import IS, NAMES
from synthema.records.tables import RecordRow

A_PAGE = 50
SIDE_BY_SIDE = 12  # pairs of the family that are offered side by side
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # rows of one letter are one work; more sets of equals than a page has room for
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

    @property
    def more(self) -> int:
        """How many pairs are not offered side by side."""
        return len(self.asked.questions) - len(self.pairs)

    @property
    def size(self) -> int:
        """How many groups it is about."""
        return len(self.asked.groups)


def mark(asked: Asked) -> str:
    """What tells a family from what became of it when somebody decided about some of it."""
    parts = sorted(str(one) for one in (*asked.groups, *(question.id for question in asked.questions)))
    return sha256(canonical([*parts]))


def family_shown(
    review: UUID, asked: Asked, page: int | str = 1, *, first: bool = False, related: Sequence[Related] = ()
) -> FamilyShown:
    """One page of a family; records that resemble one another stand together."""
    known = copies(review, asked.records)
    order = sorted((one for one in asked.records if one in known), key=lambda one: _resembling(known[one].row))
    shown = Paginator(order, A_PAGE).get_page(page)
    here = list(shown.object_list)
    group = groups_now(review, order)
    own = {group[one] for one in here if one in group}
    sizes = members(review).order_by().filter(group__in=own).values_list("group").annotate(Count("id"))
    size = dict(sizes)
    place = {group[one]: number for number, one in enumerate(order, start=1) if one in group}
    tied = _kin(place, related)
    rows = tuple(
        Row(
            number=place[group[one]],
            copy=known[one],
            group=group[one],
            others=size[group[one]] - 1,
            cells=cells,
            kin=tied.get(group[one], ())[:MOST_KIN],
            kin_more=max(0, len(tied.get(group[one], ())) - MOST_KIN),
        )
        for one, cells in zip(here, _cells([known[one].row for one in here], first), strict=True)
        if one in group
    )
    some = asked.questions[:SIDE_BY_SIDE]
    pairs = tuple((one, NAMES[Kind(one.relation)] if one.relation else "") for one in some)
    letters = LETTERS if len(order) >= SEVERAL else ""
    return FamilyShown(
        asked=asked, mark=mark(asked), rows=rows, page=shown, first=first, pairs=pairs, letters=letters
    )  # fmt: skip


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


def _cells(rows: Sequence[RecordRow], first: bool) -> Iterator[tuple[Cell, ...]]:
    texts = [dict(zip(COLUMNS, _texts(row), strict=True)) for row in rows]
    for place, mine in enumerate(texts):
        other = texts[0 if first else max(place - 1, 0)]
        yield tuple(Cell(field=name, text=text, differs=fold(text) != fold(other[name])) for name, text in mine.items())


def _texts(row: RecordRow) -> tuple[str, ...]:
    issue = f"({row.issue})" if row.issue else ""
    place = ": ".join(one for one in (f"{row.volume}{issue}", row.pages) if one)
    return str(row.year or ""), "; ".join(row.record.authors), row.title, row.journal, place, row.doi
