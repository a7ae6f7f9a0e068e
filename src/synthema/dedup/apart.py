"""Which groups people judged different: each decision names parts, and records of two parts are two reports."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

R = TypeVar("R", bound=Hashable)
G = TypeVar("G", bound=Hashable)


@dataclass(slots=True)
class Apart(Generic[G]):
    """For each group the decisions that name its records, and in which of their parts; never pair by pair."""

    marks: dict[G, dict[int, set[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Sequence[Sequence[R]]], group_of: Mapping[R, G]) -> "Apart[G]":
        """What these decisions say of groups; records that are in none are passed over."""
        found: dict[G, dict[int, set[int]]] = {}
        for number, parts in enumerate(decisions):
            for place, part in enumerate(parts):
                for one in part:
                    if one in group_of:
                        found.setdefault(group_of[one], {}).setdefault(number, set()).add(place)
        return cls(found)

    def between(self, a: G, b: G) -> int | None:
        """The first decision, by its place, that holds two groups apart; None where none does."""
        ours, theirs = self.marks.get(a), self.marks.get(b)
        if not ours or not theirs:
            return None
        few, many = sorted((ours, theirs), key=len)
        return min((n for n in few if n in many and len(few[n] | many[n]) > 1), default=None)

    def join(self, into: G, other: G) -> None:
        """Two groups are one: what was said of either holds for both."""
        for number, parts in self.marks.pop(other, {}).items():
            self.marks.setdefault(into, {}).setdefault(number, set()).update(parts)
