"""What a check is: a rule with an identifier and a weight, and a function that looks for what breaks it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from synthema.synthesis.checks.evidence import Evidence
from synthema.synthesis.profiles import PROFILES


class Severity(StrEnum):
    """How much a hit weighs: an error bars the final export, a warning asks for a reason, an info is a prompt."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class Status(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    FOUND = "found"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that breaks a rule: what, where, what next; `subject` is the identifier of the thing."""

    what: str
    where: str
    next: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many things a check looked at, what it found, and what it could not look at."""

    looked_at: int
    hits: tuple[Hit, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the catalogue."""

    id: str
    severity: Severity
    rule: str
    look: Callable[[Evidence], Outcome]

    @property
    def methods(self) -> tuple[str, ...]:
        """The ids of the method profiles that answer to this rule."""
        return tuple(profile.id for profile in PROFILES.values() if self.id in profile.check_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one check of the catalogue said about one synthesis."""

    id: str
    severity: Severity
    rule: str
    status: Status
    hits: tuple[Hit, ...]
    looked_at: int
    note: str
