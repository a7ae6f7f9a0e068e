"""What people do about duplicates on pages: look for them, merge, keep apart, part, and take each back."""

from collections.abc import Collection
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synthema.audit import trail
from synthema.dedup.actions import keep_apart, merge_records, part_group, withdraw_decision
from synthema.dedup.asked import asked
from synthema.dedup.decided import in_words, made_since
from synthema.dedup.marked import UNMARKED, Marked, number
from synthema.dedup.pages_shown import shown_at
from synthema.dedup.tables import Question, members, questions
from synthema.dedup.work import FIND, running
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue
from synthema.refused import Refused
from synthema.team.model import Need
from synthema.team.tables import names

WHERE = ("back", "kind", "page")  # where on the list of related reports an act was done


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
        return too_late(visit, (a, b))
    among = fellows(visit)
    done = merge_records(visit.by(), visit.review, a, b, visit.field("note")).body
    return next_one(visit, _("Merged into one."), done.decision_id, among)


@act("reviews/<uuid:review>/duplicates/apart/", needs=Need.SEARCH)
def apart(visit: Visit) -> HttpResponse:
    """Two records are different reports."""
    a, b = record_named(visit, "a"), record_named(visit, "b")
    if asked_here(visit, a, b):
        return too_late(visit, (a, b))
    among = fellows(visit)
    done = keep_apart(visit.by(), visit.review, a, b, visit.field("note")).body
    said = (
        _("Linked no more: the two are different works and not related.") if visit.field("back") else _("Kept apart.")
    )
    return next_one(visit, said, done.decision_id, among)


@act("reviews/<uuid:review>/duplicates/part/", needs=Need.SEARCH)
def part(visit: Visit) -> HttpResponse:
    """Records leave their group for one of their own."""
    chosen = tuple(_uuid(one) for one in visit.request.POST.getlist("record"))
    if not chosen:
        raise Refused(_("Tick the records that leave the group, then part it."))
    done = part_group(visit.by(), visit.review, chosen, visit.field("note")).body
    n = len(done.records)
    said = ngettext("One record has its own group now.", "%(n)s records have their own group now.", n) % {"n": n}
    return visit.go(_group(visit, done.others[0]), said, undo_of(visit, done.decision_id, done.others[0]))


@act("reviews/<uuid:review>/duplicates/withdraw/", needs=Need.SEARCH)
def withdraw(visit: Visit) -> HttpResponse:
    """Take a decision back; what it was about is asked again, or joined again where that was sure."""
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
        return visit.go(related_address(visit), said)
    if visit.field("a"):
        return visit.go(_group(visit, record_named(visit, "a")), said)
    return visit.go(reverse("dedup:decided", kwargs={"review": visit.review}), said)


def next_one(
    visit: Visit,
    said: str,
    decision: UUID | None = None,
    among: Collection[UUID] = (),
    marked: Marked = UNMARKED,
) -> HttpResponse:
    """Say what was done, and put what is open next in the place of this: what is left of a family comes first."""
    undo = undo_of(visit, decision) if decision else None
    if visit.field("back") == "related":
        return visit.go(related_address(visit), said, undo)
    if not visit.field("question"):
        a = record_named(visit, "a")
        return visit.go(_group(visit, a), said, undo_of(visit, decision, a) if decision else None)
    place = number(visit.field("place"))
    left = next((one.id for one in questions(visit.review) if one.id in among), None) if among else None
    if not visit.hx:
        return visit.go(f"{_address(visit)}?place={place}{f'&pair={left}' if left else ''}", said, undo)
    visit.say(said, undo)
    answer = visit.render("dedup/pair_next.html", may_decide=True, **shown_at(visit, place, left, marked=marked))
    answer["HX-Trigger"] = "decided"
    return answer


def too_late(
    visit: Visit, records: Collection[UUID], more: str = "", among: Collection[UUID] = (), marked: Marked = UNMARKED
) -> HttpResponse:
    """Say what somebody else decided about records while this was on the screen, and go on with what is open."""
    messages.warning(visit.request, format_html("{} {}", _meanwhile(visit, records), more))
    return next_one(visit, "", None, among, marked)


def _meanwhile(visit: Visit, records: Collection[UUID]) -> str:
    """What was decided in the meantime, by whom, and where that is listed."""
    made = made_since(visit.review, records, number(visit.field("since")))
    if made is None:
        return _("Something was decided or taken back in the meantime. This is what is open now.")
    place = reverse("dedup:decided", kwargs={"review": visit.review})
    words = {
        "who": _("You") if made.person == visit.person.id else names(visit.review).get(made.person, _("(name erased)")),
        "what": in_words(made),
        "link": format_html('<a href="{}">{}</a>', place, _("All decisions")),
    }
    return format_html(_("{who} decided about this in the meantime: {what}. {link}"), **words)


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


def undo_of(visit: Visit, decision: UUID, record: UUID | None = None) -> tuple[str, dict[str, object]]:
    """How a decision is taken back, and where that leads: where it was made, or to the group of a record."""
    fields: dict[str, object] = {"decision": decision}
    fields |= {name: visit.field(name) for name in ("question", "place", *WHERE) if visit.field(name)}
    fields |= {"a": record} if record else {}
    return reverse("dedup:withdraw", kwargs={"review": visit.review}), fields


def related_address(visit: Visit) -> str:
    """The page of related reports that an act was done on."""
    query = urlencode({name: visit.field(name) for name in WHERE[1:] if visit.field(name)})
    return f"{reverse('dedup:related', kwargs={'review': visit.review})}{f'?{query}' if query else ''}"


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
