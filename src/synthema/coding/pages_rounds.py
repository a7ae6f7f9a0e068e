"""Rounds of coding: who codes which documents, who has handed in, and beginning, handing in, calling off."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.agreement import studies_for_code
from synthema.coding import round_acts
from synthema.coding.coverage import coverages
from synthema.coding.covering import Coverage
from synthema.coding.model import CodingUnit, MarkKind, RoundKind
from synthema.coding.round_readings import replaced
from synthema.coding.tables import RoundRow, RoundSeat, marks, round_row
from synthema.coding.tables import rounds as all_rounds
from synthema.documents.tables import Document
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import Names, Seat, names

SHARES = (10, 20, 30)  # of a hundred studies; how often a code may turn up, for planning
INSTANCES = 2


@dataclass(frozen=True, slots=True)
class Coder:
    """A coder of a round, and whether they are done."""

    person: UUID
    name: str
    done: bool
    excused: bool
    me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document as rounds list it."""

    id: UUID
    report: UUID
    title: str
    study: str
    ready: bool  # its findings are marked
    coded_in: tuple[int, ...] = ()  # opened rounds that covered it
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """A round with its people."""

    row: RoundRow
    coders: list[Coder]
    replaces: list[int]  # earlier rounds whose coding of these documents it takes the place of

    @property
    def missing(self) -> list[Coder]:
        """Those it still waits for."""
        return [one for one in self.coders if not (one.done or one.excused)]


def at(visit: Visit, name: str, row: RoundRow | UUID) -> str:
    """The address of a page of a round."""
    return reverse(f"coding:{name}", args=[visit.review, row.id if isinstance(row, RoundRow) else row])


def board(row: RoundRow, people: Names, viewer: UUID) -> Board:
    """The people of a round; that somebody handed in is no secret."""
    seats = {seat.person: seat for seat in RoundSeat.objects.filter(round=row)}
    coders = [_coder(seats[person], people[person], viewer) for person in row.coder_ids if person in seats]
    return Board(row, coders, replaced(row.review, row))


def _coder(seat: RoundSeat, name: str, viewer: UUID) -> Coder:
    return Coder(seat.person, name, seat.handed_in_seq is not None, seat.excused_seq is not None, seat.person == viewer)


@page("reviews/<uuid:review>/coding/rounds/")
def rounds(visit: Visit) -> HttpResponse:
    """All rounds, and beginning one."""
    people = names(visit.review)
    return visit.render(
        "coding/rounds.html",
        boards=[board(row, people, visit.person.id) for row in reversed(all_rounds(visit.review))],
        leading="lead" in visit.roles,
        texts=texts(visit, list(Document.objects.filter(review=visit.review).order_by("number"))),
        coders=_who_may_code(visit, people),
        planning=[(share, studies_for_code(share / 100, INSTANCES)) for share in SHARES],
        instances=INSTANCES,
    )


def _who_may_code(visit: Visit, people: Names) -> list[tuple[UUID, str]]:
    roles = [str(role) for role in ROLES_FOR[Need.DECIDE]]
    seats = set(Seat.objects.filter(review=visit.review, role__in=roles).values_list("person", flat=True))
    return sorted(((person, people[person]) for person in seats), key=lambda one: (one[1], one[0]))


def texts(visit: Visit, rows: Sequence[Document], coverage: dict[UUID, Coverage] | None = None) -> list[Text]:
    """Documents with their studies, by study and title."""
    ready = set(marks(visit.review).filter(kind=MarkKind.FINDINGS).values_list("document", flat=True))
    over = [one for one in all_rounds(visit.review) if one.opened_seq is not None]
    full = Document.objects.filter(pk__in=[row.id for row in rows]).select_related("report__study")
    found = [
        Text(
            id=row.id,
            report=row.report_id,
            title=row.report.title,
            study=row.report.study.label if row.report.study else row.report.short_name,
            ready=row.id in ready,
            coded_in=tuple(one.number for one in over if row.id in one.document_ids),
            coverage=(coverage or {}).get(row.id),
        )
        for row in full
    ]
    return sorted(found, key=lambda one: (one.study, one.title, one.id))


@page("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/")
def one_round(visit: Visit, round_id: UUID) -> HttpResponse:
    """One round: its documents, its people, one's own work; what it found, once it is open."""
    row = round_row(visit.review, round_id)
    found = board(row, names(visit.review), visit.person.id)
    mine = next((one for one in found.coders if one.me), None)
    documents = list(Document.objects.filter(review=visit.review, id__in=row.document_ids))
    own = coverages(visit.review, documents, visit.person.id) if mine and row.running else None
    return visit.render(
        "coding/round.html",
        board=found,
        round=row,
        mine=mine,
        texts=texts(visit, documents, own),
        left=sum(one.of_sentences - one.sentences for one in own.values()) if own else 0,
        leading="lead" in visit.roles,
    )


@act("reviews/<uuid:review>/coding/rounds/begin/", needs=Need.LEAD)
def begin_round(visit: Visit) -> HttpResponse:
    """Begin a round."""
    kind, unit = visit.field("kind"), visit.field("unit", CodingUnit.SENTENCE)
    if kind not in [*RoundKind] or unit not in [*CodingUnit]:
        raise Refused(_("Say whether the coders bring codes of their own or use the team’s codebook."))
    done = round_acts.begin_round(
        visit.by(),
        visit.review,
        kind,
        identifiers(visit, "coders"),
        identifiers(visit, "documents"),
        unit=unit,
        blind=bool(visit.field("blind")),
        note=visit.field("note"),
    )
    return visit.go(at(visit, "one_round", done.body.round_id), _("The round has begun."))


def identifiers(visit: Visit, name: str) -> tuple[UUID, ...]:
    """The identifiers that a form sends under one name."""
    try:
        return tuple(UUID(one) for one in visit.request.POST.getlist(name) if one)
    except ValueError:
        raise Refused(_("This form names something that is not here. Load the page again and repeat it.")) from None


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/hand-in/", needs=Need.DECIDE)
def hand_in(visit: Visit, round_id: UUID) -> HttpResponse:
    """Say that one is done; the last one's word opens the round."""
    round_acts.hand_in(visit.by(), visit.review, round_id)
    here = at(visit, "one_round", round_id)
    if round_row(visit.review, round_id).opened_seq is not None:
        return visit.go(here, _("The round is open: everybody sees now what each coder did."))
    return visit.go(here, _("You handed in."), (at(visit, "take_back", round_id), {}))


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/take-back/", needs=Need.DECIDE)
def take_back(visit: Visit, round_id: UUID) -> HttpResponse:
    """Go on coding in a round that is not open yet."""
    round_acts.take_back(visit.by(), visit.review, round_id)
    return visit.go(at(visit, "one_round", round_id), _("You code on."), (at(visit, "hand_in", round_id), {}))


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/call-off/", needs=Need.LEAD)
def call_off(visit: Visit, round_id: UUID) -> HttpResponse:
    """Call off a round in which nobody has coded."""
    round_acts.call_off(visit.by(), visit.review, round_id, visit.field("reason"))
    return visit.go(reverse("coding:rounds", args=[visit.review]), _("The round is called off."))


@act("reviews/<uuid:review>/coding/rounds/<uuid:round_id>/excuse/", needs=Need.LEAD)
def excuse(visit: Visit, round_id: UUID) -> HttpResponse:
    """Go on without a coder who does not finish."""
    (person,) = identifiers(visit, "person") or (visit.person.id,)
    round_acts.excuse(visit.by(), visit.review, round_id, person, visit.field("reason"))
    return visit.go(at(visit, "one_round", round_id), _("The round goes on without this coder."))
