"""What all commands share: opening the house, who acts, which review, progress."""

import functools
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import click

from synthema.audit.canonical import visible
from synthema.refused import Refused

if TYPE_CHECKING:
    from synthema.audit.model import By

F = TypeVar("F", bound=Callable[..., Any])


def open_house() -> None:
    """Set Django up and bring the database to this version; refuses a database from a newer one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
    import django
    from django.apps import apps

    if apps.ready:
        return
    django.setup()
    from django.conf import settings

    try:
        settings.SYNTHEMA_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused(
            "The folder {SYNTHEMA_HOME} cannot be made: {strerror}. Choose another with --home.",
            SYNTHEMA_HOME=settings.SYNTHEMA_HOME,
            strerror=error.strerror,
        ) from None
    _migrate()


def restore_asked() -> str:
    """Carry out a restore that was asked for on a page; a key for who asked, or ''."""
    from synthema.keeping.asked import carry_out

    return carry_out(lambda said: click.echo(said, err=True))


def open_registry() -> None:
    """Set Django up without touching a database, for what only needs to know the kinds of events."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
    import django

    django.setup()


def _migrate() -> None:
    from synthema.keeping.upgrading import bring_up_to_date

    bring_up_to_date(lambda said: click.echo(said, err=True))


def acting(command: F) -> F:
    """Add --review and --as; the command gets `review` (UUID) and `by` (By)."""

    @click.option(
        "--review", "-r", "review_name", help="Title (or its beginning) or identifier; not needed when there is one."
    )
    @click.option(
        "--as",
        "person_name",
        envvar="SYNTHEMA_AS",
        help="Who acts (or SYNTHEMA_AS); not needed when there is one person.",
    )
    @functools.wraps(command)
    def opened(*args: Any, review_name: str | None, person_name: str | None, **kwargs: Any) -> Any:
        open_house()
        by = who(person_name)
        kwargs = {name: _shown(value) for name, value in kwargs.items()}
        return command(*args, review=which(review_name, by), by=by, **kwargs)

    return opened  # type: ignore[return-value]


def _shown(value: Any) -> Any:
    """Words as they may be kept: bytes of a command line that are no letters become readable escapes."""
    if isinstance(value, str):
        return visible(value)
    return tuple(map(_shown, value)) if isinstance(value, tuple) else value


def together() -> AbstractContextManager[None]:
    """Several acts of one command: all of them or none."""
    from django.db import transaction

    return transaction.atomic()


def who(name: str | None) -> "By":
    """The person who acts, or the only one known here."""
    from synthema.audit.model import By
    from synthema.team.actions import find_person
    from synthema.team.tables import Person

    if name:
        return By(find_person(name).id)
    people = list(Person.objects.order_by("name")[:2])
    if len(people) == 1:
        return By(people[0].id)
    raise Refused(
        "Say who acts with --as NAME."
        if people
        else "Nobody is known here yet. `synthema review new TITLE --as NAME` begins."
    )


def which(name: str | None, by: "By") -> UUID:
    """The review of this title or identifier that the person has a seat in, or their only one."""
    from synthema.team.tables import ReviewTitle, Seat

    mine = ReviewTitle.objects.filter(id__in=Seat.objects.filter(person=by.person).values("review")).order_by("title")
    rows = [
        row for row in mine if not name or str(row.id).startswith(name) or row.title.lower().startswith(name.lower())
    ]
    if len(rows) == 1:
        return rows[0].id
    exact = [row for row in rows if name in (row.title, str(row.id))]
    if len(exact) == 1:
        return exact[0].id
    titles = "; ".join(f"{row.title} ({str(row.id)[:8]})" for row in (rows or mine)) or "none"
    asked = f"No single review matches {name!r}." if name else "Say which review with --review."
    raise Refused("{asked} Your reviews: {titles}.", asked=asked, titles=titles)


def progress(step: str, done: int, total: int) -> None:
    """One line that is written over, on a terminal; nothing elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if total and done >= total else ""
        of = f" of {total:,}" if total else ""
        click.echo(f"\r{step}: {done:,}{of}   {end}", nl=False, err=True)


def table(rows: list[list[object]], header: list[str]) -> None:
    """Rows in aligned columns."""
    if not rows:
        return
    texts = [header, *[["" if v is None else str(v) for v in row] for row in rows]]
    widths = [max(len(row[i]) for row in texts) for i in range(len(header))]
    for row in texts if any(header) else texts[1:]:
        click.echo("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip())
