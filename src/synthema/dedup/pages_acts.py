"""What people do about duplicates on pages: look for them, merge, keep apart, part, and take each back."""

from collections.abc import Collection
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.audit import trail
from synthema.audit.tables import Event
from synthema.dedup.actions import (
    judge_family,
    keep_apart,
    merge_records,
    part_group,
    relate_records,
    withdraw_decision,
)
from synthema.dedup.asked import Asked, asked
from synthema.dedup.family_view import mark
from synthema.dedup.model import Kind
from synthema.dedup.pages_shown import number, shown_at
from synthema.dedup.tables import Question, members, questions
from synthema.dedup.wording import AHEAD
from synthema.dedup.work import FIND, running
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.refused import Refused
from synthema.team.model import Need


@act("reviews/<uuid:review>/duplicates/run/", needs=Need.SEARCH)
def run(visit: Visit) -> HttpResponse:
    """Look for duplicates among all records, in the background; a run under way is joined, not doubled."""
    if running(visit.review) is None:
        enqueue(visit.by(), visit.review, FIND)
    return visit.go(_address(visit))


@act("reviews/<uuid:review>/duplicates/merge/", needs=Need.SEARCH)
def merge(visit: Visit) -> HttpResponse:
    """Two records are the same report."""
    a, b = record_named(visit, "a"), record_named(visit, "b")
    if asked_here(visit, a, b):
        return next_one(visit, _("Somebody decided this pair in the meantime; your decision was not needed."))
    among = fellows(visit)
    done = merge_records(visit.by(), visit.review, a, b, visit.field("note")).body
    return next_one(visit, _("Merged into one."), done.decision_id, among)


@act("reviews/<uuid:review>/duplicates/apart/", needs=Need.SEARCH)
def apart(visit: Visit) -> HttpResponse:
    """Two records are different reports."""
    a, b = record_named(visit, "a"), record_named(visit, "b")
    if asked_here(visit, a, b):
        return next_one(visit, _("Somebody decided this pair in the meantime; your decision was not needed."))
    among = fellows(visit)
    done = keep_apart(visit.by(), visit.review, a, b, visit.field("note")).body
    return next_one(visit, _("Kept apart."), done.decision_id, among)


@act("reviews/<uuid:review>/duplicates/part/", needs=Need.SEARCH)
def part(visit: Visit) -> HttpResponse:
    """Records leave their group for one of their own."""
    chosen = tuple(_uuid(one) for one in visit.request.POST.getlist("record"))
    if not chosen:
        raise Refused(_("Tick the records that leave the group, then part it."))
    done = part_group(visit.by(), visit.review, chosen, visit.field("note")).body
    n = len(done.records)
    said = ngettext("One record has its own group now.", "%(n)s records have their own group now.", n) % {"n": n}
    return visit.go(_group(visit, done.others[0]), said, undo_of(visit, done.decision_id))


@act("reviews/<uuid:review>/duplicates/withdraw/", needs=Need.SEARCH)
def withdraw(visit: Visit) -> HttpResponse:
    """Take a decision back; the pair it was about is asked again."""
    moved = len(
        withdraw_decision(visit.by(), visit.review, _uuid(visit.field("decision")), visit.field("reason")).body.moves
    )
    said = _("Taken back.")
    if moved:
        said += " " + ngettext("One record changed its group.", "%(n)s records changed their group.", moved) % {
            "n": moved
        }
    question = visit.field("question")
    if question:
        return visit.go(f"{_address(visit)}?pair={_uuid(question)}&place={number(visit.field('place'))}", said)
    if visit.field("back") == "related":
        return visit.go(reverse("dedup:related", kwargs={"review": visit.review}), said)
    return visit.go(reverse("dedup:decided", kwargs={"review": visit.review}), said)


@act("reviews/<uuid:review>/duplicates/judge/", needs=Need.SEARCH)
def judge(visit: Visit) -> HttpResponse:
    """Decide about many uncertain records at once."""
    question, how = _uuid(visit.field("question")), visit.field("how")
    if trail.happened(visit.review, visit.by()):
        return next_one(visit, _("Decided."), trail.recorded(_done(visit)).body.decision_id)
    here = next((one for one in asked(visit.review) if any(q.id == question for q in one.questions)), None)
    if here is None or mark(here) != visit.field("mark"):
        return next_one(visit, _("Somebody decided about some of these in the meantime. This is what is open now."))
    ticked = tuple(_uuid(one) for one in visit.request.POST.getlist("record"))
    if how == "related":
        return _relate(visit, here, ticked)
    done = judge_family(visit.by(), visit.review, _parts(here, ticked, how), visit.field("note")).body
    joined, n = len({move.group for move in done.moves}), len(done.parts)
    said = _("Merged into one.") if n == 1 else _("Kept apart.") if not joined else _("Merged; the others kept apart.")
    return next_one(visit, said, done.decision_id, _questions(here))


def _parts(here: Asked, ticked: tuple[UUID, ...], how: str) -> tuple[tuple[UUID, ...], ...]:
    """What a button says of the records of a family."""
    if how == "all_same":
        return (here.records,)
    if how == "all_apart":
        return tuple((one,) for one in here.records)
    _refuse_others(here, ticked)
    if len(ticked) < 2:
        raise Refused(_("Tick the records that are the same work: two at least."))
    if how == "same":
        return (ticked,)
    if how == "rest_apart":
        return (ticked, *((one,) for one in here.records if one not in ticked))
    raise Refused(_("This form says nothing. Load the page again and repeat it."))


def _refuse_others(here: Asked, ticked: tuple[UUID, ...]) -> None:
    if not {*ticked} <= {*here.records}:
        raise Refused(_("A ticked record is open no more. Load the page again and repeat it."))


def _relate(visit: Visit, here: Asked, ticked: tuple[UUID, ...]) -> HttpResponse:
    _refuse_others(here, ticked)
    kind, _colon, way = visit.field("relation").partition(":")
    if len(ticked) != 2 or kind not in set(Kind):
        raise Refused(_("Tick the two records that are related, and choose how."))
    ends = ticked if way == AHEAD else ticked[::-1]
    done = relate_records(visit.by(), visit.review, *ends, Kind(kind), visit.field("note")).body
    return next_one(visit, _("Linked as related reports; both are screened."), done.decision_id, _questions(here))


def _questions(here: Asked) -> frozenset[UUID]:
    return frozenset(question.id for question in here.questions)


def _done(visit: Visit) -> Event:
    return Event.objects.get(review=visit.review, act_id=visit.by().act_id)


def next_one(visit: Visit, said: str, decision: UUID | None = None, among: Collection[UUID] = ()) -> HttpResponse:
    """Say what was done, and put what is open next in the place of this: what is left of a family comes first."""
    undo = undo_of(visit, decision) if decision else None
    if visit.field("back") == "related":
        return visit.go(reverse("dedup:related", kwargs={"review": visit.review}), said, undo)
    if not visit.field("question"):
        return visit.go(_group(visit, record_named(visit, "a")), said, undo)
    place = number(visit.field("place"))
    left = next((one.id for one in questions(visit.review) if one.id in among), None) if among else None
    if not visit.hx:
        return visit.go(f"{_address(visit)}?place={place}{f'&pair={left}' if left else ''}", said, undo)
    visit.say(said, undo)
    answer = visit.render("dedup/pair_next.html", may_decide=True, **shown_at(visit, place, left))
    answer["HX-Trigger"] = "decided"
    return answer


def fellows(visit: Visit) -> frozenset[UUID]:
    """The questions of the family that a pair shown alone belongs to."""
    if not visit.field("alone"):
        return frozenset()
    ids = (frozenset(q.id for q in one.questions) for one in asked(visit.review))
    question = _uuid(visit.field("question"))
    return next((family for family in ids if question in family), frozenset())


def asked_here(visit: Visit, a: UUID, b: UUID) -> bool:
    """Whether an uncertain pair, asked when the page was made, is open no more and this act is not what settled it."""
    question = visit.field("question")
    if not question or not Question.objects.filter(review=visit.review, id=_uuid(question), a__in=(a, b)).exists():
        return False
    if trail.happened(visit.review, visit.by()):
        return False
    return _uuid(question) not in {one.id for one in questions(visit.review)}


def undo_of(visit: Visit, decision: UUID) -> tuple[str, dict[str, object]]:
    """How a decision is taken back, and where that leads."""
    fields: dict[str, object] = {"decision": decision}
    fields |= {name: visit.field(name) for name in ("question", "place", "back") if visit.field(name)}
    return reverse("dedup:withdraw", kwargs={"review": visit.review}), fields


def _address(visit: Visit) -> str:
    return reverse("dedup:duplicates", kwargs={"review": visit.review})


def _group(visit: Visit, record: UUID) -> str:
    found = members(visit.review).filter(record=record).values_list("group", flat=True).first()
    return reverse("dedup:group", kwargs={"review": visit.review, "group": found}) if found else _address(visit)


def record_named(visit: Visit, name: str) -> UUID:
    """The record that a field of the form names."""
    return _uuid(visit.field(name))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("This form names no record. Load the page again and repeat it.")) from None
