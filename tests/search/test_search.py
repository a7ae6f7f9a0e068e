"""The search log, after PRISMA-S."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.refused import Refused
from synthema.search.actions import log_search, withdraw_search
from synthema.search.formats import read_searches
from synthema.search.model import Search
from synthema.search.rules import gaps
from synthema.search.tables import by_key, searches
from tests.cast import Cast

EXAMPLE = Path(__file__).parents[2] / "examples" / "peer-support" / "searches.toml"
FULL = Search(
    key="pubmed",
    source="PubMed",
    date_run="2026-06-01",
    strategy="peer support[tiab]",
    limits="none",
    peer_review="no",
    hits=10,
)
TODAY = date(2026, 7, 1)


def test_a_complete_search_has_no_gaps() -> None:
    assert gaps(FULL, 10, TODAY) == []


@pytest.mark.parametrize(
    ("change", "imported", "says"),
    [
        ({"date_run": ""}, 10, "item 13"),
        ({"date_run": "2025-05-01"}, 10, "more than twelve months"),
        ({"strategy": " "}, 10, "item 8"),
        ({"limits": ""}, 10, "item 9"),
        ({"peer_review": ""}, 10, "item 14"),
        ({"hits": None}, 10, "item 15"),
        ({}, 9, "10 hits reported, 9 records imported"),
    ],
)
def test_each_gap_names_its_item(change: dict[str, object], imported: int, says: str) -> None:
    found = gaps(replace(FULL, **change), imported, TODAY)  # type: ignore[arg-type]
    assert len(found) == 1
    assert says in found[0]


def test_the_example_names_seven_sources_with_their_files() -> None:
    found = read_searches(EXAMPLE)
    assert len(found) == 7
    assert all(file is not None and file.exists() for _, file in found)
    assert sum(1 for search, _ in found if search.kind == "grey_database") == 1


def test_a_wrong_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    for text, message in (
        ("", r"no \[\[search\]\]"),
        ('[[search]]\nkey="a"\nsource="b"\ndate_run="1 May"', "is not a date"),
        ('[[search]]\nkey="a"', "search 1"),
        ('[[search]]\nkey="a"\nsource="b"\nkind="library"', "kind"),
    ):
        path.write_text(text)
        with pytest.raises(Refused, match=message):
            read_searches(path)


def test_searches_are_logged_once_and_can_be_withdrawn(cast: Cast) -> None:
    log_search(By(cast.dev), cast.review, FULL)
    with pytest.raises(Refused, match="another key"):
        log_search(By(cast.dev), cast.review, FULL)
    assert by_key(cast.review, "pubmed").search == FULL
    withdraw_search(By(cast.dev), cast.review, "pubmed", "entered twice")
    assert searches(cast.review) == []
    with pytest.raises(Refused, match="none yet"):
        by_key(cast.review, "pubmed")
    assert replay.verify(cast.review).sound
