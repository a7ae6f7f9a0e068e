"""Quotes go with a newer file of their report: planned, sure ones moved, doubtful ones only as a person says."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from synthema.audit import trail
from synthema.audit.canonical import canonical
from synthema.audit.model import By, Recorded
from synthema.audit.tables import Event
from synthema.coding.import_events import QuotesMoved, QuotesMovedBack
from synthema.coding.mark_acts import mark_section
from synthema.coding.places import Misplaced, anchored
from synthema.coding.quote_projections import place_columns
from synthema.coding.round_tables import rounds, visible
from synthema.coding.tables import MoveRow, QuoteRow, marks, quotes
from synthema.documents.model import Anchor
from synthema.documents.moving import How, moved, moved_part
from synthema.documents.tables import Document, document, text_of
from synthema.refused import Refused
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need

_COLUMNS = ("start", "end", "ranges", "exact", "prefix32", "suffix32", "text_sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """One quote on its way: where it goes, how sure that is, its words here and there."""

    quote: UUID
    how: How
    score: int
    why: str
    words: str
    found: str = ""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan:
    """What moving the quotes of one document to another would do."""

    source: Document
    target: Document
    lines: tuple[MoveLine, ...]

    def of(self, how: How) -> list[MoveLine]:
        """The quotes that were found in this way."""
        return [line for line in self.lines if line.how is how]

    @property
    def sure(self) -> list[MoveLine]:
        """The quotes that are moved without a further word."""
        return [line for line in self.lines if line.how in (How.EXACT, How.FOLDED)]


def plan_move(review: UUID, viewer: UUID, source: UUID, target: UUID) -> MovePlan:
    """Where each quote of a document stands in another of the same report; raises Refused where none may move."""
    access_review(viewer, review)
    old, new = document(review, source), document(review, target)
    _refuse_pair(review, old, new)
    texts = text_of(old), text_of(new)
    if texts[0] is None or texts[1] is None:
        raise Refused("The text of one of these documents was deleted for good, so nothing can be looked up in it.")
    rows = list(quotes(review, visible(review, viewer)).filter(document=old.id))
    worded = [row for row in rows if row.spans]
    found = moved(texts[0], texts[1], [row.spans for row in worded])
    lines = []
    for row, one in zip(worded, found, strict=True):
        how, why, anchor = one.how, one.why, None
        if one.ranges:
            try:
                anchor = anchored(texts[1], texts[1].sha256, one.ranges)
            except Misplaced as error:
                how, why = How.REFUSED, str(error)
        lines.append(
            MoveLine(
                quote=row.id,
                how=how,
                score=one.score,
                why=why,
                words=row.exact,
                found=anchor.exact if anchor else "",
                anchor=anchor,
            )
        )
    of_pages = [row for row in rows if not row.spans]
    lines += [
        MoveLine(quote=row.id, how=How.REFUSED, score=0, why="only parts of pages are marked", words="")
        for row in of_pages
    ]
    return MovePlan(source=old, target=new, lines=tuple(lines))


def _refuse_pair(review: UUID, old: Document, new: Document) -> None:
    if old.id == new.id:
        raise Refused("Name two documents: the one the quotes stand in, and the newer one.")
    if old.report_id != new.report_id:
        raise Refused(
            "{old} and {new} are full texts of different reports. Quotes move only between files of one report.",
            old=old.file_name,
            new=new.file_name,
        )
    for one in rounds(review):
        if one.running and {old.id, new.id} & set(one.document_ids):
            raise Refused(
                "Coding round {number} is running on one of these documents. Quotes move once it is opened.",
                number=one.number,
            )


def move_quotes(
    by: By, review: UUID, source: UUID, target: UUID, confirmed: Collection[UUID] = ()
) -> Recorded[QuotesMoved]:
    """Move the quotes that are surely the same, and of the doubtful ones those that a person confirmed.

    All others stay where they are: nothing is lost. Marked findings are marked in the newer file as well.
    """
    access_review(by.person, review, Need.DECIDE)
    done = Event.objects.filter(review=review, act_id=by.act_id, actor=by.person, kind="QuotesMoved").first()
    if done is not None:
        return trail.recorded(done)
    plan = plan_move(review, by.person, source, target)
    fuzzy = {line.quote for line in plan.of(How.FUZZY)}
    if strange := set(confirmed) - fuzzy:
        raise Refused("{count} of the quotes you confirmed are not among the doubtful ones.", count=len(strange))
    going = [line for line in plan.lines if line in plan.sure or line.quote in confirmed]
    if not going:
        raise Refused(
            "No quote of {old} is surely in {new}. Nothing was moved.",
            old=plan.source.file_name,
            new=plan.target.file_name,
        )
    lines, left = canonical([_line(one) for one in going]), len(plan.lines) - len(going)
    with transaction.atomic():
        moved_on = _move(by, review, plan.source.id, plan.target.id, lines, left)
        _mark(by, review, plan)
    return moved_on


def _mark(by: By, review: UUID, plan: MovePlan) -> None:
    """Mark in the newer file what was marked in the older one, where its beginning and end are known there."""
    there = {row.kind for row in marks(review, plan.target.id)}
    old, new = text_of(plan.source), text_of(plan.target)
    for row in marks(review, plan.source.id):
        spans = moved_part(old, new, row.spans) if old and new and row.kind not in there else ()
        if spans:
            mark_section(by.then(f"mark {row.id}"), review, plan.target.id, row.kind, spans)


def _line(line: MoveLine) -> dict[str, Any]:
    return {
        "quote": line.quote,
        "how": line.how,
        "score": line.score,
        "place": place_columns(line.anchor),
    }


@action(Need.DECIDE)
def _move(desk: Desk, source: UUID, target: UUID, going: str, refused: int) -> QuotesMoved:
    _refuse_pair(desk.review, document(desk.review, source), document(desk.review, target))
    lines = json.loads(going)
    held = quotes(desk.review, visible(desk.review, desk.person)).filter(document=source)
    rows = {str(row.id): row for row in held}
    if any(line["quote"] not in rows for line in lines):
        raise Refused("Somebody took a quote back meanwhile. Nothing was moved; look at the quotes again.")
    told = [_told(line, rows[line["quote"]], target) for line in lines]
    return QuotesMoved(
        move_id=desk.new_id("move"),
        source=source,
        target=target,
        moved=desk.store.put(canonical(told).encode()),
        refused=refused,
    )


def _told(line: Mapping[str, Any], row: QuoteRow, target: UUID) -> dict[str, Any]:
    before = {name: getattr(row, name) for name in _COLUMNS} | {"document": row.document, "was": row.was}
    was = row.was or canonical({"document": row.document, "ranges": json.loads(row.ranges)})
    return {
        "quote": row.id,
        "how": line["how"],
        "score": line["score"],
        "before": before,
        "after": line["place"] | {"document": target, "was": was},
    }


@action(Need.DECIDE)
def move_back(desk: Desk, move_id: UUID) -> QuotesMovedBack:
    """Bring moved quotes back to the file they came from; refused where one was marked anew since."""
    row = MoveRow.objects.filter(review=desk.review, pk=move_id, withdrawn_seq=None).first()
    if row is None:
        raise Refused("There is no such move of quotes, or it was undone.")
    later = MoveRow.objects.filter(review=desk.review, source=row.target, withdrawn_seq=None, seq__gt=row.seq)
    if later.exists():
        raise Refused("These quotes went on to a still newer file. Undo that first.")
    _refuse_pair(desk.review, document(desk.review, row.source), document(desk.review, row.target))
    return QuotesMovedBack(row.id)


def moves(review: UUID) -> list[MoveRow]:
    """The moves of quotes that stand, latest first."""
    return list(MoveRow.objects.filter(review=review, withdrawn_seq=None).order_by("-seq"))
