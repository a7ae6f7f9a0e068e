"""Versions that count as one report but that people or reports hold apart: they stay related, as otherwise."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from synthema.dedup.against import are_versions
from synthema.dedup.facts import Facts, facts
from synthema.dedup.matching import Verdict, judge_all
from synthema.dedup.model import Duplicates, Relation
from synthema.records.model import Record


def versions_apart(found: Duplicates, settled: Duplicates, record: Callable[[str], Record]) -> Duplicates:
    """What was settled, with the relations between versions that were found to be one report and are several."""
    group = {one: number for number, held in enumerate(settled.groups) for one in held.members}
    related: list[Relation] = []
    for held in found.groups:
        if len({group[one] for one in held.members}) > 1:
            related += _related(_different(held.members, group, record), group)
    return replace(settled, relations=(*settled.relations, *related))


def _different(members: tuple[str, ...], group: Mapping[str, int], record: Callable[[str], Record]) -> dict[str, Facts]:
    """Of each group the records that tell something else than its others do: copies may be many."""
    first: dict[tuple[int, Facts], str] = {}
    for one in members:
        first.setdefault((group[one], facts(record(one))), one)
    return {one: known for (_, known), one in first.items()}


def _related(known: Mapping[str, Facts], group: Mapping[str, int]) -> Iterator[Relation]:
    """The versions among these, as they are judged where versions are no duplicates: one pair for each two groups."""
    pairs = [(a, b) for a, b in combinations(known, 2) if group[a] != group[b] and are_versions(known[a], known[b])]
    judged = judge_all([known[a] for a, _ in pairs], [known[b] for _, b in pairs])
    linked: set[frozenset[int]] = set()
    for (a, b), one in sorted(zip(pairs, judged, strict=True), key=lambda each: (-each[1].score, each[0])):
        both = frozenset((group[a], group[b]))
        if one.verdict is Verdict.RELATED and one.relation and both not in linked:
            linked.add(both)
            later, earlier = (b, a) if one.turned else (a, b)
            yield Relation(later, earlier, one.relation, one.reason, one.score)
