"""One record: what was said of it, as far as the viewer may see, how it was settled, and the talk about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse

from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.screening.model import State
from synthema.screening.pages_cards import cards, chosen
from synthema.screening.pages_places import at, awaits, frame, known, protocol_of
from synthema.screening.queues import Entry
from synthema.screening.remarks import comments_on
from synthema.screening.standings import states_now
from synthema.screening.states import is_blind
from synthema.screening.tables import ResolutionRow, VerdictRow
from synthema.team.tables import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A verdict or a settlement as shown: who, what, why, when, and whether it still counts."""

    id: UUID
    name: str
    me: bool
    verdict: str
    reason: str
    note: str
    at: datetime
    seq: int
    withdrawn: bool
    how: str = ""


def said_in(row: VerdictRow | ResolutionRow, people: Mapping[UUID, str], viewer: UUID) -> Said:
    """A verdict or settlement as shown."""
    verdict, how = (row.decision, row.how) if isinstance(row, ResolutionRow) else (row.verdict, "")
    return Said(
        id=row.id,
        name=people[row.person],
        me=row.person == viewer,
        verdict=verdict,
        reason=row.reason,
        note=row.note,
        at=row.at,
        seq=row.given_seq,
        withdrawn=row.withdrawn_seq is not None,
        how=how,
    )


def verdicts_seen(visit: Visit, stage: str, unit: UUID, state: State) -> list[Said]:
    """The verdicts on a unit that this viewer may see, oldest first, those taken back included."""
    rows = VerdictRow.objects.filter(review=visit.review, stage=stage, unit=unit).order_by("given_seq")
    if state.is_open and is_blind(visit.review):
        rows = rows.filter(person=visit.person.id)
    people = names(visit.review)
    return [said_in(row, people, visit.person.id) for row in rows]


def settlements_seen(visit: Visit, stage: str, unit: UUID, state: State) -> list[Said]:
    """How conflicts about a unit were settled; nothing while it is open."""
    if state.is_open:
        return []
    rows = ResolutionRow.objects.filter(review=visit.review, stage=stage, unit=unit).order_by("given_seq")
    people = names(visit.review)
    return [said_in(row, people, visit.person.id) for row in rows]


def opened(visit: Visit, stage: str, unit: UUID) -> Entry:
    """A unit of this review and stage as an entry; raises Http404 where there is none."""
    entry = chosen(visit.review, stage, unit)
    if entry is None:
        raise Http404
    return entry


@page("reviews/<uuid:review>/screening/<slug:stage>/records/<uuid:unit>/")
def history(visit: Visit, stage: str, unit: UUID) -> HttpResponse:
    """The record, its verdicts, settlements and comments."""
    entry = opened(visit, known(stage), unit)
    state = states_now(visit.review, stage, [unit])[unit]
    (card,) = cards(visit, stage, [entry], protocol_of(visit))
    return visit.render(
        "screening/history.html",
        **frame(visit, stage),
        card=card,
        standing="open" if state.is_open else str(state.standing),
        state=None if state.is_open else state,
        mine_to_judge=awaits(visit, stage, unit, state),
        verdicts=verdicts_seen(visit, stage, unit, state),
        settlements=settlements_seen(visit, stage, unit, state),
        comments=comments_on(visit.review, stage, unit, visit.person.id),
        people=names(visit.review),
        record_page=at(visit, "records:record", record=entry.subject),
    )
