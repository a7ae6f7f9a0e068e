"""Judgements to groups, questions and relations; the facts of some records at a time are in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from synthema.dedup.columns import Places
from synthema.dedup.grouping import Edge, group
from synthema.dedup.matching import Verdict
from synthema.dedup.scoring import known, taken
from synthema.dedup.setting import Setting
from synthema.dedup.shelf import Shelf
from synthema.progress import Progress

TOGETHER = 20_000  # records whose groups are made at a time
RELATED = "related"


@dataclass(frozen=True, slots=True)
class Likeness(Edge):
    """A pair that is not joined, and how it may be related: a is the version, preprint, notice, ... of b."""

    relation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found among records; places are ranks, the order of identifiers."""

    ids: tuple[str, ...]  # by rank
    came: Places  # for each rank the place in the order in which the records came
    group_of: Places  # for each rank the first rank of its group
    joined: tuple[Edge, ...]
    doubtful: tuple[Likeness, ...]
    related: tuple[Likeness, ...]

    @property
    def questions(self) -> tuple[Likeness, ...]:
        """Of the doubtful pairs the most alike one between every two groups."""
        return self._most_alike(self.doubtful)

    @property
    def relations(self) -> tuple[Likeness, ...]:
        """Of the related pairs the most alike one between every two groups."""
        return self._most_alike(self.related)

    def _most_alike(self, edges: Iterable[Likeness]) -> tuple[Likeness, ...]:
        first: dict[tuple[int, int], Likeness] = {}
        for edge in sorted(edges, key=_order):
            first.setdefault(_groups_of(edge, self.group_of), edge)
        return tuple(first.values())

    @property
    def ranks(self) -> Places:
        """The rank of each record, in the order in which the records came."""
        return np.argsort(self.came)


def joined(
    ids: tuple[str, ...], came: Places, found: pa.Table, shelf: Shelf, setting: Setting, progress: Progress
) -> Found:
    """The groups that matches make among all records, and what is left between them."""
    same = found.filter(pc.equal(found["verdict"], Verdict.SAME.value))
    group_of = np.arange(len(ids))
    made: list[Edge] = []
    refused: list[Edge] = []
    for ranks, matches in _components(same, len(ids)):
        progress("grouping records", len(made), len(same))
        grouped = group(known(taken(shelf, came[ranks]), setting), _edges(matches, ranks), setting)
        first: dict[int, int] = {}
        group_of[ranks] = [
            first.setdefault(at, rank) for at, rank in zip(grouped.group_of, ranks.tolist(), strict=True)
        ]
        made += _placed(grouped.joined, ranks)
        refused += _placed(grouped.refused, ranks)
    progress("grouping records", len(same), len(same))
    doubtful = [*_likenesses(found, Verdict.REVIEW.value), *(Likeness(e.a, e.b, e.reason, e.score) for e in refused)]
    related = _between_groups(_likenesses(found, RELATED), group_of)
    known_already = {_groups_of(one, group_of) for one in related}
    asked = [one for one in _between_groups(doubtful, group_of) if _groups_of(one, group_of) not in known_already]
    return Found(ids, came, group_of, tuple(sorted(made, key=_order)), tuple(asked), tuple(related))


def _components(same: pa.Table, size: int) -> Iterator[tuple[Places, pa.Table]]:
    """Records that matches hold together, some TOGETHER at a time, with their matches."""
    a, b = same["a"].to_numpy(), same["b"].to_numpy()
    if not len(a):
        return
    _, labels = connected_components(coo_matrix((np.ones(len(a), np.bool_), (a, b)), (size, size)), directed=False)
    ranks = np.unique(np.concatenate([a, b]))
    ranks = ranks[np.argsort(labels[ranks], kind="stable")]
    order = np.argsort(labels[a], kind="stable")
    begin = 0
    while begin < len(ranks):
        last = labels[ranks[min(begin + TOGETHER, len(ranks)) - 1]]
        end = int(np.searchsorted(labels[ranks], last, side="right"))
        low, high = np.searchsorted(labels[a[order]], [labels[ranks[begin]], last + 1])
        yield np.sort(ranks[begin:end]), same.take(pa.array(order[low:high]))
        begin = end


def _edges(judgements: pa.Table, ranks: Places) -> list[Edge]:
    """Judgements as edges between places among some ranks."""
    a, b = (np.searchsorted(ranks, judgements[name].to_numpy()).tolist() for name in ("a", "b"))
    told = judgements["reason"].to_pylist(), judgements["score"].to_pylist()
    return [Edge(*one) for one in zip(a, b, *told, strict=True)]


def _placed(edges: Iterable[Edge], ranks: Places) -> list[Edge]:
    return [replace(edge, a=int(ranks[edge.a]), b=int(ranks[edge.b])) for edge in edges]


def _likenesses(found: pa.Table, verdict: str) -> list[Likeness]:
    rows = found.filter(pc.equal(found["verdict"], verdict)).drop_columns(["verdict"])
    return [Likeness(*row) for row in zip(*(column.to_pylist() for column in rows), strict=True)]


def _groups_of(edge: Edge, group_of: Places) -> tuple[int, int]:
    a, b = sorted((int(group_of[edge.a]), int(group_of[edge.b])))
    return a, b


def _between_groups(edges: Iterable[Likeness], group_of: Places) -> list[Likeness]:
    """Between two groups each record's most alike pair, so that a question outlives the withdrawal of a record."""
    kept: list[Likeness] = []
    best: set[tuple[int, int]] = set()
    for edge in sorted(edges, key=_order):
        ours, theirs = int(group_of[edge.a]), int(group_of[edge.b])
        ends = {(edge.a, theirs), (edge.b, ours)}
        if ours != theirs and not ends <= best:
            best |= ends
            kept.append(edge)
    return kept


def _order(edge: Edge) -> tuple[int, int, int]:
    return -edge.score, edge.a, edge.b
