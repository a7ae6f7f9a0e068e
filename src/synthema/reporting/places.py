"""Where things stand in a report: anchors, names, citations, and the acts they came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from synthema.audit.canonical import sha256
from synthema.protocol.model import Protocol
from synthema.protocol.tables import versions
from synthema.reporting.model import Link
from synthema.team.tables import Names, names

NOBODY = UUID(int=0)  # a viewer without votes of their own: a report never shows an open verdict


def anchor(kind: str, key: object) -> str:
    """The place of a thing: its kind and a short form of its identifier or key."""
    if isinstance(key, UUID):
        return f"{kind}-{key.hex[:12]}"
    name = str(key).lower()
    plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-")
    told_apart = "" if re.fullmatch(r"[a-z0-9 ._-]+", name) else f"-{sha256(name)[:6]}"
    return f"{kind}-{plain}{told_apart}"


def citation(authors: Sequence[str], year: int | None, journal: str, volume: str, issue: str, pages: str) -> str:
    """A short reference: at most three authors, year, journal, volume, issue and pages."""
    shown = "; ".join(authors[:3]) + (" et al." if len(authors) > 3 else "")
    who = f"{shown or 'Authors not given'} ({year or 'no year'})."
    where = (
        journal + (f" {volume}" if volume else "") + (f"({issue})" if issue else "") + (f", {pages}" if pages else "")
    )
    return f"{who} {where.strip()}." if where.strip() else who


def kind_words(kind: str) -> str:
    """The kind of an act in words: VerdictGiven becomes “verdict given”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()


@dataclass(frozen=True)
class Review:
    """One review at one moment: what every part of the report asks for."""

    id: UUID
    until: int  # the last event that counts
    public: bool = False  # people by number, without the notes they wrote on each other's work

    @cached_property
    def names(self) -> Names:
        """The names of the people."""
        return names(self.id)

    def name(self, person: UUID) -> str:
        """A person's name, or that it was erased; in a public report a number."""
        if self.public and person in self.names:
            return f"Person {sorted(self.names, key=str).index(person) + 1}"
        return self.names[person]

    def note(self, text: str) -> str:
        """A note that a person wrote, left out of a public report."""
        return "" if self.public else text

    @cached_property
    def protocol(self) -> Protocol | None:
        """The protocol in force, or None."""
        found = versions(self.id)
        return found[-1].protocol if found else None

    def reason(self, key: str) -> str:
        """An exclusion reason as printed."""
        return self.protocol.label(key) if self.protocol and key else key

    def act(self, seq: int) -> Link:
        """The act of this number."""
        return Link(f"act {seq}", f"act-{seq}")
