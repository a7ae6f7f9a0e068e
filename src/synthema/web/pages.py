"""The first pages: my reviews, a new one, and where a review stands."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.team.actions import start_review
from synthema.team.tables import ReviewTitle, Seat


@page("", needs="person")
def home(visit: Visit) -> HttpResponse:
    """My reviews, and how to begin."""
    mine = Seat.objects.filter(person=visit.person.id).values("review")
    return visit.render("web/home.html", reviews=ReviewTitle.objects.filter(id__in=mine).order_by("-started_at"))


@act("reviews/new/", needs="person")
def new_review(visit: Visit) -> HttpResponse:
    """Begin a review."""
    review = start_review(visit.by(), visit.field("title"))
    return visit.go(reverse("web:review", kwargs={"review": review}), _("The review has begun."))


@page("reviews/<uuid:review>/")
def review(visit: Visit) -> HttpResponse:
    """Where the review stands and what waits for me."""
    return visit.render("web/review.html")
