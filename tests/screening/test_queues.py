"""Each reviewer's queue: an order of their own that stays, nothing twice, nothing that is not theirs to judge."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit.clock import frozen
from synthema.audit.model import By
from synthema.audit.trail import ActConflict
from synthema.dedup.actions import find_duplicates, merge_records
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.screening import orders
from synthema.screening.actions import give_verdict, seek, stop_screening, withdraw_verdict
from synthema.screening.orders import Ranking, ranks
from synthema.screening.queues import (
    judge,
    last_given,
    order_of,
    pace,
    progress,
    refill,
    skip,
    take_back,
    unskip,
    upcoming,
)
from synthema.screening.states import queue
from synthema.screening.tables import QueueEntry, VerdictRow
from synthema.studies.actions import record_retrieval
from synthema.studies.tables import reports
from synthema.team.actions import add_person, register_person
from tests.cast import Cast
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, bring, group_named, prepare, protocol, retrieved, vote

BIRDS = tuple(f"{bird} above the {place} pond" for bird in ("Wren", "Rook", "Stork") for place in ("upper", "lower"))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def order(cast: Cast, person: UUID, n: int = 50) -> list[UUID]:
    """The units in the order in which they are served."""
    return [one.unit for one in upcoming(cast.review, TA, person, n)]


def test_everybody_has_an_order_of_their_own_that_stays(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    first = order(cast, cast.ana)
    assert first == queue(cast.review, TA, cast.ana)
    assert order(cast, cast.ben) == queue(cast.review, TA, cast.ben)
    assert sorted(first) == sorted(order(cast, cast.ben))
    (entry, *_) = upcoming(cast.review, TA, cast.ana, 1)
    judge(By(cast.ana), cast.review, TA, entry.subject, "include", order=entry.order, position=entry.position)
    assert order(cast, cast.ana) == first[1:]
    refill(cast.review, TA, cast.ana)
    assert order(cast, cast.ana) == first[1:]
    row = VerdictRow.objects.get()
    assert (row.order, row.position) == ("random", 1)


def test_places_go_on_counting(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    for expected in range(1, 7):
        (entry,) = upcoming(cast.review, TA, cast.ana, 1)
        assert entry.position == expected
        judge(By(cast.ana), cast.review, TA, entry.subject, "exclude", order=entry.order, position=entry.position)
        if expected == 3:
            refill(cast.review, TA, cast.ana)
    assert upcoming(cast.review, TA, cast.ana, 1) == []


def test_one_may_fetch_ahead(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    whole = order(cast, cast.ana)
    two = upcoming(cast.review, TA, cast.ana, 2)
    assert [one.unit for one in two] == whole[:2]
    assert [one.unit for one in upcoming(cast.review, TA, cast.ana, 3, after=two[-1].unit)] == whole[2:5]
    assert upcoming(cast.review, TA, cast.ana, 1, after=whole[-1]) == []


def test_a_queue_of_many_windows_serves_each_unit_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(cast, tmp_path, BIRDS)
    monkeypatch.setattr("synthema.screening.queues.WINDOW", 2)
    expected = queue(cast.review, TA, cast.ana)
    served = []
    while found := upcoming(cast.review, TA, cast.ana, 1):
        assert QueueEntry.objects.filter(person=cast.ana, decided_at=None).count() <= 4
        served.append(found[0].unit)
        judge(By(cast.ana), cast.review, TA, found[0].subject, "include")
    assert served == expected


def test_what_was_put_off_comes_last_and_may_come_back(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    a, b, *others = order(cast, cast.ana)
    skip(cast.review, TA, cast.ana, a)
    skip(cast.review, TA, cast.ana, b)
    assert order(cast, cast.ana) == [*others, a, b]
    refill(cast.review, TA, cast.ana)
    assert order(cast, cast.ana) == [*others, a, b]
    assert [one.skipped for one in upcoming(cast.review, TA, cast.ana, 9)] == [False] * 4 + [True] * 2
    unskip(cast.review, TA, cast.ana, b)
    assert order(cast, cast.ana)[0] == b
    with pytest.raises(Refused, match="not in your queue any more"):
        skip(cast.review, TA, cast.ana, uuid4())


def test_a_verdict_given_twice_with_one_identifier_is_one_verdict(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    (entry,) = upcoming(cast.review, TA, cast.ana, 1)
    by = By(cast.ana)
    first = judge(by, cast.review, TA, entry.subject, "include", order=entry.order, position=entry.position)
    again = judge(by, cast.review, TA, entry.subject, "include", order=entry.order, position=entry.position)
    assert first == again
    with pytest.raises(ActConflict):
        judge(by, cast.review, TA, entry.subject, "exclude", order=entry.order, position=entry.position)
    assert VerdictRow.objects.count() == 1


def test_what_is_taken_back_comes_next(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    whole = order(cast, cast.ana)
    by = By(cast.ana)
    entry = upcoming(cast.review, TA, cast.ana, 1)[0]
    given = judge(by, cast.review, TA, entry.subject, "include", order=entry.order, position=entry.position)
    last = last_given(cast.review, TA, cast.ana)
    assert last is not None
    assert last.id == given.body.verdict_id
    take_back(By(cast.ana), cast.review, last.id, "a slip")
    assert last_given(cast.review, TA, cast.ana) is None
    assert order(cast, cast.ana) == whole
    # The act that comes late, because the line was down, closes nothing that was opened again since.
    judge(by, cast.review, TA, entry.subject, "include", order=entry.order, position=entry.position)
    assert order(cast, cast.ana) == whole


def test_what_was_judged_from_the_list_and_taken_back_comes_next_too(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    given = give_verdict(By(cast.ana), cast.review, TA, known[OWL], "include").body.verdict_id
    assert group_named(cast, known[OWL]) not in order(cast, cast.ana)
    take_back(By(cast.ana), cast.review, given)
    assert order(cast, cast.ana)[0] == group_named(cast, known[OWL])


def test_a_verdict_withdrawn_elsewhere_comes_again(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, (LARK,))
    given = judge(By(cast.ana), cast.review, TA, known[LARK], "include").body.verdict_id
    assert order(cast, cast.ana) == []
    withdraw_verdict(By(cast.ana), cast.review, given)
    assert order(cast, cast.ana) == [group_named(cast, known[LARK])]


def test_records_that_come_later_take_their_place(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS[:3])
    before = order(cast, cast.ana)
    bring(cast, tmp_path, BIRDS[3:], key="late")
    assert order(cast, cast.ana) == before  # not compared for duplicates yet
    find_duplicates(By(cast.dev), cast.review)
    assert order(cast, cast.ana) == queue(cast.review, TA, cast.ana)
    assert len(order(cast, cast.ana)) == 6


def test_groups_that_merge_are_served_once_under_a_record_they_hold(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    assert len(order(cast, cast.ana)) == 3
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    served = upcoming(cast.review, TA, cast.ana, 9)
    assert {one.unit for one in served} == {group_named(cast, known[LARK]), group_named(cast, known[OWL])}
    for one in served:
        judge(By(cast.ana), cast.review, TA, one.subject, "include")


def test_who_contradicts_themselves_is_asked_again(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, (LARK, MARSH))
    for record, verdict in ((LARK, "include"), (MARSH, "exclude")):
        judge(By(cast.ana), cast.review, TA, known[record], verdict)
    assert order(cast, cast.ana) == []
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    assert order(cast, cast.ana) == [group_named(cast, known[LARK])]


def test_nobody_is_served_what_others_have_settled(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, BIRDS)
    dora = register_person("Dora").id
    add_person(By(cast.chloe), cast.review, dora, "reviewer")
    whole = upcoming(cast.review, TA, dora, 9)
    for person in (cast.ana, cast.ben):
        judge(By(person), cast.review, TA, whole[0].subject, "include")
        judge(By(person), cast.review, TA, whole[2].subject, "include")
    assert order(cast, dora) == [whole[n].unit for n in (1, 3, 4, 5)]
    assert progress(cast.review, TA, dora).left == 4


def test_nothing_is_served_after_a_stop_but_what_was_begun(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    stop_screening(By(cast.chloe), cast.review, "enough")
    assert order(cast, cast.ben) == [group_named(cast, known[LARK])]
    assert order(cast, cast.ana) == []
    take_back(By(cast.ana), cast.review, VerdictRow.objects.get().id)
    assert order(cast, cast.ana) == []  # nobody has looked at it now, and so it is left unscreened too


def test_a_single_reviewer_has_a_queue_too(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, policy=ScreeningPolicy(reviewers=1))
    judge(By(cast.ana), cast.review, TA, known[LARK], "include")
    assert len(order(cast, cast.ben)) == 2
    set_protocol(By(cast.chloe), cast.review, protocol(ScreeningPolicy(reviewers=2)), "a second pair of eyes")
    assert len(order(cast, cast.ben)) == 3


def test_reports_come_when_they_are_retrieved(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    assert upcoming(cast.review, FT, cast.ana, 5) == []
    (lark,) = retrieved(cast, known[LARK])
    (entry,) = upcoming(cast.review, FT, cast.ana, 5)
    assert (entry.unit, entry.subject) == (lark.id, lark.id)
    judge(By(cast.ana), cast.review, FT, lark.id, "include")
    assert upcoming(cast.review, FT, cast.ana, 5) == []
    vote(cast, known[OWL], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    (owl,) = [one for one in reports(cast.review) if one.title == OWL]
    record_retrieval(By(cast.dev), cast.review, owl.id, "retrieved")
    assert [one.unit for one in upcoming(cast.review, FT, cast.ana, 5)] == [owl.id]


def test_the_newest_come_first_and_those_without_a_year_last(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    for title, year in ((LARK, 2015), (MARSH, None), (OWL, 2021)):
        RecordRow.objects.filter(pk=known[title]).update(year=year)
    refill(cast.review, TA, cast.ana, "newest")
    assert order(cast, cast.ana) == [group_named(cast, known[title]) for title in (OWL, LARK, MARSH)]
    assert order_of(cast.review, TA, cast.ana) == "newest"
    assert {one.order for one in upcoming(cast.review, TA, cast.ana, 3)} == {"newest"}
    assert order_of(cast.review, TA, cast.ben) == "random"
    with pytest.raises(Refused, match="no order of screening"):
        refill(cast.review, TA, cast.ana, "alphabetical")


@pytest.fixture
def provider() -> Iterator[list[Ranking]]:
    """A ranking that a test may put in."""
    before, given = orders._providers[:], list[Ranking]()
    ranks(lambda _review, _stage, _person: given[-1] if given else None)
    yield given
    orders._providers[:] = before


def test_a_ranking_orders_what_it_knows_and_the_rest_comes_at_random(
    cast: Cast, tmp_path: Path, provider: list[Ranking]
) -> None:
    prepare(cast, tmp_path, BIRDS)
    whole = queue(cast.review, TA, cast.ana)
    refill(cast.review, TA, cast.ana, "ranked")
    assert order(cast, cast.ana) == whole  # there is no ranking yet
    provider.append(Ranking(name="method/1 abc", scores={whole[3]: 0.9, whole[5]: 0.2, whole[1]: -3.0}))
    refill(cast.review, TA, cast.ana)
    assert order(cast, cast.ana) == [whole[n] for n in (3, 5, 1, 0, 2, 4)]
    assert upcoming(cast.review, TA, cast.ana, 1)[0].order == "ranked method/1 abc"


def test_an_order_that_cannot_be_kept_is_refused(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    for name, place in (("x" * 201, 1), ("random", -1), ("random", 3_000_000_000)):
        with pytest.raises(Refused, match="Load the page again"):
            judge(By(cast.ana), cast.review, TA, known[LARK], "include", order=name, position=place)


def test_progress_tells_today_in_all_and_what_is_left(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, (LARK, MARSH, OWL, *BIRDS))
    with frozen(NOON - timedelta(days=2)):
        judge(By(cast.ana), cast.review, TA, known[LARK], "include")
    with frozen(NOON):
        judge(By(cast.ana), cast.review, TA, known[MARSH], "include")
        found = progress(cast.review, TA, cast.ana)
    assert (found.decided_today, found.decided, found.left, found.pace) == (1, 2, 7, None)
    for number, title in enumerate(BIRDS):
        with frozen(NOON + timedelta(minutes=number + 1)):
            judge(By(cast.ana), cast.review, TA, known[title], "exclude")
    with frozen(NOON + timedelta(hours=1)):
        assert progress(cast.review, TA, cast.ana).pace == 60


def test_the_pace_is_that_of_the_last_sitting() -> None:
    sitting = [NOON - timedelta(seconds=30 * n) for n in range(11)]
    earlier = [sitting[-1] - timedelta(minutes=31 + n) for n in range(20)]
    assert pace([*sitting, *earlier]) == 120
    assert pace(sitting[:4]) is None
    assert pace([NOON] * 9) is None
    assert pace([]) is None


def test_others_learn_nothing_from_the_order(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, BIRDS)
    before = upcoming(cast.review, TA, cast.ben, 9)
    vote(cast, known[BIRDS[0]], ana="include")
    vote(cast, known[BIRDS[1]], ana="exclude")
    refill(cast.review, TA, cast.ben)
    assert upcoming(cast.review, TA, cast.ben, 9) == before
