import csv
import gzip
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from synthema.dedup.blocking import NEIGHBOURS, WINDOW, candidates
from synthema.dedup.columns import to_batch
from synthema.dedup.facts import facts
from synthema.dedup.formats import to_records
from synthema.dedup.scoring import FACTS
from synthema.dedup.sketch import KEYS
from synthema.records.model import Record
from synthema.refused import Refused
from tests.dedup.invented import OTHER, PRINTED, like
from tests.shared_data import shared_data


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pairs(records: Sequence[Record], folder: Path, order: Sequence[int] | None = None) -> list[tuple[int, int]]:
    """Pairs of places in `records`, which are handed over in this order."""
    came = list(order or range(len(records)))
    table = pa.Table.from_batches([to_batch([facts(records[one]) for one in came], FACTS)], FACTS)
    a, b = candidates(table, np.array(came, np.int64), folder)
    return list(zip(a.tolist(), b.tolist(), strict=True))


@pytest.mark.parametrize(
    "record",
    [
        Record(title="Something else entirely", doi=PRINTED.doi),
        Record(title="Something else entirely", doi="10.5555/jin-2019-14"),
        Record(title=PRINTED.title),
        Record(title="[Translated title]", authors=PRINTED.authors, volume="14", year=2019),
        Record(title="[Translated title]", volume="14", pages="101", year=2019),
        Record(title="Another wording", authors=("Sandoval, A.",), pages="101-12"),
        Record(title="On belonging: " + PRINTED.title),
        Record(title=PRINTED.title.replace("Walking beside", "Beside walkers").replace("acute wards", "wards for all")),
    ],
)
def test_records_that_share_one_key_become_a_pair(record: Record, tmp_path: Path) -> None:
    padding = [like(OTHER, title=f"{letter} {OTHER.title}", doi="") for letter in "abcdefghijklmn"]
    known = [PRINTED, *padding, record]
    assert (0, len(known) - 1) in pairs(known, tmp_path)


def test_titles_that_are_not_alike_are_no_pair_unless_something_tells(tmp_path: Path) -> None:
    start = "Walking beside peer workers "
    first = Record(title=start + "in acute wards makes sense of belonging among those who stay", year=2019)
    second = Record(title=start + "costs", year=2019)
    told = Record(title=start + "costs", year=2019, doi=PRINTED.doi)
    assert pairs([first, second], tmp_path) == []
    assert pairs([like(first, doi=PRINTED.doi), told], tmp_path) == [(0, 1)]


def test_a_title_within_another_title_is_worth_comparing(tmp_path: Path) -> None:
    notice = like(title=f"Erratum to the article on page 101 of the last issue, which bore the title {PRINTED.title}")
    assert pairs([PRINTED, like(notice, doi="", pages="9", volume="15")], tmp_path) == [(0, 1)]


def test_fifty_thousand_records_with_one_title_stay_in_bounds(tmp_path: Path) -> None:
    size = 50_000
    known = [facts(like(title="Editorial", doi="", pages=str(page + 2))) for page in range(100)]
    batch = to_batch(known, FACTS)
    table = pa.Table.from_batches([batch] * (size // 100), FACTS)
    a, b = candidates(table, np.arange(size, dtype=np.int64), tmp_path)
    assert size < len(a) <= size * (len(KEYS) * WINDOW + 2 * NEIGHBOURS)
    assert len(a) < 60 * size
    assert (a < b).all()


def test_ten_thousand_records_under_one_doi_stay_in_bounds(tmp_path: Path) -> None:
    size = 10_000
    letters = "abcdefghij"
    titles = [" ".join(letters[int(digit)] * 5 for digit in f"{at:04}") for at in range(size)]
    known = [facts(Record(title=title, doi="10.5555/supplement")) for title in titles]
    table = pa.Table.from_batches([to_batch(known, FACTS)], FACTS)
    a, b = candidates(table, np.arange(size, dtype=np.int64), tmp_path)
    assert len(np.unique(np.concatenate([a, b]))) == size
    assert len(a) <= size * (len(KEYS) * WINDOW + 2 * NEIGHBOURS)


def test_no_records_make_no_pairs(tmp_path: Path) -> None:
    assert pairs([], tmp_path) == []
    assert pairs([PRINTED], tmp_path) == []
    assert pairs([Record(), Record()], tmp_path) == []


KNOWN = [PRINTED, OTHER, like(doi=""), like(title="Editorial", doi=""), like(title="Editorial", pages="9"), Record()]
KNOWN += [like(OTHER, title=f"{OTHER.title} {letter}", doi="", volume=letter) for letter in "abcdefgh"]


@settings(max_examples=20)
@given(order=some.permutations(range(len(KNOWN))))
def test_the_order_of_the_records_has_no_influence(order: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    assert pairs(KNOWN, folder, order) == pairs(KNOWN, folder)


def test_what_finds_no_room_is_said_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.dedup.blocking.MEMORY", "1MB")
    table = pa.Table.from_batches([to_batch([facts(PRINTED)], FACTS)] * 20_000, FACTS)
    with pytest.raises(Refused, match="find no room"):
        candidates(table, np.arange(20_000, dtype=np.int64), tmp_path / "gone")


@pytest.mark.parametrize(("name", "missed"), [("stroke", 0), ("haematology", 1), ("cytology_screening", 0)])
def test_nearly_every_true_pair_of_labelled_searches_is_worth_comparing(name: str, missed: int, tmp_path: Path) -> None:
    folder = shared_data(f"dedup/ship/{name}")
    known = list(to_records(rows(folder / "records.csv.gz")).values())
    works: dict[str, list[int]] = {}
    for at, row in enumerate(rows(folder / "truth.csv.gz")):
        works.setdefault(row["group"], []).append(at)
    found = pairs(known, tmp_path)
    true = {pair for held in works.values() for pair in combinations(held, 2)}
    assert len(true - {*found}) <= missed
    assert len(found) < 4 * len(known)
