"""Where records belong: what the latest run found among them, and people's decisions on it, one after the other."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from synthema.dedup.model import Duplicates, Group, Match
from synthema.dedup.settling import Decided, Parts, settle

New = Callable[[str], str]  # a name for the group that begins with a record


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A decision: the pairs it joins, the parts it holds apart, whether it parted a group, the names it gave."""

    joined: tuple[tuple[str, str], ...] = ()
    apart: Parts = ()
    parted: bool = False  # the first part left the second
    gave: frozenset[str] = frozenset()
    versions: tuple[tuple[str, str], ...] = ()  # called versions of one publication when these were one report


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the latest run found: the group of some records and their matches, and decisions it knew and still in force.

    Of the groups that are no longer as they were found, `names` says what they may be called, the best source first;
    `taken` are names that others bear.
    """

    group: Mapping[str, str]
    matches: tuple[Match, ...]
    before: Sequence[Step] = ()
    names: Sequence[Mapping[str, str]] = ()
    taken: Collection[str] = ()


@dataclass(slots=True)
class Groups:
    """Records in their groups, while one decision after the other is followed."""

    members: dict[str, list[str]] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)

    def put(self, records: Sequence[str], name: str) -> None:
        """These records, and whoever is there already, are the group of this name."""
        for one in records:
            self.of[one] = name
        self.members[name] = sorted({*self.members.get(name, ()), *records})

    def join(self, a: str, b: str, gave: Collection[str]) -> None:
        """The groups of two records are one, under the name that was given, or that of the earlier record."""
        ours, theirs = sorted((self.of[a], self.of[b]), key=lambda name: (name not in gave, self.members[name][0]))
        if ours != theirs:
            self.put(self.members.pop(theirs), ours)

    def part(self, leaving: Collection[str], staying: Collection[str], gave: Collection[str], new: New) -> None:
        """Wherever some who leave are with some who stay, they leave."""
        for name in sorted({self.of[one] for one in staying if one in self.of}):
            out = [one for one in self.members[name] if one in leaving]
            if out:
                self.members[name] = [one for one in self.members[name] if one not in leaving]
                self.put(out, next((own for own in gave if own not in self.members), "") or new(out[0]))


def belong(ground: Ground, since: Iterable[Step], new: New) -> dict[str, str]:
    """The group of each record, as it is when decisions made since the run are followed in their order."""
    groups = _found(ground, new)
    for step in since:
        for a, b in step.joined:
            if a in groups.of and b in groups.of:
                groups.join(a, b, step.gave)
        if step.parted:
            leaving, staying = ({*part} for part in step.apart)
            groups.part(leaving, staying, step.gave, new)
    return groups.of


def _found(ground: Ground, new: New) -> Groups:
    """The groups of the run as they would have been; those that are as they were found keep their names."""
    decided = Decided(
        same=tuple(pair for step in ground.before for pair in step.joined),
        apart=tuple(step.apart for step in ground.before),
        parted=tuple(step.apart for step in ground.before if step.parted),
        versions=tuple(pair for step in ground.before for pair in step.versions),
    )
    settled = settle(Duplicates((Group(tuple(ground.group), ground.matches),), ()), decided)
    was: dict[str, list[str]] = {}
    for one in sorted(ground.group):
        was.setdefault(ground.group[one], []).append(one)
    groups, others = Groups(), list[tuple[str, ...]]()
    for group in settled.groups:
        name = ground.group[group.members[0]]
        if was[name] == [*group.members]:
            groups.put(group.members, name)
        else:
            others.append(group.members)
    for part in others:
        known = (name for source in (*ground.names, ground.group) for one in part if (name := source.get(one, "")))
        free = (name for name in known if name not in groups.members and name not in ground.taken)
        groups.put(part, next(free, "") or new(part[0]))
    return groups


def broken(steps: Sequence[Step], group: Mapping[str, str]) -> dict[int, frozenset[str]]:
    """The decisions, by place, that these groups contradict, each with the groups where they do."""
    found: dict[int, frozenset[str]] = {}
    for place, step in enumerate(steps):
        pairs = [(group[a], group[b]) for a, b in step.joined if a in group and b in group]
        torn = {name for pair in pairs for name in pair if pair[0] != pair[1]}
        here: dict[str, int] = {}
        mixed = {
            group[one]
            for number, part in enumerate(step.apart)
            for one in part
            if one in group and here.setdefault(group[one], number) != number
        }
        if torn or mixed:
            found[place] = frozenset(torn | mixed)
    return found
