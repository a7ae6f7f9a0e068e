"""Write the next version of the protocol section by section, and lay it down when it is complete."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from synthema.audit import trail
from synthema.audit.canonical import sha256
from synthema.audit.clock import now
from synthema.audit.model import By, Recorded
from synthema.audit.tables import Event
from synthema.protocol.actions import next_version
from synthema.protocol.events import ProtocolSet
from synthema.protocol.model import Protocol, Question
from synthema.protocol.tables import ProtocolDraft, as_text, latest
from synthema.refused import Refused
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need
from synthema.team.tables import ReviewTitle


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The next version as it stands: what it was begun from, and whether anything is written in it."""

    protocol: Protocol
    based_on: int
    changed: bool

    def mark(self, section: str) -> str:
        """A short mark of what a section says now, to notice that somebody else changed it meanwhile."""
        return sha256(as_text(replace(_empty(""), **{section: getattr(self.protocol, section)})))[:16]


def draft_of(review: UUID) -> Draft:
    """The draft of the next version; the version in force, or an empty one, where nothing is written yet."""
    row = ProtocolDraft.objects.filter(pk=review).first()
    if row is not None:
        return Draft(protocol=row.protocol, based_on=row.based_on, changed=True)
    in_force = latest(review)
    if in_force is not None:
        return Draft(protocol=in_force.protocol, based_on=in_force.number, changed=False)
    title = ReviewTitle.objects.filter(review=review).values_list("title", flat=True).first() or ""
    return Draft(protocol=_empty(title), based_on=0, changed=False)


def _empty(title: str) -> Protocol:
    return Protocol(title=title, question=Question(text="", framework="PICo", slots={}), criteria=())


def save_draft(by: By, review: UUID, seen: dict[str, str], **sections: Any) -> Draft:
    """Write sections into the draft; `seen` holds the marks of them that the person had before their eyes.

    Raises Refused where somebody else changed a section meanwhile. A draft that says what is in force is no draft.
    """
    access_review(by.person, review, Need.LEAD)
    with transaction.atomic():
        ProtocolDraft.objects.select_for_update().filter(pk=review).first()
        draft = draft_of(review)
        for section, value in sections.items():
            said_already = getattr(draft.protocol, section) == value
            if section in seen and seen[section] != draft.mark(section) and not said_already:
                raise Refused(
                    "Somebody else changed this part of the draft meanwhile. Nothing of theirs was overwritten, and "
                    "what you wrote still stands in this form: load the page again in another window and compare."
                )
        changed = replace(draft.protocol, **sections)
        in_force = latest(review)
        if in_force is not None and in_force.protocol == changed and in_force.number == draft.based_on:
            ProtocolDraft.objects.filter(pk=review).delete()
        else:
            ProtocolDraft.objects.update_or_create(
                review=review,
                defaults={"based_on": draft.based_on, "body": as_text(changed), "at": now(), "person": by.person},
            )
    return draft_of(review)


def discard_draft(by: By, review: UUID) -> None:
    """Throw the draft away."""
    access_review(by.person, review, Need.LEAD)
    ProtocolDraft.objects.filter(pk=review).delete()


@action(Need.LEAD)
def _lay_down(desk: Desk, based_on: int, protocol: Protocol, explanation: str) -> ProtocolSet:
    in_force = latest(desk.review)
    if in_force is not None and in_force.number != based_on:
        raise Refused(
            "Version {in_force_number} of the protocol came into force after this draft was begun. Discard "
            "the draft, or take over into it what that version changed.",
            in_force_number=in_force.number,
        )
    return next_version(desk.review, protocol, explanation)


def lay_down(by: By, review: UUID, explanation: str = "") -> Recorded[ProtocolSet]:
    """Make the draft the next version, and the draft is gone."""
    access_review(by.person, review, Need.LEAD)
    with transaction.atomic():
        row = ProtocolDraft.objects.select_for_update().filter(pk=review).first()
        if row is None:
            return _done_already(by, review)
        done = _lay_down(by, review, row.based_on, row.protocol, explanation)
        row.delete()
    return done


def _done_already(by: By, review: UUID) -> Recorded[ProtocolSet]:
    """What this very act laid down before, for a form that is sent twice."""
    event = Event.objects.filter(review=review, act_id=by.act_id, actor=by.person, kind="ProtocolSet").first()
    if event is None:
        raise Refused("There is no draft: nothing was changed since the version in force.")
    return trail.recorded(event)
