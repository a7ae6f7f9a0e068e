"""What people do about duplicates on pages: look for them, merge, keep apart, part, and take each back."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.dedup.actions import keep_apart, merge_records, part_group, withdraw_decision
from synthema.dedup.beside import beside, next_pair
from synthema.dedup.tables import Question, members, questions
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
    a, b = _record(visit, "a"), _record(visit, "b")
    if _answered(visit, a, b):
        return _next(visit, _("Somebody decided this pair in the meantime; your decision was not needed."))
    done = merge_records(visit.by(), visit.review, a, b, visit.field("note")).body
    return _next(visit, _("Merged into one."), done.decision_id)


@act("reviews/<uuid:review>/duplicates/apart/", needs=Need.SEARCH)
def apart(visit: Visit) -> HttpResponse:
    """Two records are different reports."""
    a, b = _record(visit, "a"), _record(visit, "b")
    if _answered(visit, a, b):
        return _next(visit, _("Somebody decided this pair in the meantime; your decision was not needed."))
    done = keep_apart(visit.by(), visit.review, a, b, visit.field("note")).body
    return _next(visit, _("Kept apart."), done.decision_id)


@act("reviews/<uuid:review>/duplicates/part/", needs=Need.SEARCH)
def part(visit: Visit) -> HttpResponse:
    """Records leave their group for one of their own."""
    chosen = tuple(_uuid(one) for one in visit.request.POST.getlist("record"))
    if not chosen:
        raise Refused(_("Tick the records that leave the group, then part it."))
    done = part_group(visit.by(), visit.review, chosen, visit.field("note")).body
    n = len(done.records)
    said = ngettext("One record has its own group now.", "%(n)s records have their own group now.", n) % {"n": n}
    return visit.go(_group(visit, done.others[0]), said, _undo(visit, done.decision_id))


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
    asked = visit.field("question")
    if asked:
        return visit.go(f"{_address(visit)}?pair={_uuid(asked)}", said)
    return visit.go(reverse("dedup:decided", kwargs={"review": visit.review}), said)


def _next(visit: Visit, said: str, decision: UUID | None = None) -> HttpResponse:
    """Say what was done, and put the next pair in the place of this one."""
    asked = visit.field("question")
    undo = _undo(visit, decision) if decision else None
    if not asked:
        return visit.go(_group(visit, _record(visit, "a")), said, undo)
    if not visit.hx:
        return visit.go(f"{_address(visit)}?after={_uuid(asked)}", said, undo)
    visit.say(said, undo)
    question, left, again = next_pair(visit.review, _uuid(asked))
    shown = beside(visit.review, question) if question else None
    answer = visit.render("dedup/pair_next.html", pair=shown, left=left, again=again, may_decide=True)
    answer["HX-Trigger"] = "decided"
    return answer


def _answered(visit: Visit, a: UUID, b: UUID) -> bool:
    """Whether an uncertain pair, asked when the page was made, is open no more and this act is not what settled it."""
    asked = visit.field("question")
    if not asked or not Question.objects.filter(review=visit.review, id=_uuid(asked), a__in=(a, b)).exists():
        return False
    from synthema.audit import trail

    if trail.happened(visit.review, visit.by()):
        return False
    return _uuid(asked) not in {one.id for one in questions(visit.review)}


def _undo(visit: Visit, decision: UUID) -> tuple[str, dict[str, object]]:
    fields: dict[str, object] = {"decision": decision, "question": visit.field("question")}
    return reverse("dedup:withdraw", kwargs={"review": visit.review}), fields


def _address(visit: Visit) -> str:
    return reverse("dedup:duplicates", kwargs={"review": visit.review})


def _group(visit: Visit, record: UUID) -> str:
    found = members(visit.review).filter(record=record).values_list("group", flat=True).first()
    return reverse("dedup:group", kwargs={"review": visit.review, "group": found}) if found else _address(visit)


def _record(visit: Visit, name: str) -> UUID:
    return _uuid(visit.field(name))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("This form names no record. Load the page again and repeat it.")) from None
