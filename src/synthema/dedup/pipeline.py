"""Records to groups: facts in parts, candidates on disk, judgements in parts, groups component by component.

Nothing but identifiers, pairs and judgements is in memory as a whole; facts lie in a file.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import reduce
from itertools import islice, pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synthema.dedup.blocking import candidates
from synthema.dedup.columns import to_batch
from synthema.dedup.facts import Facts
from synthema.dedup.gathering import Found, joined
from synthema.dedup.ranks import by_content, by_name, renamed
from synthema.dedup.scoring import FACTS, JUDGED, PART, RECORD, judged, known, parts, reduced, taken
from synthema.dedup.scratch import scratch
from synthema.dedup.setting import Setting
from synthema.dedup.shelf import Shelf
from synthema.jobs.pool import spread
from synthema.progress import Progress, silent
from synthema.records.model import Record
from synthema.refused import Refused

BATCH = 1_000  # records whose facts are made at a time
FEW_ISSUES = 50  # fewer issue numbers say nothing about how the column was filled
SPARSE = 0.1  # share of records that name an identifier, a volume or a page, below which a search is sparse


def compare(
    records: Iterable[tuple[str, Record]],
    *,
    versions: bool = False,
    sparse: bool | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Found:
    """Which of these records are the same report; raises Refused where two have one identifier."""
    with scratch() as folder, Shelf(folder / "facts.arrow", FACTS) as shelf:
        names = _shelve(records, shelf, executor, progress)
        named = by_name(names)
        _refuse_repeated(tuple(names[one] for one in named))
        table = shelf.seal()
        came = by_content(table, named)
        ids = tuple(names[one] for one in came)
        setting = _setting(table, versions, sparse)
        pairs = candidates(table, np.argsort(came), folder, progress=progress)
        found: list[pa.RecordBatch] = []
        for batch in spread(executor, judged, parts(shelf, came, pairs, setting)):
            found.append(batch)
            progress("comparing records", min(len(found) * PART, len(pairs[0])), len(pairs[0]))
        answer = joined(ids, came, pa.Table.from_batches(found, JUDGED), shelf, setting, progress)
        return renamed(answer, named)


def facts_and_pairs(
    records: Iterable[tuple[str, Record]],
) -> tuple[tuple[str, ...], list[Facts], list[tuple[int, int]]]:
    """For whoever trains or measures: identifiers, facts by rank, and the pairs of ranks that are compared."""
    with scratch() as folder, Shelf(folder / "facts.arrow", FACTS) as shelf:
        names = _shelve(records, shelf, None, silent)
        table = shelf.seal()
        came = by_content(table, by_name(names))
        a, b = candidates(table, np.argsort(came), folder, progress=silent)
        setting = _setting(table, versions=False, sparse=None)
        facts_by_rank = known(taken(shelf, came), setting)
        return tuple(names[one] for one in came), facts_by_rank, list(zip(a.tolist(), b.tolist(), strict=True))


def _shelve(
    records: Iterable[tuple[str, Record]], shelf: Shelf, executor: Executor | None, progress: Progress
) -> list[str]:
    names: list[str] = []

    def batches() -> Iterator[pa.RecordBatch]:
        coming = iter(records)
        while batch := list(islice(coming, BATCH)):
            names.extend(name for name, _ in batch)
            yield to_batch([record for _, record in batch], RECORD)

    done = 0
    for batch in spread(executor, reduced, batches()):
        shelf.add(batch)
        done += len(batch)
        progress("reading records", done, 0)
    return names


def _refuse_repeated(ids: tuple[str, ...]) -> None:
    twice = next((one for one, other in pairwise(ids) if one == other), None)
    if twice is not None:
        raise Refused("The identifier {twice} is given to two records. Give every record its own.", twice=twice)


def _setting(table: pa.Table, versions: bool, sparse: bool | None) -> Setting:
    # Some exports number their rows in the issue column; such numbers would set every record apart.
    issues = pc.filter(table["issue"], pc.not_equal(table["issue"], ""))
    running = len(issues) >= FEW_ISSUES and pc.count_distinct(issues).as_py() >= 0.9 * len(issues)
    if sparse is None:
        told = [pc.not_equal(table[name], "") for name in ("doi", "pmid", "volume", "page")]
        telling = pc.sum(reduce(pc.or_, told)).as_py() or 0
        sparse = telling < SPARSE * len(table)
    return Setting(versions=versions, sparse=sparse, issues=not running)
