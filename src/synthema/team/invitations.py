"""Invitations by link: made by a lead (or an operator), good once, shown once; the lead's act authorises who joins.

The event on the trail says that the lead who invited gave the role, at the moment when the invited person accepted.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import QuerySet

from synthema.audit.canonical import visible
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.refused import Refused
from synthema.team.accounts import accounts_of_others, make_account
from synthema.team.actions import add_person
from synthema.team.doors import access_review
from synthema.team.model import Need, Role, name_problem
from synthema.team.tables import Account, Invitation, Person, roles_of

LASTS = timedelta(days=14)
LONGEST_NOTE = 200


def invite(by: By, review: UUID, roles: Sequence[str], note: str = "") -> tuple[Invitation, str]:
    """A link into a review with these roles, and its token, which is kept nowhere; needs the lead."""
    access_review(by.person, review, Need.LEAD)
    if not roles:
        raise Refused("Choose at least one role for the person you invite.")
    unknown = sorted(set(roles) - set(Role))
    if unknown:
        raise Refused("{unknown!r} is no role. Roles: {role}.", unknown=unknown[0], role=", ".join(Role))
    wanted = [role for role in Role if role in roles]
    return _make(by.act_id, review=review, roles=",".join(wanted), note=note, made_by=by.person)


def invite_account(
    made_by: UUID | None,
    *,
    operator: bool = False,
    person: Person | None = None,
    note: str = "",
    act: UUID | None = None,
) -> tuple[Invitation, str]:
    """A link to an account, of a new person or of one who is known here but has none; for operators only."""
    if person is not None and accounts_of_others().filter(person=person).exists():
        raise Refused(
            "{person_name} has an account already. Make a link for a new password instead.", person_name=person.name
        )
    known = person.id if person else None
    return _make(act or uuid4(), person=known, operator=operator, note=note, made_by=made_by)


def _make(id: UUID, **fields: object) -> tuple[Invitation, str]:
    note = visible(str(fields.pop("note"))).strip()
    if len(note) > LONGEST_NOTE:
        raise Refused("The note has at most {longest_note} letters.", longest_note=LONGEST_NOTE)
    if Invitation.objects.filter(pk=id).exists():
        raise Refused("This invitation was made already, and its link is shown only once. Revoke it and make another.")
    token, at = secrets.token_urlsafe(32), now()
    made = Invitation.objects.create(
        id=id, token_hash=_hashed(token), note=note, made_at=at, expires_at=at + LASTS, **fields
    )
    return made, token


def revoke(by: By, review: UUID, invitation: UUID) -> None:
    """Make a link into this review useless; harmless when it is already."""
    access_review(by.person, review, Need.LEAD)
    if not Invitation.objects.filter(pk=invitation, review=review).exists():
        raise Refused("There is no such invitation into this review. Load the page again.")
    Invitation.objects.filter(pk=invitation, used_at=None, revoked_at=None).update(revoked_at=now())


def pending(review: UUID | None) -> QuerySet[Invitation]:
    """The invitations into a review (or to accounts alone) that may still be accepted."""
    return Invitation.objects.filter(review=review, used_at=None, revoked_at=None, expires_at__gt=now()).order_by(
        "-made_at"
    )


def opened(token: str) -> Invitation:
    """The invitation behind a link; raises Refused, in words, for one that lets nobody in."""
    found = Invitation.objects.select_for_update().filter(token_hash=_hashed(token)).first()
    again = "Ask who invited you for a new link."
    if found is None:
        raise Refused("There is no such invitation. Check that the whole link was copied, or: {again}", again=again)
    if found.used_at is not None:
        raise Refused("This invitation was used already; a link is good once. {again}", again=again)
    if found.revoked_at is not None:
        raise Refused("This invitation was taken back. {again}", again=again)
    if found.expires_at <= now():
        raise Refused("This invitation has expired. {again}", again=again)
    if found.review is not None and Role.LEAD not in roles_of(found.review, found.made_by or UUID(int=0)):
        raise Refused("Who invited you does not lead this review any more. Ask its lead for a new link.")
    return found


def look(token: str) -> Invitation:
    """The invitation behind a link, to be shown; raises Refused as `opened` does."""
    with transaction.atomic():
        return opened(token)


def accept(token: str, person: Person) -> UUID | None:
    """Join as somebody who is logged in; the review that was joined."""
    with transaction.atomic():
        invitation = opened(token)
        if invitation.review is None:
            raise Refused("This invitation is for somebody who has no account yet. Log out first if it is for you.")
        _take_seat(invitation, person)
        _used(invitation, person)
    return invitation.review


def accept_anew(token: str, name: str, email: str, password: str) -> Account:
    """Join as somebody new: a person, an account and the seats, all or nothing."""
    with transaction.atomic():
        invitation = opened(token)
        person = _person_for(invitation, name)
        account = make_account(person, email, password, operator=invitation.operator)
        if invitation.review is not None:
            _take_seat(invitation, person)
        _used(invitation, person)
    return account


def name_refused(invitation: Invitation, name: str) -> str:
    """Why the person invited cannot be called this, or ''."""
    if invitation.person is not None:
        return ""
    problem = name_problem(name)
    if not problem and Person.objects.filter(name=name.strip()).exists():
        problem = "Somebody of this name is here already. Add something that tells you apart, such as your institution."
    return problem


def _person_for(invitation: Invitation, name: str) -> Person:
    if invitation.person is not None:
        return Person.objects.get(pk=invitation.person)
    if problem := name_refused(invitation, name):
        raise Refused(problem)
    return Person.objects.create(id=uuid4(), name=name.strip())


def _take_seat(invitation: Invitation, person: Person) -> None:
    assert invitation.review is not None
    assert invitation.made_by is not None
    have = roles_of(invitation.review, person.id)
    wanted = [role for role in invitation.role_names if role not in have]
    if not wanted:
        raise Refused("You are {role_names} in this review already.", role_names=", ".join(invitation.role_names))
    by = By(invitation.made_by, uuid5(invitation.id, "join"))
    for role in wanted:
        add_person(by.then(role), invitation.review, person.id, role)


def _used(invitation: Invitation, person: Person) -> None:
    invitation.used_at, invitation.used_by = now(), person.id
    invitation.save(update_fields=["used_at", "used_by"])


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
