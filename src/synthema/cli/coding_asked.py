"""`synthema coding`: passages of codes, queries, codes together and by study, search, coverage."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.coding_codes import material_of
from synthema.cli.common import acting, table

if TYPE_CHECKING:
    from synthema.coding.columns import Material
    from synthema.coding.telling import Told

UNITS = ("passage", "sentence", "document")
WITHIN = ("overlap", "sentence", "document", "study")
VOICES = ("participant", "author", "open")
MOST = 50  # lines printed; --out has all


@click.command("quotes")
@click.option("--code", "name", default="", help="Only of this code.")
@click.option("--below", is_flag=True, help="With the codes below it.")
@click.option("--study", default="", help="Only of this study.")
@click.option("--voice", type=click.Choice(VOICES), help="Whose words; `open` where nobody decided.")
@click.option("--by", "coder", default="", help="Only what this person coded.")
@click.option("--out", type=click.Path(path_type=Path), help="Write all of them as a CSV file.")
@acting
def quotes(
    *, name: str, below: bool, study: str, voice: str | None, coder: str, out: Path | None, review: UUID, by: By
) -> None:
    """Coded passages with their context, by study."""
    from synthema.coding.answering import as_query

    asked = {"branch" if below else "code": name, "study": study, "voice": voice or "", "by": coder}
    if not any(asked.values()):
        asked["code"] = ""
    _answered(review, by, as_query(asked), "passage", out)


@click.command("query")
@click.argument("expression")
@click.option("--unit", type=click.Choice(UNITS), default="passage", help="What is found.")
@click.option("--out", type=click.Path(path_type=Path), help="Write all that is found as a CSV file.")
@acting
def query(expression: str, unit: str, out: Path | None, review: UUID, by: By) -> None:
    """Passages, sentences or documents where an EXPRESSION holds.

    Such as: stigma and not (branch:"Support" or voice:author) and words:"every morning" and study:"Adams 2019" and
    by:Ana. Names with and, or, not, a colon or a bracket go in quotation marks.
    """
    _answered(review, by, expression, unit, out)


def _answered(review: UUID, by: By, expression: str, unit: str, out: Path | None) -> None:
    from synthema.coding.answering import answer, everything
    from synthema.coding.queries import Unit
    from synthema.coding.telling import as_csv, in_order, told
    from synthema.files import write_text

    held = material_of(review, by)
    found = answer(review, held, expression, Unit(unit)).found if expression else everything(held)
    order = in_order(found, held)
    if unit == "document":
        texts = [held.texts[number] for number in found.document[order].tolist()]
        _documents(held, [(held.studies[one.study], one.title) for one in texts], out)
        return
    if out:
        write_text(out, as_csv(told(review, by.person, held, found, order, each=not expression)))
        click.echo(f"{len(found):,} written to {out}.")
        return
    _print(told(review, by.person, held, found, order[:MOST], each=not expression), len(found))


def _documents(held: "Material", rows: list[tuple[str, str]], out: Path | None) -> None:
    from synthema.sheets import write_sheet

    if out:
        write_sheet(out, ("study", "report"), rows)
        click.echo(f"{len(rows):,} written to {out}.")
        return
    table([[study, title] for study, title in rows], ["study", "report"])
    click.echo(f"{len(rows):,} of {len(held.texts):,} documents that are being coded.")


def _print(rows: "Iterable[Told]", total: int) -> None:
    study = None
    for one in rows:
        if one.study != study:
            study = one.study
            click.echo(f"\n{study}")
        page = f", page {one.page}" if one.page else ""
        click.echo(f"  {one.before.strip()} [{' […] '.join(one.words)}] {one.after.strip()}".rstrip())
        click.echo(
            f"    {one.text.title}{page} · {'; '.join(code.path for code in one.codes)} · {', '.join(one.people)}"
            f" · {', '.join(str(quote)[:8] for quote in one.quotes)}"
        )
    more = f" The first {MOST} are shown; --out FILE.csv writes all." if total > MOST else ""
    click.echo(f"\n{total:,} found.{more}" if total else "Nothing found.")


@click.command("together")
@click.option("--within", type=click.Choice(WITHIN), default="overlap", help="Where two codes must meet.")
@click.option("--code", "name", default="", help="Only pairs with this code.")
@click.option("--out", type=click.Path(path_type=Path), help="Write all pairs as a CSV file.")
@acting
def together_(within: str, name: str, out: Path | None, review: UUID, by: By) -> None:
    """Codes that stand together, most often first, and in how many studies."""
    from synthema.coding.asked_tables import found_together, pairs, together_csv
    from synthema.coding.queries import Within
    from synthema.files import write_text

    held = material_of(review, by)
    found = found_together(review, held, Within(within))
    if name:
        key = held.book.called(name).key
        found = [one for one in found if key in (one.first, one.second)]
    if out:
        write_text(out, together_csv(held, found))
        click.echo(f"{len(found):,} pairs written to {out}.")
        return
    rows: list[list[object]] = [
        [one.first.path, one.second.path, one.times, one.studies] for one in pairs(held, found[:MOST])
    ]
    table(rows, ["code", "stands with", "times", "studies"])
    click.echo(f"{len(found):,} pairs.")


@click.command("by-study")
@click.option("--by", "attribute", default="study", help="study, year, rating, or a question: extraction.KEY.")
@click.option("--out", type=click.Path(path_type=Path), help="Write it as a CSV file.")
@acting
def by_study(attribute: str, out: Path | None, review: UUID, by: By) -> None:
    """Codes by groups of studies: passages of each, and in how many studies."""
    from synthema.coding.asked_tables import crossed_csv, used_codes
    from synthema.coding.grouping import attributes, groups_of
    from synthema.coding.queries import crossed
    from synthema.files import write_text
    from synthema.refused import Refused

    held = material_of(review, by)
    chosen = next((one for one in attributes(review) if one.key == attribute), None)
    if chosen is None:
        known = ", ".join(one.key for one in attributes(review))
        raise Refused("Studies are not grouped by {attribute!r}. Groups: {known}.", attribute=attribute, known=known)
    groups = groups_of(review, held, chosen)
    if out:
        write_text(out, crossed_csv(held, groups))
        click.echo(f"Written to {out}.")
        return
    cells = crossed(held.columns, held.study_of, groups)
    rows: list[list[object]] = []
    for one in used_codes(held, held.columns):
        found = [cells.get(one.key, {}).get(name) for name in groups]
        rows.append([one.path, *(f"{cell.passages} ({cell.studies})" if cell else "" for cell in found)])
    table(rows, ["code", *groups])


@click.command("search")
@click.argument("words")
@acting
def search(words: str, review: UUID, by: By) -> None:
    """Look for WORDS in full texts, coded passages, memos and codes with their former names."""
    from synthema.coding.searching import search as look
    from synthema.coding.telling import in_order, told

    held = material_of(review, by)
    found = look(review, by.person, held, words)
    click.echo(f"Codes: {len(found.codes):,}")
    for code_found in found.codes[:20]:
        old = f" (formerly {', '.join(code_found.formerly)})" if code_found.formerly else ""
        click.echo(f"  {code_found.code.path}{old}")
    click.echo(f"Coded passages: {len(found.passages):,}")
    for one in told(review, by.person, held, found.passages, in_order(found.passages, held)[:20]):
        click.echo(f"  {one.study}: {' […] '.join(one.words)}")
    click.echo(f"Memos: {found.in_memos:,}")
    for memo in found.memos:
        click.echo(f"  {' '.join(memo.text.split())[:200]}")
    click.echo(f"Full texts: {found.in_texts:,} in {found.documents:,} documents")
    for place in found.texts:
        click.echo(f"  {place.title}: {place.before} [{place.words}] {place.after}")


@click.command("coverage")
@acting
def coverage(review: UUID, by: By) -> None:
    """How much of the findings of each document is coded, or was read and dismissed."""
    from synthema.coding.coverage import coverages
    from synthema.documents.tables import documents
    from synthema.team.doors import access_review

    access_review(by.person, review)
    rows = documents(review)
    done = coverages(review, rows, by.person)
    lines: list[list[object]] = []
    for row in rows:
        one = done[row.id]
        if one.of_sentences:
            told = [f"{one.sentences} of {one.of_sentences}", one.dismissed, f"{one.letters} of {one.of}"]
        else:
            told = ["findings not marked", "", ""]
        lines.append([row.number, row.report.short_name, row.file_name, *told])
    if not lines:
        click.echo("No full text yet. `synthema documents add` attaches one.")
    table(lines, ["number", "report", "file", "sentences done", "dismissed", "letters coded"])
    if any(not done[row.id].of_sentences for row in rows):
        click.echo("`synthema coding mark DOCUMENT --suggested` marks the findings of a full text.")


COMMANDS = (quotes, query, together_, by_study, search, coverage)
