"""Give and withdraw verdicts, settle conflicts, stop, and send what goes forward to be sought."""

from collections.abc import Sequence
from uuid import UUID

from synthema.audit.model import By
from synthema.audit.registry import refuse_if_built_on
from synthema.protocol.model import STAGE_NAMES, ScreeningPolicy
from synthema.protocol.tables import current
from synthema.refused import Refused
from synthema.screening.events import (
    ConflictResolved,
    ResolutionWithdrawn,
    ScreeningResumed,
    ScreeningStopped,
    VerdictGiven,
    VerdictWithdrawn,
)
from synthema.screening.model import How, Resolution, Standing, State, Verdict, Vote
from synthema.screening.rules import FULL_TEXT, applicable, by_person, in_words, may_vote, problem, standing
from synthema.screening.standings import counts
from synthema.screening.states import TITLE_ABSTRACT, is_left, is_named_arbiter, state_of, to_seek, unit_of
from synthema.screening.tables import LONGEST_ORDER, ResolutionRow, resolution, stop_in_force, verdict
from synthema.studies.actions import MOST, as_reports
from synthema.studies.events import ReportsSought
from synthema.team.doors import Desk, action
from synthema.team.model import Need, Role
from synthema.team.tables import Person

MOST_PLACES = 2_147_483_647  # what the databases hold


def _said(desk: Desk, stage: str, verdict: str, reason: str) -> tuple[int, ScreeningPolicy]:
    """Check a verdict or decision against the protocol; the version it is given under, and its policy."""
    version = current(desk.review)
    protocol = version.protocol
    wrong = problem(protocol, stage, verdict, reason)
    if wrong:
        raise Refused(wrong)
    return version.number, protocol.screening


@action(Need.DECIDE)
def give_verdict(
    desk: Desk,
    stage: str,
    subject: UUID,
    verdict: str,
    *,
    reason: str = "",
    note: str = "",
    order: str = "",
    position: int = 0,
) -> VerdictGiven:
    """Say include, exclude or unsure of the record shown, or on full texts of a report; once per person and unit."""
    version, rules = _said(desk, stage, verdict, reason)
    _refuse_order(order, position)
    unit, subjects = unit_of(desk.review, stage, subject)
    state, votes, _ = state_of(desk.review, stage, subjects, rules)
    against = may_vote(state, desk.person, rules)
    if against:
        raise Refused(against)
    if not state.voters and is_left(desk.review, stage, unit):
        raise Refused(
            "Screening was stopped before this record was looked at. `synthema screening resume` opens it again."
        )
    mine = by_person(votes).get(desk.person, [])
    return VerdictGiven(
        verdict_id=desk.new_id("verdict"),
        stage=stage,
        record=None if stage == FULL_TEXT else subject,
        report=subject if stage == FULL_TEXT else None,
        verdict=verdict,
        reason=reason,
        protocol_version=version,
        overrules=tuple(vote.id for vote in mine),
        order=order,
        position=position,
        note=note,
    )


def _refuse_order(order: str, position: int) -> None:
    if len(order) > LONGEST_ORDER or not 0 <= position <= MOST_PLACES:
        raise Refused(
            "An order has a name of at most {longest_order} letters, and a place in it is a number from 0 "
            "to {most_places:,}. Load the page again.",
            longest_order=LONGEST_ORDER,
            most_places=MOST_PLACES,
        )


@action(Need.DECIDE)
def withdraw_verdict(desk: Desk, verdict_id: UUID, reason: str = "") -> VerdictWithdrawn:
    """Take one's own verdict back; refused once a conflict was settled with it or a report was sought after it."""
    verdict(desk.review, verdict_id, desk.person)
    refuse_if_built_on(VerdictGiven, desk.review, verdict_id)
    return VerdictWithdrawn(verdict_id=verdict_id, reason=reason)


@action(Need.ARBITRATE)
def resolve_conflict(
    desk: Desk, stage: str, subject: UUID, *, how: str, decision: str, reason: str = "", note: str = ""
) -> ConflictResolved:
    """Settle a conflict by the consensus of those who voted, or as an arbiter who did not."""
    _, rules = _said(desk, stage, decision, reason)
    if decision == Verdict.UNSURE:
        raise Refused("A conflict is settled by include or exclude. Leave it open while you are unsure.")
    _, subjects = unit_of(desk.review, stage, subject)
    state, votes, settled = state_of(desk.review, stage, subjects, rules)
    if state.standing is not Standing.CONFLICT:
        raise Refused(
            "There is no conflict here: {settled_already}. `synthema screening conflicts` lists those there are.",
            settled_already=_settled_already(state, settled),
        )
    _refuse_how(desk, how, state, votes)
    final = {person: given[0] for person, given in by_person(votes).items()}
    return ConflictResolved(
        resolution_id=desk.new_id("resolution"),
        stage=stage,
        record=None if stage == FULL_TEXT else subject,
        report=subject if stage == FULL_TEXT else None,
        how=how,
        decision=decision,
        reason=reason,
        settles=tuple(vote.id for vote in final.values()),
        overrules=tuple(one.id for one in applicable(stage, votes, final, settled)),
        note=note,
    )


def _settled_already(state: State, settled: Sequence[Resolution]) -> str:
    """What became of a conflict that somebody else was quicker to settle; nothing of a unit that is open."""
    last = next((one for one in reversed(standing(settled)) if one.how == state.how), None)
    if state.is_open or last is None:
        return in_words(state)
    row = ResolutionRow.objects.get(pk=last.id)
    name = (
        Person.objects.filter(pk=row.person).values_list("name", flat=True).first() or "somebody whose name is erased"
    )
    decided = f"{row.decision} ({row.reason})" if row.reason else row.decision
    return f"{name} settled it on {row.at:%Y-%m-%d at %H:%M} UTC by {row.how}: {decided}"


def _refuse_how(desk: Desk, how: str, state: State, votes: Sequence[Vote]) -> None:
    if how == How.CONSENSUS:
        if desk.person not in state.voters and Role.LEAD not in desk.roles:
            raise Refused(
                "A consensus is recorded by one of those who voted, or by the lead. "
                "Who did not vote decides as an arbiter."
            )
    elif how == How.ARBITER:
        if not {Role.ARBITER, Role.LEAD} & desk.roles:
            raise Refused("Only an arbiter, or a lead who did not vote here, decides a conflict of others.")
        if not is_named_arbiter(desk.review, desk.person):
            raise Refused("The protocol names who arbitrates, and it is not you. Leave it to them, or amend it.")
        if any(vote.person == desk.person for vote in votes):  # a withdrawn vote was a vote
            raise Refused(
                "You voted here yourself, and nobody arbitrates their own conflict. "
                "Find a consensus, or ask another arbiter."
            )
    else:
        raise Refused("{how!r} is no way to settle a conflict. Write consensus or arbiter.", how=how)


@action(Need.ARBITRATE)
def withdraw_resolution(desk: Desk, resolution_id: UUID, reason: str = "") -> ResolutionWithdrawn:
    """Open a settled conflict again; by who settled it, or the lead."""
    row = resolution(desk.review, resolution_id)
    if row.person != desk.person and Role.LEAD not in desk.roles:
        raise Refused("Somebody else settled this. Only they or the lead take it back.")
    refuse_if_built_on(ConflictResolved, desk.review, resolution_id)
    return ResolutionWithdrawn(resolution_id=resolution_id, reason=reason)


@action(Need.LEAD)
def stop_screening(desk: Desk, rule: str, note: str = "") -> ScreeningStopped:
    """Leave unscreened what nobody has looked at yet, by a rule that is on record; titles and abstracts only."""
    if not rule.strip():
        raise Refused("Say by which rule screening stops, such as 'no inclusion in the last 200 records'.")
    if stop_in_force(desk.review, TITLE_ABSTRACT):
        raise Refused("Screening was stopped already. `synthema screening resume` takes that back.")
    unscreened = counts(desk.review, TITLE_ABSTRACT).untouched
    if not unscreened:
        raise Refused("Somebody has looked at every record; there is nothing to leave unscreened.")
    return ScreeningStopped(
        stop_id=desk.new_id("stop"), stage=TITLE_ABSTRACT, rule=rule.strip(), unscreened=unscreened, note=note
    )


@action(Need.LEAD)
def resume_screening(desk: Desk, reason: str = "") -> ScreeningResumed:
    """Take the stopping decision back."""
    stop = stop_in_force(desk.review, TITLE_ABSTRACT)
    if stop is None:
        raise Refused("Screening of {stage_names} was not stopped.", stage_names=STAGE_NAMES[TITLE_ABSTRACT])
    return ScreeningResumed(stop_id=stop.id, reason=reason)


@action(Need.SEARCH)
def _seek(desk: Desk) -> ReportsSought:
    found = to_seek(desk.review)
    if not found:
        raise Refused("Nothing goes forward that is not sought already.")
    return as_reports(desk, found[:MOST])


def seek(by: By, review: UUID) -> int:
    """Seek every group that goes forward and is no report yet, at most 500 in one act; how many were new."""
    number = 0
    while to_seek(review):
        number += len(_seek(by.then(f"seek {number}"), review).body.reports)
    return number
