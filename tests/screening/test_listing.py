"""Lists, counts and shares show each viewer no more than they may know."""

from pathlib import Path

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates, merge_records
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.refused import Refused
from synthema.screening.actions import resolve_conflict, stop_screening
from synthema.screening.listing import listing
from synthema.screening.remarks import tag
from synthema.screening.shown import shown
from synthema.screening.standings import Counts, counts
from synthema.screening.workload import workload
from synthema.team.actions import remove_person
from tests.cast import Cast
from tests.screening.stage import (
    FT,
    LARK,
    MARSH,
    OWL,
    TA,
    bring,
    group_named,
    prepare,
    protocol,
    retrieved,
    vote,
)

HERON, SWIFT = "A heron of the upper pond", "Swifts that nobody counted"
ALL = (LARK, MARSH, OWL, HERON, SWIFT)


def titles(cast: Cast, name: str = "ana", **asked: str) -> list[str]:
    """The titles a person is listed."""
    found = listing(cast.review, TA, getattr(cast, name), **asked)  # type: ignore[arg-type]
    assert found.total == len(found.rows)
    return [row.shown.title for row in found.rows]


def test_filters_tell_where_units_stand_for_this_viewer(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, ALL)
    vote(cast, known[LARK], ana="include", ben="include")
    vote(cast, known[MARSH], ana="include", ben="exclude")
    vote(cast, known[OWL], ana="exclude", ben="exclude")
    vote(cast, known[HERON], ben="exclude")
    expected = {
        "": [*ALL], "open": [HERON, SWIFT], "untouched": [SWIFT], "waiting": [HERON], "todo": [HERON, SWIFT],
        "mine": [LARK, MARSH, OWL], "conflict": [MARSH], "forward": [LARK], "excluded": [OWL],
    }  # fmt: skip
    assert {name: titles(cast, standing=name) for name in expected} == expected
    assert titles(cast, "ben", standing="todo") == [SWIFT]
    with pytest.raises(Refused, match="no filter"):
        titles(cast, standing="decided")


def test_open_units_look_alike_but_for_ones_own_vote(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, ALL)
    vote(cast, known[LARK], ana="include")
    mine, others = (
        {row.shown.title: row for row in listing(cast.review, TA, person).rows} for person in (cast.ana, cast.ben)
    )
    own = mine[LARK].mine
    assert own is not None
    assert (own.verdict, mine[LARK].may_vote) == ("include", False)
    assert (others[LARK].mine, others[LARK].votes, others[LARK].may_vote) == (None, (), True)
    assert {(row.standing, row.reason, row.how) for row in others.values()} == {("open", "", "")}
    vote(cast, known[LARK], ben="exclude")
    (row,) = listing(cast.review, TA, cast.ben, standing="conflict").rows
    assert {vote.verdict for vote in row.votes} == {"include", "exclude"}


def test_words_are_looked_for_everywhere_and_all_must_be_there(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, ALL)
    assert titles(cast, text="harriers") == [MARSH]
    assert titles(cast, text="IDA upper") == [HERON]
    assert titles(cast, text="journal of invented birds") == [*ALL]
    assert titles(cast, text="pelican") == []
    assert titles(cast, text="100%") == []


def test_words_of_any_record_find_its_group(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    merge_records(By(cast.dev), cast.review, known[LARK], known[OWL])
    (row,) = listing(cast.review, TA, cast.ana, text="night shifts").rows
    assert row.shown.unit == group_named(cast, known[LARK])


def test_only_tags_one_may_see_find_anything(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    tag(By(cast.ana), cast.review, TA, known[OWL], "odd")
    assert titles(cast, tag="odd") == [OWL]
    assert titles(cast, "ben", tag="odd") == []
    vote(cast, known[OWL], ana="include", ben="include")
    assert titles(cast, "ben", tag="odd") == [OWL]
    assert titles(cast, "ben", tag="odd", standing="excluded") == []


def test_pages_are_in_the_order_of_the_review_and_never_beyond_it(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, ALL)
    pages = [listing(cast.review, TA, cast.ana, page=page, size=2) for page in (1, 2, 3, 4, 0, -7)]
    assert [[row.shown.title for row in one.rows] for one in pages] == [
        [LARK, MARSH], [OWL, HERON], [SWIFT], [SWIFT], [LARK, MARSH], [LARK, MARSH],
    ]  # fmt: skip
    assert {(one.pages, one.total) for one in pages} == {(3, 5)}
    empty = listing(cast.review, TA, cast.ana, standing="forward")
    assert (empty.rows, empty.page, empty.pages, empty.total) == ((), 1, 1, 0)


def test_full_texts_are_listed_too(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    lark, _ = retrieved(cast, known[LARK], known[OWL])
    found = listing(cast.review, FT, cast.ana, text="larks", standing="todo")
    assert [row.shown.unit for row in found.rows] == [lark.id]
    assert found.rows[0].shown.sources == ("db",)


def test_what_a_stop_leaves_unscreened_may_not_be_judged(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    stop_screening(By(cast.chloe), cast.review, "enough")
    assert [row.may_vote for row in listing(cast.review, TA, cast.ben).rows] == [True, False, False]
    assert titles(cast, "ben", standing="todo") == [LARK]
    expected = Counts(units=3, untouched=2, left=2, waiting=1, conflicts=0, forward=0, excluded=0)
    assert counts(cast.review, TA) == expected


def test_a_team_that_does_not_work_blind_sees_votes_in_the_list(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    set_protocol(By(cast.chloe), cast.review, protocol(ScreeningPolicy(blind=False)), "we sit at one table")
    vote(cast, known[LARK], ana="include")
    assert [len(row.votes) for row in listing(cast.review, TA, cast.ben).rows] == [1, 0, 0]


def test_shares_tell_who_is_behind_and_nothing_else(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, ALL)
    vote(cast, known[LARK], ana="include", ben="exclude")
    vote(cast, known[MARSH], ana="include")
    found = workload(cast.review, TA, cast.dev)
    shares = {one.person: (one.given, one.left) for one in found.people}
    assert shares == {cast.ana: (2, 3), cast.ben: (1, 4), cast.chloe: (0, 4)}
    assert (found.units, found.waiting) == (5, 1)
    remove_person(By(cast.chloe), cast.review, cast.ben, "reviewer")
    left = next(one for one in workload(cast.review, TA, cast.dev).people if one.person == cast.ben)
    assert (left.given, left.left, left.seated) == (1, 0, False)


def test_shares_do_not_tell_who_contradicts_themselves(cast: Cast, tmp_path: Path) -> None:
    told = []
    known = prepare(cast, tmp_path, ALL)
    for second in ("include", "exclude"):
        one, two = (known[LARK], known[MARSH]) if second == "include" else (known[OWL], known[HERON])
        vote(cast, one, ana="include")
        vote(cast, two, ana=second)
        merge_records(By(cast.dev), cast.review, one, two)
        told.append([(p.person, p.given, p.left) for p in workload(cast.review, TA, cast.ben).people])
    shares = [{person: numbers for person, *numbers in world}[cast.ana] for world in told]
    assert shares == [[1, 3], [2, 1]]  # each merge leaves one unit less, whether she agrees with herself or not
    own = next(p for p in workload(cast.review, TA, cast.ana).people if p.person == cast.ana)
    assert own.left == 2  # she herself is told that she is asked again


def test_the_second_who_settles_a_conflict_is_told_what_happened(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="exclude", reason="date")
    with pytest.raises(Refused, match=r"Chloe settled it on .* by arbiter: exclude \(date\)\."):
        resolve_conflict(By(cast.ana), cast.review, TA, known[LARK], how="consensus", decision="include")


def test_cards_show_the_fullest_description_and_where_it_was_found(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    bring(cast, tmp_path, (LARK,), key="second")
    find_duplicates(By(cast.dev), cast.review)
    unit = group_named(cast, known[LARK])
    (card,) = shown(cast.review, TA, [unit])
    assert (card.subject, card.sources, card.title) == (known[LARK], ("db", "second"), LARK)
    assert shown(cast.review, TA, [cast.ana]) == []
