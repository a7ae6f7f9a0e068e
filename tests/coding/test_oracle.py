"""What another reader of REFI-QDA finds in the same files, where it is installed: pyrefiqda (MIT)."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synthema.coding.refi.inspect import inspected
from synthema.coding.refi.reading import read
from synthema.coding.refi.writing import write_codebook, write_project
from tests.coding.test_writing import FILES, TEXTS, whole
from tests.shared_data import shared_data


def things(found: Any) -> Iterator[str]:
    """The types of everything in a tree of models."""
    if isinstance(found, list):
        for one in found:
            yield from things(one)
    elif hasattr(type(found), "model_fields"):
        yield type(found).__name__
        for name in type(found).model_fields:
            yield from things(getattr(found, name))


def same(ours: dict[str, Any], theirs: Counter[str]) -> None:
    """Both readers count the same."""
    selections = [name for name in theirs if name.lower().endswith("selectiontype")]
    assert {
        "users": theirs["UserType"],
        "codes": theirs["CodeType"],
        "codings": theirs["CodingType"],
        "cases": theirs["CaseType"],
        "sets": theirs["SetType"],
        "links": theirs["LinkType"],
        "selections": sum(theirs[name] for name in selections),
    } == {name: ours[name] for name in ("users", "codes", "codings", "cases", "sets", "links", "selections")}


@pytest.mark.parametrize("name", ["spec__AnnexA2_ATLASti_simple_NOSOURCES.qdpx", "qualcoder4__generated_demo.qdpx"])
def test_another_reader_counts_the_same_in_shared_projects(name: str, tmp_path: Path) -> None:
    oracle = pytest.importorskip("pyrefiqda")
    file = shared_data("qdpx") / name
    same(inspected(read(file)), Counter(things(oracle.RefiProject.load(file, str(tmp_path / "out")))))


def test_another_reader_reads_what_is_written_here(tmp_path: Path) -> None:
    oracle = pytest.importorskip("pyrefiqda")
    write_project(tmp_path / "a.qdpx", whole(), TEXTS, FILES)
    theirs = Counter(things(oracle.RefiProject.load(tmp_path / "a.qdpx", str(tmp_path / "out"))))
    same(inspected(read(tmp_path / "a.qdpx")), theirs)
    write_codebook(tmp_path / "a.qdc", whole().codebook)
    assert Counter(things(oracle.RefiCodebook.load(tmp_path / "a.qdc")))["CodeType"] == len(whole().codebook.codes)
