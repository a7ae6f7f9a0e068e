"""A new order begins by itself on the page, and only when one is due."""

from pathlib import Path

from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.ranking.tables import latest
from synthema.screening.queues import upcoming
from tests.cast import Cast
from tests.pages import Browser
from tests.ranking.invented import BIRDS, BOATS
from tests.screening.pages_stage import at, give
from tests.screening.stage import TA, prepare


def asked(cast: Cast) -> list[Job]:
    return list(Job.objects.filter(review=cast.review, kind="rank").order_by("made_at"))


def test_who_chooses_the_ranked_order_gets_one_and_then_another_when_enough_was_judged(
    cast: Cast, tmp_path: Path
) -> None:
    known = prepare(cast, tmp_path, (*BOATS, *BIRDS))
    Browser(cast.ana).post(at(cast, "order"), {"order": "ranked"})
    (first,) = asked(cast)
    run_now(first)
    row = latest(cast.review, TA, cast.ana)
    assert row is not None
    assert upcoming(cast.review, TA, cast.ana, 1)[0].order == f"ranked {row.name}"
    assert give(cast, cast.ana, known[BIRDS[0]], "include").status_code == 200
    assert give(cast, cast.ana, known[BOATS[0]], "exclude").status_code == 200
    assert len(asked(cast)) == 2  # the one that waits already will see the second verdict as well


def test_nobody_else_is_ranked(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, (*BOATS, *BIRDS))
    assert give(cast, cast.ben, known[BIRDS[0]], "include").status_code == 200
    assert asked(cast) == []
