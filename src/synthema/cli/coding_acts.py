"""`synthema coding`: mark the findings of full texts, code passages and dismiss them, and take that back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli.common import acting, table, together
from synthema.refused import Refused
from synthema.words import counted

if TYPE_CHECKING:
    from synthema.coding.model import Visible
    from synthema.documents.model import Span
    from synthema.documents.tables import Document

SHORT = 60  # letters of a passage that a list shows
KINDS = click.Choice(["findings", "qualitative"])
VOICES = click.Choice(["participant", "author", "open"])
WORDS = click.option("--words", required=True, help="The passage as it stands there; […] where words are left out.")
PAGE = click.option("--page", type=click.IntRange(min=1), help="The page, where the words stand on several.")
NTH = click.option("--nth", type=click.IntRange(min=1), help="Which of the places where the words stand, from 1.")


@click.command("mark")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--suggested", is_flag=True, help="The sections whose headings say that they are the findings.")
@click.option("--heading", default="", help="The section under this heading.")
@click.option("--from", "first", default="", help="The part that begins with these words…")
@click.option("--to", "last", default="", help="… and ends with these.")
@click.option("--kind", type=KINDS, default="findings", show_default=True, help="What the part is.")
@acting
def mark(
    documents: tuple[str, ...],
    *,
    suggested: bool,
    heading: str,
    first: str,
    last: str,
    kind: str,
    review: UUID,
    by: By,
) -> None:
    """Mark the findings of full texts, or the qualitative strand of mixed-methods reports.

    A DOCUMENT is named by its number or file name, as `synthema documents list` shows them. Say where the part is by
    --suggested, by --heading, or by --from and --to. Several DOCUMENTs are marked all or none.
    """
    from synthema.coding.actions import mark_section
    from synthema.coding.naming import between, document_called, suggested_findings, under_heading
    from synthema.team.doors import access_review

    if [suggested, bool(heading), bool(first and last)].count(True) != 1 or bool(first) != bool(last):
        raise Refused("Say where the part is in one way: --suggested, --heading TEXT, or --from TEXT --to TEXT.")
    access_review(by.person, review)
    told = []
    with together():
        for number, name in enumerate(documents):
            row = document_called(review, name)
            spans = (
                suggested_findings(row)
                if suggested
                else under_heading(row, heading)
                if heading
                else between(row, first, last)
            )
            done = mark_section(by.then(f"mark {number}"), review, row.id, kind, spans).body
            told.append(f"{row.file_name}: {kind} marked, {_begins_and_ends(row, done.ranges)}")
    click.echo("\n".join(told))


def _begins_and_ends(row: "Document", spans: "Sequence[Span]") -> str:
    """The first and the last words of a marked part, and how long it is."""
    from synthema.documents.tables import text_of

    text = text_of(row)
    letters = f"{counted(sum(span.end - span.start for span in spans), 'character')}"
    if text is None:
        return letters
    whole = " ".join(text.text[spans[0].start : spans[-1].end].split())
    return f"{letters}: “{whole if len(whole) <= SHORT else f'{whole[:30].rstrip()} … {whole[-30:].lstrip()}'}”"


@click.command("marks")
@acting
def list_marks(review: UUID, by: By) -> None:
    """The marked parts of all full texts."""
    from synthema.coding.tables import marks
    from synthema.documents.tables import documents
    from synthema.team.doors import access_review

    access_review(by.person, review)
    held = {row.id: row for row in documents(review)}
    found = [row for row in marks(review) if row.document in held]
    rows: list[list[object]] = [
        [str(one.id)[:8], held[one.document].number, held[one.document].file_name, one.kind,
         _begins_and_ends(held[one.document], one.spans)]
        for one in sorted(found, key=lambda one: held[one.document].number)
    ]  # fmt: skip
    table(rows, ["mark", "number", "file", "kind", "part"])
    if not rows:
        click.echo("No part is marked yet. `synthema coding mark DOCUMENT --suggested` marks the findings.")


@click.command("unmark")
@click.argument("mark_name", metavar="MARK")
@click.option("--reason", default="", help="Why.")
@acting
def unmark(mark_name: str, reason: str, review: UUID, by: By) -> None:
    """Take a MARK back; `synthema coding marks` names them."""
    from synthema.coding.actions import withdraw_mark
    from synthema.coding.naming import mark_called
    from synthema.team.doors import access_review

    access_review(by.person, review)
    withdraw_mark(by, review, mark_called(review, mark_name).id, reason)
    click.echo("The part is marked no more; the trail keeps it.")


@click.command("passage")
@click.argument("document")
@WORDS
@click.option("--code", "names", multiple=True, help="A code by its path or name; once for each.")
@click.option("--new", is_flag=True, help="Make the codes that are not there.")
@click.option("--in-vivo", is_flag=True, help="Also make a code that is called as the passage.")
@click.option("--voice", type=VOICES, default="open", show_default=True, help="Whose words they are.")
@PAGE
@NTH
@acting
def passage(
    *,
    document: str,
    words: str,
    names: tuple[str, ...],
    new: bool,
    in_vivo: bool,
    voice: str,
    page: int | None,
    nth: int | None,
    review: UUID,
    by: By,
) -> None:
    """Code a passage of a DOCUMENT (its number or file name); without --code it is only marked.

    Who codes in a round now codes into it, with the codes of that round.
    """
    from synthema.coding.actions import code_passage
    from synthema.coding.layers import layers
    from synthema.coding.naming import code_in_vivo, codes_to_use, document_called, ranges_called
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = document_called(review, document)
    spans, layer = ranges_called(row, words, page, nth), layers(review, by.person, [row.id])[row.id]
    with together():
        codes = codes_to_use(by, review, layer, names, new=new)
        if in_vivo:
            codes.append(code_in_vivo(by, review, row, layer, spans))
        spoken = "" if voice == "open" else voice
        done = code_passage(
            by, review, row.id, row.text_sha256, spans, codes=codes, voice=spoken, how="on the command line"
        ).body
    click.echo(f"Quote {str(done.quote_id)[:8]} of {row.file_name}: {counted(len(done.codings), 'code')} given.")


@click.command("dismiss")
@click.argument("document")
@WORDS
@PAGE
@NTH
@acting
def dismiss(document: str, words: str, page: int | None, nth: int | None, review: UUID, by: By) -> None:
    """Say that a passage of a DOCUMENT was read and holds no relevant finding."""
    from synthema.coding.actions import code_passage
    from synthema.coding.naming import document_called, ranges_called
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = document_called(review, document)
    spans = ranges_called(row, words, page, nth)
    done = code_passage(by, review, row.id, row.text_sha256, spans, dismissed=True, how="on the command line").body
    click.echo(f"Quote {str(done.quote_id)[:8]} of {row.file_name}: no relevant finding.")


@click.command("passages")
@click.argument("document")
@acting
def passages(document: str, review: UUID, by: By) -> None:
    """What is marked, coded and dismissed in a DOCUMENT, with the names by which other commands take it."""
    from synthema.coding.listing import said_of
    from synthema.coding.naming import document_called
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = document_called(review, document)
    rows: list[list[object]] = []
    for one in said_of(row, by.person):
        words = " ".join(one.words.split()) or "part of a page"
        short = words if len(words) <= SHORT else f"{words[: SHORT - 1].rstrip()}…"
        coded = "no relevant finding" if one.dismissed else "; ".join(one.codes) or "no code yet"
        rows.append([str(one.quote)[:8], one.page or "", short, coded, one.voice, one.person])
    table(rows, ["quote", "page", "words", "codes", "voice", "by"])
    click.echo(f"{counted(len(rows), 'passage')} of {row.file_name}.")


@click.command("apply")
@click.argument("quote")
@click.option("--code", "names", multiple=True, required=True, help="A code by its path or name; once for each.")
@click.option("--new", is_flag=True, help="Make the codes that are not there.")
@acting
def apply(quote: str, names: tuple[str, ...], *, new: bool, review: UUID, by: By) -> None:
    """Give a QUOTE further codes, a colleague's too; `synthema coding passages` names the quotes."""
    from synthema.coding.actions import apply_codes
    from synthema.coding.layers import layers
    from synthema.coding.naming import codes_to_use, quote_called

    look = _look(review, by)
    row = quote_called(review, look, quote)
    with together():
        codes = codes_to_use(by, review, layers(review, by.person, [row.document])[row.document], names, new=new)
        done = apply_codes(by, review, row.id, codes).body
    click.echo(f"{counted(len(done.codings), 'code')} given.")


@click.command("uncode")
@click.argument("quote")
@click.option("--code", "names", multiple=True, required=True, help="A code by its path or name; once for each.")
@acting
def uncode(quote: str, names: tuple[str, ...], review: UUID, by: By) -> None:
    """Take codes off a QUOTE; the quote stays."""
    from synthema.coding.actions import withdraw_coding
    from synthema.coding.naming import codings_called, quote_called

    look = _look(review, by)
    row = quote_called(review, look, quote)
    with together():
        off = codings_called(review, look, row, names)
        for number, one in enumerate(off):
            withdraw_coding(by.then(f"off {number}"), review, one.id)
    click.echo(f"{counted(len(off), 'code')} taken off.")


@click.command("voice")
@click.argument("quote")
@click.argument("whose", metavar="VOICE", type=VOICES)
@acting
def voice_(quote: str, whose: str, review: UUID, by: By) -> None:
    """Say whose words a QUOTE holds: those of a participant, of the author, or open."""
    from synthema.coding.actions import set_voice
    from synthema.coding.naming import quote_called

    set_voice(by, review, quote_called(review, _look(review, by), quote).id, "" if whose == "open" else whose)
    click.echo("It is said whose words these are.")


@click.command("reanchor")
@click.argument("quote")
@WORDS
@PAGE
@NTH
@acting
def reanchor_(quote: str, words: str, page: int | None, nth: int | None, review: UUID, by: By) -> None:
    """Give a QUOTE other words of the same document; its codes and memos stay."""
    from synthema.coding.actions import reanchor
    from synthema.coding.naming import quote_called, ranges_called
    from synthema.documents.tables import document

    row = quote_called(review, _look(review, by), quote)
    text = document(review, row.document)
    reanchor(by, review, row.id, text.text_sha256, ranges_called(text, words, page, nth))
    click.echo("The quote has other words now.")


@click.command("take-back")
@click.argument("quote")
@click.option("--reason", default="", help="Why.")
@acting
def take_back_quote(quote: str, reason: str, review: UUID, by: By) -> None:
    """Take a QUOTE back with all its codes, or a passage that was dismissed."""
    from synthema.coding.actions import withdraw_quote
    from synthema.coding.naming import quote_called

    withdraw_quote(by, review, quote_called(review, _look(review, by), quote).id, reason)
    click.echo("The quote is taken back; the trail keeps it.")


def _look(review: UUID, by: By) -> "Visible":
    """What the person may see, past the door of the review."""
    from synthema.coding.tables import visible
    from synthema.team.doors import access_review

    access_review(by.person, review)
    return visible(review, by.person)


COMMANDS: tuple[click.Command, ...] = (
    mark, list_marks, unmark, passage, dismiss, passages, apply, uncode, voice_, reanchor_, take_back_quote,
)  # fmt: skip
