"""`synthema coding`: the codebook, passages of codes, search, queries and coverage."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table

if TYPE_CHECKING:
    from synthema.coding.columns import Material
    from synthema.coding.telling import Told

UNITS = ("passage", "sentence", "document")
WITHIN = ("overlap", "sentence", "document", "study")
VOICES = ("participant", "author", "open")
MOST = 50  # lines printed; --out has all


@click.command("codes")
@click.option("--show", type=click.Choice(["all", "unused", "single", "away"]), default="all", help="Which of them.")
@acting
def codes(show: str, review: UUID, by: By) -> None:
    """The codebook as a tree, with passages, studies and quotes of each code; one's own codes of a round below it.

    `unused` are codes without passages, `single` those found in one study, `away` the retired and merged ones.
    """
    from synthema.coding.queries import NEVER, used

    held = _material(review, by)
    counted = used(held.columns, held.study_of)
    known = [one for one in held.book.codes if one.live is (show != "away")]
    rows: list[list[object]] = []
    for one in known:
        number = counted.get(one.key, NEVER)
        if (show == "unused" and number.quotes) or (show == "single" and number.studies != 1):
            continue
        name = one.path if show != "all" else "  " * min(one.level, 20) + one.name
        whose = "" if one.round is None else "of a round"
        rows.append([name, number.passages, number.studies, number.quotes, whose])
    if not rows:
        click.echo("No code. `synthema coding code new NAME` makes one.")
    table(rows, ["code", "passages", "studies", "quotes", ""])


@click.group("code")
def code() -> None:
    """Make, change, move, merge, split and retire codes.

    A CODE is named by its path (“Stigma / At work”), or by its name alone where no other code has it.
    """


@code.command("new")
@click.argument("name")
@click.option("--under", default="", help="The code it stands under.")
@click.option("--definition", default="", help="What it means, when to use it, when not.")
@click.option("--color", default="", help="#rrggbb, or the name of an ink such as crimson.")
@click.option("--round", "number", type=int, help="Make it in your own codebook of this round of coding.")
@acting
def new(*, name: str, under: str, definition: str, color: str, number: int | None, review: UUID, by: By) -> None:
    """Make a code."""
    from synthema.coding.actions import create_code
    from synthema.coding.round_tables import rounds
    from synthema.refused import Refused

    parent = _material(review, by).book.called(under).id if under else None
    row = next((one for one in rounds(review) if one.number == number), None)
    if number is not None and row is None:
        raise Refused("There is no round {number} of coding. `synthema coding round status` names them.", number=number)
    done = create_code(
        by, review, name, parent=parent, definition=definition, color=color, round=row.id if row else None
    )
    click.echo(f"The code “{done.body.name}” is made.")


@code.command("change")
@click.argument("name")
@click.option("--name", "new_name", help="Its new name.")
@click.option("--definition", help="Its new definition.")
@click.option("--color", help="#rrggbb, or the name of an ink.")
@acting
def change(*, name: str, new_name: str | None, definition: str | None, color: str | None, review: UUID, by: By) -> None:
    """Give a code another name, definition or colour; what is not given stays."""
    from synthema.coding.actions import change_code

    one = _material(review, by).book.called(name)
    done = change_code(
        by,
        review,
        one.id,
        basis=one.edited_seq,
        name=one.name if new_name is None else new_name,
        definition=one.definition if definition is None else definition,
        color=one.color if color is None else color,
    )
    click.echo(f"The code “{done.body.name}” is changed.")


@code.command("move")
@click.argument("name")
@click.option("--under", default="", help="The code it goes under; without it, to the top.")
@click.option("--place", type=click.IntRange(1), help="Its place among its like, from 1; without it, the last.")
@acting
def move(*, name: str, under: str, place: int | None, review: UUID, by: By) -> None:
    """Put a code under another one, or to the top."""
    from synthema.coding.actions import move_code

    book = _material(review, by).book
    one = book.called(name)
    parent = book.called(under).id if under else None
    last = sum(other.parent == parent for other in book.codes)
    move_code(by, review, one.id, parent, last if place is None else place - 1, basis=one.edited_seq)
    click.echo(f"“{one.name}” is moved.")


@code.command("merge")
@click.argument("names", nargs=-1, required=True)
@click.option("--into", required=True, help="The code they count as from now on.")
@click.option("--reason", default="", help="Why they mean the same.")
@acting
def merge(names: tuple[str, ...], into: str, reason: str, review: UUID, by: By) -> None:
    """Let codes count as another one; each coding keeps the code it was given, and `unmerge` undoes it."""
    from synthema.coding.actions import merge_codes

    book = _material(review, by).book
    target = book.called(into)
    merge_codes(by, review, tuple(book.called(name).id for name in names), target.id, reason=reason)
    click.echo(f"{len(names)} merged into “{target.name}”.")


@code.command("unmerge")
@click.argument("name")
@click.option("--reason", default="", help="Why.")
@acting
def unmerge(name: str, reason: str, review: UUID, by: By) -> None:
    """Let a merged code, and those merged with it in one act, stand for themselves again."""
    from synthema.coding.actions import unmerge as part
    from synthema.coding.rules import same_name
    from synthema.coding.tables import MergeRow
    from synthema.refused import Refused

    wanted = {one.id for one in _material(review, by).book.codes if one.merged and _is_called(one, name, same_name)}
    rows = [one for one in MergeRow.objects.filter(review=review, withdrawn_seq=None) if wanted & set(one.code_ids)]
    if len(rows) != 1:
        raise Refused(
            "{number} standing merges hold a code called {name!r}; one is needed. `synthema coding codes --show away` "
            "names the merged codes.",
            number=len(rows),
            name=name,
        )
    part(by, review, rows[0].id, reason)
    click.echo("The merge is undone.")


def _is_called(one: object, name: str, same: object) -> bool:
    return same(name) in (same(one.name), same(one.path))  # type: ignore[operator, attr-defined]


@code.command("split")
@click.argument("name")
@click.option("--to", "target", required=True, help="The code they get; it is made beside the first where none is.")
@click.option("--where", required=True, help="Which passages: a query, as in `synthema coding query`.")
@click.option("--reason", default="", help="Why.")
@acting
def split(*, name: str, target: str, where: str, reason: str, review: UUID, by: By) -> None:
    """Give those passages of a code that a query finds to another code."""
    from synthema.coding.actions import split_code
    from synthema.coding.answering import codings_found
    from synthema.coding.rules import NewCode
    from synthema.refused import Refused

    held = _material(review, by)
    one = held.book.called(name)
    chosen = codings_found(review, by.person, held, one, where)
    if not chosen:
        raise Refused("No passage of “{name}” fits {where!r}.", name=one.name, where=where)
    there = held.book.named(target)
    part = there.id if there else NewCode(target, parent=one.parent, color=one.color)
    split_code(by, review, one.id, {part: chosen}, reason=reason)
    click.echo(f"{len(chosen)} codings went from “{one.name}” to “{there.name if there else target}”.")


@code.command("retire")
@click.argument("name")
@click.option("--reason", default="", help="Why.")
@acting
def retire(name: str, reason: str, review: UUID, by: By) -> None:
    """Use a code no more; what was coded with it stays."""
    from synthema.coding.actions import retire_code

    one = _material(review, by).book.called(name)
    retire_code(by, review, one.id, reason)
    click.echo(f"“{one.name}” is retired.")


@code.command("restore")
@click.argument("name")
@click.option("--reason", default="", help="Why.")
@acting
def restore(name: str, reason: str, review: UUID, by: By) -> None:
    """Bring a retired code back."""
    from synthema.coding.actions import restore_code
    from synthema.coding.rules import same_name
    from synthema.refused import Refused

    away = [one for one in _material(review, by).book.codes if one.retired and not one.merged]
    found = [one for one in away if _is_called(one, name, same_name)]
    if len(found) != 1:
        raise Refused(
            "{number} retired codes are called {name!r}; one is needed. `synthema coding codes --show away` names "
            "them by their paths.",
            number=len(found),
            name=name,
        )
    restore_code(by, review, found[0].id, reason)
    click.echo(f"“{found[0].name}” is in use again.")


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

    held = _material(review, by)
    found = answer(review, held, expression, Unit(unit)).found if expression else everything(held)
    order = in_order(found, held)
    if unit == "document":
        texts = [held.texts[number] for number in found.document[order].tolist()]
        _documents(held, [(held.studies[one.study], one.title) for one in texts], out)
        return
    if out:
        write_text(out, as_csv(told(review, by.person, held, found, order)))
        click.echo(f"{len(found):,} written to {out}.")
        return
    _print(told(review, by.person, held, found, order[:MOST]), len(found))


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

    held = _material(review, by)
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

    held = _material(review, by)
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

    held = _material(review, by)
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
        lines.append([row.report.short_name, row.file_name, *told])
    if not lines:
        click.echo("No full text yet. `synthema documents add` attaches one.")
    table(lines, ["report", "file", "sentences done", "dismissed", "letters coded"])


@click.command("codebook-out")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def codebook_out(file: Path, review: UUID, by: By) -> None:
    """Write the team's codebook to a FILE (.qdc, .csv or .docx)."""
    from synthema.coding.codebook_files import WRITERS
    from synthema.files import write_bytes
    from synthema.refused import Refused

    kind = file.suffix.lower().lstrip(".")
    if kind not in WRITERS:
        raise Refused("{file} is no codebook file that is written. Name it .qdc, .csv or .docx.", file=file)
    tree = _material(review, by).book.tree()
    write_bytes(file, WRITERS[kind][1](tree))
    click.echo(f"{len(tree):,} codes written to {file}.")


def _material(review: UUID, by: By) -> "Material":
    """What the person may see, past the door of the review."""
    from synthema.coding.columns import material
    from synthema.team.doors import access_review

    access_review(by.person, review)
    return material(review, by.person)


COMMANDS = (codes, code, quotes, query, together_, by_study, search, coverage, codebook_out)
