"""A reviewer leaves with verdicts given and conflicts open: nothing is lost, and everything can still be settled."""

from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

from synthema.audit import replay
from synthema.audit.model import By
from synthema.refused import Refused
from synthema.screening.actions import give_verdict, resolve_conflict
from synthema.screening.model import Standing
from synthema.screening.states import states, votes
from synthema.team.actions import add_person, remove_from_review, remove_person
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.stage import LARK, MARSH, OWL, TA, prepare


def part_ways(cast: Cast, folder: Path) -> dict[str, UUID]:
    """Ana and Ben disagree on one record, only Ben has judged a second, and Ben leaves."""
    known = prepare(cast, folder)
    give_verdict(By(cast.ana), cast.review, TA, known[LARK], "include")
    give_verdict(By(cast.ben), cast.review, TA, known[LARK], "exclude")
    give_verdict(By(cast.ben), cast.review, TA, known[MARSH], "include")
    remove_from_review(By(cast.chloe), cast.review, cast.ben)
    return known


def test_the_verdicts_of_who_left_count_on(cast: Cast, tmp_path: Path) -> None:
    known = part_ways(cast, tmp_path)
    give_verdict(By(cast.ana), cast.review, TA, known[MARSH], "include")
    assert sorted(state.standing for state in states(cast.review, TA).values()) == [
        Standing.CONFLICT, Standing.FORWARD, Standing.WAITING,
    ]  # fmt: skip
    add_person(By(cast.chloe), cast.review, cast.eve, "reviewer")  # who comes instead goes on where Ben was
    give_verdict(By(cast.ana), cast.review, TA, known[OWL], "exclude")
    give_verdict(By(cast.eve), cast.review, TA, known[OWL], "exclude")
    with pytest.raises(Refused, match="no further one is needed"):
        give_verdict(By(cast.eve), cast.review, TA, known[MARSH], "exclude")
    assert replay.verify(cast.review).sound


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("who", "how"), [("ana", "consensus"), ("chloe", "consensus"), ("chloe", "arbiter")])
def test_a_conflict_of_who_left_is_still_settled(cast: Cast, tmp_path: Path, who: str, how: str) -> None:
    known = part_ways(cast, tmp_path)
    resolve_conflict(By(getattr(cast, who)), cast.review, TA, known[LARK], how=how, decision="include")
    assert Standing.CONFLICT not in {state.standing for state in states(cast.review, TA).values()}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_conflict_is_settled_even_where_the_lead_voted_and_everybody_else_left(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    give_verdict(By(cast.chloe), cast.review, TA, known[LARK], "include")
    give_verdict(By(cast.ben), cast.review, TA, known[LARK], "exclude")
    for person in (cast.ana, cast.ben, cast.dev):
        remove_from_review(By(cast.chloe), cast.review, person)
    remove_person(By(cast.chloe), cast.review, cast.chloe, "arbiter")
    resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="consensus", decision="include")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_tells_numbers_and_no_verdict(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    give_verdict(By(cast.ana), cast.review, TA, known[LARK], "include")
    give_verdict(By(cast.ben), cast.review, TA, known[LARK], "exclude")
    give_verdict(By(cast.ben), cast.review, TA, known[MARSH], "include")
    url = reverse("team:leaving", kwargs={"review": cast.review, "person": cast.ben})
    text = words(Browser(cast.chloe).get(url))
    for line in (
        "<dt>verdicts given on title and abstract, which stay</dt><dd>2</dd>",
        "<dt>still to judge on title and abstract</dt><dd>1</dd>",
        "<dt>open conflicts on title and abstract</dt><dd>1</dd>",
    ):
        assert line in text
    remove_from_review(By(cast.chloe), cast.review, cast.ben)
    assert "still to judge" not in words(Browser(cast.chloe).get(url))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_leaving_opens_nobodys_eyes(cast: Cast, tmp_path: Path) -> None:
    known = part_ways(cast, tmp_path)
    for who in (cast.ana, cast.chloe):
        seen = {vote.person for given in votes(cast.review, TA, who).values() for vote in given}
        judged_by_ben = [v for given in votes(cast.review, TA, who).values() for v in given if v.person == cast.ben]
        assert seen == {cast.ana, cast.ben}
        assert [vote.verdict for vote in judged_by_ben] == ["exclude"]  # the one on a record that both have judged
    assert known[MARSH]
