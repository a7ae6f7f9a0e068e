"""The benchmarks count as the house does, and measure what they say."""

import csv
import importlib
import random
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from synthema.dedup import accuracy
from synthema.dedup.model import Duplicates, Group
from tests.shared_data import shared_data

BENCHMARKS = Path(__file__).parents[2] / "benchmarks" / "dedup"


def loaded(name: str) -> ModuleType:
    return importlib.import_module(f"benchmarks.dedup.{name}")


@pytest.mark.parametrize("seed", range(5))
def test_the_measure_of_the_sets_and_ours_agree(seed: int) -> None:
    pandas = pytest.importorskip("pandas")
    shared_data("dedup/evaluate.py")
    chance = random.Random(seed)
    works = {f"r{at}": f"w{chance.randrange(40)}" for at in range(100)}
    groups = {one: work if chance.random() < 0.7 else f"g{chance.randrange(30)}" for one, work in works.items()}
    members: dict[str, list[str]] = {}
    for one, group in groups.items():
        members.setdefault(group, []).append(one)
    ours = accuracy(Duplicates(tuple(Group(tuple(held)) for held in members.values()), ()), works)
    truth = pandas.DataFrame({"ID": list(works), "group": list(works.values())})
    theirs = loaded("labelled").measure(truth, groups)
    assert (theirs.lost, theirs.missed, theirs.works) == (ours.lost, ours.missed, ours.works)
    assert theirs.sensitivity == pytest.approx(ours.sensitivity)


def test_questions_between_the_same_groups_count_once_and_right_answers_find_what_was_missed() -> None:
    pandas = pytest.importorskip("pandas")
    shared_data("dedup/evaluate.py")
    truth = pandas.DataFrame({"ID": ["a", "b", "c", "d"], "group": ["1", "1", "1", "2"]})
    groups = {"a": "x", "b": "x", "c": "y", "d": "z"}
    left = [("a", "c"), ("b", "c"), ("c", "d"), ("a", "b")]
    found = loaded("labelled").measure(truth, groups, left)
    assert (found.lost, found.missed, found.missed_after, found.questions, found.families) == (0, 1, 0, 2, 1)


def test_a_doubtful_label_counts_as_lost_but_not_when_doubts_are_left_apart() -> None:
    pytest.importorskip("pandas")
    labelled = loaded("labelled")
    truth = labelled.truth_of(shared_data("dedup/ship/haematology"))
    groups = dict(zip(truth["ID"], truth["group"], strict=True))
    groups["id_0000002"] = groups["id_0000001"]  # a record without a title, labelled as a work of its own
    found = labelled.measure(truth, groups)
    assert (found.lost, found.lost_apart) == (1, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_program_is_watched_with_its_children() -> None:
    child = "held = bytearray(80_000_000); import time; time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    seen = loaded("watched").watch([sys.executable, "-c", parent], limit=60)
    assert seen.said == ""
    assert seen.peak > 80_000_000
    assert seen.seconds > 0.6


@pytest.mark.skipif(sys.platform != "linux", reason="who ends last is adopted on Linux alone")
def test_the_work_of_processes_that_end_after_the_program_is_counted() -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {busy!r}]); time.sleep(0.4)"
    assert loaded("watched").watch([sys.executable, "-c", parent], limit=60).cpu > 0.5


def test_a_program_that_fails_or_takes_too_long_is_told() -> None:
    watch = loaded("watched").watch
    assert "exit 1" in watch([sys.executable, "-c", "raise SystemExit('no such set')"], limit=60).said
    assert "no such set" in watch([sys.executable, "-c", "raise SystemExit('no such set')"], limit=60).said
    assert watch([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.3).said == "stopped after 0 s"


def test_records_to_measure_growth_with_are_the_same_each_time_and_keep_their_duplicates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("pandas")
    folder = shared_data("dedup/ship/stroke")
    scale = loaded("scale")
    monkeypatch.setattr(scale.labelled, "folders", lambda: [folder])
    rows = list(scale.mixed_records(3000))
    assert rows == list(scale.mixed_records(3000))
    assert len({row["ID"] for row in rows}) == 3000
    real, made = rows[:1292], rows[1292:2584]
    assert len({row["group"] for row in real}) == len({row["group"] for row in made}) == 978
    assert not {row["title"] for row in real if len(row["title"]) > 60} & {row["title"] for row in made}


@pytest.mark.parametrize(
    ("authors", "printed"),
    [
        ("Doan, AnHai and Domingos, Pedro", "A Doan, P Domingos"),
        ("Przyklenk K.Kloner R. A.", "K Przyklenk, RA Kloner"),
        ("World Health Organization", "World Health Organization"),
        ("Sandoval, Ana and Keller, Ben and Okafor, Chloe and Mars-Hill, Dev", "A Sandoval, B Keller, C Okafor…"),
        ("", ""),
    ],
)
def test_authors_are_printed_as_google_scholar_does(authors: str, printed: str) -> None:
    pytest.importorskip("pandas")
    assert loaded("sparse").initials(authors) == printed


def test_a_sparse_record_holds_nothing_but_title_authors_year_and_venue() -> None:
    pytest.importorskip("pandas")
    row = {
        "ID": "1",
        "title": "A title",
        "author": "Ser, A",
        "year": "2024",
        "booktitle": "Proceedings",
        "doi": "10.1/x",
    }
    sparse = loaded("sparse")
    assert sparse.printed(row, "set", "cut") == {
        "ID": "1",
        "title": "A title",
        "author": "Ser, A",
        "year": "2024",
        "journal": "Proceedings",
    }
    assert set(sparse.printed(row, "set", "scholar")) == {"ID", "title", "author", "year", "journal"}


def test_what_failed_and_what_was_left_out_is_seen_on_the_page() -> None:
    row = {"records": 4, "works": 3, "removable": 1, "lost": 0, "lost_apart": 0, "missed": 1, "missed_after": 0}
    row |= {"questions": 2, "families": 1}
    cost = {"seconds": 1.0, "cpu": 1.0, "peak": 2_000_000, "load": 0.5, "day": "2026-01-01"}
    runs = {"synthema": {"one": {**row, **cost}}, "splink": {"one": {**cost, "said": "Traceback\nMemoryError"}}}
    page = loaded("beside_tables").page({"versions": {"synthema": "1", "splink": "2"}, "runs": runs})
    assert "| one | 4 | 1 | 0 / 1 | failed |" in page
    assert "- Splink, one: MemoryError" in page
    assert "bib-dedupe |" not in page


def test_what_pairs_connect_is_one_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = loaded("peers.table")
    groups = table.joined(["a", "b", "c", "d"], [("a", "b"), ("b", "c")])
    assert groups["a"] == groups["b"] == groups["c"] != groups["d"]
    monkeypatch.setattr(sys, "argv", ["x", "records", str(tmp_path / "g.csv"), str(tmp_path / "p.csv")])
    table.write(groups, [("a", "d")])
    with (tmp_path / "g.csv").open(newline="") as file:
        assert {row["ID"] for row in csv.DictReader(file)} == {"a", "b", "c", "d"}
    assert (tmp_path / "p.csv").read_text().splitlines() == ["ID_1,ID_2", "a,d"]


def test_what_a_step_costs_is_put_to_the_step_that_did_it(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    clock = loaded("scale_costs").Clock(tmp_path)
    clock("reading records", 1000, 0)
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    clock("looking for pairs", 0, 4)  # it begins: what passed was still reading
    (tmp_path / "spilled").write_bytes(b"12345")
    clock("looking for pairs", 4, 4)
    assert clock.steps["reading records"]["cpu"] >= 0.2
    assert clock.steps["looking for pairs"]["cpu"] < 0.2
    assert (clock.steps["reading records"]["disk"], clock.steps["looking for pairs"]["disk"]) == (0, 5)
    assert clock.steps["looking for pairs"]["total"] == 4


def test_the_plan_takes_its_numbers_from_what_was_measured() -> None:
    plan = loaded("scale_plan")
    steps = ("reading records", "looking for pairs", "comparing titles", "comparing records", "grouping records")

    def run(records: int, workers: str, cpu: float) -> dict[str, object]:
        cost = {"cpu": cpu * records, "total": 3 * records, "disk": 0, "memory": 0}
        return {"records": records, "workers": workers, "questions": 1, "steps": dict.fromkeys(steps, cost)}

    runs = [run(1000, "", 2e-6), run(1000, "local:2", 1e-6), run(2000, "", 2e-6), run(2000, "local:2", 1e-6)]
    cost = plan.costs(runs)
    assert cost["reading records"].cpu == pytest.approx(2e-6)
    # 3 steps leave 1 µs in one process, 2 steps of 2 µs take all cores, 2 steps leave 1 µs to the workers.
    assert plan.clock(cost, 3_600_000_000, 1, 2) == pytest.approx(3 + 4 / 2 + 2 / 2)
    assert plan.clock(cost, 3_600_000_000, 4, 2) == pytest.approx(3 + 4 / 2 + 2 / 8)
    growth = {"1": {"peak": 5e9}, "1000000": {"peak": 1e9}, "2000000": {"peak": 3e9}}
    assert plan.memory(growth) == (1_000_000, 2_000_000, 2000.0, -1e9)
    page = plan.page({"matcher": "x", "cores": 2, "runs": runs}, growth)
    assert "3.0 pairs share a key" in page
    assert "one machine with 19 GB of free memory" in page


def test_precision_of_all_sets_together_is_that_of_their_pairs() -> None:
    pytest.importorskip("pandas")
    row = {"records": 9, "removable": 3, "lost": 0, "missed": 1, "families": 2, "missed_after": 0, "related": 0}
    few = {**row, "pairs": 1, "pairs_right": 0, "pairs_there": 2}
    many = {**row, "pairs": 99, "pairs_right": 98, "pairs_there": 98}
    page = loaded("sparse").page({"matcher": "x", "ways": {"cut": {"few": few, "many": many}, "scholar": {}}})
    assert "| few | 9 | 3 | 0.0000 | 0.0000 |" in page
    assert "| **together** | 18 | 6 | 0.9800 | 0.9800 | 0 | 2 | 4 |" in page
