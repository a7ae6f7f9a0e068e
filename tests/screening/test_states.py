"""Questions about a whole review ask the database a fixed number of times; groups found both ways count once."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.dedup.tables import questions
from synthema.screening.actions import seek
from synthema.screening.counts import tally
from synthema.screening.states import (
    conflicts,
    excluded_reports,
    forward,
    included_reports,
    pairs_for_agreement,
    queue,
    states,
    votes,
)
from synthema.studies.actions import record_retrieval
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.screening.stage import LARK, MARSH, OWL, TA, bring, by_title, judge, prepare, retrieved, vote

ASKED: list[Callable[[UUID, UUID], object]] = [
    lambda review, _: states(review, TA),
    lambda review, _: states(review, "full_text"),
    lambda review, _: conflicts(review, TA),
    lambda review, _: forward(review),
    lambda review, _: tally(review),
    lambda review, _: included_reports(review),
    lambda review, _: excluded_reports(review),
    lambda review, _: pairs_for_agreement(review, TA),
    lambda review, _: questions(review),
    lambda review, person: queue(review, TA, person),
    lambda review, person: votes(review, TA, person),
]


def counts(cast: Cast) -> list[int]:
    found = []
    for ask in ASKED:
        with CaptureQueriesContext(connection) as captured:
            ask(cast.review, cast.ana)
        found.append(len(captured))
    return found


def test_more_records_are_not_more_queries(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, (LARK,))
    retrieved(cast, known[LARK])
    few = counts(cast)
    more = tuple(
        f"{bird} seen from the {side} tower" for bird in ("Wren", "Rook", "Stork") for side in ("north", "south")
    )
    bring(cast, tmp_path, more, key="more")
    find_duplicates(By(cast.dev), cast.review)
    for title in more:
        vote(cast, by_title(cast)[title], ana="include", ben="include" if "north" in title else "exclude")
    seek(By(cast.dev), cast.review)
    for report in reports(cast.review)[1:]:
        record_retrieval(By(cast.dev), cast.review, report.id, "retrieved")
        judge(cast, report.id, ana="include", ben="exclude date")
    assert counts(cast) == few
    assert max(few) <= 30


@pytest.mark.parametrize("kind", ["website", "citation"])
def test_a_record_found_both_ways_counts_with_the_databases(cast: Cast, tmp_path: Path, kind: str) -> None:
    prepare(cast, tmp_path, (LARK, MARSH))
    bring(cast, tmp_path, (LARK, OWL), key="other", kind=kind)  # type: ignore[arg-type]
    find_duplicates(By(cast.dev), cast.review)
    known = by_title(cast)
    retrieved(cast, known[LARK], known[OWL])
    for report in reports(cast.review):
        judge(cast, report.id, ana="include", ben="include")
    counted = tally(cast.review)
    assert (counted.databases.records, counted.databases.duplicates, counted.databases.included) == (2, 0, 1)
    assert (counted.other.records, counted.other.duplicates, counted.other.included) == (2, 1, 1)
    assert (counted.databases.awaiting_screening, counted.awaiting_study, counted.reports) == (1, 2, 2)
