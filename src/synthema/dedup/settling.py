"""What a matcher found, brought together with what people decided before; groups keep their identifiers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from synthema.dedup.apart import Apart
from synthema.dedup.model import Duplicates, Group, Match, Pair

BY_HAND = "kept apart by hand"
BOTH_SOUGHT = "both are sought as reports of their own"


Parts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What people judged the same or different, and the records that stand for reports already sought."""

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[Parts, ...] = ()  # records of two parts of one decision are different
    parted: tuple[Parts, ...] = ()  # of these, groups that were parted: what was together within a part stays so
    reports: Mapping[str, str] = field(default_factory=dict)  # record -> its group
    versions: tuple[tuple[str, str], ...] = ()  # called versions of one publication, where these are one report


@dataclass(slots=True)
class Clusters:
    """Records that are joined one pair after the other, unless a decision forbids it."""

    of: dict[str, str]
    members: dict[str, list[str]]
    apart: Apart[str]
    reports: dict[str, set[str]]

    @classmethod
    def alone(cls, records: Iterable[str], decided: Decided) -> "Clusters":
        """Every record by itself."""
        names = {n: n for n in records}
        reports = {n: {report} for n, report in decided.reports.items()}
        return cls(names, {n: [n] for n in names}, Apart.of(decided.apart, names), reports)

    def against(self, a: str, b: str) -> str:
        """Why two records may not be joined; empty when they may."""
        ours, theirs = self.of[a], self.of[b]
        sought = self.reports.get(ours, set()), self.reports.get(theirs, set())
        if sought[0] and sought[1] and sought[0] != sought[1]:
            return BOTH_SOUGHT
        return "" if ours == theirs or self.apart.between(ours, theirs) is None else BY_HAND

    def join(self, a: str, b: str) -> None:
        """Put the clusters of two records together."""
        into, other = sorted((self.of[a], self.of[b]), key=lambda n: -len(self.members[n]))
        if into == other:
            return
        for name in self.members[other]:
            self.of[name] = into
        self.members[into] += self.members.pop(other)
        self.apart.join(into, other)
        if other in self.reports:
            self.reports.setdefault(into, set()).update(self.reports.pop(other))


def settle(found: Duplicates, decided: Decided) -> Duplicates:
    """The groups after people's decisions, each with the evidence that still joins it.

    Questions that a decision has answered stay among them, so that they are open again when it is taken back.
    """
    clusters = Clusters.alone((n for g in found.groups for n in g.members), decided)
    for a, b in (*decided.same, *_left_together(found, decided), *decided.versions):
        if a in clusters.of and b in clusters.of and not clusters.against(a, b):
            clusters.join(a, b)
    kept: list[Match] = []
    refused: list[Pair] = []
    asked = {frozenset((pair.a, pair.b)) for pair in found.review}
    for match in sorted((m for g in found.groups for m in g.matches), key=lambda m: (-m.score, m.a, m.b)):
        against = clusters.against(match.a, match.b)
        if not against:
            clusters.join(match.a, match.b)
            kept.append(match)
        elif frozenset((match.a, match.b)) not in asked:
            doubt = f"; but {against}" if against == BOTH_SOUGHT else ""
            refused.append(Pair(match.a, match.b, match.reason + doubt, match.score))
    return Duplicates(_groups(clusters, kept), (*found.review, *refused), found.relations)


def _left_together(found: Duplicates, decided: Decided) -> Iterator[tuple[str, str]]:
    """The pairs that partings left in one part, where matches and merges would still hold them together without it.

    So a record that is taken out of the middle does not cost its neighbours one another; but who was together only
    by a merge that has been taken back is not.
    """
    if not decided.parted:
        return
    edges = [*decided.same, *decided.versions, *((m.a, m.b) for g in found.groups for m in g.matches)]
    together = components([n for g in found.groups for n in g.members], edges)
    whole = {one: number for number, held in enumerate(together) for one in held}
    for part in (part for parts in decided.parted for part in parts):
        last: dict[int, str] = {}
        for one in part:
            if one in whole:
                if whole[one] in last:
                    yield last[whole[one]], one
                last[whole[one]] = one


def _groups(clusters: Clusters, kept: Iterable[Match]) -> tuple[Group, ...]:
    evidence: dict[str, list[Match]] = {}
    for match in kept:
        evidence.setdefault(clusters.of[match.a], []).append(match)
    grouped = [Group(tuple(sorted(m)), tuple(evidence.get(n, ()))) for n, m in clusters.members.items()]
    return tuple(sorted(grouped, key=lambda group: group.members))


def still_open(settled: Duplicates, apart: Iterable[Parts]) -> tuple[Pair, ...]:
    """The questions that nobody has answered: one for each two groups neither judged different nor found related."""
    group = {one: number for number, held in enumerate(settled.groups) for one in held.members}
    related = (((r.a,), (r.b,)) for r in settled.relations)
    answered = Apart.of((*apart, *related), group)
    asked: dict[frozenset[int], Pair] = {}
    for pair in sorted(settled.review, key=lambda p: (-p.score, p.a, p.b)):
        a, b = group[pair.a], group[pair.b]
        if a != b and answered.between(a, b) is None:
            asked.setdefault(frozenset((a, b)), pair)
    return tuple(asked.values())


def name_groups(
    groups: Sequence[Group], earlier: Mapping[str, str], reports: Mapping[str, str], new: Callable[[str], str]
) -> tuple[str, ...]:
    """An identifier for each group: its report's, else the earlier one of its first record, else a new one.

    Groups come in the order of their first members; an earlier identifier goes to the first who claims it.
    """
    sought = [next((reports[n] for n in g.members if n in reports), "") for g in groups]
    taken = {name for name in sought if name}
    names = []
    for group, report in zip(groups, sought, strict=True):
        name = report or earlier.get(group.members[0], "")
        if not name or (not report and name in taken):
            name = new(group.members[0])
        taken.add(name)
        names.append(name)
    return tuple(names)


def components(members: Sequence[str], edges: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """The members that edges connect, in the order of the members."""
    clusters = Clusters.alone(members, Decided())
    for a, b in edges:
        if a in clusters.of and b in clusters.of:
            clusters.join(a, b)
    place = {name: n for n, name in enumerate(members)}
    parts = [tuple(sorted(part, key=place.__getitem__)) for part in clusters.members.values()]
    return tuple(sorted(parts, key=lambda part: place[part[0]]))
