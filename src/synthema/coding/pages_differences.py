"""How far the coders of an opened round agree, and the consensus log: each difference, and what was decided on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synthema.agreement import Estimate, Unitised
from synthema.agreement.extents import Unitising
from synthema.coding import round_acts
from synthema.coding.agreeing import ANY, Crossed, Extents
from synthema.coding.differences import How
from synthema.coding.pages_rounds import at, identifiers
from synthema.coding.round_readings import RoundBook, book_of, called, extents, opened
from synthema.coding.settling import HEADER, as_rows, log
from synthema.coding.tables import RoundRow, codings, round_row, rounds, visible
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.sheets import csv_text
from synthema.team.model import Need

Words = str | Promise
SIZE = 25  # differences on a page
NAMES: dict[Unitising, Words] = {
    Unitising.U_ALPHA: gettext_lazy("u-alpha: same places, same codes"),
    Unitising.U_ALPHA_BINARY: gettext_lazy("|u-alpha: same places, whatever the code"),
    Unitising.CU_ALPHA: gettext_lazy("cu-alpha: same codes where both marked"),
}
HOW: dict[How, Words] = {
    How.ONE: gettext_lazy("Not everybody coded it"),
    How.CODE: gettext_lazy("Other codes"),
    How.EXTENT: gettext_lazy("The same codes, other ends"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One coefficient as shown."""

    name: Words
    value: str
    interval: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCode:
    """One code: its coefficient, and for two coders where both, one or none marked it."""

    code: str
    alpha: Number
    crossed: Crossed | None


@page("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/agreement/")
def agreement(visit: Visit, round_id: UUID) -> HttpResponse:
    """Agreement on extents, before any talk."""
    row = opened(round_row(visit.review, round_id))
    book, coders = book_of(visit.review, row, visit.person.id), called(visit.review, row)
    found = extents(visit.review, row, visit.person.id) if len(coders) > 1 else None
    return visit.render(
        "coding/agreement.html",
        round=row,
        coders=coders,
        book=book,
        left_open=len(book.undecided),
        found=found,
        numbers=list(_numbers(found)) if found else [],
        by_code=list(_by_code(found, book)) if found else [],
        pairs=[one for one in found.pairs if one.code == ANY] if found else [],
        coverage=percent(found.any_code) if found else "",
        again=again(visit.review, row),
    )


def _numbers(found: Extents) -> Iterator[Number]:
    yield _number(NAMES[Unitising.U_ALPHA_BINARY], found.any_code[Unitising.U_ALPHA_BINARY])
    if found.codes:
        yield _number(NAMES[Unitising.U_ALPHA], found.codes[Unitising.U_ALPHA])
        yield _number(NAMES[Unitising.CU_ALPHA], found.codes[Unitising.CU_ALPHA])


def _number(name: Words, estimate: Estimate) -> Number:
    has = estimate.low is not None and estimate.high is not None
    return Number(
        name=name,
        value="–" if estimate.value is None else f"{estimate.value:.2f}",
        interval=f"{estimate.low:.2f} – {estimate.high:.2f}" if has else "–",
        why=_(estimate.reason) if estimate.reason else "",
    )


def _by_code(found: Extents, book: RoundBook) -> Iterator[ByCode]:
    tables = {one.code: one for one in found.pairs} if len(found.coders) == 2 else {}
    for name, code, one in sorted((book.called(code), code, one) for code, one in _alphas(found)):
        yield ByCode(code=name, alpha=_number("", one), crossed=tables.get(code))


def _alphas(found: Extents) -> Iterator[tuple[str, Estimate]]:
    for code, one in found.by_code.items():
        yield code, one[Unitising.U_ALPHA]


def percent(found: Unitised) -> str:
    """Coverage as a percentage."""
    return "" if found.coverage is None else f"{100 * found.coverage:.1f} %"


def again(review: UUID, row: RoundRow) -> bool:
    """Whether some of these people coded some of these documents in an earlier opened round."""
    earlier = [one for one in rounds(review) if one.number < row.number and one.opened_seq is not None]
    return any({*one.document_ids} & {*row.document_ids} and {*one.coder_ids} & {*row.coder_ids} for one in earlier)


def _number_asked(visit: Visit) -> int:
    asked = visit.request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked) else 1


@page("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/differences/")
def differences(visit: Visit, round_id: UUID) -> HttpResponse:
    """The differences, a page at a time; all, or those that are open."""
    row = opened(round_row(visit.review, round_id))
    only_open, number = visit.request.GET.get("show") == "open", _number_asked(visit)
    found = log(visit.review, row, visit.person.id, first=(number - 1) * SIZE, most=SIZE, only_open=only_open)
    shown = found.total - found.settled if only_open else found.total
    return visit.render(
        "coding/differences.html",
        round=row,
        found=found,
        lines=[(HOW[one.how], one) for one in found.lines],
        only_open=only_open,
        page=number,
        pages=max(1, -(-shown // SIZE)),
        left_open=len(book_of(visit.review, row, visit.person.id).undecided),
        ways=_ways(visit, row),
        coders=list(called(visit.review, row).values()),
        may=bool(visit.roles & {"lead", "reviewer", "arbiter"}),
    )


def _ways(visit: Visit, row: RoundRow) -> list[str]:
    """How this person may settle: those who coded record what they agreed on; who did not, decides as an arbiter."""
    return ["consensus"] if visit.person.id in row.coder_ids else ["consensus", "arbiter"]


@page("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/differences.csv")
def consensus_log(visit: Visit, round_id: UUID) -> HttpResponse:
    """The consensus log as a table."""
    row = opened(round_row(visit.review, round_id))
    rows = as_rows(log(visit.review, row, visit.person.id))
    answer = HttpResponse(csv_text(HEADER, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="consensus-log-round-{row.number}.csv"'
    return answer


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/settle/", needs=Need.ARBITRATE)
def settle(visit: Visit, round_id: UUID) -> HttpResponse:
    """Say what counts where coders differ."""
    row = opened(round_row(visit.review, round_id))
    (document,) = identifiers(visit, "document") or (row.id,)
    start, end = _place(visit)
    counts, here = set(identifiers(visit, "counts")), identifiers(visit, "here")
    known = set(
        codings(visit.review, visible(visit.review, visit.person.id))
        .filter(round=row.id, id__in=here)
        .values_list("id", flat=True)
    )
    done = round_acts.settle_difference(
        visit.by(),
        visit.review,
        row.id,
        document,
        start,
        end,
        aside=tuple(one for one in here if one in known and one not in counts),
        decision=visit.field("decision", "consensus"),
        note=visit.field("note"),
    )
    undo = (at(visit, "reopen_difference", row), {"difference": done.body.difference_id})
    return visit.go(_back(visit, row), _("Settled; it stands in the consensus log."), undo)


def _place(visit: Visit) -> tuple[int, int]:
    start, end = visit.field("start"), visit.field("end")
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in (start, end)):
        raise Refused(_("This form names something that is not here. Load the page again and repeat it."))
    return int(start), int(end)


def _back(visit: Visit, row: RoundRow) -> str:
    asked = visit.field("asked")
    return at(visit, "differences", row) + (f"?{asked}" if asked.startswith(("page=", "show=")) else "")


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/reopen/", needs=Need.ARBITRATE)
def reopen_difference(visit: Visit, round_id: UUID) -> HttpResponse:
    """Open a settled difference again."""
    row = opened(round_row(visit.review, round_id))
    (difference,) = identifiers(visit, "difference") or (row.id,)
    round_acts.reopen_difference(visit.by(), visit.review, difference)
    return visit.go(_back(visit, row), _("The difference is open again."))
