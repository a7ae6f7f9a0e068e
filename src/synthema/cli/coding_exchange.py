"""`synthema coding`: coded projects of other programs in and out, quotes moved to newer files, every quote verified."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, progress, table
from synthema.refused import Refused
from synthema.words import counted

if TYPE_CHECKING:
    from synthema.coding.import_model import Choices


def _round(review: UUID, number: int | None) -> UUID | None:
    from synthema.coding.naming import round_called

    return None if number is None else round_called(review, number).id


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--look", is_flag=True, help="Only tell what would become of everything; nothing is imported.")
@click.option("--yes", is_flag=True, help="Take what is proposed where it is not sure.")
@click.option("--nearly", is_flag=True, help="Also quotes whose words differ a little from those of the full text.")
@click.option("--part-by", default="", help="A sign in names of codes that parts a code from the one above it: ::")
@click.option("--into-round", "into_round", type=click.IntRange(min=1), help="As one's own work in this round.")
@click.option(
    "--map", "mapping", type=click.Path(path_type=Path), help="A CSV file with the columns what,name,is: see below."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@acting
def import_file(
    file: Path,
    *,
    look: bool,
    yes: bool,
    nearly: bool,
    part_by: str,
    into_round: int | None,
    mapping: Path | None,
    as_json: bool,
    review: UUID,
    by: By,
) -> None:
    """Import a coded project (.qdpx) or a codebook (.qdc, .csv, .docx) of another program.

    Sources are matched with the full texts of the review by their file, text or name, users with people by name.
    --map says otherwise: a line `source,interview.docx,3` names the number of a full text, `user,anna,Ana` a person,
    `user,anna,outside` somebody outside this review; an empty third column leaves the source or user out. What is here
    already is not made twice, and everything that is left out is told with its reason.
    """
    from synthema.coding.import_acts import import_project, look_at
    from synthema.coding.import_held import file_names
    from synthema.coding.import_words import account_lines, as_object, lines
    from synthema.team.doors import access_review
    from synthema.team.tables import names

    access_review(by.person, review)
    choices = replace(_choices(review, mapping, file, nearly=nearly), parted_by=part_by)
    into = _round(review, into_round)
    if look:
        plan = look_at(by, review, file, choices, into=into)
        if as_json:
            told = as_object(plan, file_names(review), names(review))
            click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
            return
        for line in lines(plan, file_names(review), names(review)):
            click.echo(line)
        return
    done = import_project(by, review, file, choices, into=into, agreed=yes, progress=progress).body
    account = json.loads(done.account)
    if as_json:
        told = {"counts": done.counts, "unchanged": done.unchanged, "account": account, "offsets": done.offsets}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    made = ", ".join(f"{number:,} {name}" for name, number in done.counts.items())
    click.echo(f"{done.file_name}: {made} were made; {done.unchanged:,} things are here already.")
    from synthema.coding.import_model import Line

    for line in account_lines(Line(**one | {"examples": tuple(one["examples"])}) for one in account):
        click.echo(line)


def _choices(review: UUID, mapping: Path | None, file: Path, *, nearly: bool) -> "Choices":
    from synthema.coding.import_acts import read_any
    from synthema.coding.import_choices import chosen

    return chosen(review, read_any(file), mapping, nearly=nearly)


@click.command("imports")
@acting
def list_imports(review: UUID, by: By) -> None:
    """The coded projects and codebooks that were imported."""
    from synthema.coding.import_acts import imports
    from synthema.team.doors import access_review

    access_review(by.person, review)
    rows = [
        [row.id, row.file_name, row.origin, f"{row.at:%Y-%m-%d}", f"{sum(json.loads(row.counts).values()):,}"]
        for row in imports(review, by.person)
    ]
    if not rows:
        click.echo("Nothing was imported yet. `synthema coding import FILE --look` tells what a file would bring.")
    table(rows, ["import", "file", "from", "on", "made"])


@click.command("withdraw-import")
@click.argument("imported", type=click.UUID, metavar="IMPORT")
@click.option("--reason", default="", help="Why.")
@acting
def withdraw_import(imported: UUID, *, reason: str, review: UUID, by: By) -> None:
    """Take an IMPORT back with everything that came by it; refused while others built on it."""
    from synthema.coding.import_acts import sweep, withdraw_project_import

    withdraw_project_import(by, review, imported, reason)
    sweep(review)
    click.echo("The import was taken back.")


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def export(file: Path, review: UUID, by: By) -> None:
    """Write codes, quotes, memos and full texts to FILE (.qdpx), which NVivo, ATLAS.ti, MAXQDA and others read.

    What such a file cannot hold is listed in a text file beside it.
    """
    from synthema.coding.export_held import export_project
    from synthema.synthesis.export_sets import themes_as_sets
    from synthema.team.doors import access_review

    access_review(by.person, review)
    beside = export_project(by.person, review, file, themes_as_sets(review))
    click.echo(f"{file}\n{beside}")


@click.command("codebook-in")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def codebook_in(file: Path, review: UUID, by: By) -> None:
    """Import the codes of FILE: .qdc, or a table (.csv, .docx) with the columns path, name, definition, color."""
    from synthema.coding.import_acts import import_project

    done = import_project(by, review, file, progress=progress).body
    click.echo(f"{done.file_name}: {counted(done.counts['codes'], 'code')} made, {done.unchanged:,} here already.")


@click.command("move")
@click.argument("old")
@click.argument("new")
@click.option("--look", is_flag=True, help="Only tell where each quote would go.")
@click.option(
    "--confirm",
    type=click.Path(path_type=Path),
    help="A file with the identifiers of doubtful quotes to move too, a line each.",
)
@acting
def move(old: str, new: str, *, look: bool, confirm: Path | None, review: UUID, by: By) -> None:
    """Move the quotes of the full text OLD to NEW, a newer file of the same report.

    OLD and NEW are numbers or names of full texts. Quotes whose letters are all found move; doubtful ones only when
    they are confirmed; all others stay where they are.
    """
    from synthema.coding.move_acts import move_quotes, plan_move
    from synthema.coding.naming import document_called
    from synthema.files import read_bytes
    from synthema.team.doors import access_review

    access_review(by.person, review)
    source, target = document_called(review, old), document_called(review, new)
    plan = plan_move(review, by.person, source.id, target.id)
    for line in plan.lines:
        if line not in plan.sure:
            found = f" -> “{line.found}”" if line.found else ""
            click.echo(f"{line.quote}  {line.how} ({line.score}, {line.why}): “{line.words}”{found}")
    if look:
        click.echo(f"{len(plan.sure)} of {counted(len(plan.lines), 'quote')} would move.")
        return
    said = read_bytes(confirm, "list of quotes", 10 << 20).decode("utf-8", "replace").split() if confirm else []
    done = move_quotes(by, review, source.id, target.id, _identifiers(said)).body
    click.echo(
        f"{counted(len(plan.lines) - done.refused, 'quote')} moved, {done.refused:,} stay in {source.file_name}."
    )


def _identifiers(words: list[str]) -> list[UUID]:
    try:
        return [UUID(word) for word in words]
    except ValueError:
        raise Refused("The list of quotes holds something else than identifiers. Give one a line.") from None


@click.command("move-back")
@acting
def move_back(review: UUID, by: By) -> None:
    """Bring the quotes that were moved last back to the file they came from."""
    from synthema.coding.move_acts import move_back as bring_back
    from synthema.coding.move_acts import moves
    from synthema.team.doors import access_review

    access_review(by.person, review)
    rows = moves(review)
    if not rows:
        raise Refused("No quotes were moved.")
    bring_back(by, review, rows[0].id)
    click.echo("The quotes stand where they stood before.")


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@acting
def verify(*, as_json: bool, review: UUID, by: By) -> None:
    """Look every coded quote up again in its document. Exit code 1 when one does not stand there."""
    from synthema.coding.verifying import verified
    from synthema.team.doors import access_review

    access_review(by.person, review)
    found = verified(review, by.person)
    waiting = "A round is open; its quotes are verified when it opens." if found.waiting else ""
    if as_json:
        faults = [
            {
                "quote": str(one.quote),
                "document": str(one.document),
                "where": one.where,
                "words": one.words,
                "what": str(one.what),
                "next": str(one.next),
            }
            for one in found.faults
        ]
        click.echo(
            json.dumps({"looked": found.looked, "faults": faults, "note": waiting}, ensure_ascii=False, indent=1)
        )
    else:
        for one in found.faults:
            click.echo(f"Wrong: {one.where}: “{one.words}” ({one.quote}): {one.what}. {one.next}", err=True)
        if waiting:
            click.echo(waiting)
        if not found.sound:
            click.echo(f"{len(found.faults):,} of {counted(found.looked, 'quote')} do not stand where they say.")
        else:
            click.echo(f"{counted(found.looked, 'quote')} looked up: every one stands in its report.")
    if not found.sound:
        raise SystemExit(1)


@click.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def load(file: Path, review: UUID, by: By) -> None:
    """Code the passages that a CSV FILE names: document,quote,codes and, if you like, voice and page.

    A document is named by its number or file name; codes are paths such as `barriers / cost`, parted by semicolons;
    codes that are not there are made. Every quote is looked up before anything is coded.
    """
    from synthema.coding.loading import load_passages

    coded, there = load_passages(by, review, file, progress)
    click.echo(f"{file.name}: {counted(coded, 'passage')} coded, {there:,} there already.")


COMMANDS = (import_file, list_imports, withdraw_import, export, codebook_in, move, move_back, verify, load)
