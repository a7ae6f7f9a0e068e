"""One cast everywhere: Ana and Ben review blind, Chloe leads and arbitrates, Dev is a librarian, Eve is elsewhere."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import By
from synthema.team.actions import add_person, register_person, start_review


@dataclass(frozen=True)
class Cast:
    """The people and their review; Eve leads another one."""

    review: UUID
    other_review: UUID
    ana: UUID
    ben: UUID
    chloe: UUID
    dev: UUID
    eve: UUID


def seat_everybody() -> Cast:
    """Two reviews with their people."""
    ana, ben, chloe, dev, eve = (register_person(name).id for name in ("Ana", "Ben", "Chloe", "Dev", "Eve"))
    review = start_review(By(chloe), "Peer support, a test review")
    for person, role in ((ana, "reviewer"), (ben, "reviewer"), (chloe, "arbiter"), (dev, "librarian")):
        add_person(By(chloe), review, person, role)
    return Cast(review, start_review(By(eve), "Another review"), ana, ben, chloe, dev, eve)
