"""A folder for one comparison; what runs left behind that were killed is swept away by the next one."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

PREFIX = "synthema-find-"
_OWNER = "owner"  # locked as long as the run lives, on whichever side of a container it does


@contextmanager
def scratch() -> Iterator[Path]:
    """A new folder in the temporary directory that is gone afterwards."""
    parent = Path(tempfile.gettempdir())
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix="synthema-new-", dir=parent))
    try:
        with (folder / _OWNER).open("wb") as owner:
            _lock(owner)
            folder = folder.rename(parent / f"{PREFIX}{uuid4().hex}")  # not seen by others before it is locked
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if not folder.is_symlink() and _is_mine(folder) and _is_left(folder / _OWNER):
                shutil.rmtree(folder, ignore_errors=True)


def _is_mine(folder: Path) -> bool:
    return sys.platform != "win32" and folder.stat().st_uid == os.getuid()


def _is_left(owner: Path) -> bool:
    with owner.open("rb") as file:
        return _lock(file)


def _lock(file: BinaryIO) -> bool:
    """Whether nobody else holds the lock of this file; it is held until the file is closed, or the process ends."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
