"""In which order records are compared: by what they say, so that what they are called decides nothing.

Wherever two pairs are equally good, the lower rank goes first. A rank by identifier would make groups depend on names.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from synthema.dedup.columns import Places

if TYPE_CHECKING:
    from synthema.dedup.gathering import Found
    from synthema.dedup.grouping import Edge

E = TypeVar("E", bound="Edge")


def by_name(names: Sequence[str]) -> Places:
    """The places of the records in the order of their identifiers."""
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)


def by_content(facts: pa.Table, named: Places) -> Places:
    """The places of the records in an order of what they say; copies stand in the order of their identifiers."""
    return named[np.argsort(_digests(facts)[named], kind="stable")]


def renamed(found: "Found", named: Places) -> "Found":
    """The same answer with ranks in the order of identifiers."""
    rank = np.argsort(named)[found.came]  # for each rank of the comparison the one among identifiers
    order = np.argsort(rank)
    _, first, group = np.unique(found.group_of[order], return_index=True, return_inverse=True)
    return replace(
        found,
        ids=tuple(found.ids[at] for at in order.tolist()),
        came=named,
        group_of=first[group],
        joined=_renamed(found.joined, rank),
        doubtful=_renamed(found.doubtful, rank),
        related=_renamed(found.related, rank),
    )


def _renamed(edges: Sequence[E], rank: Places) -> tuple[E, ...]:
    moved = []
    for edge in edges:
        a, b = int(rank[edge.a]), int(rank[edge.b])
        turned = a > b and not getattr(edge, "relation", "")  # a relation says which of the two is the version
        moved.append(replace(edge, a=b, b=a) if turned else replace(edge, a=a, b=b))
    return tuple(sorted(moved, key=lambda one: (-one.score, one.a, one.b)))


def _digests(facts: pa.Table) -> npt.NDArray[np.uint64]:
    query = "SELECT md5_number_lower(CAST(facts AS VARCHAR)) AS digest FROM facts"
    with duckdb.connect(config={"preserve_insertion_order": "true"}) as base:
        base.register("facts", facts)
        return np.asarray(base.sql(query).fetchnumpy()["digest"], np.uint64)
