"""What background work is made of: its states, and how it is told to stop."""

from enum import StrEnum


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = (State.WAITING, State.RUNNING)


class Why(StrEnum):
    """Why a running job must stop before its end."""

    CANCELLED = "cancelled"  # a person asked for it
    TAKEN = "taken"  # its lease ran out and another worker has it
    CLOSING = "closing"  # the server stops; the job goes on when it starts again


class Stopped(BaseException):
    """A job must stop where it is; no mistake, so that no `except Exception` on the way holds it up."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
