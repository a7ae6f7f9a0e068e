"""Records in the order in which a person compares them: next to each stands what is most alike to it."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

Tie = tuple[int, int, int]  # two places in the sequence, and how alike those are


def neighbours(number: int, ties: Iterable[Tie]) -> list[int]:
    """The places 0 to number - 1, the most alike two first, then whichever is most alike to one that stands already.

    Among equals whoever is tied to the latest comes first, then the lower place; what is tied to none stands last.
    """
    around: dict[int, list[tuple[int, int]]] = {}
    best = [0] * number
    for a, b, alike in ties:
        for one, other in ((a, b), (b, a)):
            around.setdefault(one, []).append((other, alike))
            best[one] = max(best[one], alike)
    placed: dict[int, None] = {}
    for start in sorted(range(number), key=lambda one: (one not in around, -best[one], one)):
        waiting = [(0, 0, start)]
        while waiting:
            _, _, one = heappop(waiting)
            if one in placed:
                continue
            placed[one] = None
            for other, alike in around.get(one, ()):
                if other not in placed:
                    heappush(waiting, (-alike, -len(placed), other))
    return list(placed)


def agreeing(left: Sequence[str], right: Sequence[str]) -> int:
    """How many fields of two records say the same, less those that say something else."""
    return sum(1 if a == b else -1 for a, b in zip(left, right, strict=True) if a and b)
