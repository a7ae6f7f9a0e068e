"""`synthema coding`: memos, and what counts where coders differed."""

from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting
from synthema.coding.model import About
from synthema.refused import Refused
from synthema.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from synthema.coding.model import Visible
    from synthema.coding.settling import Line
    from synthema.coding.tables import RoundRow

ABOUT = click.option(
    "--on", "kind", type=click.Choice([str(one) for one in About]), default="review", show_default=True, help="On what."
)
CALLED = click.option(
    "--called", "name", default="", help="Its path, identifier, file name or number, label or key; none for the review."
)


@click.group("memo")
def memo() -> None:
    """Memos on codes, quotes, full texts, studies, themes and the review."""


@memo.command("write")
@click.argument("text")
@ABOUT
@CALLED
@click.option("--replaces", default="", metavar="MEMO", help="The memo it puts in other words.")
@acting
def write(text: str, *, kind: str, name: str, replaces: str, review: UUID, by: By) -> None:
    """Write a memo, TEXT, on the whole review or on what --on and --called name."""
    from synthema.coding.actions import write_memo
    from synthema.coding.naming import memo_called

    look = _look(review, by)
    before = memo_called(review, look, replaces) if replaces else None
    if before is not None and not name:
        kind, about = before.about_kind, before.about
    else:
        about = _about(review, look, kind, name)
    done = write_memo(by, review, kind, about, text, replaces=before.id if before else None).body
    click.echo(f"Memo {str(done.memo_id)[:8]} is kept.")


@memo.command("list")
@click.option("--on", "kind", type=click.Choice([str(one) for one in About]), help="Only those on this.")
@CALLED
@acting
def list_memos(*, kind: str | None, name: str, review: UUID, by: By) -> None:
    """The memos, with the names by which other commands take them."""
    from synthema.coding.tables import memos
    from synthema.team.tables import names

    look = _look(review, by)
    rows = memos(review, look)
    if kind is not None:
        rows = rows.filter(about_kind=kind)
    if name:
        rows = rows.filter(about=_about(review, look, kind or "", name))
    found, people = list(rows), names(review)
    for one in found:
        click.echo(f"{str(one.id)[:8]}  on {_on(one.about_kind, one.about)} · {people[one.person]} · {one.at:%Y-%m-%d}")
        for line in one.text.splitlines():
            click.echo(f"    {line}")
    click.echo(f"{counted(len(found), 'memo')}.")


def _on(kind: str, about: UUID | None) -> str:
    return kind if about is None else f"{kind} {str(about)[:8]}"


@memo.command("take-back")
@click.argument("memo_name", metavar="MEMO")
@acting
def take_back_memo(memo_name: str, review: UUID, by: By) -> None:
    """Take a MEMO back; where it put another one in other words, that one stands again."""
    from synthema.coding.actions import withdraw_memo
    from synthema.coding.naming import memo_called

    withdraw_memo(by, review, memo_called(review, _look(review, by), memo_name).id)
    click.echo("The memo is taken back; the trail keeps it.")


def _about(review: UUID, look: "Visible", kind: str, name: str) -> UUID | None:
    """What a memo is on, as somebody calls it."""
    from synthema.coding.book import book
    from synthema.coding.naming import document_called, quote_called
    from synthema.studies.tables import study_by_label
    from synthema.synthesis.tables import theme_by_key

    if kind == About.REVIEW:
        if name:
            raise Refused("A memo on the review names nothing. Say on what it is by --on.")
        return None
    ways: dict[str, Callable[[], UUID]] = {
        About.CODE: lambda: book(review, look).called(name).id,
        About.QUOTE: lambda: quote_called(review, look, name).id,
        About.DOCUMENT: lambda: document_called(review, name).id,
        About.STUDY: lambda: study_by_label(review, name).id,
        About.THEME: lambda: theme_by_key(review, name).id,
    }
    if not name or kind not in ways:
        raise Refused("Say on what the memo is: --on code --called “Stigma / At work”.")
    return ways[kind]()


def _look(review: UUID, by: By) -> "Visible":
    """What the person may see, past the door of the review."""
    from synthema.coding.tables import visible
    from synthema.team.doors import access_review

    access_review(by.person, review)
    return visible(review, by.person)


@click.group("difference")
def difference() -> None:
    """Decide what counts where the coders of an opened round differ; `synthema coding differences` lists it all."""


@difference.command("settle")
@click.argument("number", type=click.IntRange(min=1), metavar="ROUND")
@click.argument("place", type=click.IntRange(min=1), metavar="DIFFERENCE")
@click.option("--aside", multiple=True, help="“CODER: CODE”, CODER or CODE: what shall not count; none, all counts.")
@click.option("--decision", type=click.Choice(["consensus", "arbiter"]), default="consensus", show_default=True)
@click.option("--note", default="", help="Why.")
@acting
def settle(number: int, place: int, *, aside: tuple[str, ...], decision: str, note: str, review: UUID, by: By) -> None:
    """Settle a DIFFERENCE of a ROUND, by its number in `synthema coding differences ROUND`."""
    from synthema.coding.actions import settle_difference

    row, one = _difference(review, by, number, place)
    given = [each.coding for name in aside for each in one.given if _is(name, each.coder, each.code)]
    missing = [name for name in aside if not any(_is(name, each.coder, each.code) for each in one.given)]
    if missing:
        here = "; ".join(f"“{each.coder}: {each.code}”" for each in one.given)
        raise Refused("“{name}” did not code there. There are {here}.", name=missing[0], here=here)
    settle_difference(
        by, review, row.id, one.document, one.start, one.end, aside=tuple(given), decision=decision, note=note
    )
    click.echo(f"Difference {place} is settled: {counted(len(set(given)), 'coding')} set aside.")


def _is(name: str, coder: str, code: str) -> bool:
    return name.strip().casefold() in (f"{coder}: {code}".casefold(), coder.casefold(), code.casefold())


@difference.command("reopen")
@click.argument("number", type=click.IntRange(min=1), metavar="ROUND")
@click.argument("place", type=click.IntRange(min=1), metavar="DIFFERENCE")
@acting
def reopen(number: int, place: int, review: UUID, by: By) -> None:
    """Open a settled DIFFERENCE of a ROUND again."""
    from synthema.coding.actions import reopen_difference

    _, one = _difference(review, by, number, place)
    if one.decided is None:
        raise Refused("Difference {number} is open already.", number=place)
    reopen_difference(by, review, one.decided.id)
    click.echo(f"Difference {place} is open again.")


def _difference(review: UUID, by: By, number: int, place: int) -> tuple["RoundRow", "Line"]:
    from synthema.coding.naming import round_called
    from synthema.coding.settling import log
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = round_called(review, number)
    found = log(review, row, by.person, first=place - 1, most=1)
    if not found.lines:
        raise Refused(
            "Round {number} has {total} differences; there is no {place}.",
            number=number,
            total=found.total,
            place=place,
        )
    return row, found.lines[0]


COMMANDS: tuple[click.Command, ...] = (memo, difference)
