"""The example of a notebook runs, and prints what it says."""

import runpy
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "dedup" / "in_a_notebook.py"


def test_the_notebook_groups_its_records(capsys: pytest.CaptureFixture[str]) -> None:
    left = runpy.run_path(str(EXAMPLE))
    group = {row["ID"]: row["group"] for row in left["found"].groups.to_pylist()}
    assert group["m-1"] == group["e-1"] == group["c-1"]
    assert group["m-2"] == group["e-2"] != group["m-3"]
    assert group["m-4"] != group["m-5"]
    asked = {row["ID_1"] for row in left["found"].review.to_pylist()}
    asked |= {row["ID_2"] for row in left["found"].review.to_pylist()}
    assert "g-1" in asked
    assert "9 records are 6 reports" in capsys.readouterr().out
