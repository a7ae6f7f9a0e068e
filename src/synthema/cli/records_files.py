"""`synthema records` without a review: the account of a file, and a file in another format."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any, TypeVar

import click

from synthema.cli.common import table

if TYPE_CHECKING:
    from synthema.records import Account, Record, RecordStream
    from synthema.records.model import Corrections

F = TypeVar("F", bound=Callable[..., Any])
FORMATS_HELP = "ris, bibtex, csv, csl-json or endnote-xml; otherwise from the name of TARGET."
_SHOWN = ("title", "year", "doi", "authors", "journal", "abstract", "raw")
_SUFFIXES = {".ris": "ris", ".bib": "bibtex", ".csv": "csv", ".json": "csl-json", ".xml": "endnote-xml"}


def reading_options(command: F) -> F:
    """Add what a person may say of how a file is to be read."""
    for option in (
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="HEADER=FIELD",
            help="What a column of a table holds, such as Titel=title; nothing behind = keeps it as written.",
        ),
        click.option("--encoding", default="", help="How the letters are written, such as windows-1252 or gb18030."),
        click.option("--format", "format_", default="", help="What the file is, where it is taken for something else."),
    ):
        command = option(command)
    return command


def corrections_from(format_: str, encoding: str, columns: tuple[str, ...]) -> "Corrections":
    """What the options say of a file."""
    from synthema.records.formats.columns import normal_header
    from synthema.records.model import Corrections
    from synthema.refused import Refused

    pairs = []
    for column in columns:
        header, sign, field = column.rpartition("=")
        if not sign or not header:
            raise Refused("{column} names no column and field. Write --column HEADER=FIELD.", column=column)
        pairs.append((normal_header(header), field.strip()))
    return Corrections(format=format_, encoding=encoding, columns=tuple(pairs))


def format_of(target: Path, asked: str) -> str:
    """The format to write a file in: the one asked for, or that of its name."""
    from synthema.refused import Refused

    found = asked or _SUFFIXES.get(target.suffix.lower(), "")
    if not found:
        raise Refused(
            "What format is {target_name}? Say it with --to, or end the name with {suffixes}.",
            target_name=target.name,
            suffixes=", ".join(_SUFFIXES),
        )
    return found


@click.command("inspect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
@click.option("--records", "with_records", is_flag=True, help="With --json: also every record with its raw tags.")
@reading_options
def inspect(
    file: Path, as_json: bool, with_records: bool, format_: str, encoding: str, columns: tuple[str, ...]
) -> None:
    """The account of a FILE, without a review: exit code 1 when something was refused, 2 when nothing was read.

    Of a zip each file is told, one after the other; JSON tells of a zip only when it holds one file.
    """
    from synthema.files import readable
    from synthema.records.batch import is_batch
    from synthema.records.model import Unreadable
    from synthema.refused import Refused

    if with_records and not as_json:
        raise Refused("--records prints JSON. Add --json, or leave --records out.")
    readable(file, "export file")
    corrections = corrections_from(format_, encoding, columns)
    if not is_batch(file):
        raise SystemExit(_inspected(file, file.name, corrections, as_json, with_records))
    codes = [0]
    with TemporaryDirectory() as folder:
        for name, path in _in_zip(file, Path(folder), as_json, codes):
            try:
                codes.append(_inspected(path, name, corrections, as_json, with_records))
            except Unreadable as error:
                click.echo(f"Not done: {error}", err=True)
                codes.append(2)
    raise SystemExit(max(codes))


def _in_zip(file: Path, folder: Path, as_json: bool, codes: list[int]) -> Iterator[tuple[str, Path]]:
    """The files of a zip, each named before its account; what is not taken is said."""
    from synthema.records.batch import unpack_into, unpacked
    from synthema.refused import Refused

    count = sum(1 for _ in unpacked(file, file.name))
    if as_json and count != 1:
        raise Refused(
            "{name} holds {count} files; --json tells of one. Unpack it, or leave --json out.",
            name=file.name,
            count=count,
        )
    for one in unpack_into(folder, file, file.name):
        if isinstance(one, Refused):
            click.echo(f"Not done: {one}", err=True)
            codes.append(2)
        else:
            if not as_json:
                click.echo(f"{one[0]} in {file.name}")
            yield one


def _inspected(path: Path, name: str, corrections: "Corrections", as_json: bool, with_records: bool) -> int:
    """Print the account of one file; 1 where something was refused."""
    stream = _stream(path, name, corrections)
    if not as_json:
        _tell(stream.count())
    elif with_records:
        _print_with_records(stream)
    else:
        click.echo(json.dumps(asdict(stream.count()), ensure_ascii=False, indent=1))
    return 1 if stream.account.refused else 0


def _stream(path: Path, name: str, corrections: "Corrections") -> "RecordStream":
    from synthema import records

    return records.iter_read(
        path,
        name=name,
        format=corrections.format or None,
        encoding=corrections.encoding,
        columns=dict(corrections.columns),
    )


def _print_with_records(stream: "RecordStream") -> None:
    """One object; the records wait in a file until all of them are read."""
    with TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="") as waiting:
        parted = ""
        for record in stream:
            told = {name: getattr(record, name) for name in _SHOWN}
            waiting.write(parted + json.dumps(told, ensure_ascii=False))
            parted = ",\n  "
        account = json.dumps(asdict(stream.account), ensure_ascii=False, indent=1)
        click.echo(account.removesuffix("\n}") + ',\n "records": [', nl=False)
        waiting.seek(0)
        while piece := waiting.read(1 << 20):
            click.echo(piece, nl=False)
        click.echo("]\n}")


def _tell(account: "Account") -> None:
    """An account in words."""
    told = ("format", "source", "encoding", "markers", "stored", "tag_characters", "kept_characters")
    rows: list[list[object]] = [[name.replace("_", " "), getattr(account, name)] for name in told]
    table([[name, "not recognised" if value == "" else value] for name, value in rows], ["account", ""])
    click.echo(f"recognised by {account.why}")
    if account.tags:
        click.echo()
        rows = [[use.tag, f"{use.count:,}", ", ".join(use.fields) or "kept as written"] for use in account.tags]
        table(rows, ["tag", "times", "looked at for"])
    if account.preamble:
        click.echo(f"\nBefore the first record:\n{account.preamble}")
    tell_faults(account)


def tell_faults(account: "Account") -> None:
    """What was refused, repaired or looks odd."""
    for refusal in account.refused:
        click.echo(f"refused, line {refusal.line}: {refusal.reason}")
    for repair in account.repairs:
        click.echo(f"repaired: {repair}")
    if account.cut_off:
        click.echo(f"seems cut off: {account.cut_off}")


def _some(stream: "RecordStream") -> "Iterator[Record]":
    """The records of a file; raises Refused where everything in it was refused."""
    from synthema.refused import Refused

    yield from stream
    account = stream.account
    if account.refused and not account.stored:
        first = account.refused[0]
        raise Refused(
            "Nothing of {name} can be converted. Line {line}: {reason}. `synthema records inspect` tells more.",
            name=account.file,
            line=first.line,
            reason=first.reason,
        )


@click.command("convert")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--to", "to_format", default="", help=FORMATS_HELP)
@reading_options
def convert(source: Path, target: Path, to_format: str, format_: str, encoding: str, columns: tuple[str, ...]) -> None:
    """Convert a file of records to another format."""
    from synthema import records
    from synthema.files import refuse_input, write_pieces

    wanted = format_of(target, to_format)
    refuse_input(target, [source])
    stream = _stream(source, source.name, corrections_from(format_, encoding, columns))
    write_pieces(target, records.written(_some(stream), wanted))
    account = stream.account
    found = f"{account.markers:,} found = {account.stored:,} stored + {len(account.refused):,} refused"
    click.echo(f"{target}: {account.stored:,} stored.\n{account.file}: {account.format}, {found}")
    tell_faults(account)
    if account.refused:
        raise SystemExit(1)
