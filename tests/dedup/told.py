"""A matcher that answers what a test tells it: which records are the same, uncertain or related, by their places."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.dedup import running
from synthema.dedup.actions import find_duplicates
from synthema.dedup.model import Duplicates, Group, Kind, Match, Pair, Relation
from synthema.dedup.settling import components
from synthema.records.model import Record
from synthema.records.tables import records
from tests.cast import Cast
from tests.dedup.test_actions import bring

Places = Sequence[tuple[int, int]]
Related = Sequence[tuple[int, int, Kind]]


def told(
    monkeypatch: pytest.MonkeyPatch,
    *,
    same: Places = (),
    asked: Places = (),
    related: Related = (),
    doubt: Related = (),
) -> list[bool]:
    """Let the matcher give this answer from now on; whether it was asked to count versions, once for each run."""
    ran: list[bool] = []

    def find(known: Mapping[str, Record], *, versions: bool = False, **_: object) -> Duplicates:
        ran.append(versions)
        ids = sorted(known)

        def pair(a: int, b: int) -> tuple[str, str]:
            return ids[a], ids[b]

        matches = [Match(*pair(a, b), "told so", 90) for a, b in same]
        held = components(ids, [(one.a, one.b) for one in matches])
        groups = tuple(Group(g, tuple(m for m in matches if m.a in g)) for g in held)
        open_ones = [Pair(*pair(a, b), "told to ask", max(61, 80 - n)) for n, (a, b) in enumerate(asked)]
        open_ones += [Pair(*pair(a, b), "told to ask", 60, kind) for a, b, kind in doubt]
        return Duplicates(
            groups, tuple(open_ones), tuple(Relation(*pair(a, b), kind, "told it is", 85) for a, b, kind in related)
        )

    monkeypatch.setattr(running, "find", find)
    return ran


def birds(cast: Cast, folder: Path, number: int, key: str = "one") -> list[UUID]:
    """Import so many records of one title and of different years, and look for duplicates."""
    text = "".join(f"TY  - JOUR\nTI  - Editorial\nT2  - Birds\nPY  - {1900 + n}\nER  - \n" for n in range(number))
    bring(cast, folder, key, text)
    look(cast)
    return in_order(cast)


def look(cast: Cast) -> None:
    """Look for duplicates."""
    find_duplicates(By(cast.dev), cast.review)


def in_order(cast: Cast) -> list[UUID]:
    """The records of the review by year."""
    return [row.id for row in records(cast.review).order_by("year")]
