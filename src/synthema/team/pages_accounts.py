"""One's own account; and all accounts, for who runs this Synthema."""

from typing import cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.accounts import (
    accounts_of_others,
    disable,
    enable,
    end_sessions,
    forget_second_factor,
    reset_path,
    shares_what_is_open,
)
from synthema.team.invitations import invite_account, pending
from synthema.team.pages_invitations import link
from synthema.team.tables import Account, Person


@page("account/", needs="person")
def account(visit: Visit) -> HttpResponse:
    """My name, how I log in, and my sessions."""
    mine = _mine(visit)
    return visit.render(
        "team/account.html",
        account=mine,
        second_factor=Authenticator.objects.filter(user=mine).exists(),
        connected=SocialAccount.objects.filter(user=mine).exists(),
        here_alone=settings.SYNTHEMA_LOCAL,
    )


@act("account/elsewhere/", needs="person")
def end_elsewhere(visit: Visit) -> HttpResponse:
    """Log out everywhere but here."""
    mine = _mine(visit)
    end_sessions(mine)
    update_session_auth_hash(visit.request, mine)
    return visit.go(reverse("team:account"), _("You are logged out everywhere else."))


@page("accounts-here/", needs="operator")
def accounts(visit: Visit) -> HttpResponse:
    """Everybody who can log in, and who cannot yet."""
    rows = accounts_of_others().select_related("person").order_by("person__name")
    return visit.render(
        "team/accounts.html",
        accounts=rows,
        with_second_factor=set(Authenticator.objects.values_list("user", flat=True)),
        without=Person.objects.exclude(pk__in=rows.values("person")).order_by("name"),
        invited=pending(None),
        me=_mine(visit).pk,
    )


@act("accounts-here/invite/", needs="operator")
def new_account_link(visit: Visit) -> HttpResponse:
    """A link to a new account, or to an account of a person who has none; shown this once."""
    person = _person(visit.field("person"))
    if person is not None:
        _refuse_to_become(visit.person, person)
    made, token = invite_account(
        visit.person.id,
        operator=bool(visit.field("operator")),
        person=person,
        note=visit.field("note"),
        act=visit.by().act_id,
    )
    return visit.render(
        "team/account_link.html", link=link(visit.request, token), expires=made.expires_at, person=person
    )


@act("accounts-here/<uuid:account>/disable/", needs="operator")
def disable_account(visit: Visit, account: UUID) -> HttpResponse:
    """Close an account; its sessions end at once."""
    found = _account(account)
    disable(found, _mine(visit))
    said = _("%(name)s can no longer log in, and is logged out everywhere.") % {"name": found.person.name}
    return visit.go(
        reverse("team:accounts"), said, undo=(reverse("team:enable_account", kwargs={"account": account}), {})
    )


@act("accounts-here/<uuid:account>/enable/", needs="operator")
def enable_account(visit: Visit, account: UUID) -> HttpResponse:
    """Open an account again."""
    found = _account(account)
    enable(found)
    return visit.go(reverse("team:accounts"), _("%(name)s can log in again.") % {"name": found.person.name})


@act("accounts-here/<uuid:account>/new-password/", needs="operator")
def new_password_link(visit: Visit, account: UUID) -> HttpResponse:
    """A link with which a person chooses a new password; shown this once."""
    found = _account(account)
    _refuse_to_become(visit.person, found.person)
    path = reset_path(found)
    address = f"{settings.SYNTHEMA_URL}{path}" if settings.SYNTHEMA_URL else visit.request.build_absolute_uri(path)
    return visit.render("team/account_link.html", link=address, expires=None, person=found.person)


@act("accounts-here/<uuid:account>/second-factor/", needs="operator")
def reset_second_factor(visit: Visit, account: UUID) -> HttpResponse:
    """Take the second factor from an account whose person lost it."""
    found = _account(account)
    _refuse_to_become(visit.person, found.person)
    forget_second_factor(found)
    said = _("%(name)s now logs in with the password alone, and can set up a new second factor.")
    return visit.go(reverse("team:accounts"), said % {"name": found.person.name})


def _refuse_to_become(operator: Person, other: Person) -> None:
    """Who could log in as a colleague could read what that colleague alone may know."""
    if operator.id != other.id and shares_what_is_open(operator.id, other.id):
        raise Refused(
            _(
                "You sit in a review with %(name)s, who has given verdicts or answers there that nobody else may know "
                "yet. Another operator without a seat in that review can do this, or you can once nothing is open."
            )
            % {"name": other.name}
        )


def _person(sent: str) -> Person | None:
    if not sent:
        return None
    try:
        return Person.objects.get(pk=UUID(sent))
    except (ValueError, Person.DoesNotExist):
        raise Refused(_("There is no such person. Load the page again.")) from None


def _mine(visit: Visit) -> Account:
    return cast(Account, visit.request.user)


def _account(account: UUID) -> Account:
    found = accounts_of_others().select_related("person").filter(pk=account).first()
    if found is None:
        raise Refused(_("There is no such account. Load the page again."))
    return found
