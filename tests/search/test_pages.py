"""The search log in the browser."""

from dataclasses import replace

import pytest

from synthema.audit.model import By
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import PlannedSource
from synthema.search.actions import log_search
from synthema.search.tables import by_key, searches
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.stage import protocol
from tests.search.test_search import FULL


def at(cast: Cast, rest: str = "") -> str:
    return f"/reviews/{cast.review}/searches/{rest}"


@pytest.fixture
def librarian(cast: Cast) -> Browser:
    return Browser(cast.dev)


def test_an_empty_log_says_what_to_do_and_names_what_the_protocol_plans(cast: Cast, librarian: Browser) -> None:
    assert "Enter the first search" in words(librarian.get(at(cast)))
    sources = (PlannedSource(name="Bird Index", kind="register"),)
    set_protocol(By(cast.chloe), cast.review, replace(protocol(), sources=sources))
    page = words(librarian.get(at(cast)))
    assert "Bird Index" in page
    assert 'value="register" selected' in words(librarian.get(at(cast, "new/?source=Bird%20Index&kind=register")))


def test_a_search_is_entered_corrected_taken_out_and_each_is_undone(cast: Cast, librarian: Browser) -> None:
    fields = {"source": "Bird Index", "kind": "database", "hits": "1,200", "strategy": "  a\r\n  b\r\n", "date_run": ""}
    first = librarian.post(at(cast, "new/"), fields)
    row = by_key(cast.review, "bird-index")
    assert first.headers["Location"] == at(cast, f"{row.id}/")
    assert (row.hits, row.strategy) == (1200, "  a\n  b")
    librarian.post(at(cast, "new/"), fields)
    assert [one.key for one in searches(cast.review)] == ["bird-index", "bird-index-2"]
    form = words(librarian.get(at(cast, f"{row.id}/edit/")))
    assert "\n  a\n  b</textarea>" in form
    librarian.post(at(cast, f"{row.id}/edit/"), {**fields, "key": row.key, "hits": "", "removed_otherwise": "3"})
    changed = by_key(cast.review, "bird-index")
    assert (changed.hits, changed.removed_otherwise) == (None, 3)
    undo = librarian.client.session["undo"]
    librarian.get(at(cast))  # shows the undo, once
    librarian.post(undo["url"], undo["fields"])
    assert by_key(cast.review, "bird-index").search == row.search
    librarian.post(at(cast, f"{row.id}/withdraw/"))
    assert [one.key for one in searches(cast.review)] == ["bird-index-2"]
    undo = librarian.client.session["undo"]
    librarian.post(undo["url"], undo["fields"])
    assert by_key(cast.review, "bird-index").search == row.search


def test_the_same_form_sent_twice_is_one_search(cast: Cast, librarian: Browser) -> None:
    fields = {"source": "Bird Index", "act_id": "12345678-1234-5678-1234-567812345678"}
    assert librarian.post(at(cast, "new/"), fields).headers == librarian.post(at(cast, "new/"), fields).headers
    assert len(searches(cast.review)) == 1


@pytest.mark.parametrize("fields", [{"source": " "}, {"source": "x", "kind": "library"}, {"source": "x", "hits": "-3"}])
def test_what_cannot_be_is_refused(cast: Cast, librarian: Browser, fields: dict[str, str]) -> None:
    assert librarian.post(at(cast, "new/"), fields).status_code == 422
    assert searches(cast.review) == []


def test_the_list_names_what_prisma_s_still_misses(cast: Cast, librarian: Browser) -> None:
    log_search(By(cast.dev), cast.review, replace(FULL, peer_review=""))
    assert "peer reviewed (item 14)" in words(librarian.get(at(cast)))
    assert "New search" not in words(Browser(cast.eve).get(at(cast)))
    assert Browser(cast.eve).get(at(cast)).status_code == 404
