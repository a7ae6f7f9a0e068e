"""What to say where an earlier decision stands in the way: what was decided, when, and what to take back first."""

from synthema.dedup.tables import DuplicateDecision
from synthema.refused import Refused, Words


def contrary(decision: DuplicateDecision, *, joined: bool = False) -> Refused:
    """A refusal because of what a decision in force joined or held apart.

    Commands name it by its identifier; pages leave that sentence out, there it is known by its time.
    """
    return Refused(_words(decision.kind, joined), at=decision.at, decision=decision.id)


def _words(kind: str, joined: bool) -> str:
    match kind, joined:
        case ("same", _):
            return Words(
                "On {at:%Y-%m-%d at %H:%M} (UTC) two of these were joined by hand. "
                "Take that decision back first. `synthema dedup undo {decision}` does it."
            )
        case ("family", True):
            return Words(
                "On {at:%Y-%m-%d at %H:%M} (UTC), when many were judged at once, two of these were joined by hand. "
                "Take that decision back first. `synthema dedup undo {decision}` does it."
            )
        case ("family", False):
            return Words(
                "On {at:%Y-%m-%d at %H:%M} (UTC), when many were judged at once, two of these were kept apart. "
                "Take that decision back first. `synthema dedup undo {decision}` does it."
            )
        case ("related", _):
            return Words(
                "On {at:%Y-%m-%d at %H:%M} (UTC) two of these were linked as related, that is as different reports. "
                "Take that decision back first. `synthema dedup undo {decision}` does it."
            )
        case ("parted", _):
            return Words(
                "On {at:%Y-%m-%d at %H:%M} (UTC) some of these were parted from the others. "
                "Take that decision back first. `synthema dedup undo {decision}` does it."
            )
        case _:
            return Words(
                "On {at:%Y-%m-%d at %H:%M} (UTC) two of these were kept apart. "
                "Take that decision back first. `synthema dedup undo {decision}` does it."
            )


def no_longer(decision: DuplicateDecision | None) -> Refused:
    """A refusal to take back what is not in force: another decision replaced it, or it was taken back before."""
    if decision is not None:
        return Refused(
            "A later decision about the same two took the place of this one. Take that decision back first. "
            "`synthema dedup decisions` lists those in force."
        )
    return Refused(
        "There is no decision to take back: it was taken back before. `synthema dedup decisions` lists those in force."
    )
