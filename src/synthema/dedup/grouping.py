"""Matches become groups: the strongest first, and never a group that holds a conflicting pair."""

from collections.abc import Sequence
from dataclasses import dataclass

from synthema.dedup.conflicts import conflict
from synthema.dedup.evidence import Sign, weigh
from synthema.dedup.facts import Facts
from synthema.dedup.matching import Verdict, judge_all
from synthema.dedup.relations import tie
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
    clashes = _Clashes(setting)
    joined: list[Edge] = []
    refused: list[Edge] = []
    for edge in sorted(matches, key=lambda one: (-one.score, one.a, one.b)):
        into, other = sorted((group_of[edge.a], group_of[edge.b]), key=lambda at: -len(members[at]))
        if into == other:
            continue
        against = clashes.between(kinds[into], kinds[other])
        if against:
            refused.append(Edge(edge.a, edge.b, f"{edge.reason}; but in their groups {against}", edge.score))
            continue
        for at in members[other]:
            group_of[at] = into
        members[into] += members.pop(other)
        kinds[into] |= kinds.pop(other)
        joined.append(edge)
    return Grouped(tuple(group_of), tuple(joined), tuple(refused))


class _Clashes:
    """Why two records of which a third is held to be the same must not be in one group; each pair is compared once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._known: dict[tuple[Facts, Facts], str] = {}

    def between(self, ours: set[Facts], theirs: set[Facts]) -> str:
        """The reason that keeps two groups apart, or ''."""
        if len(ours) + len(theirs) > MOST:
            return "there are very many different records already"
        pairs = [(one, other) for one in ours for other in theirs if one != other]
        new = [pair for pair in pairs if pair not in self._known and (pair[1], pair[0]) not in self._known]
        self._known |= self._compared(new)
        reasons = {self._known.get(pair) or self._known.get((pair[1], pair[0]), "") for pair in pairs}
        return min(reasons - {""}, default="")  # the least, because a set has no order to rely on

    def _compared(self, pairs: list[tuple[Facts, Facts]]) -> dict[tuple[Facts, Facts], str]:
        reasons = {pair: self._suspicion(*pair) for pair in pairs}
        suspected = [pair for pair in pairs if reasons[pair]]
        judged = judge_all([one for one, _ in suspected], [other for _, other in suspected], self._setting)
        same = {pair for pair, found in zip(suspected, judged, strict=True) if found.verdict is Verdict.SAME}
        return {pair: "" if pair in same else reason for pair, reason in reasons.items()}

    def _suspicion(self, one: Facts, other: Facts) -> str:
        found = weigh(one, other)
        against = conflict(one, other, found, sparse=self._setting.sparse) or tie(one, other, found)
        if against:
            return against.reason
        elsewhere = found.journal == Sign.DIFFER and Sign.AGREE not in (found.volume, found.page, found.abstract)
        return "they appeared in different places" if elsewhere else ""
