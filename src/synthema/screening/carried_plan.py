"""What carrying over would do: which verdicts count, which stay behind and why, and what would become of the records.

What a viewer may not know, they are not told here either: a record on which somebody else's verdict is still open is
only counted as one that would be complete.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from synthema.audit.batches import in_batches
from synthema.dedup.tables import members
from synthema.protocol.model import Protocol
from synthema.screening.carried_model import Carried, Choice, Outlook, Plan, Remark, Stated
from synthema.screening.carried_rules import Told, told
from synthema.screening.model import Standing, State, Vote
from synthema.screening.rules import FULL_TEXT, outcome
from synthema.screening.standings import left_of, states_now
from synthema.screening.states import policy, votes
from synthema.studies.model import Outcome
from synthema.studies.tables import Report

Taken = dict[UUID, set[UUID]]  # by unit, who has a verdict on it by choices before this one


def plan(
    review: UUID,
    protocol: Protocol,
    choice: Choice,
    person: UUID,
    said: Sequence[Stated],
    taken: Taken | None = None,
) -> Plan:
    """What one choice carries over as the verdicts of a person."""
    mine = [one for one in said if one.source == choice.source and _speaks(one)]
    beside = _beside(choice, said)
    places = judged_as(review, choice.stage, {one.record for one in mine})
    states = _states(review, choice.stage, {unit for _, unit in places.values()})
    left = {u for b in in_batches(iter(sorted(states))) for u in left_of(review, choice.stage, b)}
    taken, meanings, found = {} if taken is None else taken, dict(choice.reasons), Plan()
    before = {unit: set(people) for unit, people in taken.items()}
    for one in mine:
        place = places.get(one.record)
        words = told(protocol, choice.stage, one.opinion, meanings, beside.get(one.record, ()))
        if place is None:
            found.elsewhere += 1
            continue
        subject, unit = place
        voters = set(states[unit].voters) | before.get(unit, set())
        if words.verdict and _stays(found, words, person, voters, protocol.screening.reviewers, unit in left):
            continue
        _carry(found, one, subject, unit, words)
        if words.verdict:
            taken.setdefault(unit, set()).add(person)
    return found


def _speaks(one: Stated) -> bool:
    return bool(one.opinion.verdict or one.opinion.labels or one.opinion.note)


def _beside(choice: Choice, said: Iterable[Stated]) -> dict[UUID, tuple[str, ...]]:
    """The reasons that stand with a record and with no reviewer of the tool."""
    if not choice.source.reviewer:
        return {}
    nobodys = (one for one in said if one.opinion.tool == choice.source.tool and not one.opinion.reviewer)
    return {one.record: one.opinion.reasons for one in nobodys if one.opinion.reasons and not one.opinion.verdict}


def _stays(found: Plan, words: Told, person: UUID, voters: set[UUID], needed: int, unscreened: bool) -> bool:
    """Count a verdict that stays behind, under why."""
    if person in voters:
        found.own += 1
    elif len(voters) >= needed:
        found.full += 1
    elif unscreened and not voters:
        found.unscreened += 1
    elif words.fault == "unsure":
        found.unsure += 1
    elif words.fault == "unexplained":
        found.unexplained += 1
    else:
        return False
    return True


def _carry(found: Plan, one: Stated, subject: UUID, unit: UUID, words: Told) -> None:
    note, labels = words.note, tuple(" ".join(label.split()) for label in one.opinion.labels)
    if note or labels:
        found.remarks.append(Remark(len(found.carried), note, tuple(label for label in labels if label)))
    found.carried.append(Carried(one.record, subject, words.verdict, words.reason))
    found.units.append(unit)


def judged_as(review: UUID, stage: str, records: Iterable[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """What a verdict on each of these records hangs on in a stage, and the unit that is."""
    groups: dict[UUID, UUID] = {}
    for batch in in_batches(iter(sorted(records))):
        groups |= dict(members(review).order_by().filter(record__in=batch).values_list("record", "group"))
    if stage != FULL_TEXT:
        return {record: (record, group) for record, group in groups.items()}
    rows = Report.objects.filter(review=review, outcome=Outcome.RETRIEVED).values_list("group", "id")
    reports = dict(rows)
    return {record: (reports[g], reports[g]) for record, g in groups.items() if g in reports}


def _states(review: UUID, stage: str, units: set[UUID]) -> dict[UUID, State]:
    found: dict[UUID, State] = {}
    for batch in in_batches(iter(sorted(units))):
        found |= states_now(review, stage, batch)
    return found


def outlook(review: UUID, stage: str, viewer: UUID, plans: Iterable[tuple[UUID, bool, Plan]]) -> Outlook:
    """What would become of the records of these plans, each of a person who is outside or not, for this viewer."""
    new = _votes(plans)
    rules, found = policy(review), {"forward": 0, "excluded": 0, "conflicts": 0, "waiting": 0, "meeting": 0}
    for batch in in_batches(iter(sorted(new))):
        states, seen = states_now(review, stage, batch), votes(review, stage, viewer, batch)
        for unit in batch:
            known = seen.get(unit, [])
            everybody = {*states[unit].voters, *(vote.person for vote in new[unit])}
            if {vote.person for vote in (*known, *new[unit])} < everybody:
                found["meeting" if len(everybody) >= rules.reviewers else "waiting"] += 1
            else:
                found[_WORDS.get(outcome(stage, [*known, *new[unit]], rules).standing, "waiting")] += 1
    return Outlook(units=len(new), **found)


_WORDS = {Standing.FORWARD: "forward", Standing.EXCLUDED: "excluded", Standing.CONFLICT: "conflicts"}


def _votes(plans: Iterable[tuple[UUID, bool, Plan]]) -> dict[UUID, list[Vote]]:
    found: dict[UUID, list[Vote]] = {}
    number = 2**31
    for person, outside, one in plans:
        for carried, unit in zip(one.carried, one.units, strict=True):
            if carried.verdict:
                number += 1
                vote = Vote(
                    id=UUID(int=number), subject=carried.subject, person=person, verdict=carried.verdict,
                    reason=carried.reason, outside=outside, given_seq=number,
                )  # fmt: skip
                found.setdefault(unit, []).append(vote)
    return found
