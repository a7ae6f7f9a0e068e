"""After an amendment, who decided on changed criteria looks again; nobody learns another's open verdict by it."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.protocol.actions import amend
from synthema.protocol.model import Criterion
from synthema.refused import Refused
from synthema.screening.actions import give_verdict, resolve_conflict, withdraw_verdict
from synthema.screening.again import to_screen_again, uphold
from synthema.screening.tables import VerdictRow
from synthema.team.actions import remove_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, group_named, judge, prepare, protocol, retrieved, vote

NEW = (*protocol().criteria, Criterion(key="voice", label="Voice", include="Keepers speak."))


def listed(cast: Cast, viewer: UUID) -> dict[UUID, set[UUID]]:
    """Units with the people whose verdicts are to be looked at again."""
    return {one.unit: {resting.person for resting in one.resting} for one in to_screen_again(cast.review, viewer)}


def own(cast: Cast, person: UUID, stage: str = TA) -> list[UUID]:
    found = to_screen_again(cast.review, person)
    return [r.verdict for one in found if one.stage == stage for r in one.resting if r.person == person]


@pytest.fixture
def known(cast: Cast, tmp_path: Path) -> dict[str, UUID]:
    return prepare(cast, tmp_path)


def test_nothing_is_to_be_screened_again_before_an_amendment(cast: Cast, known: dict[str, UUID]) -> None:
    vote(cast, known[LARK], ana="include", ben="include")
    assert to_screen_again(cast.review, cast.ana) == []
    amend(By(cast.chloe), cast.review, "A better title.", title="Larks")
    assert to_screen_again(cast.review, cast.ana) == []


def test_a_new_criterion_brings_back_what_was_kept_in_and_not_what_was_excluded(
    cast: Cast, known: dict[str, UUID]
) -> None:
    vote(cast, known[LARK], ana="include", ben="include")
    vote(cast, known[MARSH], ana="exclude", ben="exclude")
    amend(By(cast.chloe), cast.review, "Keepers must speak.", criteria=NEW)
    (found,) = to_screen_again(cast.review, cast.dev)
    assert (found.unit, found.keys, found.settled) == (group_named(cast, known[LARK]), ("voice",), True)
    assert {one.person for one in found.resting} == {cast.ana, cast.ben}


@pytest.mark.parametrize("hidden", ["include", "exclude", "unsure"])
def test_an_open_verdict_is_listed_for_who_gave_it_and_for_nobody_else(
    cast: Cast, known: dict[str, UUID], hidden: str
) -> None:
    vote(cast, known[LARK], ana=hidden)
    amend(By(cast.chloe), cast.review, "why", criteria=NEW)
    assert [listed(cast, viewer) for viewer in (cast.ben, cast.chloe, cast.dev)] == [{}, {}, {}]
    assert bool(listed(cast, cast.ana)) is (hidden != "exclude")


def test_who_gives_the_verdict_again_under_the_new_version_is_done(cast: Cast, known: dict[str, UUID]) -> None:
    vote(cast, known[LARK], ana="include")
    amend(By(cast.chloe), cast.review, "why", criteria=NEW)
    (mine,) = own(cast, cast.ana)
    withdraw_verdict(By(cast.ana), cast.review, mine)
    give_verdict(By(cast.ana), cast.review, TA, known[LARK], "include")
    assert listed(cast, cast.ana) == {}


def test_each_upholds_their_own_and_the_lead_those_of_who_left(cast: Cast, known: dict[str, UUID]) -> None:
    vote(cast, known[LARK], ana="include", ben="include")
    vote(cast, known[OWL], ana="include", ben="unsure")
    amend(By(cast.chloe), cast.review, "why", criteria=NEW)
    once = By(cast.ana)
    assert uphold(once, cast.review, TA, own(cast, cast.ana), "read again") == 2
    assert listed(cast, cast.ana) == {group_named(cast, known[r]): {cast.ben} for r in (LARK, OWL)}
    with pytest.raises(Refused, match="Each upholds their own"):
        uphold(By(cast.ana), cast.review, TA, own(cast, cast.ben))
    with pytest.raises(NotAllowed):
        uphold(By(cast.dev), cast.review, TA, own(cast, cast.ben))
    with pytest.raises(Refused, match="Each upholds their own"):
        uphold(By(cast.chloe), cast.review, TA, own(cast, cast.ben))
    remove_person(By(cast.chloe), cast.review, cast.ben, "reviewer")
    uphold(By(cast.chloe), cast.review, TA, own(cast, cast.ben))
    assert to_screen_again(cast.review, cast.chloe) == []
    with pytest.raises(Refused, match="nothing to uphold"):
        uphold(By(cast.ana), cast.review, TA, own(cast, cast.ana))
    assert replay.verify(cast.review).sound


@pytest.mark.parametrize("said", ["include", "exclude"])
def test_an_open_verdict_cannot_be_upheld_and_the_refusal_tells_nothing(
    cast: Cast, known: dict[str, UUID], said: str
) -> None:
    vote(cast, known[LARK], ben=said)
    amend(By(cast.chloe), cast.review, "why", criteria=NEW)
    row = VerdictRow.objects.get(person=cast.ben).id
    for wanted in (row, UUID(int=1)):
        with pytest.raises(Refused, match="Only verdicts on records and reports that are decided"):
            uphold(By(cast.chloe), cast.review, TA, [wanted])


def test_a_conflict_settled_under_the_new_version_is_not_asked_again_until_it_changes_once_more(
    cast: Cast, known: dict[str, UUID]
) -> None:
    vote(cast, known[LARK], ana="include", ben="exclude")
    amend(By(cast.chloe), cast.review, "why", criteria=NEW)
    assert listed(cast, cast.dev) == {}  # a conflict is settled under the criteria in force anyway
    resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="include")
    assert listed(cast, cast.dev) == {}
    amend(By(cast.chloe), cast.review, "why", title="Another title")
    assert listed(cast, cast.dev) == {}
    more = (*NEW, Criterion(key="age", label="Age"))
    amend(By(cast.chloe), cast.review, "why", criteria=more)
    assert listed(cast, cast.dev) == {group_named(cast, known[LARK]): {cast.ana}}


def test_a_reason_that_is_gone_brings_back_the_reports_excluded_for_it(cast: Cast, known: dict[str, UUID]) -> None:
    first, second = retrieved(cast, known[LARK], known[OWL])
    judge(cast, first.id, ana="exclude depth", ben="exclude depth")
    judge(cast, second.id, ana="exclude date", ben="exclude date")
    amend(By(cast.chloe), cast.review, "Depth cannot be told.", criteria=protocol().criteria[:2])
    (found,) = to_screen_again(cast.review, cast.dev)
    assert (found.stage, found.unit, found.keys) == (FT, first.id, ("depth",))
    reworded = tuple(replace(c, include="After 2014.") if c.key == "date" else c for c in protocol().criteria[:2])
    amend(By(cast.chloe), cast.review, "Dates are clearer now.", criteria=reworded)
    reports = {one.unit for one in to_screen_again(cast.review, cast.dev) if one.stage == FT}
    assert reports == {first.id, second.id}
