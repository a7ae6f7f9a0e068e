"""`synthema synthesis`: codes under themes, and findings that rest on coded quotes."""

from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table
from synthema.refused import Refused
from synthema.words import counted

if TYPE_CHECKING:
    from synthema.coding.book import Listed


@click.command("codes")
@acting
def codes(review: UUID, by: By) -> None:
    """The team's codes that count, how many quotes and studies each has, and the themes it stands under."""
    from synthema.synthesis.bundle import bundle
    from synthema.team.doors import access_review

    access_review(by.person, review)
    known = bundle(review)
    themes = {theme.id: theme.name for theme in known.themes}
    study_of = {report.id: report.study_id for report in known.reports}
    studies = {quote.id: study_of[quote.report_id] for quote in known.quotes}
    rows: list[list[object]] = [
        [
            code.name,
            len(code.quote_ids),
            len({studies[one] for one in code.quote_ids}),
            ", ".join(themes[one] for one in code.theme_ids) or "–",
        ]
        for code in known.codes
    ]
    table(rows, ["code", "quotes", "studies", "themes"])
    if not rows:
        click.echo("Nothing is coded yet with the team's codes. `synthema coding codes` lists the codebook.")


@click.command("place-code")
@click.argument("code")
@click.argument("theme")
@acting
def place_code(code: str, theme: str, review: UUID, by: By) -> None:
    """Place a CODE of the team's codebook under a THEME, with all that is coded with it; name it by its path."""
    from synthema.synthesis.code_acts import place_code as place
    from synthema.synthesis.tables import theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row, under = _called(review, code), theme_by_key(review, theme)
    place(by, review, row.id, under.id)
    click.echo(f"“{row.path}” stands under “{under.name}”.")


@click.command("unplace-code")
@click.argument("code")
@click.argument("theme")
@click.option("--reason", default="", help="Why.")
@acting
def unplace_code(*, code: str, theme: str, reason: str, review: UUID, by: By) -> None:
    """Take a CODE out from under a THEME."""
    from synthema.synthesis.code_acts import withdraw_code_placement
    from synthema.synthesis.tables import theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row, under = _called(review, code), theme_by_key(review, theme)
    withdraw_code_placement(by, review, row.id, under.id, reason)
    click.echo(f"“{row.path}” stands under “{under.name}” no more.")


@click.command("record")
@click.argument("statement")
@click.option("--quote", "quotes", multiple=True, required=True, help="A coded quote it rests on; repeat for several.")
@click.option("--number", type=int, help="Its number in the report; the next free one if left out.")
@click.option("--credibility", default="", help="How well the report supports it, in the words of the method.")
@acting
def record(
    *, statement: str, quotes: tuple[str, ...], number: int | None, credibility: str, review: UUID, by: By
) -> None:
    """Record a finding, a STATEMENT in one sentence, that rests on coded quotes of one report.

    The first quote gives its words, place and voice. `synthema coding quotes` names the quotes.
    """
    from synthema.synthesis.actions import record_finding
    from synthema.synthesis.cited import source_of
    from synthema.team.doors import access_review

    access_review(by.person, review)
    report, rows, free = source_of(review, quotes)
    if report.study is None:
        raise Refused("“{title}” belongs to no study yet. Link it with `synthema studies link`.", title=report.title)
    done = record_finding(
        by,
        review,
        report.study.id,
        report.id,
        number or free,
        statement,
        credibility=credibility,
        quotes=tuple(row.id for row in rows),
    ).body
    click.echo(
        f"Finding {done.number} of {report.study.label} rests on {counted(len(rows), 'quote')}: “{done.illustration}”"
    )


def _called(review: UUID, name: str) -> "Listed":
    """The living code of the team's book that a name or path means."""
    from synthema.coding.book import book
    from synthema.coding.counting import NOBODY
    from synthema.coding.tables import visible

    return book(review, visible(review, NOBODY)).called(name)


COMMANDS = (codes, place_code, unplace_code, record)
