import pytest

from synthema.dedup.blocking import candidates
from synthema.dedup.facts import facts
from synthema.records.model import Record
from tests.dedup.invented import OTHER, PRINTED, like


@pytest.mark.parametrize(
    "record",
    [
        Record(title="Something else entirely", doi=PRINTED.doi),
        Record(title=PRINTED.title),
        Record(title="[Translated title]", authors=PRINTED.authors, volume="14", year=2019),
        Record(title="[Translated title]", volume="14", pages="101", year=2019),
        Record(title="Another wording", authors=("Sandoval, A.",), pages="101-12"),
        Record(title="On belonging: " + PRINTED.title),
    ],
)
def test_records_that_share_one_key_become_a_pair(record: Record) -> None:
    padding = [facts(like(OTHER, title=f"{letter} {OTHER.title}", doi="")) for letter in "abcdefghijklmn"]
    known = [facts(PRINTED), *padding, facts(record)]
    assert (0, len(known) - 1) in candidates(known)


def test_a_huge_block_stays_linear() -> None:
    known = [facts(like(title="Editorial", doi="", pages=str(page))) for page in range(2, 402)]
    assert len(candidates(known)) < 400 * 60


def test_no_records_make_no_pairs() -> None:
    assert candidates([]) == []
    assert candidates([facts(PRINTED)]) == []
