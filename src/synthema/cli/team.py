"""`synthema team`: people and roles."""

from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, open_house, table, who
from synthema.team.model import Role


@click.group("team")
def group() -> None:
    """The people of a review and their roles."""


@group.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([str(r) for r in Role]), multiple=True, default=("reviewer",), show_default=True
)
@acting
def add(name: str, role: tuple[str, ...], review: UUID, by: By) -> None:
    """Give a person one or several roles; a new name makes a new person."""
    from synthema.team.actions import add_people

    person = add_people(by, review, name, role)
    click.echo(f"{person.name} is now {', '.join(role)}.")


@group.command("remove")
@click.argument("name")
@click.option("--role", type=click.Choice([str(r) for r in Role]), required=True)
@acting
def remove(name: str, role: str, review: UUID, by: By) -> None:
    """Take a role from a person; what they decided stays."""
    from synthema.team.actions import find_person, remove_person

    person = find_person(name)
    remove_person(by, review, person.id, role)
    click.echo(f"{person.name} is no longer {role}.")


@group.command("erase")
@click.argument("name")
@click.option("--as", "person_name", envvar="SYNTHEMA_AS", help="Who acts; needs to lead every review of that person.")
@click.confirmation_option(prompt="The name is deleted for good. Go on?")
def erase(name: str, person_name: str | None) -> None:
    """Delete a person's name from this machine; what they decided stays, under an identifier."""
    open_house()
    from synthema.team.actions import erase_person, find_person

    number = erase_person(who(person_name), find_person(name))
    click.echo(
        f"The name is deleted. {number} reviews keep the acts; packages and reports written before keep the name."
    )


@group.command("list")
@acting
def list_people(review: UUID, by: By) -> None:
    """The people of the review."""
    from synthema.team.doors import access_review
    from synthema.team.tables import Seat, names

    access_review(by.person, review)
    known = names(review)
    seats = Seat.objects.filter(review=review).order_by("role")
    table(sorted([known[s.person], s.role] for s in seats), ["person", "role"])


@group.command("leave")
@acting
def leave(review: UUID, by: By) -> None:
    """Give up every role of your own; what you decided stays."""
    from synthema.team.actions import leave_review

    leave_review(by, review)
    click.echo("You have left the review. What you decided stays.")


@group.command("invite-operator")
@click.option(
    "--name", default="", help="The account is for this person, who is known here; otherwise for somebody new."
)
def invite_operator(name: str) -> None:
    """Print a link that makes an operator's account: the first on a server, or another one."""
    open_house()
    from django.conf import settings
    from django.urls import reverse

    from synthema.team.actions import find_person
    from synthema.team.invitations import invite_account
    from synthema.web.address import HOST, PORT
    from synthema.web.served import address_kept

    made, token = invite_account(None, operator=True, person=find_person(name) if name else None)
    known = settings.SYNTHEMA_URL or address_kept(settings.SYNTHEMA_HOME)
    where = known or f"http://{HOST}:{PORT}"
    click.echo(f"{where}{reverse('team:invitation', kwargs={'token': token})}")
    click.echo(f"Good once, until {made.expires_at:%Y-%m-%d %H:%M} UTC. Whoever opens it runs this Synthema.", err=True)
    if not known:
        said = f"Nothing was served from this folder yet, so the link has the usual address, {where}."
        click.echo(f"{said} Where you serve elsewhere, put that address before the path.", err=True)
