"""The people of a review: who sits in it, roles given and taken, leaving and handing over."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team import pages_accounts, pages_invitations, pages_opening  # noqa: F401 (they register their addresses)
from synthema.team.actions import (
    add_people,
    add_person,
    hand_over_lead,
    leave_review,
    remove_from_review,
    remove_person,
)
from synthema.team.doors import NotAllowed
from synthema.team.handing_over import open_work
from synthema.team.invitations import pending
from synthema.team.model import Need, Role
from synthema.team.people import Member, members


def role_words() -> list[tuple[str, str, str]]:
    """Every role, what it is called, and what it may do."""
    return [
        (Role.LEAD, _("lead"), _("answers for the review: protocol, people, packages; may screen and arbitrate")),
        (Role.REVIEWER, _("reviewer"), _("gives verdicts, blind to the others; searches and imports")),
        (Role.ARBITER, _("arbiter"), _("decides the conflicts of others")),
        (Role.LIBRARIAN, _("librarian"), _("searches, imports, removes duplicates, retrieves full texts")),
        (Role.READER, _("reader"), _("sees the review and changes nothing")),
    ]


@page("reviews/<uuid:review>/team/")
def people(visit: Visit) -> HttpResponse:
    """Who is in the review, who was, and who is invited."""
    everybody = members(visit.review)
    return visit.render(
        "team/people.html",
        here=[one for one in everybody if one.sits],
        gone=[one for one in everybody if not one.sits],
        invited=pending(visit.review),
        roles=role_words(),
        leads=Role.LEAD in visit.roles,
        alone=settings.SYNTHEMA_LOCAL,
    )


@act("reviews/<uuid:review>/team/give/", needs=Need.LEAD)
def give(visit: Visit) -> HttpResponse:
    """Give somebody of the review a further role, or take somebody back who left."""
    member, role = _member(visit), visit.field("role")
    add_person(visit.by(), visit.review, member.person, role)
    said = _("%(name)s is now %(role)s.") % {"name": member.name, "role": role}
    return visit.go(_people(visit), said, undo=(_at(visit, "take"), {"person": member.person, "role": role}))


@act("reviews/<uuid:review>/team/add/", needs=Need.LEAD)
def add(visit: Visit) -> HttpResponse:
    """Put somebody on the team by name; only where one person works on their own machine."""
    if not settings.SYNTHEMA_LOCAL:
        raise Refused(_("On a server people come by invitation. Make a link on the team's page."))
    roles = visit.request.POST.getlist("role")
    if not roles:
        raise Refused(_("Choose at least one role."))
    person = add_people(visit.by(), visit.review, visit.field("name"), roles)
    return visit.go(_people(visit), _("%(name)s is on the team.") % {"name": person.name})


@act("reviews/<uuid:review>/team/take/", needs=Need.LEAD)
def take(visit: Visit) -> HttpResponse:
    """Take a role from somebody; what they decided stays."""
    member, role = _member(visit), visit.field("role")
    remove_person(visit.by(), visit.review, member.person, role)
    said = _("%(name)s is no longer %(role)s.") % {"name": member.name, "role": role}
    gone = member.person == visit.person.id and visit.roles <= {role}
    if gone:
        return visit.go(reverse("web:home"), said)
    if member.person == visit.person.id and role == Role.LEAD:
        return visit.go(_people(visit), said)
    return visit.go(_people(visit), said, undo=(_at(visit, "give"), {"person": member.person, "role": role}))


@page("reviews/<uuid:review>/team/<uuid:person>/leaving/")
def leaving(visit: Visit, person: UUID) -> HttpResponse:
    """What stays and what is open when somebody leaves; for themselves and the lead."""
    if person != visit.person.id and Role.LEAD not in visit.roles:
        raise NotAllowed(_("Only the lead, and whoever leaves, sees this."))
    member = _find(visit, person)
    others = [one for one in members(visit.review) if one.sits and one.person != person]
    only_lead = Role.LEAD in member.roles and not any(Role.LEAD in one.roles for one in others)
    return visit.render(
        "team/leaving.html",
        member=member,
        work=open_work(visit.review, person, visit.person.id),
        myself=person == visit.person.id,
        only_lead=only_lead,
        others=others,
        stays=[one for one in role_words() if one[0] != Role.LEAD],
    )


@act("reviews/<uuid:review>/team/leave/", needs=Need.READ)
def leave(visit: Visit) -> HttpResponse:
    """Leave the review; one's verdicts stay."""
    title = visit.title
    leave_review(visit.by(), visit.review)
    return visit.go(reverse("web:home"), _("You have left %(title)s. What you decided stays.") % {"title": title})


@act("reviews/<uuid:review>/team/remove/", needs=Need.LEAD)
def remove(visit: Visit) -> HttpResponse:
    """Let somebody leave; their verdicts stay."""
    member = _member(visit)
    if member.person == visit.person.id:
        raise Refused(_("You leave a review yourself, by the button on your own line."))
    remove_from_review(visit.by(), visit.review, member.person)
    said = _("%(name)s has left the review. What they decided stays.") % {"name": member.name}
    return visit.go(_people(visit), said)


@act("reviews/<uuid:review>/team/hand-over/", needs=Need.LEAD)
def hand_over(visit: Visit) -> HttpResponse:
    """Name a successor as lead."""
    member, stay_as = _member(visit), visit.field("stay_as")
    hand_over_lead(visit.by(), visit.review, member.person, stay_as)
    said = _("%(name)s now leads the review.") % {"name": member.name}
    inside = stay_as or visit.roles - {str(Role.LEAD)}
    return visit.go(_people(visit) if inside else reverse("web:home"), said)


def _member(visit: Visit) -> Member:
    try:
        return _find(visit, UUID(visit.field("person")))
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_("Choose a person. Load the page again.")) from None


def _find(visit: Visit, person: UUID) -> Member:
    for one in members(visit.review):
        if one.person == person:
            return one
    raise Refused(_("This person is not in this review and never was. Invite them first."))


def _at(visit: Visit, name: str, **parts: Any) -> str:
    return reverse(f"team:{name}", kwargs={"review": visit.review, **parts})


def _people(visit: Visit) -> str:
    return _at(visit, "people")
