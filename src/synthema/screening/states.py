"""Questions about where records and reports stand; each asks the database a fixed number of times.

`states` works everything out from the votes; the others read the rows that are kept for it (unit_projections.py), and
tests hold the two together.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from synthema.dedup.tables import Member, group_of, groups, members, records_of
from synthema.protocol.model import ScreeningPolicy
from synthema.protocol.tables import current, versions
from synthema.records.tables import Import
from synthema.refused import Refused
from synthema.screening.model import OPEN, Resolution, Standing, State, Vote
from synthema.screening.rules import FULL_TEXT, first_votes, may_vote, outcome, shuffled, standing
from synthema.screening.tables import (
    CommentRow,
    StopRow,
    TagRow,
    UnitState,
    VerdictRow,
    resolutions,
    resolutions_on,
    stop_in_force,
    verdicts,
    votes_on,
)
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, report, reports

TITLE_ABSTRACT = "title_abstract"


def policy(review: UUID) -> ScreeningPolicy:
    """The screening policy in force."""
    return current(review).protocol.screening


def is_blind(review: UUID) -> bool:
    """Whether a verdict stays hidden from the others until all needed ones are there."""
    rules = policy(review)
    return rules.blind and rules.reviewers > 1


def is_named_arbiter(review: UUID, person: UUID) -> bool:
    """Whether the protocol lets this person arbitrate: it names them, or nobody."""
    named = policy(review).arbiters
    return not named or person in named


def units(review: UUID, stage: str) -> dict[UUID, list[UUID]]:
    """What is judged in a stage, and what verdicts on it hang on: groups with their records, or retrieved reports."""
    if stage == FULL_TEXT:
        return {one.id: [one.id] for one in reports(review) if one.outcome == Outcome.RETRIEVED}
    return groups(review)


def unit_of(review: UUID, stage: str, subject: UUID) -> tuple[UUID, list[UUID]]:
    """The unit of a record or report, and all that verdicts on it hang on; raises Refused where it is not judged."""
    if stage == FULL_TEXT:
        row = report(review, subject)
        if row.outcome != Outcome.RETRIEVED:
            became = row.outcome.replace("_", " ") or "not retrieved yet"
            raise Refused(
                "{row_title!r} is {became}, and only retrieved reports are judged. `synthema studies retrieval` "
                "records what became of it.",
                row_title=row.title,
                became=became,
            )
        return row.id, [row.id]
    group = group_of(review, subject)
    return group, records_of(review, group)


def state_of(
    review: UUID, stage: str, subjects: Iterable[UUID], rules: ScreeningPolicy | None = None
) -> tuple[State, list[Vote], list[Resolution]]:
    """The state of one unit, with all its votes and resolutions."""
    held = list(subjects)
    votes, settled = votes_on(review, stage, held), resolutions_on(review, stage, held)
    return outcome(stage, votes, rules or policy(review), settled), votes, settled


def votes_by_unit(review: UUID, stage: str) -> dict[UUID, list[Vote]]:
    """All votes of a stage, withdrawn ones included, by unit. Not for showing: `votes` is."""
    unit = {subject: u for u, subjects in units(review, stage).items() for subject in subjects}
    found: dict[UUID, list[Vote]] = {}
    for row in verdicts(review, stage):
        if row.subject in unit:
            found.setdefault(unit[row.subject], []).append(row.vote)
    return found


def states(review: UUID, stage: str) -> dict[UUID, State]:
    """The state of every unit of a stage, in the order of the review."""
    known = units(review, stage)
    unit = {subject: u for u, subjects in known.items() for subject in subjects}
    votes: dict[UUID, list[Vote]] = {u: [] for u in known}
    settled: dict[UUID, list[Resolution]] = {u: [] for u in known}
    for row in verdicts(review, stage):
        if row.subject in unit:
            votes[unit[row.subject]].append(row.vote)
    for entry in resolutions(review, stage):
        if entry.subject in unit:
            settled[unit[entry.subject]].append(entry.resolution)
    rules = policy(review)
    return {u: outcome(stage, votes[u], rules, settled[u]) for u in known}


def seen_votes(review: UUID, stage: str, viewer: UUID) -> "QuerySet[VerdictRow]":
    """The verdicts a viewer may see, those taken back included: their own, and others' where all needed ones are in."""
    rows = verdicts(review, stage).exclude(unit=None)
    return rows.exclude(~Q(person=viewer), standing__in=OPEN) if is_blind(review) else rows


def votes(review: UUID, stage: str, viewer: UUID, units: Collection[UUID] | None = None) -> dict[UUID, list[Vote]]:
    """The votes that stand, as far as this viewer may see them: their own, and others' where all needed ones are in."""
    rows, found = seen_votes(review, stage, viewer), dict[UUID, list[Vote]]()
    for row in rows if units is None else rows.filter(unit__in=units):
        found.setdefault(row.unit or row.subject, []).append(row.vote)
    return {u: counting for u, given in found.items() if (counting := standing(given))}


def open_acts(review: UUID) -> set[int]:
    """The numbers of the acts that told what somebody thinks of a unit that others still judge; none if none is blind.

    What was withdrawn stays hidden too, also where its record or report left: it may come back, and be judged.
    """
    if not versions(review) or not is_blind(review):
        return set()
    settled = UnitState.objects.filter(review=review, stage=OuterRef("stage"), unit=OuterRef("unit"))
    settled = settled.exclude(standing__in=OPEN)
    rows: list[QuerySet[Any]] = [VerdictRow.objects.filter(review=review, standing__in=OPEN)]
    rows += [model._default_manager.filter(~Exists(settled), review=review) for model in (TagRow, CommentRow)]
    numbers = [one for found in rows for one in found.values_list("given_seq", "withdrawn_seq")]
    return {number for both in numbers for number in both if number is not None}


def in_order(review: UUID, stage: str, units: "QuerySet[Any]") -> list[UUID]:
    """The units that a question names, in the order of the review."""
    if stage == FULL_TEXT:
        retrieved = Report.objects.filter(review=review, id__in=units).order_by("number", "place")
        return list(retrieved.values_list("id", flat=True))
    held = members(review).order_by().filter(group__in=units).values_list("place", "group")
    return list(dict.fromkeys(group for _, group in sorted(held)))


def _standing_at(review: UUID, stage: str, where: Standing) -> "QuerySet[UnitState]":
    return UnitState.objects.filter(review=review, stage=stage, standing=where)


def conflicts(review: UUID, stage: str) -> dict[UUID, State]:
    """The units whose votes contradict each other and are not settled."""
    rows = _standing_at(review, stage, Standing.CONFLICT)
    known = {row.unit: row.state for row in rows}
    return {unit: known[unit] for unit in in_order(review, stage, rows.values("unit"))}


def forward(review: UUID) -> list[UUID]:
    """The groups that go forward on title and abstract."""
    rows = _standing_at(review, TITLE_ABSTRACT, Standing.FORWARD)
    return in_order(review, TITLE_ABSTRACT, rows.values("unit"))


def to_seek(review: UUID) -> list[UUID]:
    """The groups that go forward and are not sought as reports yet."""
    there = set(Report.objects.filter(review=review).values_list("group", flat=True))
    return [group for group in forward(review) if group not in there]


def in_step(review: UUID) -> list[Report]:
    """The reports whose records go forward: all of them, unless a merge or a new verdict came later."""
    ahead = set(forward(review))
    return [one for one in reports(review) if one.group in ahead]


def included_reports(review: UUID) -> list[Report]:
    """The reports that are in the review."""
    settled = states(review, FULL_TEXT)
    return [r for r in in_step(review) if r.id in settled and settled[r.id].standing is Standing.FORWARD]


def excluded_reports(review: UUID) -> list[tuple[Report, str]]:
    """The reports excluded on full text, each with its primary reason."""
    settled = states(review, FULL_TEXT)
    return [
        (r, settled[r.id].reason)
        for r in in_step(review)
        if r.id in settled and settled[r.id].standing is Standing.EXCLUDED
    ]


def left_unscreened(review: UUID, stage: str, known: dict[UUID, State]) -> set[UUID]:
    """The units that a stopping decision leaves unscreened: judged by nobody, and there when it was taken."""
    stop = stop_in_force(review, stage)
    if stop is None or stage == FULL_TEXT:
        return set()
    later = set(members_after(review, stop).values_list("group", flat=True))
    return {u for u, s in known.items() if s.standing is Standing.WAITING and not s.voters and u not in later}


def members_after(review: UUID, stop: StopRow) -> "QuerySet[Member]":
    """The grouped records that were imported after screening stopped."""
    later = Import.objects.filter(review=review, number__gt=stop.given_seq).values("id")
    return members(review).filter(import_id__in=later)


def is_left(review: UUID, stage: str, unit: UUID) -> bool:
    """Whether a stopping decision leaves a unit unscreened that nobody has judged."""
    stop = stop_in_force(review, stage)
    return stop is not None and stage != FULL_TEXT and not members_after(review, stop).filter(group=unit).exists()


def queue(review: UUID, stage: str, person: UUID, *, shuffle: bool = True) -> list[UUID]:
    """What awaits a person's verdict; in an order of their own, or in that of the review."""
    known, rules = states(review, stage), policy(review)
    left = left_unscreened(review, stage, known)
    mine = [u for u, s in known.items() if s.is_open and u not in left and not may_vote(s, person, rules)]
    return shuffled(mine, seed_of(review, person)) if shuffle else mine


def seed_of(review: UUID, person: UUID) -> str:
    """The seed of the order in which a person is shown records."""
    return f"{review}:{person}"


def pairs_for_agreement(
    review: UUID, stage: str, units: "Collection[UUID] | QuerySet[Any, Any] | None" = None
) -> list[tuple[UUID, Vote, Vote]]:
    """Units with the two votes that stood when the second arrived; the persons in the same order for every unit.

    A unit that is open again counts no more until it is decided anew: its votes are hidden until then.
    """
    needed = policy(review).reviewers
    if needed != 2:
        return []
    rows, found = verdicts(review, stage).exclude(unit=None).exclude(standing__in=OPEN), dict[UUID, list[Vote]]()
    for row in rows if units is None else rows.filter(unit__in=units):
        found.setdefault(row.unit or row.subject, []).append(row.vote)
    firsts = ((u, first_votes(given, needed)) for u, given in found.items())
    return [(u, pair[0], pair[1]) for u, pair in firsts if len(pair) == 2]
