"""Start a review; people join and leave."""

from uuid import UUID, uuid4, uuid5

from django.db import transaction

from synthema.audit import trail
from synthema.audit.model import By
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.events import PersonJoined, PersonLeft, ReviewStarted
from synthema.team.model import Need, Role
from synthema.team.tables import Person, Seat


def register_person(name: str, email: str = "") -> Person:
    """The person of this name, made when new; raises Refused for an empty name."""
    if not name.strip():
        raise Refused("A person needs a name.")
    person, _ = Person.objects.get_or_create(name=name.strip(), defaults={"id": uuid4(), "email": email})
    return person


def find_person(who: str) -> Person:
    """The person of this name or identifier; raises Refused when there is none."""
    found = Person.objects.filter(name=who).first() or (_by_id(who))
    if found is None:
        known = ", ".join(Person.objects.order_by("name").values_list("name", flat=True)[:10]) or "nobody yet"
        raise Refused(f"Nobody called {who!r} is known here. Known: {known}.")
    return found


def _by_id(who: str) -> Person | None:
    try:
        return Person.objects.filter(pk=UUID(who)).first()
    except ValueError:
        return None


def start_review(by: By, title: str) -> UUID:
    """Begin a review and lead it; the same act identifier gives the same review."""
    if not title.strip():
        raise Refused("A review needs a title.")
    review = uuid5(by.act_id, "review")
    request = trail.request_digest("start_review", title)
    with transaction.atomic():
        trail.open_trail(review)
        with trail.writing(review) as head:
            if trail.earlier(review, by, request) is None:
                trail.append(head, by, ReviewStarted(title.strip()), request)
    return review


@action(Need.LEAD)
def add_person(desk: Desk, person: UUID, role: str) -> PersonJoined:
    """Give a person a role."""
    if role not in set(Role):
        raise Refused(f"{role!r} is no role. Roles: {', '.join(Role)}.")
    if Seat.objects.filter(review=desk.review, person=person, role=role).exists():
        raise Refused(f"This person is {role} already.")
    return PersonJoined(person, role)


@action(Need.LEAD)
def remove_person(desk: Desk, person: UUID, role: str) -> PersonLeft:
    """Take a role from a person; the last lead stays."""
    seats = Seat.objects.filter(review=desk.review, role=role)
    if not seats.filter(person=person).exists():
        raise Refused(f"This person is not {role} in this review.")
    if role == Role.LEAD and seats.count() == 1:
        raise Refused("A review keeps at least one lead. Name another lead first.")
    return PersonLeft(person, role)
