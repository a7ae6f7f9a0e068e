"""Duplicates among the records of a review: found, decided by hand, taken back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from synthema.audit import replay
from synthema.audit.model import By, Content
from synthema.audit.tables import Event
from synthema.audit.trail import NoSuchReview
from synthema.dedup import running
from synthema.dedup.actions import find_duplicates, keep_apart, merge_records, part_group, withdraw_decision
from synthema.dedup.by_hand import decide_from_file
from synthema.dedup.model import Duplicates
from synthema.dedup.projections import write_rows
from synthema.dedup.rules import find
from synthema.dedup.tables import (
    DedupDraft,
    DedupRun,
    Member,
    Question,
    decisions,
    duplicates_removed,
    evidence,
    group_of,
    groups,
    questions,
    ungrouped,
)
from synthema.records.actions import import_file, withdraw_import
from synthema.records.model import Record
from synthema.records.tables import Import, records
from synthema.refused import Refused
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import by_key
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast

LARK = "TY  - JOUR\nTI  - Larks over the lower fields of the old estate\nAU  - Invented, Ida\nPY  - 2020\nT2  - Birds\n"
SAME = LARK + "DO  - 10.5555/lark\nER  - \n"
SPARSE = "TY  - JOUR\nTI  - Larks over the lower fields of the old estate\nPY  - 2020\nVL  - 3\nER  - \n"
OWL = "TY  - JOUR\nTI  - Owls heard from night shifts\nAU  - Invented, Udo\nPY  - 2019\nT2  - Birds\nVL  - 3\nER  - \n"


def bring(cast: Cast, folder: Path, key: str, text: str) -> None:
    """Import a RIS text under a search of its own."""
    log_search(By(cast.dev), cast.review, Search(key=key, source=key))
    file = folder / f"{key}.ris"
    file.write_text(text, encoding="utf-8")
    import_file(By(cast.dev), cast.review, file, key)


def in_search(cast: Cast, key: str) -> list[UUID]:
    """The records of one search in the order of its file."""
    own = Import.objects.get(review=cast.review, search=by_key(cast.review, key).id)
    return [row.id for row in records(cast.review).filter(import_id=own.id)]


@pytest.fixture
def found(cast: Cast, tmp_path: Path) -> Cast:
    """Two searches with one work in both, another alone, and a sparse print that is a question."""
    bring(cast, tmp_path, "one", SAME + OWL)
    bring(cast, tmp_path, "two", SAME + SPARSE)
    find_duplicates(By(cast.dev), cast.review)
    return cast


def same_after_replay(cast: Cast) -> None:
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before


def sizes(cast: Cast) -> list[int]:
    return sorted(len(held) for held in groups(cast.review).values())


def test_every_record_is_in_one_group_with_its_evidence(found: Cast) -> None:
    lark, owl = in_search(found, "one")
    again, sparse = in_search(found, "two")
    assert group_of(found.review, lark) == group_of(found.review, again) != group_of(found.review, owl)
    (match,) = evidence(found.review, group_of(found.review, lark))
    assert {match.a, match.b} == {lark, again}
    assert "same DOI" in match.reason
    assert [{q.a, q.b} & {sparse} for q in questions(found.review)] == [{sparse}]
    removed = {key: duplicates_removed(found.review)[by_key(found.review, key).id] for key in ("one", "two")}
    assert (removed["one"].duplicates, removed["two"].duplicates, removed["two"].records) == (0, 1, 2)
    same_after_replay(found)


def test_a_merge_by_hand_answers_the_question_outlives_a_run_and_can_be_undone(found: Cast, tmp_path: Path) -> None:
    lark, sparse = in_search(found, "one")[0], in_search(found, "two")[1]
    kept = group_of(found.review, lark)
    made = merge_records(By(found.dev), found.review, sparse, lark, "volume and year agree").body
    assert group_of(found.review, sparse) == kept
    assert questions(found.review) == []
    assert "volume" not in Event.objects.get(review=found.review, kind="RecordsMerged").payload
    with pytest.raises(Refused, match="in one group already"):
        merge_records(By(found.dev), found.review, sparse, lark)
    find_duplicates(By(found.dev), found.review)
    assert (sizes(found), group_of(found.review, sparse)) == ([1, 3], kept)
    withdraw_decision(By(found.dev), found.review, made.decision_id, "another work")
    assert (sizes(found), group_of(found.review, lark), decisions(found.review)) == ([1, 1, 2], kept, [])
    assert len(questions(found.review)) == 1
    same_after_replay(found)


def test_who_is_kept_apart_is_not_asked_about_again(found: Cast) -> None:
    lark, sparse = in_search(found, "one")[0], in_search(found, "two")[1]
    made = keep_apart(By(found.dev), found.review, lark, sparse, "an earlier print").body
    assert questions(found.review) == []
    find_duplicates(By(found.dev), found.review)
    assert questions(found.review) == []
    with pytest.raises(Refused, match="were kept apart"):
        merge_records(By(found.dev), found.review, sparse, in_search(found, "two")[0])
    withdraw_decision(By(found.dev), found.review, made.decision_id)
    find_duplicates(By(found.dev), found.review)
    assert len(questions(found.review)) == 1
    same_after_replay(found)


def test_a_group_is_parted_stays_parted_and_is_joined_again(found: Cast) -> None:
    lark, again = in_search(found, "one")[0], in_search(found, "two")[0]
    made = part_group(By(found.dev), found.review, (again,), "the second is a reply").body
    assert sizes(found) == [1, 1, 1, 1]
    find_duplicates(By(found.dev), found.review)
    assert group_of(found.review, lark) != group_of(found.review, again)
    withdraw_decision(By(found.dev), found.review, made.decision_id)
    assert group_of(found.review, lark) == group_of(found.review, again)
    with pytest.raises(Refused, match="one at least stays"):
        part_group(By(found.dev), found.review, (lark, again))
    with pytest.raises(Refused, match="2 groups"):
        part_group(By(found.dev), found.review, (lark, in_search(found, "one")[1]))
    same_after_replay(found)


def test_what_was_joined_by_hand_is_parted_by_withdrawing_that(found: Cast) -> None:
    lark, sparse = in_search(found, "one")[0], in_search(found, "two")[1]
    merge_records(By(found.dev), found.review, lark, sparse)
    with pytest.raises(Refused, match="joined by hand"):
        part_group(By(found.dev), found.review, (sparse,))
    with pytest.raises(Refused, match="in one group"):
        keep_apart(By(found.dev), found.review, lark, sparse)


def test_the_same_act_again_is_the_same_run(found: Cast) -> None:
    by = By(found.dev)
    first = find_duplicates(by, found.review)
    assert find_duplicates(by, found.review) == first
    assert DedupRun.objects.filter(review=found.review).count() == 2


def test_groups_do_not_depend_on_identifiers_made_by_chance(found: Cast) -> None:
    before = groups(found.review)
    find_duplicates(By(found.dev), found.review)
    assert groups(found.review) == before


def test_a_run_that_dies_leaves_the_earlier_groups_and_goes_on(
    found: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(found, tmp_path, "three", SAME)
    before, by = groups(found.review), By(found.dev)
    monkeypatch.setattr(running, "_close", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        find_duplicates(by, found.review)
    monkeypatch.undo()
    assert Member.objects.filter(review=found.review).count() == 4 + 5
    assert (groups(found.review), ungrouped(found.review)) == (before, 1)
    assert replay.verify(found.review).sound
    find_duplicates(by, found.review)
    assert (sizes(found), ungrouped(found.review), DedupDraft.objects.count()) == ([1, 1, 3], 0, 0)
    same_after_replay(found)


def test_what_an_unfinished_run_left_behind_is_swept_by_the_next(found: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_close", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        find_duplicates(By(found.dev), found.review)
    monkeypatch.undo()
    find_duplicates(By(found.dev), found.review)
    runs = set(DedupRun.objects.filter(review=found.review).values_list("id", flat=True))
    assert set(Member.objects.values_list("run", flat=True)) == runs
    assert set(Question.objects.values_list("run", flat=True)) <= runs


def test_what_is_decided_while_a_run_goes_on_is_brought_in_without_comparing_again(
    found: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lark, sparse = in_search(found, "one")[0], in_search(found, "two")[1]
    rows, ran, told = write_rows, list[str](), list[str]()

    def meanwhile(run_review: UUID, run: UUID, result: Content) -> object:
        ran.append("stored")
        if ran.count("stored") == 1:
            merge_records(By(found.chloe), found.review, lark, sparse)
        return rows(run_review, run, result)

    def compare(known: Mapping[str, Record], **given: Any) -> Duplicates:
        ran.append("compared")
        return find(known, **given)

    monkeypatch.setattr(running, "write_rows", meanwhile)
    monkeypatch.setattr(running, "find", compare)
    find_duplicates(By(found.dev), found.review, progress=lambda what, *_: told.append(what))
    assert ran == ["compared", "stored", "stored"]
    assert "bringing in what was decided meanwhile" in told
    assert (sizes(found), DedupDraft.objects.count()) == ([1, 3], 0)
    same_after_replay(found)


def test_the_records_of_a_withdrawn_import_leave_their_groups(found: Cast) -> None:
    withdraw_import(By(found.dev), found.review, in_import(found, "two"), "wrong file")
    assert (sizes(found), questions(found.review), ungrouped(found.review)) == ([1, 1], [], 0)
    same_after_replay(found)


def test_an_import_stays_while_a_decision_by_hand_rests_on_its_records(found: Cast, tmp_path: Path) -> None:
    lark, sparse = in_search(found, "one")[0], in_search(found, "two")[1]
    bring(found, tmp_path, "three", OWL)
    made = merge_records(By(found.dev), found.review, sparse, lark).body
    with pytest.raises(Refused, match="undo these first: 1 decision on duplicates of its records"):
        withdraw_import(By(found.dev), found.review, in_import(found, "two"), "wrong file")
    with pytest.raises(Refused, match="1 decision on duplicates"):
        again = tmp_path / "two.ris"
        import_file(By(found.dev), found.review, again, "two", instead=in_import(found, "two"))
    withdraw_import(By(found.dev), found.review, in_import(found, "three"), "nobody decided on its records")
    withdraw_decision(By(found.dev), found.review, made.decision_id, "another work")
    withdraw_import(By(found.dev), found.review, in_import(found, "two"), "wrong file")
    same_after_replay(found)


def in_import(cast: Cast, key: str) -> UUID:
    return Import.objects.get(review=cast.review, search=by_key(cast.review, key).id).id


def test_a_review_without_records_and_an_unknown_record_are_told(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no records yet"):
        find_duplicates(By(cast.dev), cast.review)
    bring(cast, tmp_path, "one", SAME + OWL)
    one, other = in_search(cast, "one")
    with pytest.raises(Refused, match="in no group yet"):
        merge_records(By(cast.dev), cast.review, one, other)
    with pytest.raises(Refused, match="no record"):
        merge_records(By(cast.dev), cast.review, uuid4(), other)
    with pytest.raises(Refused, match="no decision"):
        withdraw_decision(By(cast.dev), cast.review, uuid4())


def test_every_door_asks_who_comes(found: Cast) -> None:
    lark, sparse = in_search(found, "one")[0], in_search(found, "two")[1]
    reader = register_person("Rita").id
    add_person(By(found.chloe), found.review, reader, "reader")
    made = merge_records(By(found.dev), found.review, lark, sparse).body
    for who, error in ((found.eve, NoSuchReview), (reader, NotAllowed)):
        with pytest.raises(error):
            find_duplicates(By(who), found.review)
        with pytest.raises(error):
            merge_records(By(who), found.review, lark, sparse)
        with pytest.raises(error):
            keep_apart(By(who), found.review, lark, sparse)
        with pytest.raises(error):
            part_group(By(who), found.review, (sparse,))
        with pytest.raises(error):
            withdraw_decision(By(who), found.review, made.decision_id)


def test_decisions_come_from_a_file_all_or_none_and_once(found: Cast, tmp_path: Path) -> None:
    file, title = tmp_path / "by-hand.csv", "larks over the lower fields of the old estate."
    header = "source,title,same_as_source,same_as_title,decision,note\n"
    for row, says in (
        (f"one,{title},two,{title},maybe,\n", "Line 3 of by-hand.csv: 'maybe' is no decision"),
        (f"six,{title},two,{title},same,\n", "no search 'six'"),
        (f"one,Nothing of the kind,two,{title},same,\n", "Nothing here is called"),
        (f"one,{title},one,{title},same,\n", "the same record"),
    ):
        file.write_text(f"{header}one,{title},one,Owls heard from night shifts,apart,\n{row}", encoding="utf-8")
        with pytest.raises(Refused, match=says):
            decide_from_file(By(found.dev), found.review, file)
        assert decisions(found.review) == []
    bring(found, tmp_path, "sparse", SPARSE)
    find_duplicates(By(found.dev), found.review)
    file.write_text(
        f"{header}one,{title},sparse,{title},same,seen\none,{title},one,Owls heard from night shifts,apart,\n",
        encoding="utf-8",
    )
    new, stood = decide_from_file(By(found.dev), found.review, file)
    assert (new, stood) == (2, 0)
    assert decide_from_file(By(found.dev), found.review, file) == (0, 2)
    assert len(decisions(found.review)) == 2
    same_after_replay(found)


def test_a_file_of_decisions_tells_a_stranger_nothing_of_the_review(found: Cast, tmp_path: Path) -> None:
    file = tmp_path / "by-hand.csv"
    file.write_text("source,title,same_as_source,same_as_title,decision\none,Owl,one,Owls,same\n", encoding="utf-8")
    with pytest.raises(NoSuchReview):
        decide_from_file(By(found.eve), found.review, file)
