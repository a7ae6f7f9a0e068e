"""Matches become groups: the strongest first, and never a group that holds a conflicting pair."""

from collections.abc import Sequence
from dataclasses import dataclass

from synthema.dedup.conflicts import VERSIONS, Conflict, conflict
from synthema.dedup.evidence import weigh
from synthema.dedup.facts import Facts
from synthema.dedup.matching import Verdict, judge
from synthema.dedup.setting import AS_USUAL, Setting

MOST = 100  # records of one report that differ from each other; more come from a key that many reports share


@dataclass(frozen=True, slots=True)
class Edge:
    """A judged pair of positions, with its reason and score."""

    a: int
    b: int
    reason: str
    score: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """For each position its group, the edges that joined groups, and the edges refused."""

    group_of: tuple[int, ...]
    joined: tuple[Edge, ...]
    refused: tuple[Edge, ...]


def group(known: Sequence[Facts], matches: Sequence[Edge], setting: Setting = AS_USUAL) -> Grouped:
    """Join matched positions strongest first; a join that would put a conflicting pair together is refused."""
    group_of = list(range(len(known)))
    members = {at: [at] for at in group_of}
    # Copies with identical facts are compared once, so that a much repeated record stays cheap.
    kinds = {at: {one} for at, one in enumerate(known)}
    joined: list[Edge] = []
    refused: list[Edge] = []
    for edge in sorted(matches, key=lambda one: (-one.score, one.a, one.b)):
        into, other = sorted((group_of[edge.a], group_of[edge.b]), key=lambda at: -len(members[at]))
        if into == other:
            continue
        against = _clash(kinds[into], kinds[other], setting)
        if against:
            refused.append(Edge(edge.a, edge.b, f"{edge.reason}; but in their groups {against}", edge.score))
            continue
        for at in members[other]:
            group_of[at] = into
        members[into] += members.pop(other)
        kinds[into] |= kinds.pop(other)
        joined.append(edge)
    return Grouped(tuple(group_of), tuple(joined), tuple(refused))


def _clash(ours: set[Facts], theirs: set[Facts], setting: Setting) -> str:
    if len(ours) + len(theirs) > MOST:
        return "there are very many different records already"
    reasons = {
        against.reason
        for one in ours
        for other in theirs
        if one != other and (against := _conflict(one, other, setting))
    }
    return min(reasons, default="")  # the least, because a set has no order to rely on


def _conflict(one: Facts, other: Facts, setting: Setting) -> Conflict | None:
    against = conflict(one, other, weigh(one, other))
    outweighed = against and (against.soft or against.reason == VERSIONS)
    return None if outweighed and judge(one, other, setting).verdict is Verdict.SAME else against
