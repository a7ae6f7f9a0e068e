"""How acts on codes change the tables."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db.models import F, Max, Q, QuerySet

from synthema.audit.batches import BATCH, in_batches
from synthema.audit.canonical import canonical
from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, projects
from synthema.coding.events import (
    CodeChanged,
    CodeCreated,
    CodeMoved,
    CodeRestored,
    CodeRetired,
    CodesMerged,
    CodingsMoved,
    CodingsMovedBack,
    MergeWithdrawn,
)
from synthema.coding.round_projections import seal
from synthema.coding.rules import effective, key_of
from synthema.coding.tables import CodeChange, CodeRow, CodingRow, MergeRow, SplitRow


@projects(CodeCreated)
def code_created(event: Recorded[CodeCreated]) -> None:
    """Put the code behind its like in its book."""
    body = event.body
    like = _like(event.review, body.round, event.actor, body.parent)
    last = like.aggregate(last=Max("place"))["last"]
    row = CodeRow.objects.create(
        id=body.code_id,
        review=event.review,
        key=key_of(body.code_id),
        round=body.round,
        person=event.actor,
        name=body.name,
        definition=body.definition,
        color=body.color,
        source=body.source,
        parent=body.parent,
        place=0 if last is None else last + 1,
        in_vivo=body.in_vivo,
        effective=body.code_id,
        made_seq=event.seq,
        edited_seq=event.seq,
    )
    seal(event, body.round)
    _note(event, "created", row, after={"name": row.name, "definition": row.definition, "color": row.color})


def _like(review: UUID, round_id: UUID | None, person: UUID, parent: UUID | None) -> "QuerySet[CodeRow]":
    """The codes under the same one in the same book."""
    book = Q(round=None) if round_id is None else Q(round=round_id, person=person)
    rows: QuerySet[CodeRow] = CodeRow.settled(review).filter(book, parent=parent)
    return rows.order_by("place", "made_seq", "id")


def _note(
    event: Recorded[Any], kind: str, row: CodeRow, before: dict[str, Any] | None = None, after: Any = None
) -> None:
    """One step in the history of a code."""
    _step(event, kind, row, before, after).save(force_insert=True)


def _step(
    event: Recorded[Any], kind: str, row: CodeRow, before: dict[str, Any] | None = None, after: Any = None
) -> CodeChange:
    return CodeChange(
        id=uuid5(event.id, f"{row.id}"),
        review=event.review,
        code=row.id,
        seq=event.seq,
        person=event.actor,
        round=getattr(event.body, "round", None) or row.round,  # what coders do to the team's codes in a round
        at=event.at,
        kind=kind,
        before=canonical(before) if before else "",
        after=canonical(after) if after else "",
    )


def _row(event: Recorded[Any], code: UUID) -> CodeRow:
    return CodeRow.objects.get(review=event.review, pk=code)


@projects(CodeChanged)
def code_changed(event: Recorded[CodeChanged]) -> None:
    """Give the code its new name, definition and colour."""
    body, row = event.body, _row(event, event.body.code_id)
    new = {"name": body.name, "definition": body.definition, "color": body.color}
    before = {name: getattr(row, name) for name, value in new.items() if getattr(row, name) != value}
    CodeRow.objects.filter(pk=row.id).update(**new, edited_seq=event.seq)
    seal(event, body.round)
    _note(event, "changed", row, before, {name: new[name] for name in before})


@projects(CodeMoved)
def code_moved(event: Recorded[CodeMoved]) -> None:
    """Put the code in its place, and its new like in a row."""
    body, row = event.body, _row(event, event.body.code_id)
    before = {"parent": row.parent, "place": row.place}
    like = _like(event.review, row.round, row.person, body.parent).exclude(pk=row.id)
    row.parent, row.place, row.edited_seq = body.parent, _make_room(like, body.place), event.seq
    row.save(update_fields=["parent", "place", "edited_seq"])
    seal(event, body.round)
    _note(event, "moved", row, before, {"parent": row.parent, "place": row.place})


def _make_room(like: "QuerySet[CodeRow]", index: int) -> int:
    """A place before the code that has this index among its like, which then stand behind it."""
    places = list(like.values_list("place", flat=True))
    if index >= len(places):
        return places[-1] + 1 if places else 0
    if index and places[index - 1] == places[index]:  # as a codebook may come that says no order
        rows = list(like)
        for place, one in enumerate(rows):
            one.place = place
        CodeRow.objects.bulk_update(rows, ["place"], batch_size=BATCH)
        places = list(range(len(rows)))
    like.order_by().filter(place__gte=places[index]).update(place=F("place") + 1)
    return places[index]


@projects(CodeRetired)
def code_retired(event: Recorded[CodeRetired]) -> None:
    """The code is used no more."""
    _put_away(event, event.seq, "retired")


@projects(CodeRestored)
def code_restored(event: Recorded[CodeRestored]) -> None:
    """The code is used again."""
    _put_away(event, None, "restored")


def _put_away(event: Recorded[CodeRetired] | Recorded[CodeRestored], retired: int | None, kind: str) -> None:
    row = _row(event, event.body.code_id)
    CodeRow.objects.filter(pk=row.id).update(retired_seq=retired, edited_seq=event.seq)
    seal(event, event.body.round)
    _note(event, kind, row, after={"reason": event.body.reason} if event.body.reason else None)


@projects(CodesMerged)
def codes_merged(event: Recorded[CodesMerged]) -> None:
    """The codes count as the other one, or as none."""
    body = event.body
    MergeRow.objects.create(
        id=body.merge_id,
        review=event.review,
        codes=canonical(body.codes),
        into=body.into,
        how=body.how,
        round=body.round,
        reason=body.reason,
        person=event.actor,
        seq=event.seq,
    )
    _merged(event, body.codes, body.into, event.seq)


@projects(MergeWithdrawn)
def merge_withdrawn(event: Recorded[MergeWithdrawn]) -> None:
    """The codes stand for themselves again."""
    row = MergeRow.objects.get(review=event.review, pk=event.body.merge_id)
    MergeRow.objects.filter(pk=row.id).update(withdrawn_seq=event.seq)
    _merged(event, row.code_ids, None, None, row.into)


def _merged(
    event: Recorded[Any], codes: Sequence[UUID], into: UUID | None, seq: int | None, was: UUID | None = None
) -> None:
    rows = CodeRow.objects.filter(review=event.review, pk__in=codes)
    rows.update(merged_into=into, merged_seq=seq)
    settle_effective(event.review)
    kind, other = ("merged", into) if seq else ("parted", was)
    after = {"into": other} if other else None
    CodeChange.objects.bulk_create((_step(event, kind, row, after=after) for row in rows), batch_size=BATCH)
    target = CodeRow.objects.filter(review=event.review, pk=other).first() if other else None
    if target is not None:
        _note(event, "received" if seq else "gave back", target, after={"codes": list(codes)})


def settle_effective(review: UUID) -> None:
    """Bring up what each code counts as; codes of an import count as themselves from its end on."""
    rows = list(CodeRow.objects.filter(review=review).values_list("id", "merged_into", "merged_seq", "effective"))
    ends = effective({code: into for code, into, seq, _ in rows if seq is not None})
    changed: dict[UUID | None, list[UUID]] = {}
    for code, _, _, known in rows:
        if (end := ends.get(code, code)) != known:
            changed.setdefault(end, []).append(code)
    for end, held in changed.items():
        for batch in in_batches(iter(held)):
            CodeRow.objects.filter(pk__in=batch).update(effective=end)


@projects(CodingsMoved)
def codings_moved(event: Recorded[CodingsMoved]) -> None:
    """Give the codings their new code, and keep which one they had."""
    body = event.body
    held = dict(CodingRow.objects.filter(review=event.review, pk__in=body.codings).values_list("id", "code_id"))
    SplitRow.objects.create(
        id=body.move_id,
        review=event.review,
        moved=canonical([[one, held[one]] for one in body.codings]),
        to=body.to,
        round=body.round,
        reason=body.reason,
        person=event.actor,
        seq=event.seq,
    )
    _give(event.review, body.codings, body.to)
    seal(event, body.round)
    _note_split(event, held.values(), body.to, len(body.codings))


@projects(CodingsMovedBack)
def codings_moved_back(event: Recorded[CodingsMovedBack]) -> None:
    """Give the codings the code back that they had."""
    row = SplitRow.objects.get(review=event.review, pk=event.body.move_id)
    SplitRow.objects.filter(pk=row.id).update(withdrawn_seq=event.seq)
    before: dict[UUID, list[UUID]] = {}
    for coding, code in row.pairs:
        before.setdefault(code, []).append(coding)
    for code, held in before.items():
        _give(event.review, held, code)
    seal(event, event.body.round)
    _note_split(event, before, row.to, len(row.pairs), back=True)


def _give(review: UUID, moved: Iterable[UUID], code: UUID) -> None:
    for batch in in_batches(iter(moved)):
        CodingRow.objects.filter(review=review, pk__in=batch).update(code_id=code, code_key=key_of(code))


def _note_split(event: Recorded[Any], before: Iterable[UUID], to: UUID, number: int, *, back: bool = False) -> None:
    for row in CodeRow.objects.filter(review=event.review, pk__in=[*before, to]).order_by("id"):
        gains = (row.id == to) != back
        _note(event, "received passages" if gains else "gave passages", row, after={"to": to, "passages": number})


@builds_on(CodeCreated)
def what_stands_under(review: UUID, code: UUID) -> list[str]:
    """The codes of the same book under a code."""
    row = CodeRow.objects.get(review=review, pk=code)
    below = _like(review, row.round, row.person, code).filter(retired_seq=None, merged_seq=None)
    return [f"the code “{one.name}” under it" for one in below[:20]]


def told(change: CodeChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a step in the history of a code changed: before and after."""
    return json.loads(change.before or "{}"), json.loads(change.after or "{}")
