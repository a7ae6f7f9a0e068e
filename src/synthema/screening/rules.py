"""What follows from votes: who still has to vote, what is in conflict, what goes forward."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from synthema.protocol.model import STAGE_NAMES, Protocol, ScreeningPolicy
from synthema.refused import Words
from synthema.screening.model import How, Resolution, Standing, State, Verdict, Vote

Act = TypeVar("Act", Vote, Resolution)
Said = tuple[str, str]  # verdict and reason
FULL_TEXT = "full_text"


def problem(protocol: Protocol, stage: str, verdict: str, reason: str) -> str:
    """Why a verdict or decision cannot stand in this stage, and what to do; empty when it can."""
    if stage not in STAGE_NAMES:
        return Words("{stage!r} is no stage. Stages: {stage_names}.", stage=stage, stage_names=", ".join(STAGE_NAMES))
    allowed = [str(v) for v in Verdict if not (stage == FULL_TEXT and v is Verdict.UNSURE)]
    if verdict not in allowed:
        return Words(
            "{verdict!r} is no verdict on {stage_names}. Write {allowed} or {allowed_2}.",
            verdict=verdict,
            stage_names=STAGE_NAMES[stage],
            allowed=", ".join(allowed[:-1]),
            allowed_2=allowed[-1],
        )
    reasons = protocol.reasons(stage)
    if reason and verdict != Verdict.EXCLUDE:
        return Words(
            "A reason belongs to an exclusion, not to {verdict!r}. Leave it empty, or write the words in the note.",
            verdict=verdict,
        )
    if reason and reason not in reasons:
        return Words(
            "{reason!r} is no criterion of this protocol. Criteria: {reasons}.",
            reason=reason,
            reasons=", ".join(reasons),
        )
    if stage == FULL_TEXT and verdict == Verdict.EXCLUDE and not reason:
        return Words(
            "An exclusion on full text needs the first criterion that failed. Criteria: {reasons}.",
            reasons=", ".join(reasons),
        )
    return ""


def standing(acts: Iterable[Act], at: int | None = None) -> list[Act]:
    """The acts that count, now or at a point of the trail: not withdrawn, not overruled by one that counts."""
    there = [a for a in acts if (at is None or a.given_seq <= at) and not _gone(a, at)]
    overruled = {one for a in there for one in a.overrules}
    return sorted((a for a in there if a.id not in overruled), key=lambda a: (a.given_seq, a.id))


def _gone(act: Vote | Resolution, at: int | None) -> bool:
    return act.withdrawn_seq is not None and (at is None or act.withdrawn_seq <= at)


def said(stage: str, vote: Vote) -> Said:
    """What a vote says; on titles and abstracts the reason is a remark, on full texts a part of the verdict."""
    return (vote.verdict, vote.reason if stage == FULL_TEXT else "")


def by_person(votes: Iterable[Vote]) -> dict[UUID, list[Vote]]:
    """The votes that count, by person, oldest first."""
    found: dict[UUID, list[Vote]] = {}
    for vote in standing(votes):
        found.setdefault(vote.person, []).append(vote)
    return found


def outcome(
    stage: str, votes: Sequence[Vote], policy: ScreeningPolicy, resolutions: Sequence[Resolution] = ()
) -> State:
    """Where a unit stands after these votes and resolutions."""
    spoken = by_person(votes)
    voters = tuple(spoken)
    torn = tuple(person for person, given in spoken.items() if len({said(stage, v) for v in given}) > 1)
    asked = tuple(person for person in torn if not spoken[person][0].outside)
    if asked:
        return State(standing=Standing.REOPENED, voters=voters, reopened_for=asked)
    if len(spoken) < policy.reviewers:
        return State(standing=Standing.WAITING, voters=voters)
    final = {person: given[0] for person, given in spoken.items()}
    settled = applicable(stage, votes, final, resolutions)
    if len({(r.decision, r.reason) for r in settled}) > 1:
        return State(standing=Standing.CONFLICT, conflict="resolution", voters=voters)
    if settled:
        last = settled[-1]
        return State(standing=_of(last.decision), reason=last.reason, how=last.how, voters=voters)
    return _unsettled(stage, [_doubtful(one) if one.person in torn else one for one in final.values()], policy, voters)


def _doubtful(vote: Vote) -> Vote:
    """What somebody says who contradicts themselves and cannot be asked again."""
    return replace(vote, verdict=Verdict.UNSURE, reason="")


def applicable(
    stage: str, votes: Sequence[Vote], final: Mapping[UUID, Vote], resolutions: Iterable[Resolution]
) -> list[Resolution]:
    """The resolutions that settled just what these people say now; a merge or a new vote makes them moot."""
    known = {vote.id: vote for vote in votes}
    now = {person: said(stage, vote) for person, vote in final.items()}
    return [
        r
        for r in standing(resolutions)
        if {known[v].person: said(stage, known[v]) for v in r.settles if v in known} == now
    ]


def _unsettled(stage: str, votes: Sequence[Vote], policy: ScreeningPolicy, voters: tuple[UUID, ...]) -> State:
    verdicts = {vote.verdict for vote in votes}
    if verdicts == {Verdict.EXCLUDE}:
        reasons = {vote.reason for vote in votes}
        if len(reasons) > 1 and stage == FULL_TEXT:
            return State(standing=Standing.CONFLICT, conflict="reason", voters=voters)
        reason = reasons.pop() if len(reasons) == 1 else ""
        return State(standing=Standing.EXCLUDED, reason=reason, how=How.AGREED, voters=voters)
    doubt = Verdict.UNSURE in verdicts
    if Verdict.EXCLUDE in verdicts or (doubt and not (policy.unsure_forward and stage != FULL_TEXT)):
        return State(standing=Standing.CONFLICT, conflict="verdict", voters=voters)
    return State(standing=Standing.FORWARD, how=How.AGREED, voters=voters)


def _of(decision: str) -> Standing:
    return Standing.EXCLUDED if decision == Verdict.EXCLUDE else Standing.FORWARD


def in_words(state: State) -> str:
    """Where a unit without a conflict stands; all that is open sounds alike, since why it is would give votes away."""
    if state.is_open:
        return "not everybody has given a verdict"
    ended = "it goes forward" if state.standing is Standing.FORWARD else "it is excluded"
    return f"{ended} by {'agreement' if state.how == How.AGREED else state.how}"


def may_vote(state: State, person: UUID, policy: ScreeningPolicy) -> str:
    """Why a person may not vote on a unit now, and what to do; empty when they may."""
    if person in state.reopened_for:
        return ""
    if person in state.voters:
        return Words("You have given a verdict on this already. Withdraw it first with `synthema screening withdraw`.")
    if len(state.voters) >= policy.reviewers:
        return Words(
            "{voters} people have given their verdicts on this already; no further one is needed.",
            voters=len(state.voters),
        )
    return ""


def first_votes(votes: Sequence[Vote], needed: int) -> tuple[Vote, ...]:
    """The votes that stood when the last one needed arrived, before anybody could talk about them; none before that."""
    for at in sorted(vote.given_seq for vote in votes):
        spoken: dict[UUID, Vote] = {}
        for vote in standing(votes, at):
            spoken.setdefault(vote.person, vote)
        if len(spoken) >= needed:
            first = sorted(spoken.values(), key=lambda vote: vote.given_seq)[:needed]
            return tuple(sorted(first, key=lambda vote: vote.person))
    return ()


def shuffled(units: Iterable[UUID], seed: str) -> list[UUID]:
    """The units in an order that looks random, is the same for the same seed, and stays when others come or go."""
    return sorted(units, key=lambda unit: hashlib.sha256(f"{seed}:{unit}".encode()).digest())
