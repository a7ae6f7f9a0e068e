"""The acts of a review, found by who, what, when and words; words never find what a viewer may not know yet."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from synthema.audit.tables import Event
from synthema.records.tables import RecordRow
from synthema.screening.tables import CommentRow, ResolutionRow, TagRow, VerdictRow
from synthema.studies.tables import Report, Study
from synthema.synthesis.tables import ThemeRow
from synthema.web.act_words import MAY_HIDE
from synthema.web.acts import hidden_from

MOST_TITLES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which acts: of whom, in which stage, of which kind, between which days (UTC), about which words."""

    person: UUID | None = None
    stage: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    text: str = ""


def acts(review: UUID, wanted: Wanted) -> "QuerySet[Event]":
    """The acts that are wanted but for their words, the latest first."""
    rows = Event.objects.filter(review=review).order_by("-seq")
    if wanted.person:
        rows = rows.filter(actor=wanted.person)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if since := day(wanted.since):
        rows = rows.filter(at__gte=since)
    if until := day(wanted.until):
        rows = rows.filter(at__lt=until + timedelta(days=1))
    return rows


def day(text: str) -> datetime | None:
    """The beginning of a day in UTC, or None where the text names none."""
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return datetime.combine(found, time.min, tzinfo=UTC) if found else None


def numbers_of(review: UUID, viewer: UUID, wanted: Wanted) -> tuple[int, ...] | None:
    """The numbers of the acts that words find, the latest first; None where no words are asked for."""
    if not wanted.text:
        return None

    hidden = hidden_from(review, viewer)
    found = acts(review, wanted).filter(_says(review, wanted.text)).values_list("seq", flat=True)
    return tuple(seq for seq in found.iterator() if seq not in hidden)


def _says(review: UUID, text: str) -> Q:
    """Acts about something of this name, and acts that say these words of themselves."""
    records = list(RecordRow.settled(review).filter(title__icontains=text).values_list("id", flat=True)[:MOST_TITLES])
    reports = Report.objects.filter(review=review, title__icontains=text).values_list("id", flat=True)[:MOST_TITLES]
    subjects = [*records, *reports]
    named = [*Study.objects.filter(review=review, label__icontains=text).values_list("id", flat=True)[:MOST_TITLES]]
    named += ThemeRow.objects.filter(review=review, name__icontains=text).values_list("id", flat=True)[:MOST_TITLES]
    about = Q(seq__in=_on(review, subjects))
    for one in (*reports, *records[:10], *named[:10]):
        about |= ~Q(stage="screening") & Q(payload__contains=str(one))
    return about | Q(payload__icontains=text) & ~Q(kind__in=MAY_HIDE)


def _on(review: UUID, subjects: list[UUID]) -> set[int]:
    """The acts of screening on some records or reports."""
    found: set[int] = set()
    for model in (VerdictRow, ResolutionRow, TagRow, CommentRow):
        rows = model._default_manager.filter(review=review, subject__in=subjects)
        found |= {seq for both in rows.values_list("given_seq", "withdrawn_seq") for seq in both if seq is not None}
    return found
