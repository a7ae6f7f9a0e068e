"""Questions about where records and reports stand; each asks the database a fixed number of times."""

from collections.abc import Iterable
from uuid import UUID

from synthema.dedup.tables import group_of, groups, members, records_of
from synthema.protocol.model import ScreeningPolicy
from synthema.protocol.tables import current, versions
from synthema.records.tables import Import
from synthema.refused import Refused
from synthema.screening.model import Resolution, Standing, State, Vote
from synthema.screening.rules import FULL_TEXT, first_votes, may_vote, outcome, shuffled, standing
from synthema.screening.tables import resolutions, resolutions_on, stop_in_force, verdicts, votes_on
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
                f"{row.title!r} is {became}, and only retrieved reports are judged. "
                "`synthema studies retrieval` records what became of it."
            )
        return row.id, [row.id]
    group = group_of(review, subject)
    return group, records_of(review, group)


def state_of(review: UUID, stage: str, subjects: Iterable[UUID]) -> tuple[State, list[Vote], list[Resolution]]:
    """The state of one unit, with all its votes and resolutions."""
    held = list(subjects)
    votes, settled = votes_on(review, stage, held), resolutions_on(review, stage, held)
    return outcome(stage, votes, policy(review), settled), votes, settled


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


def votes(review: UUID, stage: str, viewer: UUID) -> dict[UUID, list[Vote]]:
    """The votes that stand, as far as this viewer may see them: their own, and others' where all needed ones are in."""
    hidden = {u for u, state in states(review, stage).items() if state.is_open} if is_blind(review) else set()
    found = votes_by_unit(review, stage)
    return {
        u: seen
        for u, given in found.items()
        if (seen := [v for v in standing(given) if u not in hidden or v.person == viewer])
    }


def open_acts(review: UUID) -> set[int]:
    """The numbers of the acts that gave or withdrew verdicts which must stay hidden; none where nothing is blind.

    A verdict that was withdrawn stays hidden too: the others have not decided yet.
    """
    if not versions(review) or not is_blind(review):
        return set()
    found: set[int] = set()
    for stage in (TITLE_ABSTRACT, FULL_TEXT):
        known = states(review, stage)
        for unit, given in votes_by_unit(review, stage).items():
            if known[unit].is_open:
                found.update(number for v in given for number in (v.given_seq, v.withdrawn_seq) if number is not None)
    return found


def conflicts(review: UUID, stage: str) -> dict[UUID, State]:
    """The units whose votes contradict each other and are not settled."""
    return {u: state for u, state in states(review, stage).items() if state.standing is Standing.CONFLICT}


def forward(review: UUID) -> list[UUID]:
    """The groups that go forward on title and abstract."""
    return [u for u, s in states(review, TITLE_ABSTRACT).items() if s.standing is Standing.FORWARD]


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
    number = dict(Import.objects.filter(review=review).values_list("id", "number"))
    later = {g for g, i in members(review).values_list("group", "import_id") if number[i] > stop.given_seq}
    return {u for u, s in known.items() if s.standing is Standing.WAITING and not s.voters and u not in later}


def queue(review: UUID, stage: str, person: UUID, *, shuffle: bool = True) -> list[UUID]:
    """What awaits a person's verdict; in an order of their own, or in that of the review."""
    known, rules = states(review, stage), policy(review)
    left = left_unscreened(review, stage, known)
    mine = [u for u, s in known.items() if s.is_open and u not in left and not may_vote(s, person, rules)]
    return shuffled(mine, f"{review}:{person}") if shuffle else mine


def pairs_for_agreement(review: UUID, stage: str) -> list[tuple[UUID, Vote, Vote]]:
    """Units with the two votes that stood when the second arrived; the persons in the same order for every unit.

    A unit that is open again counts no more until it is decided anew: its votes are hidden until then.
    """
    needed = policy(review).reviewers
    if needed != 2:
        return []
    known, found = states(review, stage), votes_by_unit(review, stage)
    firsts = ((u, first_votes(given, needed)) for u, given in found.items() if not known[u].is_open)
    return [(u, pair[0], pair[1]) for u, pair in firsts if len(pair) == 2]
