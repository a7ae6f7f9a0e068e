"""Records of plain files, each with its identifier, for a comparison without a review."""

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from synthema.dedup.formats import COLUMNS, to_record
from synthema.records.export import Export
from synthema.records.formats import delimited
from synthema.records.formats.columns import holds_titles, normal_header
from synthema.records.model import Account, Found, Record, Unreadable
from synthema.records.reading import iter_read
from synthema.records.tally import Tally
from synthema.refused import Refused
from synthema.sheets import unguarded

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
    kind = _Packed if name.endswith(".gz") else Export
    export = kind(path, name=called, columns=_NAMED)
    try:
        head = delimited.header(export.head, _NAMED)
    except (gzip.BadGzipFile, EOFError) as error:
        raise Refused("{called} cannot be unpacked: {error}. Pack it again.", called=called, error=error) from None
    if head is None:
        return None
    titled = holds_titles(head.names, {})
    if "id" not in head.names:
        return _unnamed(kind(path, name=called), called, say) if titled and kind is _Packed else None
    if not titled and not {*COLUMNS} & {*head.names}:
        raise _without_columns(called, head.cells)
    if titled and "title" not in head.names:  # Article Title, Publication Year, ...
        return _rows(kind(path, name=called), called, say, lambda found: replace(delimited.record(found), raw=()))
    return _rows(export, called, say, lambda found: to_record(dict(reversed(found.raw))))


def _without_columns(called: str, cells: Sequence[str]) -> Refused:
    return Refused(
        "{called} has none of the columns that are compared. Its columns: {columns}. Name them ID and title, and what "
        "there is of {known}.",
        called=called,
        columns=", ".join(cells) or "none",
        known=", ".join(column for column in COLUMNS if column not in ("title", "authors", "issue")),
    )


def _rows(export: Export, called: str, say: Say, record: Callable[[Found], Record]) -> Iterator[tuple[str, Record]]:
    tally = Tally(format="csv", source=called)
    for found in delimited.find(export, tally):
        one = unguarded(next((value for name, value in found.raw if name == "id"), ""))
        if not one:
            raise Refused(
                "Line {line} of {called}: the ID is empty. Give every row one.", line=found.line, called=called
            )
        yield one, record(found)
    _tell(tally.seal({}), say)


def _unnamed(export: Export, called: str, say: Say) -> Iterator[tuple[str, Record]]:
    tally = Tally(format="csv", source=called)
    for number, found in enumerate(delimited.find(export, tally), start=1):
        yield f"{called}:{number}", replace(delimited.record(found), raw=())
    _tell(tally.seal({}), say)


def _numbered(path: Path, called: str, say: Say) -> Iterator[tuple[str, Record]]:
    try:
        found = iter_read(path, name=called)
        for number, record in enumerate(found, start=1):
            yield f"{called}:{number}", record
    except Unreadable:
        columns = delimited.looks_delimited(Export(path).head) if _is_table(path) else []
        if columns and not holds_titles(list(map(normal_header, columns)), {}):
            raise _without_columns(called, columns) from None
        raise
    _tell(found.account, say)


def _is_table(path: Path) -> bool:
    return path.suffix.casefold() in (".csv", ".tsv", ".txt") and path.is_file() and path.stat().st_size > 0


def _tell(account: Account, say: Say) -> None:
    for said in account.sentences[: len(account.refused)]:
        say(said)
