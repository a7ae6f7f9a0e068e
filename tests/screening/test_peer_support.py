"""The worked review from its search exports to its studies, with the numbers its README gives."""

from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.dedup.by_hand import decide_from_file
from synthema.dedup.tables import duplicates_removed, groups, questions
from synthema.protocol.actions import set_protocol
from synthema.protocol.formats import read_protocol
from synthema.records.actions import import_file
from synthema.screening.actions import seek
from synthema.screening.counts import tally
from synthema.screening.from_files import resolutions_from_file, verdicts_from_file
from synthema.screening.states import conflicts, excluded_reports, included_reports, pairs_for_agreement
from synthema.search.actions import log_search
from synthema.search.formats import read_searches
from synthema.studies.from_files import links_from_file, retrieval_from_file
from synthema.studies.tables import studies
from tests.cast import Cast
from tests.screening.stage import FT, TA

EXAMPLE = Path(__file__).parents[2] / "examples" / "peer-support"


@pytest.fixture
def grouped(cast: Cast) -> Cast:
    """All seven exports imported and compared."""
    set_protocol(By(cast.chloe), cast.review, read_protocol(EXAMPLE / "protocol.toml"))
    for search, file in read_searches(EXAMPLE / "searches.toml"):
        log_search(By(cast.dev), cast.review, search)
        assert file is not None
        import_file(By(cast.dev), cast.review, EXAMPLE / file, search.key)
    find_duplicates(By(cast.dev), cast.review)
    return cast


def test_the_worked_review_comes_to_its_numbers(grouped: Cast) -> None:
    cast, review = grouped, grouped.review
    asked = len(questions(review))
    assert decide_from_file(By(cast.dev), review, EXAMPLE / "duplicates-by-hand.csv") == (3, 0)
    assert (len(groups(review)), asked - len(questions(review))) == (111, 3)
    assert sum(removed.duplicates for removed in duplicates_removed(review).values()) == 34
    for person, reader in ((cast.ana, "first"), (cast.ben, "second")):
        file = EXAMPLE / "screening" / f"title-abstract-{reader}.csv"
        assert verdicts_from_file(By(person), review, TA, file) == (111, 0)
    assert len(conflicts(review, TA)) == 8
    settled = EXAMPLE / "screening" / "title-abstract-conflicts.csv"
    assert resolutions_from_file(By(cast.ana), review, TA, settled, cast.chloe) == (8, 0)
    assert seek(By(cast.dev), review) == 39
    assert retrieval_from_file(By(cast.dev), review, EXAMPLE / "retrieval.csv") == (39, 0)
    for person, reader in ((cast.ana, "first"), (cast.ben, "second")):
        file = EXAMPLE / "screening" / f"full-text-{reader}.csv"
        assert verdicts_from_file(By(person), review, FT, file) == (33, 0)
    assert len(conflicts(review, FT)) == 4
    settled = EXAMPLE / "screening" / "full-text-conflicts.csv"
    assert resolutions_from_file(By(cast.ana), review, FT, settled, cast.chloe) == (4, 0)
    assert links_from_file(By(cast.dev), review, EXAMPLE / "studies.csv") == (25, 24)

    counted = tally(review)
    column = counted.databases
    assert (column.records, column.duplicates, column.screened, column.excluded) == (145, 34, 111, 72)
    assert (column.sought, column.not_retrieved, column.assessed, column.included) == (39, 6, 33, 25)
    assert dict(column.excluded_reports) == {"phenomenon": 5, "date": 3}
    assert (counted.reports, counted.studies, counted.awaiting_study, counted.out_of_step) == (25, 24, 0, 0)
    assert (len(included_reports(review)), len(excluded_reports(review)), len(studies(review))) == (25, 8, 24)
    assert all(one.study is not None for one in included_reports(review))
    assert (len(pairs_for_agreement(review, TA)), len(pairs_for_agreement(review, FT))) == (111, 33)

    assert replay.verify(review).sound
    before = replay.digests(review)
    replay.rebuild(review)
    assert replay.digests(review) == before
