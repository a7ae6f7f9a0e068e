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
@click.option(
    "--review",
    type=FILE,
    help="Where ID_1,ID_2,score,reason,family is written: pairs left to you, the most useful family first.",
)
@click.option("--relations", type=FILE, help="Where ID_1,ID_2,relation,score,reason is written: related, not the same.")
@click.option(
    "--versions",
    type=click.Choice(["related", "same"]),
    default="related",
    show_default=True,
    help="What versions of one review are, such as the updates of a Cochrane review.",
)
@click.option(
    "--sparse",
    type=click.Choice(list(SPARSE)),
    default="auto",
    show_default=True,
    help="Whether most records have neither DOI nor volume nor pages, so that title, authors and year decide.",
)
@click.option(
    "--pool",
    "where",
    default="local",
    show_default=True,
    help="Who does the work: local (all processors), local:2 (two), or dask://HOST:PORT (a cluster).",
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
    """Group records of the same report in plain files, without a review.

    RECORDS are files as databases and reference managers export them (RIS, nbib, BibTeX, EndNote, CSV, ...), in any
    mixture, or a CSV, also as .csv.gz, with an ID and of these columns those that there are, in any case and order:
    title, author, year, journal, booktitle, volume, number, pages, doi, pmid, isbn, issn, abstract. Records without
    an ID are called by file and number, such as pubmed.nbib:12.

    OUT holds every record once, in the order in which they came; records of one group are the same report. Nothing
    is merged or changed in the files themselves.

    Pairs that look alike but not enough to be sure are left to you: --review lists them, with the percentage of being
    the same and the reason. Pairs that hang together are one family, usually decided at one look: all editorials of
    a journal, say. A family may still hold several reports, so all its pairs are listed, the most alike first.

    \b
    For example:
      synthema dedup find pubmed.nbib embase.ris --out groups.csv --review pairs.csv
    """
    from synthema.dedup.files import stream
    from synthema.dedup.pipeline import compare
    from synthema.dedup.written import Places, by_family, refuse_unwritable, write
    from synthema.jobs.pool import pool

    places = Places(groups=out, review=review, relations=relations)
    _refuse_overwriting(files, places.named)
    refuse_unwritable(places.named)
    with pool(where) as executor:
        coming = stream(files, lambda said: click.echo(said, err=True))
        found = compare(
            coming, versions=versions == "same", sparse=SPARSE[sparse], executor=executor, progress=progress
        )
    asked = by_family(found)
    write(found, asked, places)
    counts = _counts(found, [family for family, _ in asked])
    written = ", ".join(map(str, places.named))
    click.echo(json.dumps(counts) if as_json else f"{_said(counts)} Written: {written}")


def _refuse_overwriting(files: Sequence[Path], written: Sequence[Path]) -> None:
    from synthema.files import refuse_input

    for at, one in enumerate(written):
        refuse_input(one, [*files, *written[:at]])


def _counts(found: "Found", families: Sequence[int]) -> dict[str, int]:
    groups = len(set(found.group_of.tolist()))
    return {
        "records": len(found.ids),
        "groups": groups,
        "duplicates": len(found.ids) - groups,
        "questions": len(families),
        "families": len(set(families)),
        "relations": len(found.relations),
    }


def _said(counts: dict[str, int]) -> str:
    are = "is" if counts["records"] == 1 else "are"
    numbers = f"{counted(counts['records'], 'record')} {are} {counted(counts['groups'], 'report')}"
    left = f"{counted(counts['questions'], 'pair')} left to you"
    if counts["questions"] > 1:
        left += f" in {counted(counts['families'], 'family', 'families')}"
    related = f"{counted(counts['relations'], 'pair')} of related reports"
    return f"{numbers}: {counted(counts['duplicates'], 'duplicate')}, {left}, {related}."
