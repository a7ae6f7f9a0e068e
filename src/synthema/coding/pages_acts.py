"""What coders do at the reader: mark, code, take off, take back, say whose words, write memos."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.model import By
from synthema.coding.actions import (
    apply_codes,
    code_passage,
    create_code,
    mark_section,
    quote_of,
    reanchor,
    restore_code,
    retire_code,
    set_voice,
    withdraw_coding,
    withdraw_mark,
    withdraw_memo,
    withdraw_quote,
    write_memo,
)
from synthema.coding.coverage import coverage
from synthema.coding.events import CodesApplied
from synthema.coding.model import About, Visible
from synthema.coding.paper import effective, layer_of, told_coverage, told_marks, told_one
from synthema.coding.sent import (
    code_sent,
    codes_sent,
    id_sent,
    mark_sent,
    memo_sent,
    quote_sent,
    ranges_sent,
    regions_sent,
    words_sent,
)
from synthema.coding.tables import CodingRow, MarkRow, QuoteRow, codes, codings, quote_row, visible
from synthema.documents.tables import Document, document
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.screening.pages_verdicts import same_person
from synthema.team.model import Need

Undo = tuple[str, dict[str, Any]]


@act("reviews/<uuid:review>/coding/passages/code/", needs=Need.DECIDE)
def code(visit: Visit) -> HttpResponse:
    """Code a passage with codes that are there and one made on the way, or dismiss it; one act, both or neither."""
    if stranger := same_person(visit):
        return stranger
    row, by = document(visit.review, id_sent(visit.field("document"))), visit.by()
    ranges, regions, given = ranges_sent(visit), regions_sent(visit), codes_sent(visit)
    with transaction.atomic():
        _restored(visit, by)
        named = (
            quote_of(by, visit.review, row.id, visit.field("sha"), ranges, regions) if visit.field("in_vivo") else None
        )
        made = _made_on_the_way(visit, by, row, quote=named)
        done = code_passage(
            by,
            visit.review,
            row.id,
            visit.field("sha"),
            ranges,
            shown=words_sent(visit, "shown"),
            codes=(*given, *made),
            voice=visit.field("voice"),
            dismissed=bool(visit.field("dismissed")),
            regions=regions,
            how="by hand",
        )
    quote = done.body.quote_id
    undo = _undo(visit, "unquote", quote=quote, made=list(made))
    if isinstance(done.body, CodesApplied):  # the same words were marked before
        undo = _undo(visit, "uncode", quote=quote, code=_codes_of(done.body), made=list(made))
    return _answer(visit, row, quote, undo=undo, said=_("The passage is coded."), made=made)


def _codes_of(applied: CodesApplied) -> str:
    return ",".join(str(one.code) for one in applied.codings)


@act("reviews/<uuid:review>/coding/passages/apply/", needs=Need.DECIDE)
def apply(visit: Visit) -> HttpResponse:
    """Give a quote further codes."""
    if stranger := same_person(visit):
        return stranger
    by, quote = visit.by(), _quote(visit)
    row = document(visit.review, quote.document)
    given = codes_sent(visit)
    with transaction.atomic():
        _restored(visit, by)
        made = _made_on_the_way(visit, by, row, quote=quote.id)
        done = apply_codes(by, visit.review, quote.id, (*given, *made))
    undo = _undo(visit, "uncode", quote=quote.id, code=_codes_of(done.body), made=list(made))
    return _answer(visit, row, quote.id, undo=undo, said=_("The code is added."), made=made)


def _made_on_the_way(visit: Visit, by: By, row: Document, *, quote: UUID | None) -> tuple[UUID, ...]:
    name = visit.field("new_name")
    if not name:
        return ()
    layer, parent = layer_of(row, visit.person.id), visit.field("new_parent")
    done = create_code(
        by.then("code"),
        visit.review,
        name,
        parent=code_sent(visit, parent) if parent else None,
        color=visit.field("new_color"),
        in_vivo=quote if visit.field("in_vivo") else None,
        round=layer.work.id if layer.work else None,
    )
    return (done.body.code_id,)


@act("reviews/<uuid:review>/coding/passages/uncode/", needs=Need.DECIDE)
def uncode(visit: Visit) -> HttpResponse:
    """Take one code off a quote, by its coding; or some, by their codes."""
    if stranger := same_person(visit):
        return stranger
    quote = _quote(visit)
    row, by = document(visit.review, quote.document), visit.by()
    off = _codings_of(visit, quote)
    given = [one.code_id for one in off]
    with transaction.atomic():
        for place, one in enumerate(off):
            withdraw_coding(by.then(place) if place else by, visit.review, one.id)
        gone = _retired_with_its_passage(visit, by)
    undo = _undo(visit, "apply", quote=quote.id, codes=given, restore=gone)
    return _answer(visit, row, quote.id, undo=undo, said=_("The code is taken off."))


def _codings_of(visit: Visit, quote: QuoteRow) -> list[CodingRow]:
    held = list(codings(visit.review, _look(visit)).filter(quote=quote.id).select_related("code").order_by("seq", "id"))
    if visit.field("coding"):
        wanted = {id_sent(visit.field("coding"))}
        found = [one for one in held if one.id in wanted]
    else:
        wanted = {code_sent(visit, text) for text in visit.field("code").split(",") if text}
        found = [one for one in held if one.code_id in wanted or effective(one.code) in wanted]
    if not found:
        raise Refused("This passage does not have that code any more. Load the page again.")
    return found


@act("reviews/<uuid:review>/coding/passages/unquote/", needs=Need.DECIDE)
def unquote(visit: Visit) -> HttpResponse:
    """Take a quote back with all its codings."""
    if stranger := same_person(visit):
        return stranger
    quote, by = _quote(visit), visit.by()
    row = document(visit.review, quote.document)
    again = _again(visit, quote, row)
    with transaction.atomic():
        withdraw_quote(by, visit.review, quote.id, visit.field("reason"))
        undo = _undo(visit, "code", **again, restore=_retired_with_its_passage(visit, by))
    return _answer(visit, row, None, undo=undo, said=_("The passage is taken back; the trail keeps it."), gone=quote.id)


def _retired_with_its_passage(visit: Visit, by: By) -> list[UUID]:
    """The code that was made in the act which is undone, retired with it where nothing else has come to need it."""
    gone, look = [], _look(visit)
    for wanted in codes_sent(visit, "made"):
        used = codings(visit.review, look).filter(code=wanted).exists()
        if used or not codes(visit.review, look).filter(pk=wanted, person=visit.person.id, retired_seq=None).exists():
            continue
        with suppress(Refused), transaction.atomic():  # a code below it, a theme, a round: then it stays
            retire_code(by.then("made"), visit.review, wanted, "undone with its first passage")
            gone.append(wanted)
    return gone


def _restored(visit: Visit, by: By) -> None:
    """The codes that went with what is brought back now."""
    for wanted in codes_sent(visit, "restore"):
        restore_code(by.then(f"restored {wanted}"), visit.review, wanted)


def _again(visit: Visit, quote: QuoteRow, row: Document) -> dict[str, Any]:
    """What codes the same passage anew."""
    held = codings(visit.review, _look(visit)).filter(quote=quote.id).order_by("seq", "id")
    areas = [[one.page, one.left, one.top, one.right, one.bottom] for one in quote.areas]
    return {
        "document": row.id,
        "sha": quote.text_sha256 or row.text_sha256,
        "ranges": " ".join(f"{span.start}-{span.end}" for span in quote.spans),
        "codes": list(held.values_list("code_id", flat=True)),
        "voice": quote.voice,
        "dismissed": "1" if quote.dismissed else "",
        "regions": str(areas) if areas else "",
    }


@act("reviews/<uuid:review>/coding/passages/reanchor/", needs=Need.DECIDE)
def move_quote(visit: Visit) -> HttpResponse:
    """Give a quote other words of the same document."""
    if stranger := same_person(visit):
        return stranger
    quote, by = _quote(visit), visit.by()
    row, before = document(visit.review, quote.document), _place(quote)
    reanchor(
        by,
        visit.review,
        quote.id,
        visit.field("sha"),
        ranges_sent(visit),
        shown=words_sent(visit, "shown"),
        regions=regions_sent(visit),
    )
    undo = _undo(visit, "move_quote", quote=quote.id, sha=quote.text_sha256, **before)
    return _answer(visit, row, quote.id, undo=undo, said=_("The quote has other words now."))


def _place(quote: QuoteRow) -> dict[str, str]:
    areas = [[one.page, one.left, one.top, one.right, one.bottom] for one in quote.areas]
    ranges = " ".join(f"{span.start}-{span.end}" for span in quote.spans)
    return {"ranges": ranges, "regions": str(areas) if areas else ""}


@act("reviews/<uuid:review>/coding/passages/voice/", needs=Need.DECIDE)
def voice(visit: Visit) -> HttpResponse:
    """Say whose words a quote holds."""
    if stranger := same_person(visit):
        return stranger
    quote, by = _quote(visit), visit.by()
    before = quote.voice
    set_voice(by, visit.review, quote.id, visit.field("voice"))
    undo = _undo(visit, "voice", quote=quote.id, voice=before)
    row = document(visit.review, quote.document)
    return _answer(visit, row, quote.id, undo=undo, said=_("It is said whose words these are."))


@act("reviews/<uuid:review>/coding/memos/write/", needs=Need.DECIDE)
def memo(visit: Visit) -> HttpResponse:
    """Write a memo on a quote, or on anything else that `about_kind` names; or put one in other words."""
    if stranger := same_person(visit):
        return stranger
    kind, by = visit.field("about_kind", About.QUOTE), visit.by()
    about = quote_sent(visit, "about") if kind == About.QUOTE else _about(visit)
    replaces = memo_sent(visit, "replaces") if visit.field("replaces") else None
    done = write_memo(by, visit.review, kind, about, words_sent(visit, "text"), replaces=replaces)
    undo = _undo(visit, "unmemo", memo=done.body.memo_id)
    said = _("The memo is kept.")
    if visit.scripted:
        return JsonResponse({"memo": str(done.body.memo_id), "about": str(about) if about else None, "undo": undo})
    return visit.go(_back(visit), said, _spoken_undo(undo))


def _about(visit: Visit) -> UUID | None:
    return id_sent(visit.field("about")) if visit.field("about") else None


@act("reviews/<uuid:review>/coding/memos/withdraw/", needs=Need.DECIDE)
def unmemo(visit: Visit) -> HttpResponse:
    """Take a memo back."""
    if stranger := same_person(visit):
        return stranger
    wanted, by = memo_sent(visit), visit.by()
    withdraw_memo(by, visit.review, wanted)
    if visit.scripted:
        return JsonResponse({"gone": str(wanted)})
    return visit.go(_back(visit), _("The memo is taken back; the trail keeps it."))


@act("reviews/<uuid:review>/coding/marks/mark/", needs=Need.DECIDE)
def mark(visit: Visit) -> HttpResponse:
    """Mark a part of a document as its findings, or as the qualitative strand."""
    if stranger := same_person(visit):
        return stranger
    row, by = document(visit.review, id_sent(visit.field("document"))), visit.by()
    done = mark_section(by, visit.review, row.id, visit.field("kind"), ranges_sent(visit))
    undo = _undo(visit, "unmark", mark=done.body.mark_id)
    return _answer(visit, row, None, undo=undo, said=_("The part is marked."), marked=True, mark=done.body.mark_id)


@act("reviews/<uuid:review>/coding/marks/withdraw/", needs=Need.DECIDE)
def unmark(visit: Visit) -> HttpResponse:
    """Take a mark back."""
    if stranger := same_person(visit):
        return stranger
    by, wanted = visit.by(), mark_sent(visit)
    held = MarkRow.objects.filter(review=visit.review, pk=wanted).first()
    if held is None:
        raise Refused("There is no such marked part in this review. Load the page again.")
    withdraw_mark(by, visit.review, wanted, visit.field("reason"))
    ranges = " ".join(f"{span.start}-{span.end}" for span in held.spans)
    undo = _undo(visit, "mark", document=held.document, kind=held.kind, ranges=ranges)
    row = document(visit.review, held.document)
    return _answer(visit, row, None, undo=undo, said=_("The mark is taken back."), marked=True)


def _quote(visit: Visit) -> QuoteRow:
    return quote_row(visit.review, _look(visit), quote_sent(visit))


def _look(visit: Visit) -> Visible:
    return visible(visit.review, visit.person.id)


def _undo(visit: Visit, name: str, **fields: Any) -> dict[str, Any]:
    """The address and the fields that take an act back; lists stay lists."""
    told = {
        key: [str(one) for one in value] if isinstance(value, list) else str(value) for key, value in fields.items()
    }
    return {"url": reverse(f"coding:{name}", kwargs={"review": visit.review}), "fields": told}


def _spoken_undo(undo: dict[str, Any]) -> Undo:
    flat = {key: ",".join(value) if isinstance(value, list) else value for key, value in undo["fields"].items()}
    return undo["url"], flat


def _answer(
    visit: Visit,
    row: Document,
    quote: UUID | None,
    *,
    undo: dict[str, Any],
    said: str,
    gone: UUID | None = None,
    marked: bool = False,
    mark: UUID | None = None,
    made: Sequence[UUID] = (),
) -> HttpResponse:
    """What a script paints and how far the document is now; for a form, the reader again."""
    if not visit.scripted:
        return visit.go(_back(visit, row), said, _spoken_undo(undo))
    told: dict[str, Any] = {"undo": undo, "coverage": told_coverage(coverage(row, visit.person.id))}
    if quote is not None:
        told |= told_one(row, visit.person.id, quote)
    if made:
        told["made"] = str(made[0])
    if retired := undo["fields"].get("restore"):
        told["retired"] = retired
    if gone is not None:
        told["gone"] = str(gone)
    if marked:
        told |= told_marks(row)
    if mark is not None:
        told["mark"] = str(mark)
    return JsonResponse(told)


def _back(visit: Visit, row: Document | None = None) -> str:
    """The reader at this document; without one, the documents."""
    if row is None and visit.field("document"):
        row = document(visit.review, id_sent(visit.field("document")))
    if row is None:
        return reverse("coding:documents", kwargs={"review": visit.review})
    there = reverse("coding:reader", kwargs={"review": visit.review, "report": row.report_id})
    return f"{there}?document={row.id}"
