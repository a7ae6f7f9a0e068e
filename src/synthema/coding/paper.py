"""What the reader needs to code one document: its marks, sentences, codes and quotes, as plain lists for a script."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from synthema.coding.coverage import counted, findings_of
from synthema.coding.covering import Counted, Coverage, covered, within
from synthema.coding.layers import Layer, layers
from synthema.coding.model import About
from synthema.coding.tables import CodeRow, QuoteRow, codes, codings, marks, memos, quotes
from synthema.documents.model import Span
from synthema.documents.tables import Document
from synthema.frame.refusals import spoken
from synthema.refused import Refused
from synthema.team.tables import Names, Person, outside_names

LATELY = 60  # of one's own codings, for the codes used last


def layer_of(row: Document, viewer: UUID) -> Layer:
    """What a person sees of one document and does there."""
    return layers(row.review, viewer, [row.id])[row.id]


def why_frozen(layer: Layer) -> str:
    """Why nobody, or this person, codes here now, as a page says it; "" where they may."""
    return spoken(Refused(layer.frozen)) if layer.frozen else ""


def paper(row: Document, viewer: UUID, *, may: bool) -> dict[str, Any]:
    """All of it for one document and who looks; `may` says whether their role lets them code."""
    layer, of = layer_of(row, viewer), counted(row)
    visible = list(codes(row.review, layer.look))
    book = shown_codes(visible, layer)
    shown, used = shown_quotes(row, layer, visible)
    parts, done = told_marks(row), _coverage(row, of, shown, used)
    people = Counter(quote.person for quote in shown)
    order = list(people)
    called, about = _called(order), _memos(row, layer)
    return {
        "document": str(row.id),
        "sha": row.text_sha256,
        "length": row.characters,
        "layer": _told(layer),
        "may": may and layer.frozen is None,
        "frozen": why_frozen(layer),
        **parts,
        "spoken": [[span.start, span.end] for span in of.spoken] if of else [],
        "codes": [told_code(one, layer) for one in book],
        "also": _also(book),
        "recent": _recent(row.review, layer),
        "people": [called[one] for one in order],
        "quotes": [
            told_quote(one, used.get(one.id, ()), layer, who=order.index(one.person), memos=about[one.id])
            for one in shown
        ],
        "coverage": told_coverage(done),
    }


@dataclass(frozen=True, slots=True)
class Used:
    """One coding on a shown quote: itself, the code it counts as, and whether it counts."""

    coding: UUID
    code: UUID
    counts: bool


def shown_quotes(
    row: Document, layer: Layer, book: Iterable[CodeRow], only: UUID | None = None
) -> tuple[list[QuoteRow], dict[UUID, list[Used]]]:
    """The quotes of a document that are shown, or one of them, and the codings on each; `book` holds their codes."""
    found, held = quotes(row.review, layer.look).filter(document=row.id), codings(row.review, layer.look)
    held = held.filter(document_number=row.number)
    if only is not None:
        found, held = found.filter(pk=only), held.filter(quote=only)
    shown = [one for one in found.defer("exact", "prefix32", "suffix32", "was") if layer.shows(one.round, one.person)]
    used: dict[UUID, list[Used]] = {}
    known = {one.id: one for one in book}
    told = held.order_by("seq", "code__made_seq", "id").values_list("id", "quote_id", "code_id", "aside_seq")
    for coding, quote, code, aside in told:
        counts = aside is None and (known[code].merged_seq is None or known[code].effective is not None)
        used.setdefault(quote, []).append(Used(coding, effective(known[code]), counts))
    return shown, used


def shown_codes(book: Iterable[CodeRow], layer: Layer) -> list[CodeRow]:
    """The codes to choose from and those that shown codings may have, in the order of their books."""
    return [one for one in book if one.round is None or layer.shows(one.round, one.person)]


def effective(code: CodeRow) -> UUID:
    """The code that one counts as; itself where it counts as none."""
    return code.effective if code.merged_seq is not None and code.effective else code.id


def told_quote(quote: QuoteRow, used: Sequence[Used], layer: Layer, *, who: int = 0, memos: int = 0) -> dict[str, Any]:
    """One quote: ranges, regions, voice, whether dismissed, its codings with their codes, its memos, who made it."""
    return {
        "id": str(quote.id),
        "r": json.loads(quote.ranges),
        "g": json.loads(quote.regions),
        "v": quote.voice,
        "x": quote.dismissed,
        "who": who,
        "may": layer.may_change(quote.person, quote.round),
        "k": [[str(one.coding), str(one.code)] for one in used],
        "m": memos,
    }


def told_code(code: CodeRow, layer: Layer) -> dict[str, Any]:
    """One code: whether it is this person's own in a round, and whether it can be chosen."""
    stands = code.retired_seq is None and code.merged_seq is None
    return {
        "id": str(code.id),
        "name": code.name,
        "definition": code.definition,
        "parent": str(code.parent) if code.parent else None,
        "color": code.color,
        "mine": code.round is not None and code.person == layer.look.viewer,
        "pick": stands and layer.offers(code.round, code.person),
        "gone": code.retired_seq is not None and code.merged_seq is None and layer.offers(code.round, code.person),
    }


def told_one(row: Document, viewer: UUID, quote: UUID) -> dict[str, Any]:
    """One quote as it is now, and the codes on it."""
    layer = layer_of(row, viewer)
    visible = list(codes(row.review, layer.look))
    shown, used = shown_quotes(row, layer, visible, quote)
    held = used.get(quote, ())
    about = memos(row.review, layer.look).filter(about_kind=About.QUOTE, about=quote).count()
    wanted = {one.code for one in held}
    book = [one for one in shown_codes(visible, layer) if one.id in wanted]
    told = next((told_quote(one, held, layer, memos=about) for one in shown), None)
    if told is not None:
        told["by"] = _called([shown[0].person])[shown[0].person]  # where `who` counts in no list
        del told["who"]
    return {
        "quote": told,
        "codes": [told_code(one, layer) for one in book],
    }


def told_marks(row: Document) -> dict[str, Any]:
    """The marked parts of a document, and the sentences of its findings."""
    marked, of = list(marks(row.review, row.id)), counted(row)
    told = [{"id": str(one.id), "kind": one.kind, "ranges": json.loads(one.ranges)} for one in marked]
    return {"marks": told, **_lines(of, findings_of(marked))}


def told_coverage(found: Coverage) -> dict[str, list[int]]:
    """Letters coded of those in the findings, sentences done of theirs, and how many of these were dismissed."""
    return {
        "letters": [found.letters, found.of],
        "sentences": [found.sentences, found.of_sentences],
        "dismissed": [found.dismissed],
    }


def _coverage(
    row: Document, of: Counted | None, shown: Sequence[QuoteRow], used: Mapping[UUID, list[Used]]
) -> Coverage:
    """How much is done, from what is shown."""
    coded = {quote for quote, held in used.items() if any(one.counts for one in held)}
    findings = findings_of(marks(row.review, row.id))
    if of is None or not findings:
        return Coverage()
    with_code = [span for one in shown if one.id in coded for span in one.spans]
    return covered(
        of, findings, with_code, [s for one in shown if one.dismissed and one.id not in coded for s in one.spans]
    )


def _told(layer: Layer) -> dict[str, Any] | None:
    if layer.work is None:
        return None
    work = layer.work
    return {"round": str(work.id), "number": work.number, "kind": work.kind, "blind": work.blind}


def _lines(of: Counted | None, findings: Sequence[Span]) -> dict[str, list[int]]:
    """The sentences of the findings: the step from each start to the next, and the length of each."""
    found = within(of, findings) if of else ()
    starts = [span.start for span in found]
    steps = [start - before for before, start in zip([0, *starts], starts, strict=False)]
    return {"sentences": steps, "lengths": [span.end - span.start for span in found]}


def _also(book: Sequence[CodeRow]) -> list[list[str]]:
    """Names of codes that count as another one now: who remembers the old name finds the new code."""
    return [
        [one.name, str(one.effective)] for one in book if one.merged_seq is not None and one.effective and not one.round
    ]


def _recent(review: UUID, layer: Layer) -> list[str]:
    """The codes this person used last, the latest first."""
    mine = codings(review, layer.look).filter(person=layer.look.viewer)
    mine = mine.filter(round=layer.work.id if layer.work else None).order_by("-seq")
    return list(dict.fromkeys(map(str, mine.values_list("code_id", flat=True)[:LATELY])))


def _memos(row: Document, layer: Layer) -> Counter[UUID | None]:
    here = quotes(row.review, layer.look).filter(document=row.id).order_by().values("id")
    found = memos(row.review, layer.look).filter(about_kind=About.QUOTE, about__in=here).order_by()
    return Counter(found.values_list("about", flat=True))


def _called(people: Sequence[UUID]) -> Names:
    found = Names(Person.objects.filter(pk__in=people).values_list("id", "name"))
    found.update(outside_names(people))
    return found
