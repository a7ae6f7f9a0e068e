"""The codes of two coders side by side: a person decides which mean the same, and the team's codebook grows."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from synthema.audit.model import By
from synthema.coding import round_acts
from synthema.coding.aligning import Aligned, aligned
from synthema.coding.book import book
from synthema.coding.code_acts import unmerge
from synthema.coding.pages_rounds import at, identifiers
from synthema.coding.round_readings import called, opened
from synthema.coding.rules import NewCode
from synthema.coding.tables import RoundRow, codes, round_row, visible
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.model import Need

HOW = ("new", "into", "apart", "out")


@page("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/alignment/")
def alignment(visit: Visit, round_id: UUID) -> HttpResponse:
    """What is proposed for two coders' codes, and what was decided."""
    row = opened(round_row(visit.review, round_id))
    coders = called(visit.review, row)
    pair = _pair(visit, coders)
    found = aligned(visit.review, row, visit.person.id, pair)
    wanted = visit.request.GET.get("show", "open")
    return visit.render(
        "coding/alignment.html",
        round=row,
        coders=coders,
        pair=pair or tuple(coders)[:2],
        found=found,
        lines=_shown(found, wanted) if found else [],
        wanted=wanted,
        book=_book(visit),
        may=bool(visit.roles & {"lead", "reviewer", "arbiter"}),
    )


def _shown(found: Aligned, wanted: str) -> list[tuple[int, object]]:
    """The rows that are asked for, with their numbers in the whole table."""
    return [(n, line) for n, line in enumerate(found.lines, 1) if wanted == "all" or line.open]


def _pair(visit: Visit, coders: dict[UUID, str]) -> tuple[UUID, UUID] | None:
    try:
        first, second = (UUID(visit.request.GET.get(name, "")) for name in ("first", "second"))
    except ValueError:
        return None
    return (first, second) if first != second and {first, second} <= coders.keys() else None


def _book(visit: Visit) -> list[tuple[UUID, str]]:
    """The codes of the team that may take others in, by path."""
    return [(one.id, one.path) for one in book(visit.review, visible(visit.review, visit.person.id)).tree()]


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/reconcile/", needs=Need.ARBITRATE)
def reconcile(visit: Visit, round_id: UUID) -> HttpResponse:
    """Decide on the codes of one row."""
    row = opened(round_row(visit.review, round_id))
    wanted, how = identifiers(visit, "codes"), visit.field("how")
    if how not in HOW or not wanted:
        raise Refused(_("Choose what these codes are to count as."))
    with transaction.atomic():
        said, merges = _decide(visit, row, wanted, how)
    undo = (at(visit, "unreconcile", row), {"merge": merges[0]}) if len(merges) == 1 else None
    return visit.go(_back(visit, row), said, undo)


def _decide(visit: Visit, row: RoundRow, wanted: tuple[UUID, ...], how: str) -> tuple[str, list[UUID]]:
    by, review, reason = visit.by(), visit.review, visit.field("reason")
    if how == "out":
        done = round_acts.reconcile(by, review, row.id, wanted, reason=reason)
        return _("Left out: what was coded with it counts no more."), [done.body.merge_id]
    if how == "into":
        (into,) = identifiers(visit, "into") or (None,)
        if into is None:
            raise Refused(_("Choose the team’s code that takes these in."))
        done = round_acts.reconcile(by, review, row.id, wanted, into=into, reason=reason)
        return _("It counts as the team’s code now."), [done.body.merge_id]
    if how == "new":
        (parent,) = identifiers(visit, "parent") or (None,)
        new = NewCode(name=visit.field("name"), parent=parent, definition=visit.field("definition"), color="")
        done = round_acts.reconcile(by, review, row.id, wanted, new=new, reason=reason)
        return _("The team has the code “%(name)s” now.") % {"name": new.name}, [done.body.merge_id]
    return _("Each is a code of the team now."), [_own(visit, row, by, code, reason) for code in wanted]


def _own(visit: Visit, row: RoundRow, by: By, code: UUID, reason: str) -> UUID:
    """Take one code over as it is."""
    known = codes(visit.review, visible(visit.review, visit.person.id)).filter(round=row.id, pk=code).first()
    if known is None:
        raise Refused(_("This form names something that is not here. Load the page again and repeat it."))
    new = NewCode(name=known.name, parent=None, definition=known.definition, color=known.color)
    done = round_acts.reconcile(by.then(code), visit.review, row.id, (code,), new=new, reason=reason)
    merge: UUID = done.body.merge_id
    return merge


def _back(visit: Visit, row: RoundRow) -> str:
    asked = visit.field("asked")
    return at(visit, "alignment", row) + (f"?{asked}" if asked.startswith(("first=", "show=")) else "")


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/unreconcile/", needs=Need.DECIDE)
def unreconcile(visit: Visit, round_id: UUID) -> HttpResponse:
    """Take a decision on codes back."""
    row = opened(round_row(visit.review, round_id))
    (merge,) = identifiers(visit, "merge") or (row.id,)
    unmerge(visit.by(), visit.review, merge, visit.field("reason"))
    return visit.go(_back(visit, row), _("These codes are undecided again."))
