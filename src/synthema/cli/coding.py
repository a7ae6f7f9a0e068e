"""`synthema coding`: read and code full texts, alone or with others; what other programs coded."""

import json
from pathlib import Path

import click


@click.group("coding")
def group() -> None:
    """Read and code full texts, alone or in rounds; codebooks, questions, projects of other programs (REFI-QDA)."""


@group.command("inspect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
def inspect(file: Path, as_json: bool) -> None:
    """What a FILE (.qdpx or .qdc) holds, without a review.

    Told are the counts, whether the file keeps to the standard, how it counts positions in its texts and how sure that
    is, and what an import would leave out, each with a reason. Exit code 2 when the file cannot be read.
    """
    from synthema.coding.refi.inspect import inspected, lines
    from synthema.coding.refi.reading import read

    told = inspected(read(file))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for line in lines(told):
        click.echo(line)


from synthema.cli import (  # noqa: E402
    coding_acts,
    coding_asked,
    coding_codes,
    coding_exchange,
    coding_memos,
    coding_rounds,
)

for _room in (coding_acts, coding_asked, coding_codes, coding_exchange, coding_memos, coding_rounds):
    for _command in _room.COMMANDS:
        group.add_command(_command)
