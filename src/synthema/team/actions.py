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
from synthema.team.events import OutsideReviewerNamed, PersonJoined, PersonLeft, ReviewStarted
from synthema.team.model import Need, Role, name_problem
from synthema.team.tables import Person, Seat, roles_of


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
        raise Refused("Nobody called {who!r} is known here. Known: {known}.", who=who, known=known)
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
        raise Refused("{role!r} is no role. Roles: {role_2}.", role=role, role_2=", ".join(Role))
    if Seat.objects.filter(review=desk.review, person=person, role=role).exists():
        raise Refused("This person is {role} already.", role=role)
    return PersonJoined(person, role)


@action(Need.LEAD)
def remove_person(desk: Desk, person: UUID, role: str) -> PersonLeft:
    """Take a role from a person; the last lead stays."""
    seats = Seat.objects.filter(review=desk.review, role=role)
    if not seats.filter(person=person).exists():
        raise Refused("This person is not {role} in this review.", role=role)
    if role == Role.LEAD and seats.count() == 1:
        raise Refused("A review keeps at least one lead. Name another lead first.")
    return PersonLeft(person, role)


@action(Need.LEAD)
def name_outside_reviewer(desk: Desk, tool: str, name: str) -> OutsideReviewerNamed:
    """Name somebody who judged records in another tool; where the tool tells no name, it alone is named."""
    if name and (problem := name_problem(name)):
        raise Refused(problem)
    return OutsideReviewerNamed(person=desk.new_id("outside reviewer"), tool=tool, name=name.strip())


@action(Need.READ)
def give_up_role(desk: Desk, role: str) -> PersonLeft:
    """Give up a role of one's own; what one decided stays, and the last lead stays too."""
    if role not in desk.roles:
        raise Refused("You are not {role} in this review.", role=role)
    if role == Role.LEAD and Seat.objects.filter(review=desk.review, role=role).count() == 1:
        raise Refused("A review keeps at least one lead. Hand the lead over to somebody first.")
    return PersonLeft(desk.person, role)


def leave_review(by: By, review: UUID) -> None:
    """Give up every role of one's own; what one decided stays."""
    with transaction.atomic():
        for role in sorted(access_review(by.person, review)):
            give_up_role(by.then(role), review, role)


def remove_from_review(by: By, review: UUID, person: UUID) -> list[str]:
    """Take every role from a person, as the lead; what they decided stays. Returns the roles they had."""
    with transaction.atomic():
        access_review(by.person, review, Need.LEAD)
        roles = sorted(roles_of(review, person))
        if not roles:
            raise Refused("This person is not in this review any more.")
        for role in roles:
            remove_person(by.then(role), review, person, role)
    return roles


def hand_over_lead(by: By, review: UUID, to: UUID, stay_as: str = "") -> None:
    """Name somebody of the review lead in one's own place, and stay in another role if wanted; all or nothing."""
    with transaction.atomic():
        access_review(by.person, review, Need.LEAD)
        theirs = roles_of(review, to)
        if to == by.person or not theirs:
            raise Refused("The lead is handed over to somebody else who is in this review. Invite them first.")
        if Role.LEAD not in theirs:
            add_person(by.then("successor"), review, to, Role.LEAD)
        if stay_as and stay_as not in roles_of(review, by.person):
            add_person(by.then("stay"), review, by.person, stay_as)
        give_up_role(by.then("lead"), review, Role.LEAD)


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
