from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from synthema.dedup.shelf import Shelf
from synthema.refused import Refused

SCHEMA = pa.schema([("name", pa.large_string()), ("songs", pa.large_list(pa.large_string()))])


def batch(*names: str) -> pa.RecordBatch:
    return pa.record_batch([list(names), [[name, name] for name in names]], schema=SCHEMA)


@pytest.mark.parametrize("places", [[0], [4], [1, 2, 3], [0, 2, 4, 5], [0, 1, 2, 3, 4, 5]])
def test_rows_are_taken_from_whatever_batch_holds_them(places: list[int], tmp_path: Path) -> None:
    with Shelf(tmp_path / "shelf", SCHEMA) as shelf:
        for some in (batch("a", "b", "c"), batch(), batch("d"), batch("e", "f")):
            shelf.add(some)
        assert shelf.seal()["name"].to_pylist() == list("abcdef")
        taken = shelf.take(np.array(places)).to_pylist()
    assert taken == [{"name": "abcdef"[at], "songs": ["abcdef"[at]] * 2} for at in places]


def test_an_empty_shelf_is_an_empty_table(tmp_path: Path) -> None:
    with Shelf(tmp_path / "shelf", SCHEMA) as shelf:
        assert shelf.seal().num_rows == 0


def test_a_shelf_that_was_never_sealed_can_be_left(tmp_path: Path) -> None:
    with pytest.raises(KeyError), Shelf(tmp_path / "shelf", SCHEMA) as shelf:
        shelf.add(batch("a"))
        raise KeyError
    (tmp_path / "shelf").unlink()


def test_a_full_disk_is_said_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with Shelf(tmp_path / "run" / "shelf", SCHEMA) as shelf, pytest.raises(Refused, match="has no room") as said:
        shelf._file.close()  # whatever is written now goes nowhere
        shelf._writer = Full()
        shelf.add(batch("a"))
    assert str(tmp_path) in str(said.value)
    assert "TMPDIR" in str(said.value)


class Full:
    """A file on a full disk."""

    def write_batch(self, batch: object) -> None:
        raise OSError(28, "No space left on device")
