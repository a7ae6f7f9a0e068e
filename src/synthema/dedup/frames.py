"""Duplicates in data frames: pandas, polars, Arrow and whatever else speaks Arrow; for notebooks and scripts."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from synthema.dedup.formats import COLUMNS, as_text, is_missing, to_record
from synthema.progress import Progress, silent
from synthema.records.model import Record
from synthema.refused import Refused

if TYPE_CHECKING:
    from synthema.dedup.gathering import Found, Likeness

ROWS = 10_000  # rows made into records at a time


@dataclass(frozen=True, slots=True)
class Tables:
    """Three tables of the kind that was given: every record and its group, pairs left to a person, related reports."""

    groups: Any  # ID, group; in the order of the rows that were given
    review: Any  # ID_1, ID_2, score, reason, family; the most useful family first, within it the most alike
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
    them missing; without ID the rows are numbered from 0. The rest as in `find`. A column that mixes texts and numbers
    is taken as text, an ID column too.
    """
    import pyarrow as pa

    from synthema.dedup.pipeline import compare
    from synthema.dedup.written import by_family

    table = _table(frame, pa)
    names = {str(name).strip().casefold(): name for name in reversed(table.column_names)}
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
    asked = by_family(found)
    review = _pairs(found, [one for _, one in asked], ids, pa)
    review = review.append_column("family", pa.array([family for family, _ in asked], pa.int64()))
    relations = _pairs(found, found.relations, ids, pa)
    kinds = pa.array([one.relation for one in found.relations], pa.string())
    answers = (_groups(found, ids, pa), review, relations.add_column(2, "relation", kinds))
    return Tables(*(_as(frame, one) for one in answers))


def _table(frame: Any, pa: Any) -> Any:
    if hasattr(frame, "collect") and _library(frame) == "polars":
        raise Refused("The frame is not computed yet. Give what its collect() returns.")
    try:
        if _holds_objects(frame):
            raise TypeError("a column of objects")
        return pa.table(frame)
    except (TypeError, ValueError, OverflowError, NotImplementedError) as error:
        columns = _columns(frame)
        if columns is None:
            raise Refused(
                "{kind} is no table that can be read ({error}). Give a data frame of pandas or polars, or an Arrow "
                "table.",
                kind=type(frame).__name__,
                error=error,
            ) from None
        return pa.table({str(name): _column(values, pa) for name, values in columns.items()})


def _holds_objects(frame: Any) -> bool:
    # Polars hands such a column over as addresses in memory.
    return _library(frame) == "polars" and any(str(kind) == "Object" for kind in getattr(frame, "dtypes", ()))


def _library(frame: Any) -> str:
    return type(frame).__module__.partition(".")[0]


def _columns(frame: Any) -> dict[Any, list[Any]] | None:
    """The columns of a data frame that Arrow refuses, such as one with texts and numbers in one column."""
    library = _library(frame)
    if library == "pandas" and hasattr(frame, "columns"):
        names = [str(name) for name in frame.columns]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise Refused("Two columns are called {name}. Give each its own name.", name=twice)
        return {name: frame.iloc[:, at].tolist() for at, name in enumerate(names)}
    if library == "polars" and hasattr(frame, "columns"):
        return {name: frame[name].to_list() for name in frame.columns}
    return None


def _column(values: list[Any], pa: Any) -> Any:
    try:
        return pa.array(values, from_pandas=True)
    except (TypeError, ValueError, OverflowError, NotImplementedError):
        return pa.array([None if is_missing(value) else as_text(value) for value in values], pa.string())


def _records(table: Any, ids: Any, names: dict[str, Any]) -> Iterator[tuple[str, Record]]:
    wanted = {name: names[name] for name in (*COLUMNS, "accession", "database", "url") if name in names}
    seen: dict[str, int] = {}
    for begin in range(0, len(table), ROWS):
        part = table.slice(begin, ROWS)
        columns = [list(map(as_text, part[column].to_pylist())) for column in wanted.values()]
        some = ids.slice(begin, ROWS).to_pylist()
        for at, (one, *cells) in enumerate(zip(some, *columns, strict=True), start=begin):
            called = as_text(one)
            if not called:
                raise Refused("Row {number}: the ID is empty. Give every row one.", number=at)
            if seen.setdefault(called, at) != at:
                raise Refused(
                    'Row {number}: the ID {one} is that of row {earlier} as well; 1, 1.0 and "1" are one ID. Give '
                    "every row its own.",
                    number=at,
                    one=called,
                    earlier=seen[called],
                )
            yield called, to_record(dict(zip(wanted, cells, strict=True)))


def _groups(found: "Found", ids: Any, pa: Any) -> Any:
    numbers: dict[int, int] = {}
    groups = [numbers.setdefault(at, len(numbers) + 1) for at in found.group_of[found.ranks].tolist()]
    return pa.table({"ID": ids, "group": pa.array(groups, pa.int64())})


def _pairs(found: "Found", pairs: Sequence["Likeness"], ids: Any, pa: Any) -> Any:
    ends = ([one.a for one in pairs], [one.b for one in pairs])
    columns = {f"ID_{n}": ids.take(pa.array(found.came[end], pa.int64())) for n, end in enumerate(ends, start=1)}
    columns["score"] = pa.array([one.score for one in pairs], pa.int64())
    return pa.table(columns | {"reason": pa.array([one.reason for one in pairs], pa.string())})


def _as(frame: Any, table: Any) -> Any:
    """The table as what was given: a data frame of pandas or polars, else an Arrow table."""
    library = _library(frame)
    if library == "pandas":
        return table.to_pandas()
    return import_module("polars").from_arrow(table) if library == "polars" else table
