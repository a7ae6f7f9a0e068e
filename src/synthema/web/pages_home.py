"""The start page: my reviews, what waits for me in each, and three ways to begin."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.tables import Event, Review
from synthema.frame.pages import told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.jobs.model import LIVE
from synthema.jobs.staging import most_bytes, stage
from synthema.jobs.tables import for_viewer
from synthema.protocol.formats import read_protocol
from synthema.refused import Refused
from synthema.team.actions import start_review
from synthema.team.model import Role
from synthema.team.tables import ReviewTitle, Seat
from synthema.web.acts import Act, in_words
from synthema.web.examples import example_folder
from synthema.web.links import link
from synthema.web.numbers import numbers
from synthema.web.way import At, Next, Stop, waiting, way
from synthema.web.work import EXAMPLE, IMPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """One of my reviews: what I am in it, where it stands, what waits for me, what was done last."""

    id: UUID
    title: str
    roles: tuple[str, ...]
    offline: str
    stops: tuple[Stop, ...]
    waits: tuple[Next, ...]
    last: Act | None

    @property
    def here(self) -> tuple[Stop, ...]:
        """The stages that are under way."""
        return tuple(stop for stop in self.stops if stop.at is At.NOW and stop.key != "report")


@page("", needs="person")
def home(visit: Visit) -> HttpResponse:
    """My reviews, and how to begin."""
    live = for_viewer(visit.person.id).filter(state__in=LIVE, review=None, kind__in=(EXAMPLE, IMPORT))
    return visit.render(
        "web/home.html",
        reviews=mine(visit),
        jobs=[told(job, visit.person.id) for job in live if job.person == visit.person.id],
        example=read_protocol(example_folder("peer-support") / "protocol.toml"),
        most=most_bytes() >> 20,
    )


def mine(visit: Visit) -> list[Mine]:
    """The reviews of the visitor, the one that something happened in last first."""
    roles: dict[UUID, set[str]] = {}
    for review, role in Seat.objects.filter(person=visit.person.id).values_list("review", "role"):
        roles.setdefault(review, set()).add(role)
    titles = dict(ReviewTitle.objects.filter(id__in=roles).values_list("id", "title"))
    offline = dict(Review.objects.filter(pk__in=roles).values_list("id", "offline"))
    found = [_one(visit, key, title, frozenset(roles[key]), offline.get(key, "")) for key, title in titles.items()]
    return sorted(found, key=lambda one: (one.last is not None, one.last.at if one.last else None), reverse=True)


def _one(visit: Visit, review: UUID, title: str, roles: frozenset[str], offline: str) -> Mine:
    person = visit.person.id
    last = in_words(review, person, roles, list(Event.objects.filter(review=review).order_by("-seq")[:1]))
    counted = numbers(review, person)
    return Mine(
        id=review,
        title=title,
        roles=tuple(sorted(roles, key=list(Role).index)),  # type: ignore[arg-type]
        offline=offline,
        stops=tuple(way(review, roles, counted)),
        waits=tuple(waiting(review, roles, counted)),
        last=last[0] if last else None,
    )


@act("reviews/new/", needs="person")
def new_review(visit: Visit) -> HttpResponse:
    """Begin a review, and go straight to its protocol."""
    review = start_review(visit.by(), visit.field("title"))
    first = link("protocol:protocol", review, frozenset({Role.LEAD}))
    said = _("The review has begun. The protocol comes first.")
    return visit.go(first or reverse("web:review", kwargs={"review": review}), said)


@act("reviews/example/", needs="person")
def load_example(visit: Visit) -> HttpResponse:
    """Load the worked example in the background."""
    known = for_viewer(visit.person.id).filter(kind=EXAMPLE, person=visit.person.id, state__in=LIVE).first()
    job = known or enqueue(visit.by(), None, EXAMPLE)
    return visit.go(reverse("frame:job", kwargs={"job": job.id}))


@act("reviews/import/", needs="person")
def import_package(visit: Visit) -> HttpResponse:
    """Take in a review package that was uploaded."""
    upload = visit.request.FILES.get("package")
    if upload is None:
        raise Refused(_("Choose the package file first; its name ends in .zip."))
    by = visit.by()
    kept = stage(visit.person.id, None, upload, by.then("upload").act_id)
    job = enqueue(by, None, IMPORT, {"upload": str(kept.id)})
    return visit.go(reverse("frame:job", kwargs={"job": job.id}))
