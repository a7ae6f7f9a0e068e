"""When a sealed verdict may be opened: as soon as all that are needed on its record are in, and not before."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from synthema.protocol.model import ScreeningPolicy
from synthema.screening.hand_model import SealedVerdict
from synthema.screening.model import State


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed verdict, with the file it came in (the later a file was collected, the higher its number)."""

    number: int
    hand_in: UUID
    person: UUID
    seated: bool  # whether this person still gives verdicts in the review
    verdict: SealedVerdict


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the sealed verdicts on one unit; those named by neither are not needed any more."""

    open: tuple[Sealed, ...] = ()
    wait: tuple[Sealed, ...] = ()


def decide(state: State, rules: ScreeningPolicy, sealed: Iterable[Sealed]) -> Decision:
    """Which verdicts on a unit are opened now, and which wait.

    What a person said online counts before what they sealed, and a later file before an earlier one. Whoever sealed two
    verdicts that contradict each other, on records that are one unit now, is asked again: both stay sealed.
    """
    if not state.is_open:
        return Decision()
    by_person: dict[UUID, list[Sealed]] = {}
    for one in sorted(sealed, key=lambda one: (-one.number, one.verdict.at, one.verdict.verdict_id)):
        held = by_person.setdefault(one.person, [])
        if one.person not in state.voters and (not held or held[0].number == one.number):
            held.append(one)
    waiting = tuple(one for held in by_person.values() for one in held)
    clear = [held[0] for held in by_person.values() if held and held[0].seated and _agrees(held)]
    needed = rules.reviewers - len(state.voters)
    blind = rules.blind and rules.reviewers > 1
    if state.reopened_for or (blind and len(clear) < needed):
        return Decision(wait=waiting)
    first = sorted(clear, key=lambda one: (one.verdict.at, one.person))[: max(needed, 0)]
    return Decision(open=tuple(first), wait=() if len(first) == needed else tuple(w for w in waiting if w not in first))


def _agrees(held: list[Sealed]) -> bool:
    return len({one.verdict.verdict for one in held}) == 1
