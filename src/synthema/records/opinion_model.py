"""What one reviewer said of a record in another screening tool."""

from dataclasses import dataclass
from typing import Literal

from synthema.records.model import Record

Said = Literal["include", "exclude", "maybe", ""]
Stage = Literal["title_abstract", "full_text", ""]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer said of a record in another tool; without reviewer: what holds for the record as a whole."""

    tool: str  # Rayyan, Covidence, EPPI-Reviewer, ASReview
    reviewer: str = ""  # as the tool names them; empty where it tells only the outcome
    verdict: Said = ""
    stage: Stage = ""
    reasons: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """The opinions found in a record, and what looks like one but cannot be read."""

    opinions: tuple[Opinion, ...] = ()
    faults: tuple[str, ...] = ()


_PROSE = frozenset({"ti", "t1", "ab", "n2", "title", "abstract", "abstractnote", "itemtitle"})


def spoken(record: Record) -> tuple[str, ...]:
    """The values of a record that may hold opinions: all but its title and abstract; its notes where it has no tags."""
    if record.raw:
        return tuple(dict.fromkeys(value for tag, value in record.raw if tag.casefold() not in _PROSE))
    return record.notes
