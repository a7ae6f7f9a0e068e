"""Duplicates in data frames: pandas, polars, Arrow and whatever else speaks Arrow; for notebooks and scripts."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib import import_module
from math import isnan
from typing import TYPE_CHECKING, Any

from synthema.dedup.formats import COLUMNS, to_record
from synthema.progress import Progress, silent
from synthema.records.model import Record
from synthema.refused import Refused

if TYPE_CHECKING:
    from synthema.dedup.gathering import Found

ROWS = 10_000  # rows made into records at a time


@dataclass(frozen=True, slots=True)
class Tables:
    """Three tables of the kind that was given: every record and its group, pairs left to a person, related reports."""

    groups: Any  # ID, group; in the order of the rows that were given
    review: Any  # ID_1, ID_2, score, reason; the most alike first
    relations: Any  # ID_1, ID_2, relation, score, reason; record 1 is the version, preprint, notice, ... of record 2


def find_in_frame(
    frame: Any,
    *,
    versions: bool = False,
    sparse: bool | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Tables:
    """Which rows are the same report; raises Refused where no row can be read or two rows have one ID.

    `frame`: columns ID,title,author,year,journal,booktitle,volume,number,pages,doi,isbn,abstract in any case, any of
    them missing; without ID the rows are numbered from 0. The rest as in `find`.
    """
    import pyarrow as pa

    from synthema.dedup.pipeline import compare

    table = _table(frame, pa)
    names = {str(name).casefold(): name for name in reversed(table.column_names)}
    if not {*COLUMNS} & {*names}:
        raise Refused(
            "The table has none of the columns that are compared. Its columns: {columns}. Name them {known}.",
            columns=", ".join(map(str, table.column_names)) or "none",
            known=", ".join(COLUMNS),
        )
    ids = table[names["id"]] if "id" in names else pa.chunked_array([pa.array(range(len(table)))])
    found = compare(
        _records(table, ids, names),
        versions=versions,
        sparse=sparse,
        executor=executor,
        progress=progress or silent,
    )
    answers = (_groups(found, ids, pa), _pairs(found, ids, pa, False), _pairs(found, ids, pa, True))
    return Tables(*(_as(frame, one) for one in answers))


def _table(frame: Any, pa: Any) -> Any:
    try:
        return pa.table(frame)
    except (TypeError, ValueError) as error:
        raise Refused(
            "{kind} is no table that can be read ({error}). Give a data frame of pandas or polars, or an Arrow table.",
            kind=type(frame).__name__,
            error=error,
        ) from None


def _records(table: Any, ids: Any, names: dict[str, Any]) -> Iterator[tuple[str, Record]]:
    wanted = {name: names[name] for name in (*COLUMNS, "accession", "database", "url") if name in names}
    for begin in range(0, len(table), ROWS):
        part = table.slice(begin, ROWS)
        columns = [list(map(_text, part[column].to_pylist())) for column in wanted.values()]
        some = ids.slice(begin, ROWS).to_pylist()
        for at, (one, *cells) in enumerate(zip(some, *columns, strict=True), start=begin):
            if one is None or one == "":
                raise Refused("Row {number}: the ID is empty. Give every row one.", number=at)
            yield str(one), to_record(dict(zip(wanted, cells, strict=True)))


def _text(value: Any) -> str:
    """A cell as text; numbers that went through a column with gaps in it lose their .0 again."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "; ".join(map(_text, value)) if isinstance(value, list) else str(value)


def _groups(found: "Found", ids: Any, pa: Any) -> Any:
    numbers: dict[int, int] = {}
    groups = [numbers.setdefault(at, len(numbers) + 1) for at in found.group_of[found.ranks].tolist()]
    return pa.table({"ID": ids, "group": pa.array(groups, pa.int64())})


def _pairs(found: "Found", ids: Any, pa: Any, related: bool) -> Any:
    pairs = found.related if related else found.doubtful
    ends = ([one.a for one in pairs], [one.b for one in pairs])
    columns = {f"ID_{n}": ids.take(pa.array(found.came[end], pa.int64())) for n, end in enumerate(ends, start=1)}
    columns |= {"relation": pa.array([one.relation for one in pairs], pa.string())} if related else {}
    columns["score"] = pa.array([one.score for one in pairs], pa.int64())
    return pa.table(columns | {"reason": pa.array([one.reason for one in pairs], pa.string())})


def _as(frame: Any, table: Any) -> Any:
    """The table as what was given: a data frame of pandas or polars, else an Arrow table."""
    library = type(frame).__module__.partition(".")[0]
    if library == "pandas":
        return table.to_pandas()
    return import_module("polars").from_arrow(table) if library == "polars" else table
