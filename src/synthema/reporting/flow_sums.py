"""How a sum of a flow is checked and told: which numbers contradict each other, in a person's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from synthema.reporting.flow_model import Counts, grouped

Term = tuple[int, str]  # signed number, what it counts


class Severity(StrEnum):
    """An error stops the final flow; a warning is for the team to explain."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Breach:
    """One law that does not hold, and which numbers contradict each other."""

    law: str
    severity: Severity
    message: str


def same(law: str, stated: Term, terms: Sequence[Term], *, hint: str = "") -> Iterator[Breach]:
    """A breach where a stated number differs from the sum of its terms."""
    expected = sum(n for n, _ in terms)
    if stated[0] != expected:
        yield broken(law, f"{grouped(stated[0])} {stated[1]}, but {in_sum(terms)}", hint)


def at_most(law: str, stated: Term, terms: Sequence[Term], severity: Severity = Severity.ERROR) -> Iterator[Breach]:
    """A breach where a stated number exceeds the sum of its terms."""
    if stated[0] > sum(n for n, _ in terms):
        yield Breach(law, severity, f"{law}: {grouped(stated[0])} {stated[1]} are more than {in_sum(terms)}.")


def reasons_add_up(law: str, how: str, assessed: int, reasons: Counts, included: int) -> Iterator[Breach]:
    """A breach where the reasons for exclusion do not fill the gap between assessed and included."""
    stated = (sum(n for _, n in reasons), f"reports excluded{how}, all reasons together")
    yield from same(law, stated, [(assessed, "assessed"), (-included, "included")])


def in_sum(terms: Sequence[Term]) -> str:
    """A sum as people write it, zeros after the first left out: 700 identified − 167 removed = 533."""
    shown = [term for place, term in enumerate(terms) if place == 0 or term[0]]
    words = [f"{grouped(n)} {what}" if place == 0 else _signed(n, what) for place, (n, what) in enumerate(shown)]
    total = f" = {grouped(sum(n for n, _ in shown))}" if len(shown) > 1 else ""
    return " ".join(words) + total


def _signed(n: int, what: str) -> str:
    return f"{'+' if n > 0 else '−'} {grouped(abs(n))} {what}"


def broken(law: str, message: str, hint: str = "") -> Breach:
    """An error under a law, its message led by the law's name."""
    return Breach(law, Severity.ERROR, f"{law}: {message}.{hint}")
