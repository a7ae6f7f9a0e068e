"""Finding duplicates: normalise, block, judge, group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from synthema.dedup.blocking import candidates
from synthema.dedup.facts import Facts, facts
from synthema.dedup.grouping import Edge, Grouped, group
from synthema.dedup.matching import Verdict, judge
from synthema.dedup.model import Duplicates, Group, Match, Pair
from synthema.records.model import Record

FEW_ISSUES = 50  # fewer issue numbers say nothing about how the column was filled
MATCHER = "rules/1"  # stored with every answer; a newer matcher never changes an older answer


def find(records: Mapping[str, Record]) -> Duplicates:
    """Which records are the same report; the order of the records has no influence on the answer."""
    ids = sorted(records)
    known = _without_running_issues([facts(records[one]) for one in ids])
    matches, doubtful = _judged(known)
    grouped = group(known, matches)
    return Duplicates(_groups(ids, grouped), _review(ids, grouped, doubtful))


def _without_running_issues(known: list[Facts]) -> list[Facts]:
    # Some exports number their rows in the issue column; such numbers would set every record apart.
    issues = [one.issue for one in known if one.issue]
    if len(issues) < FEW_ISSUES or len(set(issues)) < 0.9 * len(issues):
        return known
    return [replace(one, issue="") for one in known]


def _judged(known: Sequence[Facts]) -> tuple[list[Edge], list[Edge]]:
    matches: list[Edge] = []
    doubtful: list[Edge] = []
    for a, b in candidates(known):
        judgement = judge(known[a], known[b])
        if judgement.verdict is not Verdict.APART:
            chosen = matches if judgement.verdict is Verdict.SAME else doubtful
            chosen.append(Edge(a, b, judgement.reason, judgement.score))
    return matches, doubtful


def _groups(ids: Sequence[str], grouped: Grouped) -> tuple[Group, ...]:
    members: dict[int, list[str]] = {}
    for one, at in zip(ids, grouped.group_of, strict=True):
        members.setdefault(at, []).append(one)
    matches: dict[int, list[Match]] = {at: [] for at in members}
    for edge in grouped.joined:
        matches[grouped.group_of[edge.a]].append(Match(ids[edge.a], ids[edge.b], edge.reason, edge.score))
    return tuple(Group(tuple(members[at]), tuple(matches[at])) for at in members)


def _review(ids: Sequence[str], grouped: Grouped, doubtful: Iterable[Edge]) -> tuple[Pair, ...]:
    # One question per two groups: their most alike pair.
    asked: dict[tuple[int, int], Edge] = {}
    for edge in sorted((*doubtful, *grouped.refused), key=lambda one: (-one.score, one.a, one.b)):
        a, b = grouped.group_of[edge.a], grouped.group_of[edge.b]
        if a != b:
            asked.setdefault((min(a, b), max(a, b)), edge)
    return tuple(Pair(ids[edge.a], ids[edge.b], edge.reason, edge.score) for edge in asked.values())
