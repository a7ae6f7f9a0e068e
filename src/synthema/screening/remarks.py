"""Tags and the talk about a unit: acts, and what a viewer may see of them."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from synthema.refused import Refused
from synthema.screening.events import CommentMade, CommentWithdrawn, RecordTagged, TagWithdrawn
from synthema.screening.model import OPEN
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import is_blind, state_of, unit_of
from synthema.screening.tables import CommentRow, TagRow, UnitState
from synthema.team.doors import Desk, action
from synthema.team.model import Need

Row = TypeVar("Row", TagRow, CommentRow)
LONGEST_TAG = 60  # letters


@action(Need.DECIDE)
def tag(desk: Desk, stage: str, subject: UUID, text: str) -> RecordTagged:
    """Put a word of one's own on a record or report; nobody else sees it before the unit is settled."""
    word = " ".join(text.split())
    if not 1 <= len(word) <= LONGEST_TAG:
        raise Refused(
            "A tag has 1 to {longest_tag} letters. Longer thoughts go into the note of a verdict.",
            longest_tag=LONGEST_TAG,
        )
    unit, _ = unit_of(desk.review, stage, subject)
    if any(row.text == word for row in _standing(TagRow, desk.review, stage, [unit]).filter(person=desk.person)):
        raise Refused("You tagged this {word!r} already.", word=word)
    report = stage == FULL_TEXT
    return RecordTagged(
        tag_id=desk.new_id("tag"),
        stage=stage,
        record=None if report else subject,
        report=subject if report else None,
        text=word,
    )


@action(Need.DECIDE)
def untag(desk: Desk, tag_id: UUID, reason: str = "") -> TagWithdrawn:
    """Take one's own tag off."""
    _refuse_others(TagRow, desk, tag_id, "tag")
    return TagWithdrawn(tag_id=tag_id, reason=reason)


@action(Need.DECIDE)
def comment(desk: Desk, stage: str, subject: UUID, text: str) -> CommentMade:
    """Say something about a unit that all have judged; while votes are missing, talk would not be blind."""
    if not text.strip():
        raise Refused("Write what you want to say.")
    _, subjects = unit_of(desk.review, stage, subject)
    if is_blind(desk.review) and state_of(desk.review, stage, subjects)[0].is_open:
        raise Refused("Not everybody has given a verdict on this. Talk about it when all verdicts are in.")
    report = stage == FULL_TEXT
    return CommentMade(
        comment_id=desk.new_id("comment"),
        stage=stage,
        record=None if report else subject,
        report=subject if report else None,
        text=text.strip(),
    )


@action(Need.DECIDE)
def withdraw_comment(desk: Desk, comment_id: UUID, reason: str = "") -> CommentWithdrawn:
    """Take back what one said."""
    _refuse_others(CommentRow, desk, comment_id, "comment")
    return CommentWithdrawn(comment_id=comment_id, reason=reason)


def _refuse_others(model: type[TagRow] | type[CommentRow], desk: Desk, row: UUID, what: str) -> None:
    """Alike for another's and for none: nobody learns whether a guessed identifier was right."""
    mine = model._default_manager.filter(review=desk.review, pk=row, person=desk.person, withdrawn_seq=None)
    if not mine.exists():
        raise Refused("No {what} {row} of yours stands in this review.", what=what, row=row)


def tags_on(review: UUID, stage: str, units: Collection[UUID], viewer: UUID) -> dict[UUID, list[TagRow]]:
    """The tags on these units that a viewer may see, by unit."""
    found: dict[UUID, list[TagRow]] = {}
    for row in seen_tags(review, stage, viewer).filter(unit__in=units).order_by("given_seq"):
        found.setdefault(row.unit or row.subject, []).append(row)
    return found


def seen_tags(review: UUID, stage: str, viewer: UUID) -> "QuerySet[TagRow]":
    """The tags of a stage that stand and that a viewer may see: their own, and others' on what is settled."""
    return _seen(_standing(TagRow, review, stage), review, viewer)


def comments_on(review: UUID, stage: str, unit: UUID, viewer: UUID) -> list[CommentRow]:
    """What was said about a unit, as far as a viewer may see it, oldest first."""
    return list(_seen(_standing(CommentRow, review, stage, [unit]), review, viewer).order_by("given_seq"))


def own_tags(review: UUID, person: UUID) -> list[str]:
    """The tags a person has used, by name."""
    rows = TagRow.objects.filter(review=review, person=person, withdrawn_seq=None).exclude(text="")
    return sorted(set(rows.values_list("text", flat=True)))


def _standing(model: type[Row], review: UUID, stage: str, units: Collection[UUID] | None = None) -> "QuerySet[Row]":
    rows = model._default_manager.filter(review=review, stage=stage, withdrawn_seq=None).exclude(unit=None)
    return rows if units is None else rows.filter(unit__in=units)


def _seen(rows: "QuerySet[Row]", review: UUID, viewer: UUID) -> "QuerySet[Row]":
    if not is_blind(review):
        return rows
    settled = UnitState.objects.filter(review=review, stage=OuterRef("stage"), unit=OuterRef("unit"))
    return rows.filter(Q(person=viewer) | Exists(settled.exclude(standing__in=OPEN)))
