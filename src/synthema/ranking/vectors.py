"""The vectors of a review's units, made once for the same records and kept in a cache file that may be deleted."""

import os
from pathlib import Path
from uuid import UUID
from zipfile import BadZipFile

from django.conf import settings
from scipy.sparse import load_npz, save_npz, vstack

from synthema.audit.canonical import sha256
from synthema.progress import Progress, silent
from synthema.protocol.tables import current
from synthema.ranking.learning import Space, space
from synthema.ranking.rules import text_of, text_of_protocol
from synthema.ranking.waiting import basis
from synthema.screening.shown import shown

WORTH_KEEPING = 2000  # units; the vectors of fewer are made in a second or two
AT_ONCE = 500  # more would read all members of all groups each time


def vectors(review: UUID, stage: str, units: list[UUID], progress: Progress = silent) -> Space:
    """The vectors of these units, all there are in the order of the review."""
    known = sha256(f"{basis(review, stage)} {len(units)} {units[:1]} {units[-1:]}")
    file = settings.SYNTHEMA_HOME / "cache" / "ranking" / f"{review}-{stage}-{known[:24]}.npz"
    if (kept := _read(file)) is not None:
        return kept
    made = space(_texts(review, stage, units, progress), text_of_protocol(current(review).protocol, stage))
    if len(units) >= WORTH_KEEPING:
        _keep(file, made, f"{review}-{stage}-")
    return made


def _texts(review: UUID, stage: str, units: list[UUID], progress: Progress) -> list[str]:
    found: dict[UUID, str] = {}
    for start in range(0, len(units), AT_ONCE):
        progress("reading records", start, len(units))
        for one in shown(review, stage, units[start : start + AT_ONCE]):
            found[one.unit] = text_of(one.title, one.abstract)
    progress("comparing their words", 0, 0)
    return [found.get(unit, "") for unit in units]


def _read(file: Path) -> Space | None:
    """What was kept; None where nothing was, or the file is damaged: it is made anew then."""
    try:
        both = load_npz(file).tocsr()  # the protocol is the last row
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    return Space(both[:-1], both[-1:])


def _keep(file: Path, made: Space, begin: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    for older in file.parent.glob(f"{begin}*"):
        older.unlink(missing_ok=True)
    writing = file.with_name(f"{file.name}.{os.getpid()}.part.npz")
    try:
        save_npz(writing, vstack([made.works, made.protocol], format="csr"), compressed=False)
        writing.replace(file)
    finally:
        writing.unlink(missing_ok=True)
