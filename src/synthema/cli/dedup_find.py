"""`synthema dedup find`: records of the same report in plain files, without a review."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synthema.cli.common import progress
from synthema.words import counted

if TYPE_CHECKING:
    from synthema.dedup.gathering import Found

FILE = click.Path(dir_okay=False, path_type=Path)
SPARSE = {"auto": None, "yes": True, "no": False}


@click.command("find")
@click.argument("files", metavar="RECORDS...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=FILE, help="Where ID,group is written.")
@click.option("--review", type=FILE, help="Where ID_1,ID_2,score,reason is written: pairs left to you.")
@click.option("--relations", type=FILE, help="Where ID_1,ID_2,relation,score,reason is written: related, not the same.")
@click.option(
    "--versions",
    type=click.Choice(["related", "same"]),
    default="related",
    show_default=True,
    help="What versions of one review are.",
)
@click.option(
    "--sparse",
    type=click.Choice(list(SPARSE)),
    default="auto",
    show_default=True,
    help="Whether most records have neither DOI nor volume nor pages.",
)
@click.option(
    "--pool",
    "where",
    default="local",
    show_default=True,
    help="Who does the work: local (all processors), local:2, or dask://HOST:PORT.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def find_(
    files: tuple[Path, ...],
    out: Path,
    review: Path | None,
    relations: Path | None,
    versions: str,
    sparse: str,
    where: str,
    as_json: bool,
) -> None:
    """Group the RECORDS of export files, or of a CSV with ID,title,..., without a review.

    The CSV may be packed as .csv.gz. Columns that are looked at: ID, title, author, year, journal, booktitle, volume,
    number, pages, doi, isbn, abstract; any but ID may be missing. Records without an ID are called by file and number,
    such as pubmed.nbib:12. Every record stands in OUT once, in its order. Pairs that look alike but not enough are left
    to you: --review lists them.
    """
    from synthema.dedup.files import stream, write_groups, write_pairs, write_relations
    from synthema.dedup.pipeline import compare
    from synthema.jobs.pool import pool

    _refuse_overwriting(files, [one for one in (out, review, relations) if one])
    with pool(where) as executor:
        coming = stream(files, lambda said: click.echo(said, err=True))
        found = compare(
            coming, versions=versions == "same", sparse=SPARSE[sparse], executor=executor, progress=progress
        )
    groups = write_groups(out, found)
    if review:
        write_pairs(review, found)
    if relations:
        write_relations(relations, found)
    written = ", ".join(str(one) for one in (out, review, relations) if one)
    click.echo(json.dumps(_counts(found, groups)) if as_json else f"{_said(found, groups)} Written: {written}")


def _refuse_overwriting(files: Sequence[Path], written: Sequence[Path]) -> None:
    from synthema.files import refuse_input

    for at, one in enumerate(written):
        refuse_input(one, [*files, *written[:at]])


def _counts(found: "Found", groups: int) -> dict[str, int]:
    return {
        "records": len(found.ids),
        "groups": groups,
        "duplicates": len(found.ids) - groups,
        "questions": len(found.doubtful),
        "relations": len(found.related),
    }


def _said(found: "Found", groups: int) -> str:
    numbers = f"{counted(len(found.ids), 'record')} are {counted(groups, 'report')}"
    left = f"{counted(len(found.doubtful), 'pair')} left to you"
    related = f"{counted(len(found.related), 'pair')} of related reports"
    return f"{numbers}: {counted(len(found.ids) - groups, 'duplicate')}, {left}, {related}."
