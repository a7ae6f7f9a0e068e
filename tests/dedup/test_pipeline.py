"""The whole way from records to groups: nothing lost, and neither order nor workers have any influence."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from synthema.dedup import Duplicates, Kind, find
from synthema.dedup.facts import Facts
from synthema.dedup.matching import APART, Judgement, Verdict
from synthema.dedup.pipeline import compare
from synthema.dedup.setting import Setting
from synthema.jobs.pool import FEW, pool
from synthema.records.model import Record
from synthema.refused import Refused
from tests.dedup.invented import OTHER, PRINTED, like

WORDS = ("amber", "birch", "cedar", "drift", "ember", "fjord", "glade", "heath", "inlet", "jetty", "knoll", "larch")
NAMES = ("Aldric", "Benoit", "Castel", "Dubois", "Eklund", "Fraser", "Garner", "Hubert", "Ivanov", "Jansen", "Kovacs")


def search(size: int, seed: int = 1) -> dict[str, Record]:
    """Invented records, a third of them copies with changes, under identifiers that say nothing."""
    chance = random.Random(seed)
    records: list[Record] = []
    for at in range(size):
        if records and chance.random() < 1 / 3:
            copied = chance.choice(records)
            change: Any = chance.choice([{"doi": ""}, {"pages": ""}, {"volume": "", "issue": ""}, {"abstract": ""}])
            records.append(like(copied, **change))
            continue
        title = " ".join(chance.choices(WORDS, k=9)).capitalize()
        names = tuple(f"{name}, {name[0]}." for name in chance.sample(NAMES, 3))
        numbers: Any = {"volume": str(chance.randrange(1, 60)), "pages": f"{chance.randrange(2, 900)}-"}
        records.append(
            like(title=title, authors=names, doi=f"10.5555/{at}", year=chance.randrange(1990, 2024), **numbers)
        )
    ids = [f"{chance.randrange(10**9):09}-{at}" for at in range(size)]
    return dict(zip(ids, records, strict=True))


LARGE = search(1_500)


@pytest.fixture(scope="module", autouse=True)
def _small_parts() -> Iterator[None]:
    """Parts so small that there are enough of them for workers to begin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synthema.dedup.pipeline.BATCH", 200)
        patch.setattr("synthema.dedup.scoring.PART", 200)
        assert len(LARGE) > (FEW + 1) * 200
        yield


@pytest.fixture(scope="module")
def answer() -> Duplicates:
    return find(LARGE)


def test_every_record_is_in_exactly_one_group(answer: Duplicates) -> None:
    assert sorted(one for group in answer.groups for one in group.members) == sorted(LARGE)
    assert 0.6 * len(LARGE) < len(answer.groups) < 0.8 * len(LARGE)


def test_shuffled_and_streamed_records_give_the_same_answer(answer: Duplicates) -> None:
    shuffled = list(LARGE.items())
    random.Random(7).shuffle(shuffled)
    assert find(iter(shuffled)) == answer


@pytest.mark.parametrize("where", ["local:1", "local:2"])
def test_the_number_of_workers_has_no_influence(answer: Duplicates, where: str) -> None:
    with pool(where) as executor:
        assert find(LARGE, executor=executor) == answer


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address.replace("tcp://", "dask://")


def test_a_dask_cluster_gives_the_same_answer(answer: Duplicates, scheduler: str) -> None:
    with pool(scheduler) as executor:
        assert find(LARGE, executor=executor) == answer


def test_parts_and_batches_are_no_borders(answer: Duplicates, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (
        ("pipeline.BATCH", 331),
        ("scoring.PART", 97),
        ("gathering.TOGETHER", 50),
        ("blocking.AT_ONCE", 90),
    ):
        monkeypatch.setattr(f"synthema.dedup.{name}", size)
    assert find(LARGE) == answer


def test_the_records_that_are_kept_hold_no_duplicates(answer: Duplicates) -> None:
    kept = {group.members[0]: LARGE[group.members[0]] for group in answer.groups}
    again = find(kept)
    assert len(again.groups) == len(kept)


def test_an_identical_copy_joins_its_record_and_moves_no_other(answer: Duplicates) -> None:
    some_ids = sorted(LARGE)[:: len(LARGE) // 40]
    copies = {f"{one}/copy": LARGE[one] for one in some_ids}
    group_of = {one: group.members for group in answer.groups for one in group.members}
    after = {one: group.members for group in find(LARGE | copies).groups for one in group.members}
    for one in some_ids:
        assert set(after[f"{one}/copy"]) - {*copies} == set(group_of[one])


def test_progress_is_told_step_by_step() -> None:
    said: list[tuple[str, int, int]] = []
    find(search(60), progress=lambda *step: said.append(step))
    steps = list(dict.fromkeys(step for step, _, _ in said))
    assert steps == [
        "reading records",
        "looking for pairs",
        "comparing titles",
        "comparing records",
        "grouping records",
    ]
    for step in steps:
        told = [(done, total) for name, done, total in said if name == step]
        assert [done for done, _ in told] == sorted(done for done, _ in told)
        assert told[-1][0] == (told[-1][1] or 60)


def test_work_can_be_stopped_by_its_progress() -> None:
    class Stop(BaseException):
        pass

    def stop(step: str, done: int, total: int) -> None:
        if step == "comparing records":
            raise Stop

    with pytest.raises(Stop):
        find(search(60), progress=stop)


def test_two_records_with_one_identifier_are_refused() -> None:
    with pytest.raises(Refused, match="The identifier x is given to two records"):
        find([("x", PRINTED), ("y", OTHER), ("x", OTHER)])


def test_the_order_in_which_records_came_is_kept() -> None:
    found = compare([("c", PRINTED), ("a", OTHER), ("b", PRINTED)])
    assert found.ids == ("a", "b", "c")
    assert [found.ids[rank] for rank in found.ranks] == ["c", "a", "b"]
    assert found.group_of.tolist() == [0, 1, 1]


THREE = {"a": like(year=2001), "b": like(year=2002), "c": like(year=2003)}


def say(monkeypatch: pytest.MonkeyPatch, told: dict[tuple[int, int], Judgement]) -> None:
    """Judge pairs by their years, in any order of the two."""

    def judge_all(left: list[Facts], right: list[Facts], setting: Setting) -> list[Judgement]:
        found = []
        for a, b in zip(left, right, strict=True):
            answer = told.get((a.year, b.year)) or told.get((b.year, a.year), APART)
            found.append(answer if a.year < b.year else replace(answer, turned=not answer.turned))
        return found

    monkeypatch.setattr("synthema.dedup.scoring.judge_all", judge_all)


def test_a_sure_relation_says_which_is_which_and_is_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    later = Judgement(Verdict.RELATED, "a later version", 80, Kind.VERSION, turned=True)
    say(monkeypatch, {(2001, 2002): later, (2002, 2003): replace(later, score=70)})
    answer = find(THREE)
    assert [(one.a, one.b, one.kind) for one in answer.relations] == [
        ("b", "a", Kind.VERSION),
        ("c", "b", Kind.VERSION),
    ]
    assert answer.review == ()
    assert [group.members for group in answer.groups] == [("a",), ("b",), ("c",)]


def test_a_doubtful_relation_is_a_question_that_suggests_it(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, {(2001, 2002): Judgement(Verdict.REVIEW, "perhaps", 50, Kind.PREPRINT)})
    (asked,) = find(THREE).review
    assert (asked.a, asked.b, asked.relation) == ("a", "b", Kind.PREPRINT)


def test_groups_that_are_surely_related_are_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    same = Judgement(Verdict.SAME, "the same", 99)
    related = Judgement(Verdict.RELATED, "an erratum", 30, Kind.NOTICE)
    say(monkeypatch, {(2001, 2002): same, (2001, 2003): related, (2002, 2003): Judgement(Verdict.REVIEW, "?", 60)})
    answer = find(THREE)
    assert [group.members for group in answer.groups] == [("a", "b"), ("c",)]
    assert answer.review == ()
    assert [(one.a, one.b, one.kind) for one in answer.relations] == [("a", "c", Kind.NOTICE)]


def test_a_question_outlives_the_record_that_asks_it_best(monkeypatch: pytest.MonkeyPatch) -> None:
    same = Judgement(Verdict.SAME, "the same", 99)
    told = {(2001, 2003): same, (2002, 2003): Judgement(Verdict.REVIEW, "alike", 35)}
    say(monkeypatch, {**told, (2001, 2002): Judgement(Verdict.REVIEW, "less alike", 23)})
    answer = find(THREE)
    assert [(one.a, one.b, one.score) for one in answer.review] == [("b", "c", 35), ("a", "b", 23)]
    found = compare(THREE.items())
    assert [(one.a, one.b) for one in found.questions] == [(1, 2)]  # one between every two groups


def test_records_of_one_group_are_not_related_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    same = Judgement(Verdict.SAME, "the same", 99)
    related = Judgement(Verdict.RELATED, "a reprint", 30, Kind.REPRINT)
    say(monkeypatch, {(2001, 2002): same, (2002, 2003): same, (2001, 2003): related})
    answer = find(THREE)
    assert len(answer.groups) == 1
    assert answer.relations == ()
    assert answer.review == ()


ODD = some.sampled_from(
    [
        "",
        " ",
        "#NAME?",
        "\x00",
        "\ud800",
        "\udc80" * 30,
        "سرطان الثدي في الأردن",
        "乳がんの看護",
        "a" * 400,
        "Editorial",
    ]
)
TEXT = ODD | some.text(max_size=30)
RECORDS: Any = some.builds(
    Record,
    title=TEXT | some.just(PRINTED.title),
    authors=some.lists(TEXT, max_size=3).map(tuple),
    year=some.none() | some.integers(-5, 3000),
    journal=TEXT,
    volume=TEXT,
    issue=TEXT,
    pages=TEXT,
    doi=TEXT,
    pmid=TEXT,
    abstract=TEXT,
    accession=TEXT,
)


@settings(max_examples=25)
@given(some.dictionaries(TEXT, RECORDS, max_size=8), some.randoms(use_true_random=False))
def test_whatever_stands_in_the_records_none_is_lost(records: dict[str, Record], chance: random.Random) -> None:
    shuffled = list(records.items())
    chance.shuffle(shuffled)
    answer = find(records)
    assert sorted(one for group in answer.groups for one in group.members) == sorted(records)
    assert find(shuffled) == answer
    ends = [{one.a, one.b} for one in answer.review] + [{one.a, one.b} for one in answer.relations]
    ends += [{one.a, one.b} for group in answer.groups for one in group.matches]
    assert all(len(pair) == 2 and pair <= {*records} for pair in ends)


@settings(max_examples=15)
@given(some.lists(RECORDS, min_size=1, max_size=6))
def test_what_the_identifiers_are_has_no_influence_on_what_is_joined(records: list[Record]) -> None:
    forwards = {f"{at}": record for at, record in enumerate(records)}
    backwards = {f"{len(records) - at:02}": record for at, record in enumerate(records)}
    there = {frozenset(int(one) for one in group.members) for group in find(forwards).groups}
    back = {frozenset(len(records) - int(one) for one in group.members) for group in find(backwards).groups}
    assert there == back
