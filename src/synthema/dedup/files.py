"""Duplicates in plain files, with no review and no database: read, compare, write."""

from collections.abc import Sequence
from pathlib import Path

from synthema.dedup.formats import to_records
from synthema.dedup.model import Duplicates
from synthema.records.model import Record
from synthema.records.reading import read
from synthema.refused import Refused
from synthema.sheets import read_sheet, write_sheet


def read_files(paths: Sequence[Path]) -> dict[str, Record]:
    """The records of export files, or of a CSV with an ID column, by their identifiers; raises Refused.

    A record without an ID is called by its file and number, such as pubmed.nbib:12.
    """
    names = [path.name for path in paths]
    records: dict[str, Record] = {}
    for path in paths:
        called = path.name if names.count(path.name) == 1 else str(path)
        found = _identified(path) or _read(path, called)
        twice = next((one for one in found if one in records), None)
        if twice is not None:
            raise Refused(
                "{called}: the ID {twice} stands in an earlier file too. Give every record its own ID.",
                called=called,
                twice=twice,
            )
        records |= found
    return records


def _identified(path: Path) -> dict[str, Record]:
    if path.suffix.lower() != ".csv" or not path.is_file():
        return {}
    with path.open("rb") as file:
        header = file.readline(65536).decode("utf-8", errors="replace").lstrip("\ufeff")
    columns = {cell.strip(' "\r\n').casefold() for cell in header.replace(";", ",").replace("\t", ",").split(",")}
    if not {"id", "title"} <= columns:
        return {}
    rows = (
        {"ID" if c == "id" else c: v for c, v in row.cells.items()} for row in read_sheet(path, ("id", "title")).rows
    )
    try:
        return to_records(rows)
    except ValueError as error:
        raise Refused("{path_name}: {error}", path_name=path.name, error=error) from None


def _read(path: Path, called: str) -> dict[str, Record]:
    found = read(path, name=called)
    return {f"{called}:{number}": record for number, record in enumerate(found.records, start=1)}


def write_groups(path: Path, found: Duplicates) -> None:
    """A table ID,group; groups are numbered in the order of their first members."""
    rows = [(one, number) for number, group in enumerate(found.groups, start=1) for one in group.members]
    write_sheet(path, ("ID", "group"), rows)


def write_pairs(path: Path, found: Duplicates) -> None:
    """A table ID_1,ID_2,score,reason of the pairs left to a person, the most alike first."""
    write_sheet(path, ("ID_1", "ID_2", "score", "reason"), [(p.a, p.b, p.score, p.reason) for p in found.review])
