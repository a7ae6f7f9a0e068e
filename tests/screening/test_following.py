"""A verdict on the page that was the last one needed opens what was sealed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from tests.cast import Cast
from tests.screening.handing import Elsewhere, collected, given_out, said
from tests.screening.pages_stage import give
from tests.screening.stage import LARK, prepare


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path) -> Callable[[str], Elsewhere]:
    """Somebody's own Synthema."""
    return lambda name: Elsewhere(sqlite_template, tmp_path / name)


def test_the_last_verdict_needed_opens_the_sealed_one(
    cast: Cast, tmp_path: Path, elsewhere: Callable[[str], Elsewhere]
) -> None:
    lark = prepare(cast, tmp_path)[LARK]
    collected(cast, elsewhere("ben").judge(given_out(cast, tmp_path, "ben"), {lark: "exclude"}))
    assert said(cast) == {}
    assert give(cast, cast.ana, lark, "include").status_code == 200
    (job,) = Job.objects.filter(review=cast.review, kind="open_sealed")
    assert run_now(job).result == {"opened": 1, "still_sealed": 0}
    assert said(cast)[cast.ben, lark] == "exclude"


def test_nothing_begins_where_nothing_is_sealed(cast: Cast, tmp_path: Path) -> None:
    assert give(cast, cast.ana, prepare(cast, tmp_path)[LARK], "include").status_code == 200
    assert not Job.objects.exists()
