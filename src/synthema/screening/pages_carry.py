"""Verdicts of another tool that stand in an import: whose, what would follow, carrying them over, taking them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.frame.pages import told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.tables import for_viewer
from synthema.protocol.model import STAGES, Protocol
from synthema.records.tables import import_of
from synthema.refused import Refused
from synthema.screening.carried_model import Choice
from synthema.screening.carried_offers import Look, Offer, look, offers, stage_of, unknown_reasons
from synthema.screening.carried_tables import CarriedRow, all_carried, carried
from synthema.screening.carrying import withdraw_carried
from synthema.screening.pages_places import STAGE_TITLES, at, protocol_of, sent_id
from synthema.screening.work import CARRY, asked_for
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import Seat, names

OUTSIDE = "outside"
Members = dict[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One source of the file as the form shows it."""

    place: int
    offer: Offer
    takes: str  # '', outside, or a member
    stage: str
    name: str


@page("reviews/<uuid:review>/imports/<uuid:import_id>/verdicts/", needs=Need.LEAD)
def carry(visit: Visit, import_id: UUID) -> HttpResponse:
    """Whose verdicts the file holds, and what would follow from carrying all of them over."""
    return _page(visit, import_id, sent=False)


@act("reviews/<uuid:review>/imports/<uuid:import_id>/verdicts/look/", needs=Need.LEAD)
def carry_look(visit: Visit, import_id: UUID) -> HttpResponse:
    """What would follow from what is chosen; nothing is done."""
    return _page(visit, import_id, sent=True)


@page("reviews/<uuid:review>/imports/<uuid:import_id>/verdicts/offered/", needs=Need.LEAD)
def offered(visit: Visit, import_id: UUID) -> HttpResponse:
    """Whether a file holds verdicts that wait to be carried over, as a part of a page."""
    source = import_of(visit.review, import_id)
    found = [one for one in offers(visit.review, import_id) if one.held.verdicts and not one.carried]
    return visit.render("screening/carry_offered.html", source=source, offers=found)


@act("reviews/<uuid:review>/imports/<uuid:import_id>/verdicts/carry/", needs=Need.LEAD)
def carry_over(visit: Visit, import_id: UUID) -> HttpResponse:
    """Carry what is chosen over, in the background."""
    source, protocol = import_of(visit.review, import_id), _protocol(visit)
    choices, why = _choices(visit, import_id, protocol, _lines(visit, import_id, sent=True)), visit.field("why")
    if not choices:
        raise Refused(_("Choose at least one reviewer whose verdicts are to be carried over."))
    members = [one.member for one in choices if one.member]
    if any(members.count(one) > 1 for one in members):
        raise Refused(_("Two reviewers of the file cannot be the same member of the review."))
    if not why:
        raise Refused(_("Say why these verdicts are carried over; it stands on the trail and in the report."))
    enqueue(visit.by(), visit.review, CARRY, asked_for(import_id, choices, why))
    said = ngettext(
        "The verdicts of one reviewer are being carried over.",
        "The verdicts of %(n)s reviewers are being carried over.",
        len(choices),
    )
    return visit.go(at(visit, "screening:carry", import_id=source.id), said % {"n": len(choices)})


@act("reviews/<uuid:review>/verdicts/take-out/", needs=Need.LEAD)
def take_out(visit: Visit) -> HttpResponse:
    """Take carried verdicts out again."""
    row = carried(visit.review, sent_id(visit, "carried"))
    withdraw_carried(visit.by(), visit.review, row.id, visit.field("reason"))
    said = _("These verdicts do not count any more; the audit trail keeps them.")
    return visit.go(at(visit, "screening:carry", import_id=row.import_id), said)


def _protocol(visit: Visit) -> Protocol:
    found = protocol_of(visit)
    if found is None:
        raise Refused(_("This review has no protocol yet. Lay it down first; verdicts are given under one."))
    return found


def _page(visit: Visit, import_id: UUID, *, sent: bool) -> HttpResponse:
    source, protocol = import_of(visit.review, import_id), protocol_of(visit)
    lines = _lines(visit, import_id, sent=sent)
    waiting = [one for one in lines if not one.offer.carried]
    choices = _choices(visit, import_id, protocol, lines) if protocol else []
    found = look(visit.review, visit.person.id, choices) if protocol else Look((), {})
    parts: dict[str, Any] = {
        "source": source,
        "plans": list(_plans(found)),
        "outlooks": [(STAGE_TITLES[stage], one) for stage, one in found.outlooks.items()],
        "ungrouped": sum(made.elsewhere for choice, made in found.plans if choice.stage == STAGES[0]),
    }
    if visit.hx:
        return visit.render("screening/carry_outlook.html", **parts)
    jobs = for_viewer(visit.person.id, visit.review).filter(kind=CARRY, arguments__import=str(import_id))
    job = jobs.first()
    return visit.render(
        "screening/carry.html",
        **parts,
        protocol=protocol,
        lines=waiting,
        stages=STAGE_TITLES.items(),
        members=_members(visit.review).items(),
        reasons=_reasons(visit, waiting) if protocol else [],
        criteria=protocol.criteria if protocol else [],
        no_reason=visit.field("no-reason"),
        why=visit.field("why"),
        job=told(job, visit.person.id) if job else None,
        live=bool(job and job.state in LIVE),
        carried=_carried(visit.review, import_id),
    )


def _lines(visit: Visit, import_id: UUID, *, sent: bool) -> list[Line]:
    return [
        Line(
            place=place,
            offer=one,
            takes=visit.field(f"take-{place}") if sent else OUTSIDE,
            stage=one.held.source.stage or visit.field(f"stage-{place}") or stage_of(one.held.source),
            name=visit.field(f"name-{place}"),
        )
        for place, one in enumerate(offers(visit.review, import_id))
    ]


def _choices(visit: Visit, import_id: UUID, protocol: Protocol, lines: Sequence[Line]) -> list[Choice]:
    meanings, members = list(_meanings(visit)), _members(visit.review)
    found = []
    for one in lines:
        if one.offer.carried or not one.takes or one.stage not in STAGES:
            continue
        member = next((person for person in members if str(person) == one.takes), None)
        if member is None and one.takes != OUTSIDE:
            raise Refused(_("Somebody was chosen who gives no verdicts in this review. Load the page again."))
        counting = protocol.reasons(one.stage)
        reasons = tuple((said, key) for said, key in meanings if key in counting)
        found.append(
            Choice(
                import_id=import_id,
                source=one.offer.held.source,
                stage=one.stage,
                name=one.name,
                member=member,
                reasons=reasons,
            )
        )
    return found


def _meanings(visit: Visit) -> Iterator[tuple[str, str]]:
    """What the form says of the reasons that name no criterion."""
    yield "", visit.field("no-reason")
    place = 0
    while f"said-{place}" in visit.request.POST:
        yield visit.request.POST[f"said-{place}"], visit.field(f"reason-{place}")
        place += 1


def _members(review: UUID) -> Members:
    """Those who give verdicts in the review, by name."""
    roles = [str(role) for role in ROLES_FOR[Need.DECIDE]]
    seated = set(Seat.objects.filter(review=review, role__in=roles).values_list("person", flat=True))
    known = names(review)
    return {person: known[person] for person in sorted(seated, key=lambda one: known[one].casefold())}


def _reasons(visit: Visit, lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The reasons of the file that name no criterion, each with what the form took it for."""
    given = dict(_meanings(visit))
    found = dict.fromkeys(
        said for one in lines for said in unknown_reasons(visit.review, one.stage, [one.offer.held])
    )  # fmt: skip
    return [(said, given.get(said, "")) for said in found]


def _plans(found: Look) -> Iterator[dict[str, Any]]:
    for choice, made in found.plans:
        source = choice.source
        yield {"who": source.reviewer or _("without a name"), "tool": source.tool, "made": made}


def _carried(review: UUID, import_id: UUID) -> list[tuple[CarriedRow, str, str, Any]]:
    known = names(review)
    return [
        (row, known[row.person], known[row.by], STAGE_TITLES[row.stage])
        for row in all_carried(review).filter(import_id=import_id)
    ]
