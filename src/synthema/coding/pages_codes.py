"""One code: its passages by study, its history, its memos, and changing, moving, merging, splitting and retiring it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.coding.actions import (
    change_code,
    merge_codes,
    move_code,
    restore_code,
    retire_code,
    split_code,
    undo_split,
    unmerge,
    write_memo,
)
from synthema.coding.book import Book, Listed
from synthema.coding.columns import Material, material
from synthema.coding.histories import history
from synthema.coding.inks import INKS
from synthema.coding.model import About
from synthema.coding.pages_codebook import (
    MOST_OFFERED,
    at,
    frozen_by,
    known_material,
    may_decide,
    offered,
    own_rounds,
    parent_sent,
)
from synthema.coding.queries import NEVER, Columns, Used, used
from synthema.coding.quotes_shown import filtered, shown
from synthema.coding.round_tables import visible
from synthema.coding.rules import NewCode
from synthema.coding.tables import codings, memos
from synthema.coding.telling import in_order, told
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.model import Need
from synthema.team.tables import names

AT_MERGE = 10  # passages shown of each side
AT_SPLIT = 200  # passages to choose from at once


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into the form of a code."""

    name: str
    definition: str
    color: str


def code_here(visit: Visit, code: UUID) -> Listed:
    """A code this person may see; raises Http404 for any other."""
    found = material(visit.review, visit.person.id).book.by_id.get(code)
    if found is None:
        raise Http404
    return found


def of_codes(held: Material, keys: list[int]) -> Columns:
    """The codings of these codes."""
    return held.columns.where(np.isin(held.columns.code, keys))


def used_together(held: Material, keys: list[int]) -> Used:
    """How often any of these codes is used."""
    rows = of_codes(held, keys)
    rows.code[:] = 0
    return used(rows, held.study_of).get(0, NEVER)


@page("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/")
def one_code(visit: Visit, code: UUID) -> HttpResponse:
    """A code with its passages, its history and what can be done to it."""
    return visit.render("coding/code.html", **_page_of(visit, code_here(visit, code)))


def _page_of(visit: Visit, one: Listed) -> dict[str, Any]:
    """All that the page of a code tells."""
    held = known_material(visit, one)
    below = [held.book.by_id[other].key for other in held.book.below(one.id)]
    with_below = visit.request.GET.get("below") == "1" and len(below) > 1
    rows = filtered(visit, held, of_codes(held, below if with_below else [one.key]))
    look = visible(visit.review, visit.person.id)
    return {
        "code": one,
        "above": _above(held.book, one),
        "under": [other for other in held.book.codes if other.parent == one.id and other.live][:MOST_OFFERED],
        "counts_as": held.book.by_id.get(one.effective) if one.merged and one.effective else None,
        "formerly": held.book.formerly(one.id),
        "used": used(of_codes(held, [one.key]), held.study_of).get(one.key, NEVER),
        "branch": used_together(held, below) if len(below) > 1 else None,
        "with_below": with_below,
        "passages": shown(visit, held, rows),
        "more": f"code={one.id}",
        "history": history(visit.review, look, held.book, one.id),
        "memos": memos(visit.review, look).filter(about_kind=About.CODE, about=one.id),
        "people": names(visit.review),
        **_forms(visit, held.book, one),
    }


def _above(book: Book, one: Listed) -> list[Listed]:
    found: list[Listed] = []
    while one.parent and one.parent in book.by_id:
        one = book.by_id[one.parent]
        found.append(one)
    return found[::-1][-12:]


def _forms(visit: Visit, book: Book, one: Listed) -> dict[str, Any]:
    """What the forms of a code offer; `may` says whether it is changed here at all."""
    running = one.round in [row.id for row in own_rounds(visit)]
    frozen = frozen_by(visit) if one.round is None else None
    mine = one.round is None or (running and one.person == visit.person.id)
    family = [other for other in book.codes if other.live and other.round in (None, one.round)]
    inside = book.below(one.id)
    targets = [other for other in family if other.id not in inside]
    return {
        "frozen": frozen,
        "may": may_decide(visit) and mine and not frozen,
        "targets": offered(targets),
        "siblings": [other for other in family if other.parent == one.parent and other.id != one.id][:MOST_OFFERED],
        "inks": INKS,
    }


@act("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/change/", needs=Need.DECIDE)
def change(visit: Visit, code: UUID) -> HttpResponse:
    """Give it another name, definition or colour."""
    by, one, seen = visit.by(), code_here(visit, code), basis(visit)
    name, definition, color = (visit.field(field) for field in ("name", "definition", "color"))
    try:
        done = change_code(by, visit.review, code, basis=seen, name=name, definition=definition, color=color)
    except Refused:
        if seen == one.edited_seq or not one.live:
            raise
        return _meanwhile(visit, one, Draft(name, definition, color))
    undo = {"basis": done.seq, "name": one.name, "definition": one.definition, "color": one.color}
    return visit.go(at(visit, "one_code", code), _("The code is changed."), (at(visit, "change", code), undo))


def _meanwhile(visit: Visit, one: Listed, draft: Draft) -> HttpResponse:
    """Somebody changed the code since the form was opened: what it is now, and what was typed to be sent again."""
    if visit.hx:
        return visit.render("coding/changed_meanwhile.html", status=422, code=one)
    return visit.render("coding/code.html", status=422, **_page_of(visit, one), draft=draft)


def basis(visit: Visit) -> int:
    """The state of a code that somebody saw when they opened the form."""
    sent = visit.field("basis")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 12):
        raise Refused("This form is damaged. Load the page again; nothing was saved.")
    return int(sent)


@act("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/move/", needs=Need.DECIDE)
def move(visit: Visit, code: UUID) -> HttpResponse:
    """Put it under another code or at the top, first or behind one of its like."""
    by, one = visit.by(), code_here(visit, code)
    book = material(visit.review, visit.person.id).book
    parent = parent_sent(visit, book)
    done = move_code(
        by, visit.review, code, parent, _place(book, one, parent, visit.field("after")), basis=basis(visit)
    )
    before = _like(book, one, one.parent)
    was = before[before.index(one.id) - 1] if before.index(one.id) else "first"
    undo = {"basis": done.seq, "parent": one.parent or "", "after": was}
    where = at(visit, "codebook") if visit.field("from") == "codebook" else at(visit, "one_code", code)
    said = _("“%(name)s” is moved.") % {"name": one.name}
    return visit.go(where, said, (at(visit, "move", code), undo))


def _like(book: Book, one: Listed, parent: UUID | None) -> list[UUID]:
    """All codes under the same one in the book of a code, those that are used no more among them."""
    person = one.person if one.round else None
    return [
        other.id
        for other in book.codes
        if other.parent == parent and other.round == one.round and (person is None or other.person == person)
    ]


def _place(book: Book, one: Listed, parent: UUID | None, after: str) -> int:
    """The place behind a code (its identifier), at the beginning ("first") or at the end ("")."""
    like = [other for other in _like(book, one, parent) if other != one.id]
    if after == "first":
        return 0
    place = next((place for place, other in enumerate(like) if str(other) == after), len(like) - 1)
    return place + 1


@page("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/merge/")
def merging(visit: Visit, code: UUID) -> HttpResponse:
    """Two codes side by side, before one is merged into the other."""
    one, held = code_here(visit, code), material(visit.review, visit.person.id)
    named = visit.request.GET.get("into", "").strip()[:700]
    into = held.book.called(named) if named else None
    both = [one, into] if into else [one]
    sides = [(other, used(of_codes(held, [other.key]), held.study_of).get(other.key, NEVER)) for other in both]
    return visit.render(
        "coding/merging.html",
        code=one,
        into=into,
        sides=[(other, counted, _some(visit, held, other)) for other, counted in sides],
        **_forms(visit, held.book, one),
    )


def _some(visit: Visit, held: Material, one: Listed) -> Any:
    """The first passages of a code."""
    found = of_codes(held, [one.key]).passages()
    order = in_order(found, held)[:AT_MERGE]
    return told(visit.review, visit.person.id, held, found, order)


@act("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/merge/", needs=Need.DECIDE)
def merge(visit: Visit, code: UUID) -> HttpResponse:
    """Let it count as another code."""
    by, one = visit.by(), code_here(visit, code)
    into = material(visit.review, visit.person.id).book.called(visit.field("into"))
    done = merge_codes(by, visit.review, (code,), into.id, reason=visit.field("reason"))
    said = _("“%(name)s” counts as “%(into)s” from now on.") % {"name": one.name, "into": into.name}
    undo = (at(visit, "part"), {"merge": done.body.merge_id, "code": code})
    return visit.go(at(visit, "one_code", into.id), said, undo)


@act("reviews/<uuid:review>/coding/codebook/unmerge/", needs=Need.DECIDE)
def part(visit: Visit) -> HttpResponse:
    """Let merged codes stand for themselves again."""
    by = visit.by()
    unmerge(by, visit.review, _sent(visit, "merge"), visit.field("reason"))
    return visit.go(_back(visit), _("The merge is undone; the codes stand for themselves again."))


@page("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/split/")
def splitting(visit: Visit, code: UUID) -> HttpResponse:
    """The passages of a code to choose from, and the code that the chosen ones get."""
    one, held = code_here(visit, code), material(visit.review, visit.person.id)
    found = of_codes(held, [one.key]).passages()
    order = in_order(found, held)
    return visit.render(
        "coding/splitting.html",
        code=one,
        total=len(found),
        rows=told(visit.review, visit.person.id, held, found, order[:AT_SPLIT]),
        **_forms(visit, held.book, one),
    )


@act("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/split/", needs=Need.DECIDE)
def split(visit: Visit, code: UUID) -> HttpResponse:
    """Give the chosen passages to a new code or to one there is."""
    by, one = visit.by(), code_here(visit, code)
    held = material(visit.review, visit.person.id)
    chosen = _codings(visit, held.book, one)
    new, there = visit.field("name"), visit.field("to")
    if bool(new) == bool(there):
        raise Refused("Name a new code for the chosen passages, or choose one there is: one of the two.")
    parent = one.parent if visit.field("beside") != "under" else one.id
    target = NewCode(new, parent=parent, color=one.color) if new else held.book.called(there).id
    (done,) = split_code(by, visit.review, code, {target: chosen}, reason=visit.field("reason"))
    number = len(done.body.codings)
    said = ngettext("%(number)d coding moved.", "%(number)d codings moved.", number) % {"number": number}
    undo = (at(visit, "move_back"), {"move": done.body.move_id, "code": code})
    return visit.go(at(visit, "splitting", code), said, undo)


def _codings(visit: Visit, book: Book, one: Listed) -> list[UUID]:
    """The codings of a code on the chosen quotes, of this and of the codes that count as it."""
    sent = [part for value in visit.request.POST.getlist("quotes") for part in value.split(",") if part]
    try:
        quotes = {UUID(part) for part in sent}
    except ValueError:
        raise Refused("This form is damaged. Load the page again; nothing was saved.") from None
    if not quotes:
        raise Refused("Choose passages first.")
    keys = [one.key, *(other.key for other in book.formerly(one.id))]
    look = visible(visit.review, visit.person.id)
    rows = codings(visit.review, look).filter(code_key__in=keys).order_by("seq", "id")
    return [coding for coding, quote in rows.values_list("id", "quote") if quote in quotes]


@act("reviews/<uuid:review>/coding/codebook/unsplit/", needs=Need.DECIDE)
def move_back(visit: Visit) -> HttpResponse:
    """Give split passages the code back that they had."""
    by = visit.by()
    undo_split(by, visit.review, _sent(visit, "move"))
    return visit.go(_back(visit), _("The passages have their code back."))


@act("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/retire/", needs=Need.DECIDE)
def retire(visit: Visit, code: UUID) -> HttpResponse:
    """Use it no more; what was coded with it stays."""
    by = visit.by()
    retire_code(by, visit.review, code, visit.field("reason"))
    return visit.go(at(visit, "one_code", code), _("The code is retired."), (at(visit, "restore", code), {}))


@act("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/restore/", needs=Need.DECIDE)
def restore(visit: Visit, code: UUID) -> HttpResponse:
    """Use it again."""
    by = visit.by()
    restore_code(by, visit.review, code, visit.field("reason"))
    return visit.go(at(visit, "one_code", code), _("The code is in use again."), (at(visit, "retire", code), {}))


@act("reviews/<uuid:review>/coding/codebook/codes/<uuid:code>/memo/", needs=Need.DECIDE)
def code_memo(visit: Visit, code: UUID) -> HttpResponse:
    """Write a memo on it."""
    by = visit.by()
    done = write_memo(by, visit.review, About.CODE, code_here(visit, code).id, visit.field("text"))
    undo = (at(visit, "unmemo"), {"memo": done.body.memo_id})
    return visit.go(at(visit, "one_code", code), _("The memo is kept."), undo)


def _sent(visit: Visit, name: str) -> UUID:
    try:
        return UUID(visit.field(name))
    except ValueError:
        raise Refused("This form is damaged. Load the page again; nothing was saved.") from None


def _back(visit: Visit) -> str:
    """The page of the code that a form names."""
    return at(visit, "one_code", _sent(visit, "code")) if visit.field("code") else at(visit, "codebook")
