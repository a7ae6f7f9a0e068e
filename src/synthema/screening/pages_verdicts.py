"""Verdicts given and taken back on a page, records put off, and the order in which they come."""

from uuid import UUID, uuid5

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from synthema.audit.tables import Event
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.screening.following import start_what_follows
from synthema.screening.model import Verdict
from synthema.screening.orders import ORDERS
from synthema.screening.pages_list import list_address, one_row
from synthema.screening.pages_places import SAID, at, known, sent_id
from synthema.screening.queues import judge, refill, skip, take_back
from synthema.screening.tables import VerdictRow
from synthema.team.model import Need

LONGEST_ORDER = 200  # letters


def same_person(visit: Visit) -> HttpResponse | None:
    """An answer to a page that was opened by somebody else than who is logged in now; None where all is well."""
    opened_by = visit.field("opened_by")
    if not opened_by or opened_by == str(visit.person.id):
        return None
    said = _("Somebody else is logged in here now. What you decided is kept in this browser until you log in again.")
    if visit.scripted:
        return JsonResponse({"said": said}, status=401)
    raise Refused(said)


@act("reviews/<uuid:review>/screening/<slug:stage>/judge/", needs=Need.DECIDE)
def give(visit: Visit, stage: str) -> HttpResponse:
    """Take one verdict; the same act sent again is the same verdict."""
    if stranger := same_person(visit):
        return stranger
    done = judge(
        visit.by(),
        visit.review,
        known(stage),
        sent_id(visit, "subject"),
        visit.field("verdict"),
        reason=visit.field("reason") if visit.field("verdict") == Verdict.EXCLUDE else "",  # it belongs to no other
        note=visit.field("note"),
        order=visit.field("order")[:LONGEST_ORDER],
        position=_position(visit),
    )
    start_what_follows(visit.by(), visit.review, stage)
    verdict = str(done.body.verdict_id)
    if visit.scripted:
        return JsonResponse({"verdict": verdict})
    return _given(visit, stage, verdict, str(SAID[done.body.verdict]) + ".")


def _given(visit: Visit, stage: str, verdict: str, said: str) -> HttpResponse:
    """On to the next record; where the verdict was given in the list, back to its line."""
    there, place = at(visit, "screening:withdraw", stage), visit.field("list")
    unit = _unit_of(visit, verdict) if place else None
    if unit is None:
        return visit.go(at(visit, "screening:screen", stage), said, (there, {"verdict": verdict}))
    undo = (there, {"verdict": verdict, "list": place})
    if not visit.hx:
        return visit.go(list_address(visit, stage, unit), said, undo)
    visit.say(said, undo)
    return one_row(visit, stage, unit)


def _unit_of(visit: Visit, verdict: UUID | str) -> UUID | None:
    """What a verdict is on now."""
    return VerdictRow.objects.filter(review=visit.review, pk=verdict).values_list("unit", flat=True).first()


def _position(visit: Visit) -> int:
    text = visit.field("position")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@act("reviews/<uuid:review>/screening/<slug:stage>/take-back/", needs=Need.DECIDE)
def withdraw(visit: Visit, stage: str) -> HttpResponse:
    """Take one's own verdict back; its record comes first again."""
    if stranger := same_person(visit):
        return stranger
    verdict = _given_in(visit, stage) if visit.field("of") else sent_id(visit, "verdict")
    done = take_back(visit.by(), visit.review, verdict, visit.field("why"))
    if visit.scripted:
        return JsonResponse({"withdrawn": str(done.body.verdict_id)})
    return visit.go(_record_of(visit, stage, verdict), _("Your verdict is withdrawn; the trail keeps it."))


def _given_in(visit: Visit, stage: str) -> UUID:
    """The verdict that an act of this page gave, which its script knows by the identifier of that act alone."""
    act_id = uuid5(visit.person.id, str(sent_id(visit, "of")))
    event = Event.objects.filter(review=visit.review, act_id=act_id, actor=visit.person.id).first()
    rows = VerdictRow.objects.filter(review=visit.review, stage=known(stage), person=visit.person.id)
    found = rows.filter(given_seq=event.seq).values_list("id", flat=True).first() if event else None
    if found is None:
        raise Refused(_("That verdict never arrived, so there is nothing to take back."))
    return found


def _record_of(visit: Visit, stage: str, verdict: UUID) -> str:
    """Where a verdict that was taken back is given anew: in the list, where it was given there."""
    unit = _unit_of(visit, verdict)
    if unit and visit.field("list"):
        return list_address(visit, stage, unit)
    address = at(visit, "screening:screen", known(stage))
    return f"{address}?unit={unit}" if unit else address


@act("reviews/<uuid:review>/screening/<slug:stage>/later/", needs=Need.DECIDE)
def later(visit: Visit, stage: str) -> HttpResponse:
    """Put a record off until nothing else is left."""
    if stranger := same_person(visit):
        return stranger
    skip(visit.review, known(stage), visit.person.id, sent_id(visit, "unit"))
    if visit.scripted:
        return JsonResponse({})
    return visit.go(at(visit, "screening:screen", stage), _("Put off; it comes back when nothing else is left."))


@act("reviews/<uuid:review>/screening/<slug:stage>/order/", needs=Need.DECIDE)
def order(visit: Visit, stage: str) -> HttpResponse:
    """Choose the order of one's own queue."""
    wanted = visit.field("order")
    if wanted not in ORDERS:
        raise Refused(_("There is no such order. Choose one from the list."))
    refill(visit.review, known(stage), visit.person.id, wanted)
    start_what_follows(visit.by(), visit.review, stage)
    return visit.go(at(visit, "screening:screen", stage))
