"""The one error a person is meant to read."""

from dataclasses import dataclass


class Refused(ValueError):
    """Something was not done; the message says what, where and what next. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that stands in the way: where it is, what is wrong, and what to do next."""

    where: str
    what: str
    next: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.next}"
