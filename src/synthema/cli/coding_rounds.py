"""`synthema coding`: rounds of two coders or more, bringing their codes together, and how far they agree."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table
from synthema.refused import Refused
from synthema.words import counted

if TYPE_CHECKING:
    from synthema.coding.tables import RoundRow

NUMBER = click.argument("number", type=click.IntRange(min=1))


@click.group("round")
def rounds() -> None:
    """Rounds of coding: several people code the same documents, each alone.

    Until the last of them has handed in, nobody sees what another one did, the lead included.
    """


def _row(review: UUID, number: int) -> "RoundRow":
    from synthema.coding.naming import round_called

    return round_called(review, number)


@rounds.command("begin")
@click.argument("kind", type=click.Choice(["inductive", "deductive"]))
@click.option("--coder", "coders", multiple=True, required=True, help="The name of a coder; once for each.")
@click.option(
    "--document",
    "documents",
    multiple=True,
    help="A document by number, identifier or file name; without it all with findings.",
)
@click.option("--unit", type=click.Choice(["sentence", "character"]), default="sentence", show_default=True)
@click.option("--not-blind", is_flag=True, help="The coders may see each other's work.")
@click.option("--note", default="", help="A few words on the round.")
@acting
def begin(
    kind: str,
    *,
    coders: tuple[str, ...],
    documents: tuple[str, ...],
    unit: str,
    not_blind: bool,
    note: str,
    review: UUID,
    by: By,
) -> None:
    """Begin a round: INDUCTIVE with a codebook of each coder's own, DEDUCTIVE with the team's.

    `synthema documents list` names the documents. Their findings must be marked: `synthema coding mark`.
    """
    from synthema.coding.actions import begin_round
    from synthema.coding.round_readings import replaced
    from synthema.coding.tables import round_row

    people = [_coder(review, name) for name in coders]
    done = begin_round(
        by, review, kind, people, _documents(review, documents), unit=unit, blind=not not_blind, note=note
    )
    row = round_row(review, done.body.round_id)
    click.echo(f"Round {row.number} has begun: {counted(len(people), 'coder')}, {_texts(row)}.")
    if earlier := replaced(review, row):
        click.echo(f"Once it opens, what was coded in round {_numbers(earlier)} in its documents counts no more.")


def _too_few(number: int) -> Refused:
    return Refused(
        "Fewer than two coders finished round {number}, the others were excused; there is nothing to compare.",
        number=number,
    )


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _texts(row: "RoundRow") -> str:
    return counted(len(row.document_ids), "document")


def _coder(review: UUID, name: str) -> UUID:
    from synthema.team.tables import seated_names

    found = [person for person, known in seated_names(review).items() if known.casefold() == name.casefold()]
    if len(found) != 1:
        raise Refused("Nobody, or more than one person, is called {name} in this review.", name=name)
    return found[0]


def _documents(review: UUID, wanted: tuple[str, ...]) -> list[UUID]:
    from synthema.coding.model import MarkKind
    from synthema.coding.naming import document_called
    from synthema.coding.tables import marks

    if not wanted:
        found = list(dict.fromkeys(marks(review).filter(kind=MarkKind.FINDINGS).values_list("document", flat=True)))
        if not found:
            raise Refused(
                "The findings of no full text are marked yet, and a round is about them. "
                "`synthema coding mark DOCUMENT --suggested` marks them."
            )
        return found
    return [document_called(review, name).id for name in wanted]


@rounds.command("status")
@acting
def status(review: UUID, by: By) -> None:
    """The rounds, who codes in them, and who has handed in."""
    from synthema.coding.round_readings import replaced
    from synthema.coding.tables import RoundSeat
    from synthema.coding.tables import rounds as all_rounds
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    people, found = names(review), all_rounds(review)
    for row in found:
        state = "open" if row.opened_seq is not None else "under way"
        blind = "blind" if row.blind else "not blind"
        click.echo(f"Round {row.number} · {row.kind} · {blind} · {_texts(row)} · {state}")
        if earlier := replaced(review, row):
            click.echo(f"  in its documents instead of round {_numbers(earlier)}, once it is open")
        for seat in sorted(RoundSeat.objects.filter(round=row), key=lambda one: people[one.person]):
            word = "excused" if seat.excused_seq else "handed in" if seat.handed_in_seq else "coding"
            click.echo(f"  {people[seat.person]}: {word}")
    click.echo(f"{counted(len(found), 'round')}.")


@rounds.command("hand-in")
@NUMBER
@acting
def hand_in_(number: int, review: UUID, by: By) -> None:
    """Say that you are done with round NUMBER; the last coder's word opens it."""
    from synthema.coding.actions import hand_in

    row = _row(review, number)
    hand_in(by, review, row.id)
    opened = _row(review, number).opened_seq is not None
    click.echo(f"Round {number} is open: everybody sees it now." if opened else "You handed in.")


@rounds.command("take-back")
@NUMBER
@acting
def take_back_(number: int, review: UUID, by: By) -> None:
    """Code on in round NUMBER, which is not open yet."""
    from synthema.coding.actions import take_back

    take_back(by, review, _row(review, number).id)
    click.echo("You code on.")


@rounds.command("call-off")
@NUMBER
@click.option("--reason", default="", help="Why.")
@acting
def call_off_(number: int, reason: str, review: UUID, by: By) -> None:
    """Call round NUMBER off, in which nobody has coded."""
    from synthema.coding.actions import call_off

    call_off(by, review, _row(review, number).id, reason)
    click.echo(f"Round {number} is called off.")


@rounds.command("excuse")
@NUMBER
@click.argument("name")
@click.option("--reason", default="", help="Why.")
@acting
def excuse_(number: int, name: str, reason: str, review: UUID, by: By) -> None:
    """Go on in round NUMBER without the coder NAME, who does not finish."""
    from synthema.coding.actions import excuse

    excuse(by, review, _row(review, number).id, _coder(review, name), reason)
    click.echo(f"Round {number} goes on without {name}.")


@click.command("align")
@NUMBER
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A CSV to fill in and reconcile.")
@acting
def align_(number: int, out: Path | None, review: UUID, by: By) -> None:
    """Which codes of two coders of round NUMBER may mean the same, proposed from where they were used.

    With --out also a CSV with a line for every code that the coders brought: fill in team_code with the name of the
    team's code it counts as, or leave it empty and give a reason for leaving the code out; then `coding reconcile`.
    """
    from synthema.coding.aligning import COLUMNS, aligned, brought
    from synthema.files import refuse_existing
    from synthema.sheets import write_sheet
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = _row(review, number)
    found = aligned(review, row, by.person)
    if found is None:
        raise _too_few(number)
    for line in found.lines:
        one, other = (" + ".join(side.name for side in sides) or "–" for sides in (line.first, line.second))
        share = "" if line.jaccard is None else f" · share {line.jaccard} % (at least {line.certainty} %)"
        said = "" if line.open else " · decided"
        click.echo(f"{found.first}: {one} | {found.second}: {other}{share}{said}")
    click.echo(f"{found.decided} of {counted(found.of, 'code')} decided.")
    if out:
        refuse_existing(out)
        write_sheet(out, COLUMNS, brought(review, row, by.person))
        click.echo(f"{out}: fill in team_code; then `synthema coding reconcile {number} {out}`.")


@click.command("reconcile")
@NUMBER
@click.argument("file", type=click.Path(path_type=Path))
@acting
def reconcile_(number: int, file: Path, review: UUID, by: By) -> None:
    """Bring the codes of round NUMBER to the team's codebook as a CSV FILE says: coder,code,team_code,reason.

    A team_code that does not exist is made; several lines may name the same one. A line with a reason and no team_code
    leaves its code out; a line with neither stays undecided. The whole file is checked first.
    """
    from synthema.coding.reconciling import reconcile_from_file

    done, stood = reconcile_from_file(by, review, _row(review, number), file)
    click.echo(f"{file.name}: {counted(done, 'code')} decided, {stood:,} decided already or left open.")


@click.command("agreement")
@NUMBER
@acting
def agreement(number: int, review: UUID, by: By) -> None:
    """How far the coders of round NUMBER agree on what to code, and with what; before any talk."""
    from synthema.coding.agreeing_words import described
    from synthema.coding.round_readings import book_of, called, extents, opened
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = _row(review, number)
    if len(called(review, opened(row))) < 2:
        raise _too_few(number)
    found, book = extents(review, row, by.person), book_of(review, row, by.person)
    for line in described(found, book.called, row.unit, len(book.undecided)):
        click.echo(line)


@click.command("differences")
@NUMBER
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The consensus log as a CSV.")
@acting
def differences(number: int, out: Path | None, review: UUID, by: By) -> None:
    """Where the coders of round NUMBER differ, and what was decided on it: the consensus log.

    `synthema coding difference settle` decides on one of them by its number.
    """
    from synthema.coding.settling import HEADER, as_rows, log
    from synthema.files import refuse_existing
    from synthema.sheets import write_sheet
    from synthema.team.doors import access_review

    access_review(by.person, review)
    found = log(review, _row(review, number), by.person)
    table(
        [
            [
                one.number,
                one.study,
                f"{one.start}–{one.end}",
                one.how,
                "; ".join(f"{given.coder}: {given.code}" for given in one.given),
                "settled" if one.decided else "open",
            ]
            for one in found.lines
        ],
        ["number", "study", "characters", "differ in", "codings", ""],
    )
    click.echo(f"{found.settled} of {counted(found.total, 'difference')} settled.")
    if out:
        refuse_existing(out)
        write_sheet(out, HEADER, as_rows(found))
        click.echo(f"{out}: the consensus log.")


COMMANDS: tuple[click.Command, ...] = (rounds, align_, reconcile_, agreement, differences)
