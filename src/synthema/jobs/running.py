"""A job while it runs, as its function sees it."""

from typing import Any
from uuid import UUID

from synthema.audit.model import By
from synthema.jobs.model import Stopped, Why
from synthema.refused import Refused


class Running:
    """One attempt at a job: what was asked, and where to say how far it is."""

    def __init__(self, id: UUID, person: UUID, review: UUID | None, arguments: dict[str, Any], attempt: int) -> None:
        self.by = By(person, id)  # the same on every attempt, so that an act done before a crash is not done again
        self.arguments = arguments
        self.attempt = attempt
        self.at: tuple[str, int, int] = ("", 0, 0)
        self._review = review
        self._stop: Why | None = None

    @property
    def review(self) -> UUID:
        """The review it works on; raises Refused for a job that belongs to none."""
        if self._review is None:
            raise Refused("This work belongs to a review. Start it from there.")
        return self._review

    def progress(self, step: str, done: int, total: int) -> None:
        """Say how far it is; raises Stopped when the job must stop. Cheap: nothing is written here."""
        self.at = (step, done, total)
        self.check()

    def check(self) -> None:
        """Raise Stopped when the job must stop; for work without numbers."""
        if self._stop is not None:
            raise Stopped(self._stop)

    def stop(self, why: Why) -> None:
        """Tell the job to stop at its next step."""
        self._stop = self._stop or why
