"""Finding duplicates: the front door."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from synthema.dedup.model import Duplicates, Group, Kind, Match, Pair, Relation
from synthema.progress import Progress, silent
from synthema.records.model import Record

if TYPE_CHECKING:
    from synthema.dedup.gathering import Found

MATCHER = "trees/2"  # stored with every answer; a newer matcher never changes an older answer


def find(
    records: Mapping[str, Record] | Iterable[tuple[str, Record]],
    *,
    versions: bool = False,
    sparse: bool | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Duplicates:
    """Which records are the same report; neither their order nor the number of workers has any influence.

    `records` by identifier, or a stream of (identifier, record); `versions`: versions of one review are one report;
    `sparse`: most have neither identifier nor pages (None: found out); `executor`: see synthema.jobs.pool.
    Raises Refused where two records have one identifier.
    """
    from synthema.dedup.pipeline import compare  # DuckDB and Arrow are loaded by whoever needs them

    coming = records.items() if isinstance(records, Mapping) else records
    found = compare(coming, versions=versions, sparse=sparse, executor=executor, progress=progress or silent)
    return Duplicates(_groups(found), _questions(found), _relations(found))


def _groups(found: "Found") -> tuple[Group, ...]:
    members: dict[int, list[str]] = {}
    for one, at in zip(found.ids, found.group_of.tolist(), strict=True):
        members.setdefault(at, []).append(one)
    matches: dict[int, list[Match]] = {}
    for edge in found.joined:
        match = Match(found.ids[edge.a], found.ids[edge.b], edge.reason, edge.score)
        matches.setdefault(int(found.group_of[edge.a]), []).append(match)
    return tuple(Group(tuple(held), tuple(matches.get(at, ()))) for at, held in members.items())


def _questions(found: "Found") -> tuple[Pair, ...]:
    ids = found.ids
    return tuple(
        Pair(ids[one.a], ids[one.b], one.reason, one.score, Kind(one.relation) if one.relation else None)
        for one in found.doubtful
    )


def _relations(found: "Found") -> tuple[Relation, ...]:
    ids = found.ids
    return tuple(Relation(ids[one.a], ids[one.b], Kind(one.relation), one.reason, one.score) for one in found.related)
