"""The search log, after PRISMA-S."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.records.actions import import_file
from synthema.records.tables import imports
from synthema.refused import Refused
from synthema.search.actions import correct_search, log_search, state, withdraw_search
from synthema.search.formats import read_searches
from synthema.search.model import Search
from synthema.search.rules import gaps
from synthema.search.tables import by_key, searches, statements
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


def test_what_the_log_says_is_corrected_and_corrected_back_while_imports_stay(cast: Cast, tmp_path: Path) -> None:
    log_search(By(cast.dev), cast.review, FULL)
    file = tmp_path / "a.ris"
    file.write_text("TY  - JOUR\nTI  - Larks\nER  - \n")
    import_file(By(cast.dev), cast.review, file, "pubmed")
    row = by_key(cast.review, "pubmed")
    better = replace(FULL, key="medline", source="MEDLINE", hits=1)
    correct_search(By(cast.dev), cast.review, row.id, better)
    assert (by_key(cast.review, "medline").id, by_key(cast.review, "medline").search) == (row.id, better)
    assert [one.search.key for one in imports(cast.review)] == ["medline"]
    with pytest.raises(Refused, match="says this"):
        correct_search(By(cast.dev), cast.review, row.id, better)
    correct_search(By(cast.dev), cast.review, row.id, FULL)
    assert by_key(cast.review, "pubmed").search == FULL
    log_search(By(cast.dev), cast.review, replace(FULL, key="other"))
    for wrong, message in (
        (replace(FULL, key="other"), "another key"),
        (replace(FULL, source=""), "name of its source"),
        (replace(FULL, removed_otherwise=11), "cannot be removed"),
        (replace(FULL, removed_by_automation=-1), "from 0"),
    ):
        with pytest.raises(Refused, match=message):
            correct_search(By(cast.dev), cast.review, row.id, wrong)
    with pytest.raises(Refused, match="not in the log"):
        correct_search(By(cast.dev), cast.review, UUID(int=1), FULL)
    assert replay.verify(cast.review).sound


def test_statements_on_the_searches_as_a_whole_are_made_changed_and_taken_back(cast: Cast) -> None:
    state(By(cast.dev), cast.review, 6, "Nobody was asked.")
    state(By(cast.dev), cast.review, 6, " Three authors were asked. ")
    assert statements(cast.review) == {6: "Three authors were asked."}
    for item in (8, 17):
        with pytest.raises(Refused, match=f"no item {item}"):
            state(By(cast.dev), cast.review, item, "words")
    with pytest.raises(Refused, match="already"):
        state(By(cast.dev), cast.review, 6, "Three authors were asked.")
    state(By(cast.dev), cast.review, 6, "")
    assert statements(cast.review) == {}
    assert replay.verify(cast.review).sound
