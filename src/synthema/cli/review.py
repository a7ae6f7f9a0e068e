"""`synthema review`: a review as a whole."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, open_house, table, who


@click.group("review")
def group() -> None:
    """Start a review, list, show, verify, rebuild, export and import it."""


@group.command("new")
@click.argument("title")
@click.option(
    "--as", "person_name", envvar="SYNTHEMA_AS", required=True, help="Your name; a new name makes a new person."
)
def new(title: str, person_name: str) -> None:
    """Start a review called TITLE and lead it."""
    open_house()
    from synthema.team.actions import begin_review

    review = begin_review(person_name, title)
    click.echo(f"{review}  {title}\nNext: synthema protocol set FILE, then synthema search log FILE.")


@group.command("list")
@click.option("--as", "person_name", envvar="SYNTHEMA_AS", help="Whose reviews; not needed when there is one person.")
def list_reviews(person_name: str | None) -> None:
    """Your reviews."""
    open_house()
    from synthema.team.tables import ReviewTitle, Seat

    by = who(person_name)
    rows: list[list[object]] = []
    for review in ReviewTitle.objects.order_by("title"):
        roles = Seat.objects.filter(review=review.id, person=by.person).order_by("role").values_list("role", flat=True)
        if roles:
            rows.append([str(review.id)[:8], review.title, f"{review.started_at:%Y-%m-%d}", ", ".join(roles)])
    if not rows:
        click.echo(
            "You have no review yet. `synthema review new TITLE --as NAME` begins one; `synthema demo` shows one."
        )
    table(rows, ["id", "title", "begun", "your roles"])


@group.command("show")
@click.option(
    "--last",
    type=click.IntRange(1, 1_000_000),
    default=10,
    show_default=True,
    help="How many of the last acts to list.",
)
@acting
def show(last: int, review: UUID, by: By) -> None:
    """Where the review stands, and its last acts."""
    from synthema.audit.tables import Event
    from synthema.reporting.standing import standing
    from synthema.team.doors import access_review
    from synthema.team.tables import ReviewTitle, names

    access_review(by.person, review)
    click.echo(f"{ReviewTitle.objects.get(pk=review).title}  ({review})\n")
    table([[line.label, line.value] for line in standing(review)], ["", ""])
    known = names(review)
    events = Event.objects.filter(review=review).order_by("-seq")[:last]
    click.echo()
    table(
        [[e.seq, f"{e.at:%Y-%m-%d %H:%M}", known[e.actor], e.kind] for e in events],
        ["no.", "at (UTC)", "who", "what"],
    )


@group.command("verify")
@acting
def verify(review: UUID, by: By) -> None:
    """Check the hash chain, every stored file and, by replay, every row. Exit code 1 when something is wrong."""
    from synthema.audit import replay
    from synthema.reporting.standing import head_may_show
    from synthema.team.doors import access_review

    access_review(by.person, review)
    found = replay.verify(review)
    if head_may_show(review):
        looked, head = f"{found.contents:,} stored contents, {found.rows:,} rows", found.head_hash
    else:  # how many contents there are would tell who wrote a note; how many rows, who gave two codes
        looked, head = (
            "all stored contents, all rows",
            "withheld while verdicts, answers or codes are known to one person only",
        )
    click.echo(f"{found.events:,} events, {looked} checked. Head: {head}")
    for name in found.withdrawn:
        click.echo(f"Withdrawn on purpose: content {name[:12]}…")
    for fault in found.faults:
        click.echo(f"Wrong: {fault}", err=True)
    if not found.sound:
        raise SystemExit(1)
    click.echo("Everything holds.")


@group.command("withdraw")
@click.argument("acts", type=click.IntRange(1, 2_000_000_000), nargs=-1, required=True)
@click.option("--reason", required=True, help="Why these words must go, for example that a person asked for it.")
@acting
def withdraw(acts: tuple[int, ...], reason: str, review: UUID, by: By) -> None:
    """Delete for good what people wrote in these ACTS (their numbers); the acts and the chain stay."""
    from synthema.team.withdrawal import withdraw_texts

    done = withdraw_texts(by, review, acts, reason)
    click.echo(f"The words of {len(done.body.contents)} acts are deleted. The trail says so; verify reports it.")


@group.command("rebuild")
@acting
def rebuild(review: UUID, by: By) -> None:
    """Make all tables anew from the trail; the review is offline meanwhile."""
    from synthema.audit import replay
    from synthema.reporting.standing import head_may_show
    from synthema.team.doors import access_review
    from synthema.team.model import Need

    access_review(by.person, review, Need.LEAD)
    made = replay.rebuild(review)
    click.echo(f"{f'{made:,}' if head_may_show(review) else 'All'} rows made anew from the trail.")


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--publishable", is_flag=True, help="Withhold names, files and notes, and list what is withheld.")
@click.option("--break-blind", default="", metavar="REASON", help="Export although verdicts are open; this is logged.")
@acting
def export(file: Path, publishable: bool, break_blind: str, review: UUID, by: By) -> None:
    """Write the review as one zip: trail, files, open tables, report, checksums."""
    from synthema.reporting.package import export_review

    done = export_review(by, review, file, publishable=publishable, break_blind=break_blind)
    click.echo(f"{file}: {done.members:,} files, {done.size:,} bytes, {done.withheld:,} contents withheld.")


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "person_name", envvar="SYNTHEMA_AS", help="Who acts; needed to continue a review that is here.")
def import_(file: Path, person_name: str | None) -> None:
    """Take in a complete package: a new review, a continuation by its lead, or nothing new."""
    open_house()
    from synthema.reporting.package import import_review
    from synthema.team.actions import find_person
    from synthema.team.tables import ReviewTitle

    review, added = import_review(file, find_person(person_name).id if person_name else None)
    title = ReviewTitle.objects.get(pk=review).title
    click.echo(
        f"{title} ({review}): {added:,} events taken in."
        if added
        else f"{title} ({review}) is here already, as far as this package goes."
    )
