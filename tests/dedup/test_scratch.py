"""The folder of a comparison is gone afterwards, however the comparison ended."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthema.dedup import find
from synthema.dedup.scratch import PREFIX, scratch
from tests.dedup.invented import OTHER, PRINTED

KILLED = f"""
import sys, tempfile, time
tempfile.tempdir = sys.argv[1]
from synthema.dedup import find
from synthema.records.model import Record

def stop(step, done, total):
    if step == "comparing records":
        print("here", flush=True)
        time.sleep(60)

find({{"a": Record(title="{PRINTED.title}"), "b": Record(title="{PRINTED.title}")}}, progress=stop)
"""
here = pytest.mark.skipif(sys.platform == "win32", reason="no locks that end with their process")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path))
        yield tmp_path


def test_the_folder_is_gone_afterwards(place: Path) -> None:
    with scratch() as folder:
        assert list(place.iterdir()) == [folder]
    with pytest.raises(KeyError), scratch():
        raise KeyError
    assert list(place.iterdir()) == []


@here
def test_what_a_killed_run_left_is_swept_by_the_next(place: Path) -> None:
    words = [sys.executable, "-c", KILLED, str(place)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "here\n"
        (left,) = place.iterdir()
        find({"a": PRINTED, "b": OTHER})
        assert list(place.iterdir()) == [left]  # it is alive
        run.send_signal(signal.SIGKILL)
    assert (left / "facts.arrow").exists()
    find({"a": PRINTED, "b": OTHER})
    assert list(place.iterdir()) == []


@here
def test_what_is_not_of_a_comparison_is_left_alone(place: Path) -> None:
    (place / "synthema-other").mkdir()
    (place / "kept").mkdir()
    (place / "kept" / "owner").write_bytes(b"")
    (place / f"{PREFIX}link").symlink_to(place / "kept")
    (place / f"{PREFIX}nobody").mkdir()
    with scratch() as one, scratch() as other:
        assert one.exists()
        assert other.exists()
    assert len(list(place.iterdir())) == 4
