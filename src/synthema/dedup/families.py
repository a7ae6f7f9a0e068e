"""Uncertain pairs put together into families: 200 editorials with one title are one question, not 200."""

from collections.abc import Mapping, Sequence

from synthema.dedup.model import Family, Pair


def families(pairs: Sequence[Pair], group_of: Mapping[str, str | int]) -> tuple[Family, ...]:
    """The pairs whose groups hang together, as families; the most useful first.

    A family is the more useful the more alike its most alike pair is; among equals the larger one comes first.
    """
    leader: dict[str | int, str | int] = {}
    for pair in pairs:
        a, b = _find(leader, group_of[pair.a]), _find(leader, group_of[pair.b])
        if a != b:
            leader[max(a, b, key=str)] = min(a, b, key=str)
    held: dict[str | int, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda one: (-one.score, one.a, one.b)):
        held.setdefault(_find(leader, group_of[pair.a]), []).append(pair)
    found = [Family(tuple(sorted({one for p in own for one in (p.a, p.b)})), tuple(own)) for own in held.values()]
    return tuple(sorted(found, key=lambda one: (-one.pairs[0].score, -len(one.records), one.records)))


def _find(leader: dict[str | int, str | int], one: str | int) -> str | int:
    root = one
    while (above := leader.setdefault(root, root)) != root:
        root = above
    while leader[one] != root:
        leader[one], one = root, leader[one]
    return root
