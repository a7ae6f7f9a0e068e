"""What people decide about a family of uncertain records: sets of equals, all or none, two of them related."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from synthema.audit import trail
from synthema.audit.tables import Event
from synthema.dedup.actions import judge_family, relate_records
from synthema.dedup.asked import Asked
from synthema.dedup.decided import in_words
from synthema.dedup.family_view import mark, pages_of, row_numbers
from synthema.dedup.marked import LETTERS, Marked, number
from synthema.dedup.model import Kind
from synthema.dedup.pages_acts import next_one, record_named, too_late
from synthema.dedup.pages_shown import around, families_now, may_decide, related_now, shown_at
from synthema.dedup.tables import DuplicateDecision, groups_now
from synthema.dedup.wording import AHEAD, IS
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.team.model import Need

Parts = tuple[tuple[UUID, ...], ...]
TURN = "turn"  # no decision: another page of the family, or another row to compare with
ABOUT_ALL = ("all_same", "all_apart", "rest_apart")


@act("reviews/<uuid:review>/duplicates/judge/", needs=Need.SEARCH)
def judge(visit: Visit) -> HttpResponse:
    """Decide about many uncertain records at once."""
    question, how, marked = record_named(visit, "question"), visit.field("how"), Marked.of(visit)
    if trail.happened(visit.review, visit.by()):
        return next_one(visit, _("Decided."), trail.recorded(_done(visit)).body.decision_id)
    families = families_now(visit)
    here = next((one for one in families if any(q.id == question for q in one.questions)), None)
    if here is None or mark(here) != visit.field("mark"):
        rows = (*marked.rows, *marked.ticked)
        return _second(visit, marked, here or _successor(visit.review, families, rows))
    if how.startswith(TURN):
        return _turned(visit, here, marked)
    _refuse_others(here, (*marked.ticked, *marked.letters))
    if how == "related":
        return _relate(visit, here, marked)
    if how in ABOUT_ALL:
        _refuse_unseen(here, marked)
    parts = _parts(here, marked, how)
    _refuse_related(visit, here, parts)
    done = judge_family(visit.by(), visit.review, parts, marked.note).body
    said = in_words(DuplicateDecision.objects.get(pk=done.decision_id))
    return next_one(visit, f"{said[0].upper()}{said[1:]}.", done.decision_id, _questions(here))


def _turned(visit: Visit, here: Asked, marked: Marked) -> HttpResponse:
    """Show another page of a family, or its rows compared with another one; what was marked and typed goes along."""
    page, _colon, first = visit.field("how").removeprefix(f"{TURN}:").partition(":")
    place = number(visit.field("place"))
    shown = shown_at(visit, place, here.id, page=number(page), first=first == "first", marked=marked)
    if visit.hx:
        return visit.render("dedup/question.html", may_decide=may_decide(visit), **shown)
    return visit.render("dedup/duplicates.html", **around(visit, "pairs"), **shown)


def _second(visit: Visit, marked: Marked, left: Asked | None) -> HttpResponse:
    """Say what somebody else decided; what was typed and marked stays where the records are still asked about."""
    known, note = (*marked.rows, *marked.ticked, *(left.records if left else ())), marked.note
    if left is None or not visit.hx:
        written = _("You had written: “%(note)s”") % {"note": note} if note else ""
        return too_late(visit, known, written, _questions(left) if left else ())
    said = _("What you marked and wrote is still here: look at it once more.")
    return too_late(visit, known, said, _questions(left), replace(marked, pages=frozenset()))


def _successor(review: UUID, families: Iterable[Asked], rows: Collection[UUID]) -> Asked | None:
    """The family that is asked instead of one that is there no more: the one with most of its records."""
    groups = set(groups_now(review, rows).values())
    most = max(families, key=lambda one: len(groups.intersection(one.groups)), default=None)
    return most if most and groups.intersection(most.groups) else None


def _parts(here: Asked, marked: Marked, how: str) -> Parts:
    """What a button says of the records of a family."""
    if how == "all_same":
        _refuse_marked(marked, all_of=here)
        return (here.records,)
    if how == "all_apart":
        _refuse_marked(marked)
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


def _refuse_unseen(here: Asked, marked: Marked) -> None:
    """Raise Refused where rows would be judged that were never on the screen."""
    pages = pages_of(here)
    unseen = [str(one) for one in range(1, pages + 1) if one not in marked.pages]
    if pages > 1 and unseen:
        raise Refused(
            "This decides about all {n} records of the family. Look at every page of it first; not seen yet: {pages}. "
            "What you marked and wrote goes along.",
            n=f"{len(here.records):,}",
            pages=", ".join(unseen),
        )


def _refuse_marked(marked: Marked, all_of: Asked | None = None) -> None:
    """Raise Refused where what is said of all rows would pass over what was marked; one mark on every row agrees."""
    marks = {*marked.letters.values(), *(["ticked"] if marked.ticked else [])}
    rows = {*marked.ticked, *marked.letters}
    if not marks or (all_of is not None and len(marks) == 1 and rows == {*all_of.records}):
        return
    raise Refused(
        "Rows are marked ({n}), and this would pass over the marks. To keep the others apart press the button that "
        "says so of the others, not of all; otherwise take the marks away first.",
        n=len(rows),
    )


def _refuse_related(visit: Visit, here: Asked, parts: Parts) -> None:
    """Raise Refused where records to be merged are known as related by rule: that is not passed over in silence."""
    sets = [part for part in parts if len(part) > 1]
    group = groups_now(visit.review, [one for part in sets for one in part])
    place = {group[one]: n for n, part in enumerate(sets) for one in part if one in group}
    for one in related_now(visit):
        if one.decision is None and place.get(one.group_a, -1) == place.get(one.group_b, -2):
            number_of = row_numbers(visit.review, here)
            raise Refused(
                "Row {a}, “{title}”, {is_related} row {b}, and you merge the two. Leave one of them out. If they are "
                "one work all the same, merge them under Related reports first.",
                a=number_of.get(one.group_a, 0),
                b=number_of.get(one.group_b, 0),
                title=RecordRow.objects.get(pk=one.a).title,
                is_related=str(IS[one.kind]),
            )


def _relate(visit: Visit, here: Asked, marked: Marked) -> HttpResponse:
    kind, _colon, way = marked.relation.partition(":")
    if len(marked.ticked) != 2 or kind not in set(Kind):
        raise Refused(_("Tick the two records that are related, and choose how."))
    ends = marked.ticked if way == AHEAD else marked.ticked[::-1]
    done = relate_records(visit.by(), visit.review, *ends, Kind(kind), marked.note).body
    return next_one(visit, _("Linked as related reports; both are screened."), done.decision_id, _questions(here))


def _questions(here: Asked) -> frozenset[UUID]:
    return frozenset(question.id for question in here.questions)


def _done(visit: Visit) -> Event:
    return Event.objects.get(review=visit.review, act_id=visit.by().act_id)
