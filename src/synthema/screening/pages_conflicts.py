"""Conflicts: what each person said side by side, the talk about it, and how it is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from synthema.frame.refusals import spoken
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.screening.actions import resolve_conflict, withdraw_resolution
from synthema.screening.model import How, Standing, State, Verdict
from synthema.screening.pages_board import nothing
from synthema.screening.pages_cards import Card, cards
from synthema.screening.pages_history import Said, opened, said_in, settlements_seen, verdicts_seen
from synthema.screening.pages_places import SAID, asked_id, at, frame, known, protocol_of, sent_id
from synthema.screening.remarks import comments_on
from synthema.screening.shown import shown
from synthema.screening.standings import states_now
from synthema.screening.states import conflicts as open_conflicts
from synthema.screening.states import is_named_arbiter
from synthema.screening.tables import ResolutionRow
from synthema.team.model import Need, Role
from synthema.team.tables import names

MOST_SETTLED = 50  # settlements listed, the latest first


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conflict stands among those that are open."""

    number: int
    total: int
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A conflict that was settled, and whether the viewer may open it again."""

    said: Said
    unit: UUID
    title: str
    mine: bool


@page("reviews/<uuid:review>/screening/<slug:stage>/conflicts/")
def conflicts(visit: Visit, stage: str) -> HttpResponse:
    """One conflict after the other."""
    if gap := nothing(visit, known(stage), frame(visit, stage)):
        return gap
    return _shown(visit, stage, asked_id(visit, "unit"))


def _shown(visit: Visit, stage: str, wanted: UUID | None, status: int = 200, said: str = "") -> HttpResponse:
    units = sorted(open_conflicts(visit.review, stage))
    unit = wanted or (units[0] if units else None)
    about = _about(visit, stage, unit) if unit else {}
    return visit.render(
        "screening/conflicts.html",
        status=status,
        refused=said,
        typed={name: visit.field(name) for name in ("decision", "reason", "note", "how")},
        place=_place(units, unit),
        settled=_settled(visit, stage),
        people=names(visit.review),
        **frame(visit, stage),
        **about,
    )


def _place(units: Sequence[UUID], unit: UUID | None) -> Place:
    if unit not in units:
        return Place(0, len(units), None, units[0] if units else None)
    number = units.index(unit)
    ahead = units[number + 1] if number + 1 < len(units) else None
    return Place(number + 1, len(units), units[number - 1] if number else None, ahead)


def _about(visit: Visit, stage: str, unit: UUID) -> dict[str, object]:
    entry, protocol = opened(visit, stage, unit), protocol_of(visit)
    state = states_now(visit.review, stage, [unit])[unit]
    found: list[Card] = cards(visit, stage, [entry], protocol)
    verdicts = verdicts_seen(visit, stage, unit, state)
    ways = ways_to_settle(visit, state, verdicts)
    return {
        "card": found[0],
        "conflict": state.conflict if state.standing is Standing.CONFLICT else "",
        "is_open": state.is_open,
        "verdicts": verdicts,
        "settlements": settlements_seen(visit, stage, unit, state),
        "ways": ways,
        "why_not": "" if ways else why_not(verdicts),
        "comments": [] if state.is_open else comments_on(visit.review, stage, unit, visit.person.id),
    }


def ways_to_settle(visit: Visit, state: State, verdicts: Sequence[Said]) -> list[str]:
    """How this person may settle a conflict: by consensus, as an arbiter, or not at all."""
    if state.standing is not Standing.CONFLICT:
        return []
    ever_voted = any(one.me for one in verdicts)  # a verdict that was withdrawn was one
    leads = Role.LEAD in visit.roles
    ways = [str(How.CONSENSUS)] if visit.person.id in state.voters or leads else []
    if not ever_voted and (leads or Role.ARBITER in visit.roles) and is_named_arbiter(visit.review, visit.person.id):
        ways.append(str(How.ARBITER))
    return ways


def why_not(verdicts: Sequence[Said]) -> str:
    """Why this person may not settle a conflict, and who may."""
    voters = _(" and ").join(one.name for one in verdicts if not one.withdrawn)
    return _(
        "You did not vote here and do not arbitrate. %(voters)s settle it by consensus, or an arbiter decides; "
        "you can say something below."
    ) % {"voters": voters}


def _settled(visit: Visit, stage: str) -> list[Settled]:
    """The latest settlements in force."""
    rows = ResolutionRow.objects.filter(review=visit.review, stage=stage, withdrawn_seq=None)
    latest = list(rows.order_by("-given_seq")[:MOST_SETTLED])
    people, found = names(visit.review), []
    units = {row.id: row.unit for row in latest if row.unit}
    states = states_now(visit.review, stage, set(units.values()))
    titles = {one.unit: one.title for one in shown(visit.review, stage, list(states))}
    for row in latest:
        unit = units.get(row.id)
        if unit is None or states[unit].is_open:
            continue
        said = said_in(row, people, visit.person.id)
        mine = said.me or Role.LEAD in visit.roles
        found.append(Settled(said=said, unit=unit, title=titles.get(unit, ""), mine=mine))
    return found


@act("reviews/<uuid:review>/screening/<slug:stage>/conflicts/settle/", needs=Need.ARBITRATE)
def settle(visit: Visit, stage: str) -> HttpResponse:
    """Settle a conflict; who comes second is told what happened and keeps their words."""
    unit = sent_id(visit, "unit")
    try:
        done = resolve_conflict(
            visit.by(),
            visit.review,
            known(stage),
            sent_id(visit, "subject"),
            how=visit.field("how"),
            decision=visit.field("decision"),
            reason=visit.field("reason") if visit.field("decision") == Verdict.EXCLUDE else "",
            note=visit.field("note"),
        )
    except Refused as refusal:
        if visit.hx or visit.scripted:
            raise
        return _shown(visit, stage, unit, 422, spoken(refusal))
    undo = (at(visit, "screening:unsettle", stage), {"resolution": done.body.resolution_id, "unit": unit})
    said = _("Settled: %s.") % str(SAID[done.body.decision]).lower()
    return visit.go(_next(visit, stage, unit), said, undo)


def _next(visit: Visit, stage: str, unit: UUID) -> str:
    """The conflict that follows the one just settled."""
    units = sorted(open_conflicts(visit.review, stage))
    further = next((one for one in units if one > unit), units[0] if units else None)
    address = at(visit, "screening:conflicts", stage)
    return f"{address}?unit={further}" if further else address


@act("reviews/<uuid:review>/screening/<slug:stage>/conflicts/unsettle/", needs=Need.ARBITRATE)
def unsettle(visit: Visit, stage: str) -> HttpResponse:
    """Open a settled conflict again."""
    withdraw_resolution(visit.by(), visit.review, sent_id(visit, "resolution"), visit.field("why"))
    unit = visit.field("unit")
    address = at(visit, "screening:conflicts", known(stage))
    return visit.go(f"{address}?unit={unit}" if unit else address, _("The conflict is open again."))
