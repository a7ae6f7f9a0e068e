"""What people decide about a family of uncertain records: sets of equals, all or none, two of them related."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from synthema.audit import trail
from synthema.audit.tables import Event
from synthema.dedup.actions import judge_family, relate_records
from synthema.dedup.asked import Asked, asked
from synthema.dedup.decided import in_words
from synthema.dedup.family_view import LETTERS, mark
from synthema.dedup.model import Kind
from synthema.dedup.pages_acts import next_one, record_named, too_late
from synthema.dedup.pages_shown import an_id, related_now
from synthema.dedup.tables import DuplicateDecision, groups_now
from synthema.dedup.wording import AHEAD, IS
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.team.model import Need

Parts = tuple[tuple[UUID, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What was marked in the table of a family: its rows, those that are ticked, those that bear a letter."""

    rows: tuple[UUID, ...]
    ticked: tuple[UUID, ...]
    letters: dict[UUID, str]

    @classmethod
    def of(cls, visit: Visit) -> "Marked":
        """The marks of a form."""
        rows, ticked = (_ids(visit.request.POST.getlist(name)) for name in ("row", "record"))
        given = {one: visit.field(f"letter-{one}") for one in rows}
        return cls(rows=rows, ticked=ticked, letters={one: given[one] for one in rows if given[one] in {*LETTERS}})


@act("reviews/<uuid:review>/duplicates/judge/", needs=Need.SEARCH)
def judge(visit: Visit) -> HttpResponse:
    """Decide about many uncertain records at once."""
    question, how, marked = record_named(visit, "question"), visit.field("how"), Marked.of(visit)
    if trail.happened(visit.review, visit.by()):
        return next_one(visit, _("Decided."), trail.recorded(_done(visit)).body.decision_id)
    families = asked(visit.review)
    here = next((one for one in families if any(q.id == question for q in one.questions)), None)
    if here is None or mark(here) != visit.field("mark"):
        rows = (*marked.rows, *marked.ticked)
        return _second(visit, marked, here or _successor(visit.review, families, rows))
    _refuse_others(here, (*marked.ticked, *marked.letters))
    if how == "related":
        return _relate(visit, here, marked)
    parts = _parts(here, marked, how)
    _refuse_related(visit, parts)
    done = judge_family(visit.by(), visit.review, parts, visit.field("note")).body
    said = in_words(DuplicateDecision.objects.get(pk=done.decision_id))
    return next_one(visit, f"{said[0].upper()}{said[1:]}.", done.decision_id, _questions(here))


def _second(visit: Visit, marked: Marked, left: Asked | None) -> HttpResponse:
    """Say what somebody else decided; what was typed and marked stays where the records are still asked about."""
    known, note = (*marked.rows, *marked.ticked, *(left.records if left else ())), visit.field("note")
    if left is None or not visit.hx:
        written = _("You had written: “%(note)s”") % {"note": note} if note else ""
        return too_late(visit, known, written, _questions(left) if left else ())
    kept: dict[str, Any] = {"note": note, "ticked": {*marked.ticked}, "lettered": marked.letters}
    said = _("What you marked and wrote is still here: look at it once more.")
    return too_late(visit, known, said, _questions(left), **kept)


def _successor(review: UUID, families: Iterable[Asked], rows: Collection[UUID]) -> Asked | None:
    """The family that is asked instead of one that is there no more: the one with most of its records."""
    groups = set(groups_now(review, rows).values())
    most = max(families, key=lambda one: len(groups.intersection(one.groups)), default=None)
    return most if most and groups.intersection(most.groups) else None


def _parts(here: Asked, marked: Marked, how: str) -> Parts:
    """What a button says of the records of a family."""
    if how == "all_same":
        return (here.records,)
    if how == "all_apart":
        return tuple((one,) for one in here.records)
    sets = _sets(marked)
    if how == "same":
        return sets
    if how == "rest_apart":
        named = {one for part in sets for one in part}
        return (*sets, *((one,) for one in here.records if one not in named))
    raise Refused(_("This form says nothing. Load the page again and repeat it."))


def _sets(marked: Marked) -> Parts:
    """The sets of equals: the rows of each letter, and the ticked."""
    if any(one in marked.letters for one in marked.ticked):
        raise Refused(_("A row is ticked and bears a letter too. Leave it one of the two."))
    for letter, n in sorted(Counter(marked.letters.values()).items()):
        if n < 2:
            raise Refused(
                "Only one row bears the letter {letter}. Give it to two rows at least, or take it away.",
                letter=letter,
            )
    if len(marked.ticked) == 1 or not (marked.ticked or marked.letters):
        raise Refused(_("Tick the records that are the same work: two at least."))
    lettered = (tuple(one for one in marked.rows if marked.letters.get(one) == letter) for letter in LETTERS)
    return tuple(part for part in (*lettered, marked.ticked) if part)


def _refuse_others(here: Asked, named: Iterable[UUID]) -> None:
    if not {*named} <= {*here.records}:
        raise Refused(_("A ticked record is open no more. Load the page again and repeat it."))


def _refuse_related(visit: Visit, parts: Parts) -> None:
    """Raise Refused where records to be merged are known as related by rule: that is not passed over in silence."""
    sets = [part for part in parts if len(part) > 1]
    group = groups_now(visit.review, [one for part in sets for one in part])
    place = {group[one]: n for n, part in enumerate(sets) for one in part if one in group}
    for one in related_now(visit):
        if one.decision is None and place.get(one.group_a, -1) == place.get(one.group_b, -2):
            title = RecordRow.objects.get(pk=one.a).title
            raise Refused(
                "“{title}” {is_related} another record that you merge it with; the rows say which. Leave one of the "
                "two out. If they are one work all the same, merge them under Related reports first.",
                title=title,
                is_related=str(IS[one.kind]),
            )


def _relate(visit: Visit, here: Asked, marked: Marked) -> HttpResponse:
    kind, _colon, way = visit.field("relation").partition(":")
    if len(marked.ticked) != 2 or kind not in set(Kind):
        raise Refused(_("Tick the two records that are related, and choose how."))
    ends = marked.ticked if way == AHEAD else marked.ticked[::-1]
    done = relate_records(visit.by(), visit.review, *ends, Kind(kind), visit.field("note")).body
    return next_one(visit, _("Linked as related reports; both are screened."), done.decision_id, _questions(here))


def _questions(here: Asked) -> frozenset[UUID]:
    return frozenset(question.id for question in here.questions)


def _done(visit: Visit) -> Event:
    return Event.objects.get(review=visit.review, act_id=visit.by().act_id)


def _ids(sent: Iterable[str]) -> tuple[UUID, ...]:
    found = (an_id(one) for one in sent)
    return tuple(one for one in found if one is not None)
