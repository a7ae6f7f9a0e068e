"""`synthema records`: import, show and save the records of a review."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, progress, table
from synthema.cli.records_files import FORMATS_HELP, convert, corrections_from, format_of, inspect, reading_options

if TYPE_CHECKING:
    from synthema.records.model import Corrections


@click.group("records")
def group() -> None:
    """Import, convert and show records."""


@group.command("import")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--search", "search_key", required=True, help="The key of the search the files come from.")
@click.option("--again", is_flag=True, help="Import a file although the same one was imported before.")
@click.option("--incomplete", is_flag=True, help="Import a file although it seems to be cut off.")
@click.option("--instead", type=click.UUID, help="Put the one file in place of this import.")
@reading_options
@acting
def import_(
    *,
    files: tuple[Path, ...],
    search_key: str,
    again: bool,
    incomplete: bool,
    instead: UUID | None,
    format_: str,
    encoding: str,
    columns: tuple[str, ...],
    review: UUID,
    by: By,
) -> None:
    """Import export FILES, or zips of them, under a logged search. An interrupted import goes on when run again."""
    from synthema.records.actions import import_file
    from synthema.records.model import AS_FOUND
    from synthema.refused import Refused

    if instead is not None and len(files) != 1:
        raise Refused("--instead puts one file in place of an import. Name one file.")
    corrections = corrections_from(format_, encoding, columns)
    faults: list[str] = []
    for name, file in _unpacked(files, faults, alone=instead is not None):
        try:
            said = corrections if corrections != AS_FOUND else _as_before(review, file)
            done = import_file(
                by.then(name),
                review,
                file,
                search_key,
                again=again,
                instead=instead,
                incomplete=incomplete,
                corrections=said,
                progress=progress,
            ).body
        except Refused as error:
            faults.append(f"{file.name}: {error}" if file.name not in str(error) else str(error))
            continue
        account = f"{done.markers:,} found = {done.stored:,} stored + {len(done.refused):,} refused"
        click.echo(f"{done.file_name}: {done.format}, {account}")
        for refusal in done.refused:
            click.echo(f"  line {refusal.line}: {refusal.reason}")
        for repair in done.repairs:
            click.echo(f"  repaired: {repair}")
    _compare_with_hits(review, search_key)
    if faults:
        raise Refused("{faults}", faults="\n".join(faults))


def _as_before(review: UUID, file: Path) -> "Corrections":
    """What was said of the columns of an earlier table with the same headers; told, because it decides what is read."""
    from synthema.records.model import AS_FOUND, Corrections
    from synthema.records.remembered import remembered_columns

    earlier = remembered_columns(review, file)
    if earlier is None:
        return AS_FOUND
    click.echo(f"{file.name}: columns as said of {earlier.file_name}; --column says otherwise.")
    return Corrections(columns=earlier.corrected.columns)


def _unpacked(files: Iterable[Path], faults: list[str], *, alone: bool) -> Iterator[tuple[str, Path]]:
    """The files with what their act is called; a zip of files is taken apart beside."""
    from synthema.files import readable
    from synthema.jobs.staging import safe_name
    from synthema.records.batch import is_batch, unpack_into
    from synthema.refused import Refused

    for file in files:
        try:
            readable(file, "file exported from the search")
            if alone or not is_batch(file):
                yield file.name, file
                continue
            with TemporaryDirectory() as folder:
                for one in unpack_into(Path(folder), file, file.name):
                    if isinstance(one, Refused):
                        faults.append(str(one))
                        continue
                    name, path = one
                    (place := Path(folder) / f"{path.name} as named").mkdir()
                    path = path.rename(place / safe_name(name))
                    yield f"{file.name}/{name}", path
                    path.unlink()
        except Refused as error:
            faults.append(str(error))


def _compare_with_hits(review: UUID, search_key: str) -> None:
    """Warn where a search holds more records than it had hits: a file may belong to another search."""
    from synthema.records.tables import imports
    from synthema.search.tables import by_key

    search = by_key(review, search_key)
    stored = sum(row.stored for row in imports(review) if row.search_id == search.id)
    if search.hits is not None and stored > search.hits:
        click.echo(
            f"Search {search_key} is logged with {search.hits:,} hits, but now holds {stored:,} records. Does a file "
            "belong to another search? `synthema records list --imports` names them, `synthema records withdraw` "
            "takes one out.",
            err=True,
        )


@group.command("withdraw")
@click.argument("import_id", type=click.UUID)
@click.option("--reason", required=True)
@acting
def withdraw(import_id: UUID, reason: str, review: UUID, by: By) -> None:
    """Take an import out of the review; refused while decisions rest on its records."""
    from synthema.records.actions import sweep, withdraw_import

    withdraw_import(by, review, import_id, reason)
    sweep(review)
    click.echo("The import is out of the review; the trail keeps it.")


@group.command("list")
@click.option("--imports", "only_imports", is_flag=True, help="List the imports instead of the records.")
@acting
def list_records(only_imports: bool, review: UUID, by: By) -> None:
    """The records of the review."""
    from synthema.records.tables import imports, records
    from synthema.team.doors import access_review

    access_review(by.person, review)
    if only_imports:
        table(
            [
                [i.id, i.search.key, i.file_name, i.format, i.markers, i.stored, i.markers - i.stored]
                for i in imports(review)
            ],
            ["import", "search", "file", "format", "found", "stored", "refused"],
        )
        return
    for row in records(review).iterator(chunk_size=500):
        click.echo(f"{row.id}  {row.year or '    '}  {row.title}")


@group.command("show")
@click.argument("record_id", type=click.UUID)
@acting
def show(record_id: UUID, review: UUID, by: By) -> None:
    """One record with every tag as its source wrote it."""
    from synthema.records.tables import Import, record
    from synthema.records.withholding import shown
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = record(review, record_id)
    source = Import.objects.select_related("search").get(review=review, pk=row.import_id)
    click.echo(f"{source.search.source}, {source.file_name}, record {row.number}, line {row.line}\n")
    found, withheld = shown(review, row)
    fields = {k: v for k, v in asdict(found).items() if v and k not in ("raw", "line")}
    table([[k, "; ".join(v) if isinstance(v, tuple) else v] for k, v in fields.items()], ["field", "value"])
    if withheld:
        click.echo("\nVerdicts of other reviewers stand here; they are shown when all verdicts are in.")
    if found.raw:
        click.echo()
        table([list(pair) for pair in found.raw], ["tag", "as written"])


@group.command("export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--to", "to_format", default="", help=FORMATS_HELP)
@click.option("--search", "search_key", default="", help="Only the records of this search.")
@click.option("--import", "import_id", type=click.UUID, help="Only the records of this import.")
@click.option("--words", default="", help="Only records with these words in their title.")
@acting
def export(
    *, target: Path, to_format: str, search_key: str, import_id: UUID | None, words: str, review: UUID, by: By
) -> None:
    """Save the records of the review to a file."""
    from synthema.files import write_pieces
    from synthema.records.listing import Listed, Wanted
    from synthema.records.tables import import_of
    from synthema.records.withholding import as_written
    from synthema.records.writing import written
    from synthema.search.tables import by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    format_ = format_of(target, to_format)
    wanted = Wanted(
        search=by_key(review, search_key).id if search_key else None,
        import_id=import_of(review, import_id).id if import_id else None,
        words=words,
    )
    count = itertools.count()
    rows = (row for row, _ in zip(Listed(review, wanted).every(), count, strict=False))
    write_pieces(target, written(as_written(review, rows), format_))
    found = next(count)
    click.echo(f"{target}: one record." if found == 1 else f"{target}: {found:,} records.")


group.add_command(inspect)
group.add_command(convert)
