"""The answer of a comparison as plain tables: all of them in their places, or none."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from synthema.dedup.families import families
from synthema.dedup.model import Pair
from synthema.files import write_pieces
from synthema.refused import Refused
from synthema.sheets import csv_text

if TYPE_CHECKING:
    from synthema.dedup.gathering import Found, Likeness

    Asked = Sequence[tuple[int, Likeness]]
Rows = Iterator[Sequence[object]]
_AT_ONCE = 10_000  # rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the tables go; of the last two each may be left out."""

    groups: Path  # ID,group of all records in the order in which they came; groups are numbered as they begin
    review: Path | None = None  # ID_1,ID_2,score,reason,family: pairs left to a person, by family
    relations: Path | None = None  # ID_1,ID_2,relation,score,reason: 1 is the version, preprint, notice, ... of 2

    @property
    def named(self) -> tuple[Path, ...]:
        """The places that are named."""
        return tuple(one for one in (self.groups, self.review, self.relations) if one)


def refuse_unwritable(places: Iterable[Path]) -> None:
    """Raise Refused where a table could not be written, before any work is done for it."""
    for path in places:
        try:
            there = path.exists() or path.with_name(f"..{path.name}.{os.getpid()}.part").exists()
            free = os.access(path if there and not path.is_file() else path.parent, os.W_OK)
            said = "" if path.parent.is_dir() and free else _why(path.parent)
            said = "this is a folder" if path.is_dir() else said
            said = "no name of a file holds a NUL" if "\0" in str(path) else said
        except (OSError, ValueError) as error:  # a name too long, or none
            said = getattr(error, "strerror", "") or str(error)
        if said:
            raise Refused("{path} cannot be written: {said}. Choose another place.", path=path, said=said)


def _why(folder: Path) -> str:
    if not folder.exists():
        return f"there is no folder {folder}"
    return f"you may not write in the folder {folder}" if folder.is_dir() else f"{folder} is no folder"


def write(found: "Found", asked: "Asked", places: Places) -> None:
    """The tables that are asked for; none of them stands in its place before all of them are written."""
    tables: list[tuple[Path, Sequence[object], Rows]] = [(places.groups, ("ID", "group"), _groups(found))]
    if places.review:
        tables.append((places.review, ("ID_1", "ID_2", "score", "reason", "family"), _questions(found, asked)))
    if places.relations:
        tables.append((places.relations, ("ID_1", "ID_2", "relation", "score", "reason"), _relations(found)))
    finish: list[Callable[[], object]] = []
    parts: list[Path] = []
    try:
        for path, header, rows in tables:
            if path.exists() and not path.is_file():  # a pipe or a terminal
                finish.append(partial(write_pieces, path, _pieces(header, rows)))
                continue
            parts.append(path.with_name(f".{path.name}.{os.getpid()}"))
            write_pieces(parts[-1], _pieces(header, rows))
            finish.append(partial(parts[-1].replace, path))
        for step in finish:
            step()
    except OSError as error:
        raise Refused(
            "{path} cannot be written: {strerror}. Choose another place.",
            path=error.filename2 or error.filename,
            strerror=error.strerror,
        ) from None
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink()


def by_family(found: "Found") -> "Asked":
    """The pairs left to a person with the numbers of their families: the most useful first, within it the most alike.

    Pairs are one family where their groups hang together; usually one look decides them all.
    """
    pairs = [Pair(found.ids[one.a], found.ids[one.b], one.reason, one.score) for one in found.questions]
    group = {
        found.ids[rank]: int(found.group_of[rank]) for one in found.questions for rank in (one.a, one.b)
    }  # fmt: skip
    edges = {(pair.a, pair.b): edge for pair, edge in zip(pairs, found.questions, strict=True)}
    known = enumerate(families(pairs, group), start=1)
    return [(number, edges[pair.a, pair.b]) for number, family in known for pair in family.pairs]


def _groups(found: "Found") -> Rows:
    numbers: dict[int, int] = {}
    for rank in found.ranks.tolist():
        yield found.ids[rank], numbers.setdefault(int(found.group_of[rank]), len(numbers) + 1)


def _questions(found: "Found", asked: "Asked") -> Rows:
    for number, one in asked:
        yield found.ids[one.a], found.ids[one.b], one.score, one.reason, number


def _relations(found: "Found") -> Rows:
    for one in found.relations:
        yield found.ids[one.a], found.ids[one.b], one.relation, one.score, one.reason


def _pieces(header: Sequence[object], rows: Rows) -> Iterator[str]:
    yield csv_text(header, ())
    while some := list(islice(rows, _AT_ONCE)):
        yield csv_text(some[0], some[1:], numbers=True)
