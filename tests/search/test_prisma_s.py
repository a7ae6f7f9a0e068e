"""PRISMA-S, item by item: what the log holds, what the team states, what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from synthema.search.model import Search
from synthema.search.prisma_s import ITEMS, Answer, Log, Told, answers, reported
from tests.search.test_search import FULL

WHOLE = replace(FULL, platform="NLM", filters="none")
EMPTY = Search(key="empty", source="Empty Index")


def answer(item: int, *searches: Search, said: str = "", duplicates: str = "") -> Answer:
    log = Log(
        searches=searches,
        imported={"pubmed": 10},
        statements={item: said} if said else {},
        duplicates=duplicates,
        on=date(2026, 7, 1),
    )
    return answers(log)[item - 1]


def test_the_sixteen_items_stand_in_their_order() -> None:
    assert [item.number for item in ITEMS] == list(range(1, 17))
    found = answers(Log(searches=[], imported={}, statements={}, on=date(2026, 7, 1)))
    assert [one.item for one in found] == list(ITEMS)
    assert {one.told for one in found} == {Told.MISSING}
    assert reported(found) == 0


@pytest.mark.parametrize("item", [1, 8, 9, 10, 13, 14, 15])
def test_what_every_search_must_say_is_partly_told_when_one_is_silent(item: int) -> None:
    assert answer(item, WHOLE).told is Told.RECORDED
    partly = answer(item, WHOLE, EMPTY)
    assert (partly.told, partly.lacking) == (Told.PARTLY, ("Empty Index",))
    assert answer(item, *([EMPTY] if item != 1 else [])).told is Told.MISSING


KINDS = [(3, "register"), (4, "website"), (4, "organisation"), (5, "citation"), (7, "other")]


@pytest.mark.parametrize(("item", "kind"), KINDS)
def test_a_search_of_its_kind_answers_an_item(item: int, kind: str) -> None:
    assert answer(item, WHOLE).told is Told.MISSING
    found = answer(item, WHOLE, replace(WHOLE, key="b", source="Elsewhere", kind=kind))  # type: ignore[arg-type]
    assert (found.told, found.words) == (Told.RECORDED, "Elsewhere")


@pytest.mark.parametrize("item", [item.number for item in ITEMS if item.statement])
def test_a_statement_answers_what_the_log_does_not(item: int) -> None:
    found = answer(item, EMPTY, said="None.")
    assert (found.told, found.words) == (Told.STATED, "None.")


def test_a_statement_stands_beside_what_the_log_holds() -> None:
    found = answer(16, WHOLE, said="Checked by hand.", duplicates="matcher 1")
    assert (found.told, found.words) == (Told.RECORDED, "matcher 1 Checked by hand.")


def test_hits_that_were_not_imported_are_named_unless_their_removal_is_recorded() -> None:
    short = replace(WHOLE, hits=12)
    assert "12 hits, 10 imported" in answer(15, short).words
    assert answer(15, short).told is Told.PARTLY
    assert answer(15, replace(short, removed_by_automation=1, removed_otherwise=1)).told is Told.RECORDED


def test_a_source_searched_on_two_days_is_an_update_and_an_old_search_is_said() -> None:
    later = replace(WHOLE, key="again", date_run="2026-06-30")
    assert answer(12, WHOLE, later).told is Told.RECORDED
    assert "twelve months" in answer(12, replace(WHOLE, date_run="2025-01-01")).words
    assert answer(12, WHOLE).words == ""
