"""Accounts: made, disabled, given a new password; whoever runs this Synthema sees to them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from synthema.audit import registry
from synthema.audit.tables import Event
from synthema.refused import Refused
from synthema.team.actions import register_person
from synthema.team.model import LONGEST_NAME, name_problem
from synthema.team.tables import Account, Person, Seat

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HERE = "this-computer.invalid"  # an address that no mail can reach: the one person of `synthema open`


def accounts_of_others() -> QuerySet[Account]:
    """The accounts that somebody logs in to; not the one of this computer's own person."""
    return Account.objects.exclude(email__endswith=f"@{HERE}")


def new_person(name: str, email: str = "") -> Person:
    """A person who was not known before; one of the same name gets a number, so that nobody becomes somebody else."""
    clean = " ".join("".join(c for c in name if c.isprintable()).split())[: LONGEST_NAME - 8] or "?"
    number, called = 1, clean
    while Person.objects.filter(name=called).exists():
        number += 1
        called = f"{clean} ({number})"
    return Person.objects.create(id=uuid4(), name=called, email=email)


def address_problems(email: str) -> list[str]:
    """Why no account can be made for this address."""
    try:
        validate_email(email)
    except ValidationError:
        return [f"{email!r} is no e-mail address. Write it as in ana@example.org."]
    if Account.objects.filter(email__iexact=email).exists():
        return ["There is an account with this e-mail address already. Log in with it."]
    return []


def password_problems(password: str, email: str = "") -> Sequence[str]:
    """Why this cannot be a password."""
    try:
        validate_password(password, Account(email=email))
    except ValidationError as error:
        return error.messages
    return []


def make_account(person: Person, email: str, password: str, operator: bool = False) -> Account:
    """An account for a person who has none; raises Refused for a bad address or password."""
    email = email.strip().lower()
    problems = [*address_problems(email), *password_problems(password, email)]
    if problems:
        raise Refused(" ".join(problems))
    with transaction.atomic():
        if accounts_of_others().filter(person=person).exists():
            raise Refused("{person_name} has an account already.", person_name=person.name)
        account = Account.objects.filter(person=person).first() or Account(person=person)
        account.email, account.is_operator = email, operator or account.is_operator
        account.set_password(password)
        account.save()
        EmailAddress.objects.filter(user=account).delete()
        EmailAddress.objects.create(user=account, email=email, primary=True, verified=False)
        Person.objects.filter(pk=person.pk).update(email=email)
    return account


def end_sessions(account: Account) -> None:
    """End every session of an account."""
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)
    account.refresh_from_db()


def disable(account: Account, operator: Account) -> None:
    """Close an account and end its sessions; what its person decided stays."""
    if account.pk == operator.pk:
        raise Refused("You cannot disable your own account. Another operator can.")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    end_sessions(account)


def enable(account: Account) -> None:
    """Open an account again; its person logs in anew."""
    Account.objects.filter(pk=account.pk).update(is_active=True)


def reset_path(account: Account) -> str:
    """Where a person chooses a new password: good once, for one day."""
    key = default_token_generator.make_token(account)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": key})


def forget_second_factor(account: Account) -> int:
    """Take the second factor from an account whose person lost it, and end its sessions; how many parts it had."""
    number: int = Authenticator.objects.filter(user=account).delete()[0]
    end_sessions(account)
    return number


def local_account(name: str, computer_user: str) -> Account:
    """The one person of this computer: the one named, the one of last time, the only one known, or the user's name."""
    before = Account.objects.filter(email__endswith=f"@{HERE}").order_by("made_at").first()
    people = list(Person.objects.order_by("name")[:2])
    if name:
        person = register_person(name)
    elif before:
        person = before.person
    elif len(people) == 1:
        person = people[0]
    else:
        person = register_person("Me" if name_problem(computer_user) else computer_user)
    account = Account.objects.filter(person=person).first()
    if account is None:
        account = Account(person=person, email=f"{person.id}@{HERE}")
        account.set_unusable_password()
        account.is_operator = True
        account.save()
    return account


def needs_first_operator() -> bool:
    """Whether nobody can run this Synthema from its pages yet."""
    return not accounts_of_others().filter(is_operator=True, is_active=True).exists()


def had_part_in(person: UUID) -> set[UUID]:
    """The reviews in which a person sits, or has acted."""
    seats = Seat.objects.filter(person=person).values_list("review", flat=True)
    acted = Event.objects.filter(actor=person).values_list("review", flat=True)
    return {*seats.distinct(), *acted.distinct()}


def shares_what_is_open(person: UUID, other: UUID) -> bool:
    """Whether a person sits, or has acted, in a review in which another one has acts that only they may know yet."""
    for review in had_part_in(person):
        theirs = Event.objects.filter(review=review, actor=other).values_list("seq", flat=True)
        if theirs.exists() and not registry.hidden(review).isdisjoint(theirs.iterator()):
            return True
    return False
