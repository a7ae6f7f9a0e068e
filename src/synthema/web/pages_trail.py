"""The audit trail: who did what when, found by person, stage, kind, day and words; checked; as of a day."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.canonical import visible
from synthema.audit.clock import now
from synthema.audit.registry import KINDS
from synthema.audit.tables import Event, Review
from synthema.frame.pages import told
from synthema.frame.remembered import remembered
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.jobs.actions import enqueue, run_now
from synthema.jobs.tables import Job, NoSuchJob, job_for
from synthema.refused import Refused
from synthema.reporting.places import kind_words
from synthema.reporting.standing import head_may_show
from synthema.sheets import csv_text
from synthema.team.model import Need
from synthema.web.act_words import STAGES
from synthema.web.acts import Act, hidden_from, in_words, named
from synthema.web.as_of import last_act, numbers_from
from synthema.web.trail_list import Wanted, acts, numbers_of
from synthema.web.way import way
from synthema.web.work import AS_OF, VERIFY

A_PAGE = 50
AT_ONCE = 300  # acts that are replayed while somebody waits for the page
COLUMNS = ("act", "at (UTC)", "who", "stage", "kind", "what", "about")


@page("reviews/<uuid:review>/trail/")
def trail(visit: Visit) -> HttpResponse:
    """The acts that are wanted, the latest first."""
    wanted, people = _wanted(visit), named(_acted(visit))
    before = _number(visit.request.GET.get("before", ""))
    rows = _rows(visit, wanted, before, A_PAGE + 1)
    shown = in_words(visit.review, visit.person.id, visit.roles, rows[:A_PAGE])
    query = {name: visit.request.GET[name] for name in Wanted.__dataclass_fields__ if visit.request.GET.get(name)}
    return visit.render(
        "web/trail.html",
        acts=shown,
        older=urlencode({**query, "before": rows[A_PAGE - 1].seq}) if len(rows) > A_PAGE else "",
        paged=bool(before),
        query=urlencode(query),
        wanted=wanted,
        chosen=str(wanted.person or ""),
        people=sorted(people.items(), key=lambda one: one[1]),
        **_choices(visit),
        head=_head(visit),
        hidden=len(hidden_from(visit.review, visit.person.id)),
        today=now().date().isoformat(),
    )


@page("reviews/<uuid:review>/trail.csv")
def trail_csv(visit: Visit) -> StreamingHttpResponse:
    """The acts that are wanted as CSV, the oldest first; without hashes, and without what the viewer may not know."""
    lines = _lines(visit, _wanted(visit))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@act("reviews/<uuid:review>/trail/verify/", needs=Need.READ)
def verify(visit: Visit) -> HttpResponse:
    """Check the whole trail in the background."""
    job = enqueue(visit.by(), visit.review, VERIFY)
    return visit.go(reverse("frame:job", kwargs={"job": job.id}))


@act("reviews/<uuid:review>/trail/look-back/", needs=Need.READ)
def look_back(visit: Visit) -> HttpResponse:
    """Count the review as it was at the end of a day (UTC); a short trail at once, a long one in the background."""
    until = last_act(visit.review, visit.field("date"))
    if not until:
        raise Refused(_("Nothing had been done by the end of that day. Choose a later one."))
    job = enqueue(visit.by(), visit.review, AS_OF, {"until": until, "date": visit.field("date")})
    if until <= AT_ONCE:
        _now(job)
    return visit.go(reverse("web:as_of", kwargs={"review": visit.review, "job": job.id}))


@page("reviews/<uuid:review>/trail/as-of/<uuid:job>/")
def as_of(visit: Visit, job: UUID) -> HttpResponse:
    """The overview as of a day."""
    found = job_for(visit.person.id, job)
    if (found.person, found.review, found.kind) != (visit.person.id, visit.review, AS_OF):
        raise NoSuchJob(_("There is no such look back here. Choose the day again."))
    done = found.state == "done"
    then = numbers_from(found.result["numbers"]) if done else None
    return visit.render(
        "web/as_of.html",
        job=told(found, visit.person.id),
        date=found.arguments["date"],
        until=found.arguments["until"],
        stops=way(visit.review, frozenset(), then) if then else [],
        boxes=found.result.get("boxes", []),
    )


def _now(job: Job) -> None:
    try:
        run_now(job)
    except Refused:  # a worker was quicker
        return


def _wanted(visit: Visit) -> Wanted:
    asked = visit.request.GET
    try:
        person = UUID(asked.get("person", ""))
    except ValueError:
        person = None
    words = {name: visible(asked.get(name, "").strip()) for name in ("stage", "kind", "since", "until", "text")}
    return Wanted(person=person, **words)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _rows(visit: Visit, wanted: Wanted, before: int, most: int) -> list[Event]:
    found = numbers_of(visit.review, visit.person.id, wanted)
    rows = acts(visit.review, wanted)
    if found is not None:
        rows = rows.filter(seq__in=[seq for seq in found if not before or seq < before][:most])
    elif before:
        rows = rows.filter(seq__lt=before)
    return list(rows[:most])


def _acted(visit: Visit) -> frozenset[UUID]:
    """Who ever did anything here."""
    rows = Event.objects.filter(review=visit.review).order_by().values_list("actor", flat=True).distinct()
    return remembered(visit.review, visit.person.id, "acted", lambda: frozenset(rows))


def _choices(visit: Visit) -> dict[str, Any]:
    """The stages and kinds that a review has acts of."""
    rows = Event.objects.filter(review=visit.review).order_by().values_list("kind", flat=True).distinct()
    kinds = remembered(visit.review, visit.person.id, "kinds", lambda: frozenset(rows))
    stages = {KINDS[kind].stage for kind in kinds if kind in KINDS}
    return {
        "stages": [(stage, words) for stage, words in STAGES.items() if stage in stages],
        "kinds": sorted(((kind, kind_words(kind)) for kind in kinds), key=lambda one: one[1]),
    }


def _head(visit: Visit) -> dict[str, Any]:
    """How many acts there are; the hash of the last one only while nothing is open to one person only."""
    head = Review.objects.get(pk=visit.review)  # first, so that an act in between can only withhold it
    may = remembered(visit.review, visit.person.id, "head may show", lambda: head_may_show(visit.review))
    return {"seq": head.head_seq, "hash": head.head_hash if may else ""}


def _lines(visit: Visit, wanted: Wanted) -> Iterator[str]:
    yield "\ufeff" + csv_text(COLUMNS, [])
    found = numbers_of(visit.review, visit.person.id, wanted)
    chosen = None if found is None else frozenset(found)
    rows: list[Event] = []
    for event in acts(visit.review, wanted).order_by("seq").iterator(chunk_size=500):
        if chosen is None or event.seq in chosen:
            rows.append(event)
        if len(rows) == 500:
            yield _csv(visit, rows)
            rows = []
    yield _csv(visit, rows)


def _csv(visit: Visit, rows: list[Event]) -> str:
    shown: list[Act] = in_words(visit.review, visit.person.id, visit.roles, rows)
    table = [(a.seq, f"{a.at:%Y-%m-%d %H:%M:%S}", a.who, a.stage, a.kind, a.words, a.about) for a in shown]
    return csv_text(COLUMNS, table).partition("\n")[2] if table else ""
