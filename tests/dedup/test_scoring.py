import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from synthema.dedup.columns import to_batch
from synthema.dedup.facts import facts
from synthema.dedup.matching import judge
from synthema.dedup.scoring import FACTS, RECORD, Part, judged, reduced
from synthema.dedup.setting import AS_USUAL, Setting
from synthema.records.model import Record
from tests.dedup.invented import OTHER, PRINTED, like

KNOWN = [facts(one) for one in (PRINTED, like(doi=""), OTHER, PRINTED)]


def part(pairs: list[tuple[int, int]], setting: Setting = AS_USUAL) -> Part:
    a, b = np.array(pairs, np.int64).T * 10  # ranks are not places among the facts
    return Part(a, b, np.arange(4) * 10, to_batch(KNOWN, FACTS), setting)


def test_records_are_reduced_to_their_facts() -> None:
    records = [PRINTED, OTHER, Record(), like(year=None, authors=())]
    assert reduced(to_batch(records, RECORD)) == to_batch([facts(one) for one in records], FACTS)


def test_every_pair_is_judged_as_by_itself_and_only_what_is_not_apart_is_told() -> None:
    told = judged(part([(0, 1), (1, 2), (1, 3), (0, 3)])).to_pylist()
    assert [(row["a"], row["b"]) for row in told] == [(0, 10), (10, 30), (0, 30)]
    for row in told:
        alone = judge(KNOWN[row["a"] // 10], KNOWN[row["b"] // 10])
        assert (row["verdict"], row["reason"], row["score"]) == (alone.verdict.value, alone.reason, alone.score)


def test_copies_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def judge_all(left: list[object], right: list[object], setting: Setting) -> list[object]:
        asked.append(len(left))
        return [judge(KNOWN[0], KNOWN[1])] * len(left)

    monkeypatch.setattr("synthema.dedup.scoring.judge_all", judge_all)
    assert judged(part([(0, 1), (1, 3), (0, 2), (2, 3), (0, 3)])).num_rows == 5
    assert asked == [5]
    assert judged(part([(0, 1), (0, 2), (3, 1), (3, 2)])).num_rows == 4
    assert asked[1] == 2


def test_issue_numbers_that_only_count_rows_are_not_believed() -> None:
    seen: list[str] = []
    known = [replace(one, issue=str(at)) for at, one in enumerate(KNOWN)]
    for setting in (AS_USUAL, Setting(issues=False)):
        here = replace(part([(0, 1)], setting), facts=to_batch(known, FACTS))
        seen += [row["reason"] for row in judged(here).to_pylist()]
    assert seen[1] == judge(replace(KNOWN[0], issue=""), replace(KNOWN[1], issue="")).reason


def test_a_worker_loads_no_database() -> None:
    code = "import sys, synthema.dedup.scoring; assert not {'duckdb', 'scipy', 'sklearn', 'django'} & {*sys.modules}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
