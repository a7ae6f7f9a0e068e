"""What any process can do: records reduced to facts, and pairs of facts judged; pure functions over Arrow batches.

Neither DuckDB nor SciPy is loaded here, so that a worker begins soon and stays small.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from synthema.dedup.columns import Pairs, Places, from_batch, schema_of, to_batch
from synthema.dedup.facts import Facts, facts
from synthema.dedup.matching import Judgement, Verdict, judge_all
from synthema.dedup.setting import Setting
from synthema.dedup.shelf import Shelf
from synthema.records.model import Record

PART = 4_000  # pairs judged at a time
RECORD = schema_of(Record, frozenset({"raw", "line"}))
FACTS = schema_of(Facts)
JUDGED = pa.schema(
    [
        ("a", pa.int64()), ("b", pa.int64()), ("verdict", pa.string()), ("reason", pa.string()), ("score", pa.int64()),
        ("relation", pa.string()),
    ]
)  # fmt: skip
"""A row per judged pair; in a relation a is the version, preprint, notice, ... of b."""


@dataclass(frozen=True, slots=True)
class Part:
    """Pairs of ranks, and the facts of every rank among them, ascending."""

    a: Places
    b: Places
    ranks: Places
    facts: pa.RecordBatch
    setting: Setting


def parts(shelf: Shelf, rows: Places, pairs: Pairs, setting: Setting) -> Iterator[Part]:
    """Pairs cut into parts; `rows` says where on the shelf each rank stands."""
    for begin in range(0, len(pairs[0]), PART):
        a, b = (side[begin : begin + PART] for side in pairs)
        ranks = np.unique(np.concatenate([a, b]))
        yield Part(a, b, ranks, taken(shelf, rows[ranks]), setting)


def taken(shelf: Shelf, rows: Places) -> pa.RecordBatch:
    """The facts in these rows of the shelf, in this order."""
    order = np.argsort(rows)
    return shelf.take(rows[order]).take(pa.array(np.argsort(order)))


def known(batch: pa.RecordBatch, setting: Setting) -> list[Facts]:
    """The facts of a batch as far as the setting believes them."""
    found = from_batch(batch, Facts)
    return found if setting.issues else [replace(one, issue="") for one in found]


def reduced(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The facts of a batch of records."""
    return to_batch([facts(record) for record in from_batch(batch, Record)], FACTS)


def judged(part: Part) -> pa.RecordBatch:
    """The pairs of a part that are not apart, each with verdict, reason, score and relation."""
    numbers: dict[Facts, int] = {}  # copies are judged once
    copy_of = np.array([numbers.setdefault(one, len(numbers)) for one in known(part.facts, part.setting)], np.int64)
    sides = [copy_of[np.searchsorted(part.ranks, side)].tolist() for side in (part.a, part.b)]
    pairs = list(zip(*sides, strict=True))
    different = list(dict.fromkeys(pairs))
    told = list(numbers)
    ours, theirs = ([told[pair[side]] for pair in different] for side in (0, 1))
    answers = dict(zip(different, judge_all(ours, theirs, part.setting), strict=True))
    rows = [
        _row(a, b, answers[pair])
        for a, b, pair in zip(part.a.tolist(), part.b.tolist(), pairs, strict=True)
        if answers[pair].verdict is not Verdict.APART
    ]
    columns = [[row[at] for row in rows] for at in range(len(JUDGED))]
    return pa.record_batch(columns, schema=JUDGED)


def _row(a: int, b: int, one: Judgement) -> tuple[int, int, str, str, int, str]:
    if one.turned:
        a, b = b, a
    return a, b, one.verdict.value, one.reason, one.score, one.relation or ""
