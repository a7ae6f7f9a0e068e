"""The codebook as one person may see it: every code with its path, what it counts as, and the order of the tree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from uuid import UUID

from synthema.coding.books import shown_under
from synthema.coding.model import Visible
from synthema.coding.tables import CodeRow, codes
from synthema.coding.wording import same_name
from synthema.refused import Refused

BETWEEN = " / "


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A code as the codebook lists it; `level` counts the codes above it."""

    id: UUID
    key: int
    name: str
    path: str
    level: int
    definition: str
    color: str
    parent: UUID | None
    person: UUID
    round: UUID | None
    retired: bool
    merged: bool  # it counts as another code, or as none
    effective: UUID | None  # itself, the code it counts as, or None where it was left out
    edited_seq: int
    in_vivo: UUID | None

    @property
    def live(self) -> bool:
        """Whether one can still code with it."""
        return not (self.retired or self.merged)


@dataclass(frozen=True)  # no slots: what is worked out is kept beside it
class Book:
    """All codes that somebody may see, in the order of the tree, retired and merged ones too."""

    codes: tuple[Listed, ...]

    @cached_property
    def by_id(self) -> Mapping[UUID, Listed]:
        """The codes by identifier."""
        return {one.id: one for one in self.codes}

    @cached_property
    def by_key(self) -> Mapping[int, Listed]:
        """The codes by the whole number that stands for them in columns."""
        return {one.key: one for one in self.codes}

    def tree(self, *, round_id: UUID | None = None, person: UUID | None = None) -> list[Listed]:
        """The living codes of the team's book, or of a person's own in a round, from the top down."""
        return [
            one for one in self.codes if one.live and one.round == round_id and (not round_id or one.person == person)
        ]

    def below(self, code: UUID) -> set[UUID]:
        """A code and all codes below it."""
        found = {code}
        for one in self.codes:  # those above come first
            if one.parent in found:
                found.add(one.id)
        return found

    def formerly(self, code: UUID) -> list[Listed]:
        """The codes that count as this one."""
        return [one for one in self.codes if one.merged and one.effective == code]

    def called(self, name: str) -> Listed:
        """The living code that somebody means by a path or a name; raises Refused for none and for several."""
        found = self.named(name)
        if found is None:
            near = get_close_matches(same_path(name), [same_path(one.path) for one in self.codes if one.live], 3, 0.5)
            close = [one.path for one in self.codes if one.live and _like(one, name, near)][:5]
            if close:
                raise Refused(
                    "There is no code “{name}”. Nearly so called: {near}. `synthema coding codes` names all of them.",
                    name=name,
                    near="; ".join(f"“{path}”" for path in close),
                )
            raise Refused(
                "There is no code “{name}”. The page of the codebook names all there are. So does "
                "`synthema coding codes`.",
                name=name,
            )
        return found

    def named(self, name: str) -> Listed | None:
        """The same, or None where there is none; the team's codes go before those of a round, those in use before
        retired ones."""
        wanted, live = same_path(name), [one for one in self.codes if one.live]
        if not any(_means(one, name) for one in live):
            live = [one for one in self.codes if one.retired and not one.merged]
        found = [one for one in live if same_path(one.path) == wanted]
        found = found or [one for one in live if same_name(one.name) == same_name(name)]
        found = found or [one for one in live if str(one.id) == name.strip().lower()]
        team = [one for one in found if one.round is None]
        if len(found) > 1 and len(team) != 1:
            paths = "; ".join(f"“{one.path}”" for one in found[:8])
            raise Refused(
                "“{name}” is the name of {number} codes: {paths}. Write the path.",
                name=name,
                number=len(found),
                paths=paths,
            )
        return (team or found)[0] if found else None


def _means(one: Listed, name: str) -> bool:
    """Whether somebody who writes this path, name or identifier may mean this code."""
    return same_path(name) == same_path(one.path) or same_name(name) in (same_name(one.name), str(one.id))


def _like(one: Listed, name: str, near: list[str]) -> bool:
    return same_path(one.path) in near or same_name(name) in same_name(one.path)


def same_path(path: str) -> str:
    """What two paths have in common that differ only in case and spaces; “a/b” is the name of one code."""
    return BETWEEN.join(same_name(part) for part in " ".join(path.split()).split(BETWEEN))


def book(review: UUID, look: Visible) -> Book:
    """The codebook of a review for who looks: one question."""
    return arranged(codes(review, look))


def arranged(rows: Iterable[CodeRow]) -> Book:
    """Codes as a tree, each behind the one above it; a code under a merged one stands under what that counts as."""
    known = {row.id: row for row in rows}
    above = shown_under(known.values())
    under: dict[UUID | None, list[CodeRow]] = defaultdict(list)
    for row in known.values():
        parent = above[row.id]
        under[parent if parent in known else None].append(row)
    found: dict[UUID, Listed] = {}
    for first in (*under[None], *known.values()):  # what merges sent round in a circle stands at the top
        waiting: list[tuple[CodeRow, Listed | None]] = [(first, None)]
        while waiting:
            row, parent_of = waiting.pop()
            if row.id not in found:
                found[row.id] = one = _listed(row, parent_of)
                waiting += [(below, one) for below in reversed(under[row.id])]
    return Book(tuple(found.values()))


def _listed(row: CodeRow, above: Listed | None) -> Listed:
    merged = row.merged_seq is not None
    return Listed(
        id=row.id,
        key=row.key,
        name=row.name,
        path=f"{above.path}{BETWEEN}{row.name}" if above else row.name,
        level=above.level + 1 if above else 0,
        definition=row.definition,
        color=row.color,
        parent=above.id if above else None,
        person=row.person,
        round=row.round,
        retired=row.retired_seq is not None,
        merged=merged,
        effective=row.effective if merged else row.id,
        edited_seq=row.edited_seq,
        in_vivo=row.in_vivo,
    )
