"""How an answer compares with labels: works lost, duplicates found and missed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from synthema.dedup.model import Duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Counts when the first record of every group is kept: what that loses and what it leaves twice."""

    records: int
    works: int
    lost: int  # works of which no record is kept
    found: int  # superfluous records removed
    missed: int  # superfluous records kept

    @property
    def sensitivity(self) -> float:
        """The share (0-1) of superfluous records that were removed; 1.0 where there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0


def accuracy(answer: Duplicates, truth: Mapping[str, str]) -> Accuracy:
    """Compare an answer with the work of each record (in the order of the file, which decides what is kept first)."""
    group_of = {member: at for at, group in enumerate(answer.groups) for member in group.members}
    kept: Counter[str] = Counter()
    seen: set[int] = set()
    for record, work in truth.items():
        if group_of[record] not in seen:
            seen.add(group_of[record])
            kept[work] += 1
    sizes = Counter(truth.values())
    return Accuracy(
        records=len(truth),
        works=len(sizes),
        lost=len(sizes) - len(kept),
        found=sum(size - max(1, kept[work]) for work, size in sizes.items()),
        missed=sum(count - 1 for count in kept.values()),
    )
