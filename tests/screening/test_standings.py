"""Whatever people do, the rows kept for units say what their votes say."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates, keep_apart, merge_records, part_group, withdraw_decision
from synthema.dedup.tables import decisions, members
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.protocol.tables import current
from synthema.records.actions import withdraw_import
from synthema.records.tables import Import, records
from synthema.refused import Refused
from synthema.screening.actions import (
    give_verdict,
    resolve_conflict,
    resume_screening,
    seek,
    stop_screening,
    withdraw_resolution,
    withdraw_verdict,
)
from synthema.screening.listing import FILTERS, listing
from synthema.screening.model import OPEN, Standing, State
from synthema.screening.orders import awaiting
from synthema.screening.pilots import begin_pilot, end_pilot
from synthema.screening.queues import judge, progress, skip, take_back, upcoming
from synthema.screening.remarks import comment, seen_tags, tag, untag
from synthema.screening.rules import may_vote
from synthema.screening.standings import counts, left_for, total
from synthema.screening.states import (
    conflicts,
    forward,
    is_blind,
    left_unscreened,
    open_acts,
    policy,
    queue,
    states,
    units,
    votes_by_unit,
)
from synthema.screening.tables import CommentRow, ResolutionRow, TagRow, UnitState, VerdictRow
from synthema.studies.actions import record_retrieval, withdraw_retrieval, withdraw_sought
from synthema.studies.tables import reports
from synthema.team.actions import add_person, register_person
from tests.cast import Cast, seat_everybody
from tests.screening.stage import FT, TA, bring, prepare

BIRDS = ("Wren", "Rook", "Stork", "Crane", "Finch", "Swift", "Eagle", "Robin")
PLACES = ("north", "south", "inner", "outer")


class Doings:
    """What people may do, each chosen at random; what is refused changes nothing."""

    def __init__(self, cast: Cast, folder: Path, seed: int) -> None:
        self.cast, self.folder, self.random, self.serial = cast, folder, Random(seed), count()
        self.review, self.done = cast.review, Counter[str]()
        dora = register_person("Dora").id
        add_person(By(cast.chloe), cast.review, dora, "reviewer")
        self.people = (cast.ana, cast.ben, dora)

    def any_record(self) -> UUID:
        return self.random.choice(list(members(self.review).values_list("record", flat=True)))

    def any_report(self) -> UUID:
        return self.random.choice(reports(self.review)).id

    def subject(self, stage: str) -> UUID:
        return self.any_report() if stage == FT else self.any_record()

    def verdict(self) -> None:
        stage = self.random.choice((TA, TA, FT))
        said = self.random.choice(
            ("include", "include", "exclude", "unsure") if stage == TA else ("include", "exclude")
        )
        reason = self.random.choice(("date", "design")) if (stage, said) == (FT, "exclude") else ""
        give_verdict(By(self.random.choice(self.people)), self.review, stage, self.subject(stage), said, reason=reason)

    def verdict_in_order(self) -> None:
        stage, person = self.random.choice((TA, TA, FT)), self.random.choice(self.people)
        for one in upcoming(self.review, stage, person, 1):
            judge(By(person), self.review, stage, one.subject, "include", order=one.order, position=one.position)

    def put_off(self) -> None:
        person = self.random.choice(self.people)
        for one in upcoming(self.review, TA, person, 1):
            skip(self.review, TA, person, one.unit)

    def withdrawal(self) -> None:
        row = self.random.choice(
            list(VerdictRow.objects.filter(review=self.review, withdrawn_seq=None).order_by("given_seq"))
        )
        self.random.choice((withdraw_verdict, take_back))(By(row.person), self.review, row.id, "why")

    def resolution(self) -> None:
        stage = self.random.choice((TA, FT))
        subject, how = self.subject(stage), self.random.choice(("arbiter", "consensus"))
        decision = self.random.choice(("include", "exclude"))
        resolve_conflict(
            By(self.cast.chloe), self.review, stage, subject, how=how, decision=decision,
            reason="date" if decision == "exclude" else "",
        )  # fmt: skip

    def resolution_of_a_conflict(self) -> None:
        unit = self.random.choice(list(conflicts(self.review, TA)))
        subject = units(self.review, TA)[unit][0]
        decision = self.random.choice(("include", "exclude"))
        resolve_conflict(By(self.cast.chloe), self.review, TA, subject, how="arbiter", decision=decision)

    def reopening(self) -> None:
        row = self.random.choice(list(ResolutionRow.objects.filter(review=self.review, withdrawn_seq=None)))
        withdraw_resolution(By(self.cast.chloe), self.review, row.id)

    def merge(self) -> None:
        merge_records(By(self.cast.dev), self.review, self.any_record(), self.any_record())

    def apart(self) -> None:
        keep_apart(By(self.cast.dev), self.review, self.any_record(), self.any_record())

    def part(self) -> None:
        part_group(By(self.cast.dev), self.review, (self.any_record(),))

    def undo_decision(self) -> None:
        withdraw_decision(By(self.cast.dev), self.review, self.random.choice(decisions(self.review)).id)

    def more_records(self) -> None:
        there = list(records(self.review).values_list("title", flat=True))
        titles = (f"{self.random.choice(BIRDS)} seen from tower {next(self.serial)}", self.random.choice(there))
        bring(self.cast, self.folder, titles, key=f"late{next(self.serial)}")
        find_duplicates(By(self.cast.dev), self.review)

    def fewer_records(self) -> None:
        later = list(Import.objects.filter(review=self.review).order_by("number"))[1:]
        withdraw_import(By(self.cast.dev), self.review, self.random.choice(later).id, "why")

    def amendment(self) -> None:
        changed = ScreeningPolicy(
            reviewers=self.random.choice((1, 2, 2)),
            blind=bool(open_acts(self.review)) or self.random.random() < 0.7,  # never switched off while it hides
            unsure_forward=self.random.choice((True, False)),
        )
        protocol = replace(current(self.review).protocol, screening=changed)
        set_protocol(By(self.cast.chloe), self.review, protocol, "why")

    def stop(self) -> None:
        stop_screening(By(self.cast.chloe), self.review, "enough")

    def resume(self) -> None:
        resume_screening(By(self.cast.chloe), self.review)

    def retrieval(self) -> None:
        seek(By(self.cast.dev), self.review)
        outcome = self.random.choice(("retrieved", "retrieved", "not_retrieved"))
        record_retrieval(By(self.cast.dev), self.review, self.any_report(), outcome)

    def no_retrieval(self) -> None:
        withdraw_retrieval(By(self.cast.dev), self.review, self.any_report())

    def not_sought(self) -> None:
        withdraw_sought(By(self.cast.dev), self.review, self.any_report())

    def remark(self) -> None:
        stage, person = self.random.choice((TA, FT)), self.random.choice(self.people)
        if self.random.random() < 0.5:
            tag(By(person), self.review, stage, self.subject(stage), self.random.choice(("lovely", "odd")))
        else:
            comment(By(person), self.review, stage, self.subject(stage), "I see it otherwise.")

    def no_tag(self) -> None:
        row = self.random.choice(list(TagRow.objects.filter(review=self.review, withdrawn_seq=None)))
        untag(By(row.person), self.review, row.id)

    def pilot(self) -> None:
        begin_pilot(By(self.cast.chloe), self.review, TA, 3, hold_back=self.random.random() < 0.5)

    def no_pilot(self) -> None:
        end_pilot(By(self.cast.chloe), self.review, TA)

    def something(self) -> None:
        """One act, often a verdict."""
        usual: tuple[Callable[[], None], ...] = (self.verdict, self.verdict, self.verdict_in_order, self.merge)
        usual += (self.verdict, self.withdrawal, self.part, self.resolution_of_a_conflict, self.more_records)
        seldom = (
            self.resolution, self.reopening, self.undo_decision, self.fewer_records, self.amendment,
            self.stop, self.resume, self.retrieval, self.no_retrieval, self.not_sought, self.remark, self.no_tag,
            self.pilot, self.no_pilot, self.apart, self.put_off,
        )  # fmt: skip
        chosen = self.random.choice(usual if self.random.random() < 0.6 else seldom)
        try:
            chosen()
        except (Refused, IndexError):  # IndexError: there is nothing to choose from
            return
        self.done[chosen.__name__] += 1


def open_acts_in_truth(review: UUID) -> set[int]:
    """From every vote and tag, as the rule is written."""
    if not is_blind(review):
        return set()
    found: set[int | None] = set()
    for stage in (TA, FT):
        known = states(review, stage)
        for unit, given in votes_by_unit(review, stage).items():
            if known[unit].is_open:
                found.update(number for v in given for number in (v.given_seq, v.withdrawn_seq))
        unit_of = {subject: u for u, subjects in units(review, stage).items() for subject in subjects}
        for away in VerdictRow.objects.filter(stage=stage).exclude(subject__in=unit_of):  # it may come back
            found.update((away.given_seq, away.withdrawn_seq))
        for row in [*TagRow.objects.filter(stage=stage), *CommentRow.objects.filter(stage=stage)]:
            if row.subject not in unit_of or known[unit_of[row.subject]].is_open:
                found.update((row.given_seq, row.withdrawn_seq))
    return {number for number in found if number is not None}


def assert_rows_tell_the_truth(review: UUID, stage: str) -> dict[UUID, State]:
    known = states(review, stage)
    rows = {row.unit: row.state for row in UnitState.objects.filter(review=review, stage=stage)}
    assert rows == {unit: state for unit, state in known.items() if state.voters}
    assert total(review, stage) == len(known)
    unit_of = {subject: unit for unit, subjects in units(review, stage).items() for subject in subjects}
    for row in VerdictRow.objects.filter(review=review, stage=stage):
        assert row.unit == unit_of.get(row.subject)
        assert row.standing == (known[row.unit].standing if row.unit else Standing.WAITING)
    at, left = Counter(state.standing for state in known.values()), left_unscreened(review, stage, known)
    now = counts(review, stage)
    assert (now.conflicts, now.forward, now.excluded) == (
        at[Standing.CONFLICT], at[Standing.FORWARD], at[Standing.EXCLUDED],
    )  # fmt: skip
    assert now.untouched + now.waiting == at[Standing.WAITING] + at[Standing.REOPENED]
    assert now.left == len(left)
    assert list(conflicts(review, stage)) == [u for u, s in known.items() if s.standing is Standing.CONFLICT]
    return known


def assert_queues_and_lists_tell_the_truth(doings: Doings, stage: str, known: dict[UUID, State]) -> None:
    review, rules = doings.review, policy(doings.review)
    for person in doings.people:
        mine = queue(review, stage, person)
        assert awaiting(review, stage, person) == set(mine)
        assert left_for(review, stage, person, person) == len(mine)
        served = upcoming(review, stage, person, 100)
        assert len({one.unit for one in served}) == len(served) == progress(review, stage, person).left
        assert {one.unit for one in served} <= set(mine)
        for one in served:
            assert one.subject in units(review, stage)[one.unit]
            assert not may_vote(known[one.unit], person, rules)
        todo = listing(review, stage, person, standing="todo", size=100)
        assert {row.shown.unit for row in todo.rows} == set(mine)
    person = doings.people[0]
    wanted: dict[str, set[UUID]] = {
        "": set(known),
        "open": {u for u, s in known.items() if s.is_open},
        "untouched": {u for u, s in known.items() if not s.voters},
        "waiting": {u for u, s in known.items() if s.is_open and s.voters},
        "todo": set(queue(review, stage, person)),
        "mine": {u for u, s in known.items() if person in s.voters},
        **{
            str(name): {u for u, s in known.items() if s.standing == name}
            for name in ("conflict", "forward", "excluded")
        },
    }
    assert set(wanted) == set(FILTERS)
    for name, expected in wanted.items():
        shown = listing(review, stage, person, standing=name, size=100)
        assert {row.shown.unit for row in shown.rows} == expected, name
        assert shown.total == len(expected)


@pytest.mark.parametrize(
    ("database", "seed"),
    [("sqlite", 0), ("sqlite", 1), ("sqlite", 2), ("sqlite", 3), ("postgresql", 0)],
    indirect=["database"],
)
def test_rows_follow_whatever_people_do(
    database: str, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    luck = Random(seed)
    monkeypatch.setattr(os, "urandom", luck.randbytes)  # the same identifiers in every run, so the same walk
    cast = seat_everybody()
    titles = tuple(f"{bird} of the {place} tower" for bird in BIRDS[:4] for place in PLACES[:3])
    prepare(cast, tmp_path, titles)
    doings = Doings(cast, tmp_path, seed)
    for _ in range(80):
        before = sum(doings.done.values())
        doings.something()
        if sum(doings.done.values()) == before:
            continue
        for stage in (TA, FT):
            known = assert_rows_tell_the_truth(cast.review, stage)
            assert_queues_and_lists_tell_the_truth(doings, stage, known)
        ahead = states(cast.review, TA)
        assert forward(cast.review) == [u for u, s in ahead.items() if s.standing is Standing.FORWARD]
        assert open_acts(cast.review) == open_acts_in_truth(cast.review)
        seen = {row.id for row in seen_tags(cast.review, TA, doings.people[0])}
        for row in TagRow.objects.filter(review=cast.review, stage=TA, withdrawn_seq=None).exclude(unit=None):
            secret = is_blind(cast.review) and ahead[row.unit or row.subject].standing in OPEN
            assert (row.id in seen) == (row.person == doings.people[0] or not secret)
    assert len(doings.done) >= 10, doings.done
    assert replay.verify(cast.review).sound
    digests = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == digests
