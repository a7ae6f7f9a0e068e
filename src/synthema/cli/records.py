"""`synthema records`: import, convert and show records."""

import json
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, progress, table

_SHOWN = ("title", "year", "doi", "authors", "journal", "abstract", "raw")


@click.group("records")
def group() -> None:
    """Import, convert and show records."""


@group.command("import")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--search", "search_key", required=True, help="The key of the search the files come from.")
@click.option("--again", is_flag=True, help="Import a file although the same one was imported before.")
@click.option("--incomplete", is_flag=True, help="Import a file although it seems to be cut off.")
@acting
def import_(*, files: tuple[Path, ...], search_key: str, again: bool, incomplete: bool, review: UUID, by: By) -> None:
    """Import export FILES under a logged search. An interrupted import goes on when it is run again."""
    from synthema.records.actions import import_file
    from synthema.refused import Refused

    faults = []
    for file in files:
        try:
            done = import_file(
                by.then(file.name), review, file, search_key, again=again, incomplete=incomplete, progress=progress
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
        raise Refused("\n".join(faults))


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
    from synthema.audit import trail
    from synthema.audit.model import Content
    from synthema.records.parsed import unpack
    from synthema.records.tables import Import, record
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = record(review, record_id)
    source = Import.objects.select_related("search").get(review=review, pk=row.import_id)
    click.echo(f"{source.search.source}, {source.file_name}, record {row.number}, line {row.line}\n")
    fields = {k: v for k, v in asdict(row.record).items() if v and k not in ("raw", "line")}
    table([[k, "; ".join(v) if isinstance(v, tuple) else v] for k, v in fields.items()], ["field", "value"])
    for number, found in enumerate(unpack(trail.store(review).read(Content(source.parsed))), start=1):
        if number == row.number:
            click.echo()
            table([list(pair) for pair in found.raw], ["tag", "as written"])


@group.command("inspect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@click.option("--records", "with_records", is_flag=True, help="With --json: also every record with its raw tags.")
def inspect(file: Path, as_json: bool, with_records: bool) -> None:
    """The account of a FILE, without a review: exit code 1 when something was refused, 2 when nothing was read."""
    from synthema import records
    from synthema.refused import Refused

    if with_records and not as_json:
        raise Refused("--records prints JSON. Add --json, or leave --records out.")
    found = records.read(file)
    account = found.account
    if as_json:
        told = asdict(account)
        if with_records:
            told["records"] = [{name: getattr(one, name) for name in _SHOWN} for one in found.records]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        values = {k: v for k, v in asdict(account).items() if k not in ("refused", "repairs", "preamble", "cut_off")}
        table([[k.replace("_", " "), v] for k, v in values.items()], ["account", ""])
        for refusal in account.refused:
            click.echo(f"refused, line {refusal.line}: {refusal.reason}")
        for repair in account.repairs:
            click.echo(f"repaired: {repair}")
        if account.cut_off:
            click.echo(f"seems cut off: {account.cut_off}")
    if account.refused:
        raise SystemExit(1)


@group.command("convert")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "to_format",
    default="",
    help="ris, bibtex, csv, csl-json or endnote-xml; otherwise from the name of TARGET.",
)
def convert(source: Path, target: Path, to_format: str) -> None:
    """Convert a file of records to another format."""
    from synthema import records
    from synthema.files import refuse_input, write_text
    from synthema.refused import Refused

    suffixes = {".ris": "ris", ".bib": "bibtex", ".csv": "csv", ".json": "csl-json", ".xml": "endnote-xml"}
    format_ = to_format or suffixes.get(target.suffix.lower(), "")
    if not format_:
        raise Refused(
            "What format is {target_name}? Say it with --to, or end the name with {suffixes}.",
            target_name=target.name,
            suffixes=", ".join(suffixes),
        )
    refuse_input(target, [source])
    found = records.read(source)
    written = records.write(found.records, format_)
    write_text(target, written)
    click.echo(f"{target}: {found.account.stored:,} records; {len(found.account.refused):,} refused.")
    if found.account.refused:
        raise SystemExit(1)
