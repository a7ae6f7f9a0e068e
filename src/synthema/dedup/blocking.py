"""Which pairs are worth comparing: records that share a key, in bounded windows, so that no block explodes.

Everything here is a set with a total order, so that neither the order of the records nor the number of threads
has any influence; DuckDB spills to disk what memory does not hold.
"""

# ruff: noqa: S608 (nothing that stands in a record becomes part of a query)
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from synthema.dedup.columns import Pairs, Places
from synthema.dedup.sketch import KEYS, SKETCH, WORDS, WORTH
from synthema.progress import Progress, silent
from synthema.refused import Refused

WINDOW = 12  # neighbours looked at inside one block
NEIGHBOURS = 4  # neighbours looked at in the alphabetical order of titles, forwards and backwards
ALIKE = 60  # percent; titles less alike than this need another sign
AT_ONCE = 200_000  # pairs whose titles are in memory at a time
MEMORY = "1GB"

NONE: Places = np.empty(0, np.int64)


def candidates(facts: pa.Table, rank: Places, folder: Path, *, progress: Progress = silent) -> Pairs:
    """Pairs a < b of ranks worth comparing, in the order of titles; at most WINDOW per record and key are looked at.

    `rank` is the place of each row of `facts` in an order that does not depend on how the rows came.
    """
    known = facts.append_column("rank", pa.array(rank))
    try:
        with _database(folder) as base:
            return _paired(base, known, progress)
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise Refused(
            "The pairs of {count:,} records find no room: {error}. Free space in {folder}, or bring fewer records.",
            count=len(facts),
            error=error,
            folder=folder,
        ) from None


def _database(folder: Path) -> duckdb.DuckDBPyConnection:
    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    room = {"memory_limit": MEMORY, "temp_directory": str(folder), "preserve_insertion_order": "false"}
    return duckdb.connect(config={**offline, **room})


def _paired(base: duckdb.DuckDBPyConnection, known: pa.Table, progress: Progress) -> Pairs:
    base.register("facts", known)
    steps = (SKETCH, WORDS, _keys(), _pairs())
    for done, step in enumerate(steps):
        progress("looking for pairs", done, len(steps))
        base.execute(step).fetchall()
    progress("looking for pairs", len(steps), len(steps))
    a, b, place = map(np.concatenate, zip(*_worth(base, progress), strict=True))
    order = np.lexsort((b, a, place))
    return a[order], b[order]


def _keys() -> str:
    # Words are words whichever key they stand in; of the other columns each key has its own values.
    kinds = " UNION ALL ".join(
        "SELECT {told} AS told, hash({space}, {key}) AS key, rank, place FROM {of} WHERE {needs}".format(
            told=one.told, space=-1 if one.of == "words" else number, key=one.key, of=one.of, needs=one.needs
        )
        for number, one in enumerate(KEYS)
    )
    return "CREATE TABLE keys AS SELECT * FROM (" + kinds + ") QUALIFY count(*) OVER (PARTITION BY key) > 1"


def _pairs() -> str:
    def near(table: str, width: int, told: str, window: str) -> str:
        following = ", ".join(f"lead(rank, {step}) OVER near" for step in range(1, width + 1))
        return f"SELECT {told} AS told, rank, unnest([{following}]) AS other FROM {table} WINDOW near AS ({window})"

    windows = " UNION ALL ".join(
        (
            near("keys", WINDOW, "told", "PARTITION BY key ORDER BY place"),
            near("sketch", NEIGHBOURS, "false", "ORDER BY place"),
            near("sketch", NEIGHBOURS, "false", "ORDER BY backwards"),
        )
    )
    ends = "least(rank, other) AS a, greatest(rank, other) AS b, bool_or(told) AS told"
    return "CREATE TABLE pairs AS SELECT " + ends + " FROM (" + windows + ") WHERE other <> rank GROUP BY ALL"


def _worth(base: duckdb.DuckDBPyConnection, progress: Progress) -> Iterator[tuple[Places, Places, Places]]:
    [(total,)] = base.execute("SELECT count(*) FROM pairs").fetchall()
    reader = base.sql(WORTH).to_arrow_reader(AT_ONCE)
    seen = 0
    yield NONE, NONE, NONE
    for batch in reader:
        told = batch.column("told").to_numpy(zero_copy_only=False)
        asked = batch.filter(pa.array(~told))
        ours, theirs = asked.column("ours").to_pylist(), asked.column("theirs").to_pylist()
        alike = process.cpdist(ours, theirs, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8, workers=-1)
        told[~told] = alike > 0
        kept = batch.filter(pa.array(told))
        seen += len(batch)
        progress("comparing titles", seen, total)
        yield kept.column("a").to_numpy(), kept.column("b").to_numpy(), kept.column("place").to_numpy()
