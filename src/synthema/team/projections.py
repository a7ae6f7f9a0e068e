"""How acts on people change the tables."""

from uuid import uuid5

from synthema.audit.model import Recorded
from synthema.audit.registry import projects
from synthema.team.events import OutsideReviewerNamed, PersonJoined, PersonLeft, ReviewStarted
from synthema.team.model import Role
from synthema.team.tables import OutsideReviewer, ReviewTitle, Seat


@projects(ReviewStarted)
def review_started(event: Recorded[ReviewStarted]) -> None:
    """Name the review and seat its lead."""
    ReviewTitle.objects.create(id=event.review, review=event.review, title=event.body.title, started_at=event.at)
    Seat.objects.create(id=uuid5(event.id, "lead"), review=event.review, person=event.actor, role=Role.LEAD)


@projects(PersonJoined)
def person_joined(event: Recorded[PersonJoined]) -> None:
    """Seat a person."""
    Seat.objects.create(id=event.id, review=event.review, person=event.body.person, role=event.body.role)


@projects(PersonLeft)
def person_left(event: Recorded[PersonLeft]) -> None:
    """Free the seat."""
    Seat.objects.filter(review=event.review, person=event.body.person, role=event.body.role).delete()


@projects(OutsideReviewerNamed)
def outside_reviewer_named(event: Recorded[OutsideReviewerNamed]) -> None:
    """Know them by their name."""
    body = event.body
    OutsideReviewer.objects.create(
        id=body.person, review=event.review, tool=body.tool, name=body.name, number=event.seq
    )
