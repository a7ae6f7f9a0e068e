"""Delete what people wrote, without touching the chain."""

from collections.abc import Sequence
from uuid import UUID

from synthema.audit import registry, replay, trail
from synthema.audit.events import ContentWithdrawn
from synthema.audit.model import By, Recorded
from synthema.audit.tables import Event
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need


def withdraw_texts(by: By, review: UUID, acts: Sequence[int], reason: str) -> Recorded[ContentWithdrawn]:
    """Delete the free texts of some acts for good; the tables are made anew without them."""
    done = _withdraw(by, review, tuple(sorted(set(acts))), reason)
    replay.rebuild(review)  # deletes the bytes and blanks the rows; run again, it completes an interrupted withdrawal
    return done


@action(Need.LEAD)
def _withdraw(desk: Desk, acts: tuple[int, ...], reason: str) -> ContentWithdrawn:
    """Put on record that these words go, and why."""
    if not reason.strip():
        raise Refused("Say why these words must go; the reason stays on the trail.")
    gone, hidden = replay.withdrawn(desk.review), registry.hidden(desk.review)
    contents = []
    for seq in acts:
        event = Event.objects.filter(review=desk.review, seq=seq).first()
        if event is None:
            raise Refused("There is no act {seq} in this review. `synthema review show --last 50` lists acts.", seq=seq)
        if seq in hidden:  # whether there are words would tell something of the verdict or the answers
            raise Refused(
                "Act {seq} is known to one person only until the others have decided. Its words can go after that.",
                seq=seq,
            )
        named = trail.texts_content(event)
        if named is None:
            raise Refused("Act {seq} ({kind}) holds no words that could be withdrawn.", seq=seq, kind=event.kind)
        if named.content in gone:
            raise Refused("The words of act {seq} were withdrawn already.", seq=seq)
        contents.append(named)
    return ContentWithdrawn(tuple(contents), reason)
