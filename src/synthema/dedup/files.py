"""Duplicates in plain files, with no review and no database: read, compare, write."""

import gzip
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from synthema.dedup.formats import COLUMNS, to_record
from synthema.files import write_pieces
from synthema.records.export import Export
from synthema.records.formats import delimited
from synthema.records.model import Account, Record
from synthema.records.reading import iter_read
from synthema.records.tally import Tally
from synthema.refused import Refused
from synthema.sheets import csv_text, unguarded

if TYPE_CHECKING:
    from synthema.dedup.gathering import Found

Say = Callable[[str], None]
_NAMED = {"id": "title"}  # a column of identifiers is enough to know the header row by


def unsaid(said: str) -> None:
    """Nobody is told."""


def stream(paths: Sequence[Path], say: Say = unsaid) -> Iterator[tuple[str, Record]]:
    """The records of export files, or of CSV files with an ID column, with their identifiers; raises Refused.

    A record without an ID is called by its file and number, such as pubmed.nbib:12. `say` is told of every line that
    could not be read.
    """
    names = [path.name for path in paths]
    seen: set[str] = set()
    for path in paths:
        called = path.name if names.count(path.name) == 1 else str(path)
        for one, record in _identified(path, called, say) or _numbered(path, called, say):
            if one in seen:
                raise Refused(
                    "{called}: the ID {one} is given to an earlier record. Give every record its own ID.",
                    called=called,
                    one=one,
                )
            seen.add(one)
            yield one, record


class _Packed(Export):
    """A file behind gzip."""

    def open(self) -> BinaryIO:
        """The bytes of the file from their start."""
        return cast(BinaryIO, gzip.open(self.path or "", "rb"))


def _identified(path: Path, called: str, say: Say) -> Iterator[tuple[str, Record]] | None:
    name = path.name.casefold()
    if not name.endswith((".csv", ".csv.gz")):
        return None
    export = (_Packed if name.endswith(".gz") else Export)(path, name=called, columns=_NAMED)
    try:
        head = delimited.header(export.head, _NAMED)
    except (gzip.BadGzipFile, EOFError) as error:
        raise Refused("{called} cannot be unpacked: {error}. Pack it again.", called=called, error=error) from None
    if head is None or "id" not in head.names or not {*COLUMNS} & {*head.names}:
        return None
    return _rows(export, called, say)


def _rows(export: Export, called: str, say: Say) -> Iterator[tuple[str, Record]]:
    tally = Tally(format="csv", source=called)
    for found in delimited.find(export, tally):
        row: dict[str, str] = {}
        for name, value in found.raw:
            row.setdefault(name, value)
        one = unguarded(row.get("id", ""))
        if not one:
            raise Refused(
                "Line {line} of {called}: the ID is empty. Give every row one.", line=found.line, called=called
            )
        yield one, to_record(row)
    _tell(tally.seal({}), say)


def _numbered(path: Path, called: str, say: Say) -> Iterator[tuple[str, Record]]:
    found = iter_read(path, name=called)
    for number, record in enumerate(found, start=1):
        yield f"{called}:{number}", record
    _tell(found.account, say)


def _tell(account: Account, say: Say) -> None:
    for said in account.sentences[: len(account.refused)]:
        say(said)


def write_groups(path: Path, found: "Found") -> int:
    """A table ID,group of all records in the order in which they came; groups are numbered as they begin."""
    numbers: dict[int, int] = {}

    def rows() -> Iterator[Sequence[object]]:
        for rank in found.ranks.tolist():
            at = int(found.group_of[rank])
            yield found.ids[rank], numbers.setdefault(at, len(numbers) + 1)

    write_pieces(path, _pieces(("ID", "group"), rows()))
    return len(numbers)


def write_pairs(path: Path, found: "Found") -> None:
    """A table ID_1,ID_2,score,reason of the pairs left to a person, the most alike first."""
    rows = ((found.ids[one.a], found.ids[one.b], one.score, one.reason) for one in found.doubtful)
    write_pieces(path, _pieces(("ID_1", "ID_2", "score", "reason"), rows))


def write_relations(path: Path, found: "Found") -> None:
    """A table ID_1,ID_2,relation,score,reason: record 1 is the version, preprint, notice, ... of record 2."""
    rows = ((found.ids[one.a], found.ids[one.b], one.relation, one.score, one.reason) for one in found.related)
    write_pieces(path, _pieces(("ID_1", "ID_2", "relation", "score", "reason"), rows))


def _pieces(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    coming = iter(rows)
    yield csv_text(header, ())
    while some := list(islice(coming, 10_000)):
        yield csv_text(some[0], some[1:], numbers=True)
