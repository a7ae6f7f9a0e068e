"""`synthema coding`: the codebook as a tree, changing it, and the codebook as a file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table

if TYPE_CHECKING:
    from synthema.coding.book import Book, Listed
    from synthema.coding.columns import Material


@click.command("codes")
@click.option("--show", type=click.Choice(["all", "unused", "single", "away"]), default="all", help="Which of them.")
@acting
def codes(show: str, review: UUID, by: By) -> None:
    """The codebook as a tree, with passages, studies and quotes of each code; one's own codes of a round below it.

    `unused` are codes without passages, `single` those found in one study, `away` the retired and merged ones.
    """
    from synthema.coding.queries import NEVER, used
    from synthema.coding.tables import rounds as all_rounds
    from synthema.team.tables import names

    held = material_of(review, by)
    counted = used(held.columns, held.study_of)
    known = [one for one in held.book.codes if one.live is (show != "away")]
    numbers, people = {row.id: row.number for row in all_rounds(review)}, names(review)
    rows: list[list[object]] = []
    for one in known:
        number = counted.get(one.key, NEVER)
        if (show == "unused" and number.quotes) or (show == "single" and number.studies != 1):
            continue
        name = one.path if show != "all" else "  " * min(one.level, 20) + one.name
        rows.append(
            [name, number.passages, number.studies, number.quotes, "; ".join(_told(one, held.book, numbers, people))]
        )
    if not rows:
        click.echo("No code. `synthema coding code new NAME` makes one.")
    table(rows, ["code", "passages", "studies", "quotes", ""])


def _told(one: "Listed", book: "Book", rounds: Mapping[UUID, int], people: Mapping[UUID, str]) -> Iterator[str]:
    """Whose code of which round it is, and what became of it."""
    if one.round is not None:
        yield f"{people[one.person]}, round {rounds.get(one.round, 0)}"
    if one.merged:
        into = book.by_id.get(one.effective) if one.effective else None
        yield f"counts as {into.path}" if into else "left out"
    elif one.retired:
        yield "retired"


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

    parent = material_of(review, by).book.called(under).id if under else None
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

    one = material_of(review, by).book.called(name)
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

    book = material_of(review, by).book
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

    book = material_of(review, by).book
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
    from synthema.coding.tables import MergeRow
    from synthema.coding.wording import same_name
    from synthema.refused import Refused

    wanted = {one.id for one in material_of(review, by).book.codes if one.merged and _is_called(one, name, same_name)}
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

    held = material_of(review, by)
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

    one = material_of(review, by).book.called(name)
    retire_code(by, review, one.id, reason)
    click.echo(f"“{one.name}” is retired.")


@code.command("restore")
@click.argument("name")
@click.option("--reason", default="", help="Why.")
@acting
def restore(name: str, reason: str, review: UUID, by: By) -> None:
    """Bring a retired code back."""
    from synthema.coding.actions import restore_code
    from synthema.coding.wording import same_name
    from synthema.refused import Refused

    away = [one for one in material_of(review, by).book.codes if one.retired and not one.merged]
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
    tree = material_of(review, by).book.tree()
    write_bytes(file, WRITERS[kind][1](tree))
    click.echo(f"{len(tree):,} codes written to {file}.")


def material_of(review: UUID, by: By) -> "Material":
    """What the person may see, past the door of the review."""
    from synthema.coding.columns import material
    from synthema.team.doors import access_review

    access_review(by.person, review)
    return material(review, by.person)


COMMANDS = (codes, code, codebook_out)
