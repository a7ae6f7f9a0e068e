"""Tags on a record, and the talk about one that is decided or in conflict."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.screening.pages_places import at, known, sent_id
from synthema.screening.pages_verdicts import same_person
from synthema.screening.remarks import comment, tag, untag, withdraw_comment
from synthema.team.model import Need

PLACES = {"conflicts": "screening:conflicts", "history": "screening:history"}


@act("reviews/<uuid:review>/screening/<slug:stage>/tag/", needs=Need.DECIDE)
def put_tag(visit: Visit, stage: str) -> HttpResponse:
    """Put a word of one's own on a record."""
    if stranger := same_person(visit):
        return stranger
    done = tag(visit.by(), visit.review, known(stage), sent_id(visit, "subject"), visit.field("text"))
    if visit.scripted:
        return JsonResponse({"tag": str(done.body.tag_id)})
    return visit.go(_back(visit, stage), _("Tagged."))


@act("reviews/<uuid:review>/screening/<slug:stage>/untag/", needs=Need.DECIDE)
def take_tag(visit: Visit, stage: str) -> HttpResponse:
    """Take a tag of one's own off again."""
    if stranger := same_person(visit):
        return stranger
    untag(visit.by(), visit.review, sent_id(visit, "tag"))
    if visit.scripted:
        return JsonResponse({})
    return visit.go(_back(visit, stage), _("The tag is taken off."))


@act("reviews/<uuid:review>/screening/<slug:stage>/comment/", needs=Need.DECIDE)
def say(visit: Visit, stage: str) -> HttpResponse:
    """Say something about a record that is not blind any more."""
    done = comment(visit.by(), visit.review, known(stage), sent_id(visit, "subject"), visit.field("text"))
    undo = (
        at(visit, "screening:unsay", stage),
        {"comment": str(done.body.comment_id), "unit": visit.field("unit"), "place": visit.field("place")},
    )
    return visit.go(_back(visit, stage), _("Said."), undo)


@act("reviews/<uuid:review>/screening/<slug:stage>/unsay/", needs=Need.DECIDE)
def unsay(visit: Visit, stage: str) -> HttpResponse:
    """Take back what one said."""
    withdraw_comment(visit.by(), visit.review, sent_id(visit, "comment"))
    return visit.go(_back(visit, known(stage)), _("What you said is taken back."))


def _back(visit: Visit, stage: str) -> str:
    """The page of the record that was spoken of."""
    unit, place = sent_id(visit, "unit"), visit.field("place")
    if place == "history":
        return at(visit, "screening:history", stage, unit=unit)
    return f"{at(visit, PLACES.get(place, 'screening:screen'), stage)}?unit={unit}"
