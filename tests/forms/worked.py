"""Studies for the tests of appraisal and extraction, and the files of the two examples."""

import csv
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from synthema.audit import replay
from synthema.audit.model import By
from synthema.studies.actions import name_study
from synthema.studies.tables import studies
from tests.cast import Cast

EXAMPLES = Path(__file__).parents[2] / "examples"
PEER_SUPPORT, INVENTED = EXAMPLES / "peer-support", EXAMPLES / "invented"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def name_studies(cast: Cast, labels: Iterable[str]) -> dict[str, UUID]:
    for label in dict.fromkeys(labels):
        name_study(By(cast.dev), cast.review, label)
    return {study.label: study.id for study in studies(cast.review)}


def sound_and_rebuilt(review: UUID) -> None:
    """The chain, the files and the rows hold, and a rebuild gives the same rows."""
    checked = replay.verify(review)
    assert checked.sound, checked.faults
    before = replay.digests(review)
    replay.rebuild(review)
    assert replay.digests(review) == before
