"""Start a review; people join and leave."""

from collections.abc import Sequence
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from synthema.audit import trail
from synthema.audit.canonical import visible
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.refused import Refused
from synthema.team.doors import Desk, access_review, action
from synthema.team.events import PersonJoined, PersonLeft, ReviewStarted
from synthema.team.model import Need, Role, name_problem
from synthema.team.tables import Person, Seat


def register_person(name: str, email: str = "") -> Person:
    """The person of this name, made when new; raises Refused for what is no name."""
    if problem := name_problem(name):
        raise Refused(problem)
    person, _ = Person.objects.get_or_create(name=name.strip(), defaults={"id": uuid4(), "email": email})
    return person


def find_person(who: str) -> Person:
    """The person of this name or identifier; raises Refused when there is none."""
    who = visible(who)
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


def begin_review(name: str, title: str) -> UUID:
    """Begin a review led by the person of this name, made when new; both or neither."""
    with transaction.atomic():
        return start_review(By(register_person(name).id), title)


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


def add_people(by: By, review: UUID, name: str, roles: Sequence[str]) -> Person:
    """Give the person of this name, made when new, every one of these roles or none."""
    with transaction.atomic():
        access_review(by.person, review, Need.LEAD)
        person = register_person(name)
        for role in dict.fromkeys(roles):
            add_person(by.then(role), review, person.id, role)
    return person


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


def erase_person(by: By, person: Person) -> int:
    """Delete a person's name and address; their acts stay under an identifier. Returns in how many reviews they acted.

    Needs the lead of every review in which the person has a seat or an act.
    """
    seated = set(Seat.objects.filter(person=person.id).values_list("review", flat=True))
    acted = set(Event.objects.filter(actor=person.id).values_list("review", flat=True))
    for review in sorted(seated | acted):
        access_review(by.person, review, Need.LEAD)
    person.delete()
    return len(seated | acted)
