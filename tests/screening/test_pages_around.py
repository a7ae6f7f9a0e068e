"""The pages around the card: list, conflicts, agreement, history, team."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from synthema.agreement import cohen_kappa, gwet_ac1, table_of
from synthema.audit.model import By
from synthema.screening.actions import give_verdict, resolve_conflict, withdraw_verdict
from synthema.screening.remarks import comment
from synthema.screening.tables import CommentRow, ResolutionRow, VerdictRow
from synthema.team.actions import add_person, register_person
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.pages_stage import JSON, at, card
from tests.screening.stage import LARK, MARSH, OWL, TA, prepare, vote

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def in_conflict(cast: Cast, tmp_path: Path, *titles: str) -> dict[str, UUID]:
    """Records that Ana includes and Ben excludes."""
    known = prepare(cast, tmp_path)
    for title in titles or (LARK,):
        give_verdict(By(cast.ana), cast.review, TA, known[title], "include", note="Keepers speak.")
        give_verdict(By(cast.ben), cast.review, TA, known[title], "exclude", reason="date", note="Too old.")
    return known


def unit(cast: Cast, record: UUID) -> UUID:
    """The group of a record."""
    found: UUID = card(cast, record)["unit"]
    return found


def test_the_list_shows_ones_own_verdict_and_nobody_elses(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    vote(cast, known[OWL], ben="exclude")
    page = words(Browser(cast.ana).get(at(cast, "records")))
    assert page.count(">include</span>") == 1
    assert ">exclude</span>" not in page
    assert page.count(">open</span>") == 3
    assert "3 records" in page


def test_the_list_filters_by_where_records_stand_and_by_words(cast: Cast, tmp_path: Path) -> None:
    known = in_conflict(cast, tmp_path)
    vote(cast, known[OWL], ana="exclude", ben="exclude")
    ana = Browser(cast.ana)
    for query, there in (
        ("standing=conflict", LARK),
        ("standing=excluded", OWL),
        ("standing=untouched", MARSH),
        ("text=harriers+keepers", MARSH),
    ):
        page = words(ana.get(f"{at(cast, 'records')}?{query}"))
        assert [title for title in (LARK, MARSH, OWL) if title in page] == [there], query
    assert "No record here" in words(ana.get(at(cast, "records") + "?text=penguin"))
    assert ana.get(at(cast, "records") + "?standing=secret&page=99999999999").status_code == 200


def test_a_line_of_the_list_opens_what_can_be_done(cast: Cast, tmp_path: Path) -> None:
    known = in_conflict(cast, tmp_path)
    vote(cast, known[OWL], ana="exclude", ben="exclude")
    page = words(Browser(cast.ana).get(at(cast, "records")))
    assert f"{at(cast, 'conflicts')}?unit={unit(cast, known[LARK])}" in page
    assert at(cast, "history", unit=unit(cast, known[OWL])) in page
    assert f"{at(cast, 'screen')}?unit={unit(cast, known[MARSH])}" in page
    assert f"{at(cast, 'screen')}?unit=" not in words(Browser(cast.dev).get(at(cast, "records")))


def test_a_conflict_shows_both_verdicts_with_reason_and_note(cast: Cast, tmp_path: Path) -> None:
    in_conflict(cast, tmp_path)
    for person in (cast.ana, cast.chloe, cast.dev):
        page = words(Browser(person).get(at(cast, "conflicts")))
        assert LARK in page
        for said in ("Keepers speak.", "Too old.", '<strong dir="auto">Date</strong>', "Conflict 1 of 1"):
            assert said in page


def test_without_conflicts_the_page_says_so(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    assert "No conflicts" in words(Browser(cast.ana).get(at(cast, "conflicts")))


def settle(cast: Cast, person: UUID, record: UUID, how: str, decision: str = "include", **headers: str) -> Any:
    """Settle a conflict on the page."""
    sent = card(cast, record, how=how, decision=decision, note="We talked about it.")
    return Browser(person).post(at(cast, "settle"), sent, **headers)


def test_a_conflict_is_settled_and_the_next_one_follows(cast: Cast, tmp_path: Path) -> None:
    known = in_conflict(cast, tmp_path, LARK, OWL)
    first, second = sorted((LARK, OWL), key=lambda title: unit(cast, known[title]))
    answer = settle(cast, cast.ana, known[first], "consensus")
    assert answer["Location"] == f"{at(cast, 'conflicts')}?unit={unit(cast, known[second])}"
    row = ResolutionRow.objects.get(review=cast.review)
    assert (row.how, row.decision, row.note, row.person) == ("consensus", "include", "We talked about it.", cast.ana)
    page = words(Browser(cast.ana).get(at(cast, "conflicts")))
    assert "Settled lately" in page
    assert VerdictRow.objects.filter(review=cast.review, withdrawn_seq=None).count() == 4


def test_who_comes_second_is_told_and_keeps_their_note(cast: Cast, tmp_path: Path) -> None:
    record = in_conflict(cast, tmp_path)[LARK]
    settle(cast, cast.ana, record, "consensus", "exclude")
    for headers in ({}, {"HX-Request": "true"}, JSON):
        late = settle(cast, cast.ben, record, "consensus", **headers)
        assert late.status_code == 422
        if not headers:
            assert "How it was settled" in words(late)
            assert 'name="decision"' not in words(late)
        assert "There is no conflict here" in words(late)
        assert "Ana" in words(late) or "excluded" in words(late)
    page = words(settle(cast, cast.ben, record, "consensus"))
    assert "We talked about it." in page
    assert "What you wrote is kept below." in page
    assert ResolutionRow.objects.filter(review=cast.review).count() == 1


def test_an_arbiter_decides_where_they_did_not_vote(cast: Cast, tmp_path: Path) -> None:
    record = in_conflict(cast, tmp_path)[LARK]
    finn = register_person("Finn").id
    add_person(By(cast.chloe), cast.review, finn, "arbiter")
    page = words(Browser(finn).get(at(cast, "conflicts")))
    assert "You decide as an arbiter" in page
    assert settle(cast, finn, record, "arbiter").status_code == 302
    assert ResolutionRow.objects.get(review=cast.review).how == "arbiter"


def test_who_may_not_settle_is_told_why(cast: Cast, tmp_path: Path) -> None:
    in_conflict(cast, tmp_path)
    finn = register_person("Finn").id
    add_person(By(cast.chloe), cast.review, finn, "reviewer")
    page = words(Browser(finn).get(at(cast, "conflicts")))
    assert "Ana and Ben settle it by consensus" in page
    assert 'id="settle"' not in page
    mine = words(Browser(cast.ana).get(at(cast, "conflicts")))
    assert "You record the consensus" in mine
    assert 'value="arbiter"' not in mine
    both = words(Browser(cast.chloe).get(at(cast, "conflicts")))
    assert 'value="consensus"' in both
    assert 'value="arbiter"' in both


def test_a_settled_conflict_is_opened_again(cast: Cast, tmp_path: Path) -> None:
    record = in_conflict(cast, tmp_path)[LARK]
    done = resolve_conflict(By(cast.chloe), cast.review, TA, record, how="arbiter", decision="include")
    sent = {"resolution": done.body.resolution_id, "unit": unit(cast, record)}
    assert Browser(cast.ana).post(at(cast, "unsettle"), sent, **JSON).status_code == 422
    assert Browser(cast.chloe).post(at(cast, "unsettle"), sent).status_code == 302
    assert "Conflict 1 of 1" in words(Browser(cast.ana).get(at(cast, "conflicts")))


def test_people_talk_about_a_conflict_and_take_words_back(cast: Cast, tmp_path: Path) -> None:
    known = in_conflict(cast, tmp_path)
    ana = Browser(cast.ana)
    sent = {**card(cast, known[LARK]), "place": "conflicts", "text": "I read it again."}
    answer = ana.post(at(cast, "say"), sent)
    assert answer["Location"] == f"{at(cast, 'conflicts')}?unit={unit(cast, known[LARK])}"
    assert "I read it again." in words(Browser(cast.ben).get(at(cast, "conflicts")))
    said = CommentRow.objects.get(review=cast.review)
    back = {"comment": said.id, "unit": unit(cast, known[LARK]), "place": "conflicts"}
    assert Browser(cast.ben).post(at(cast, "unsay"), back, **JSON).status_code == 422
    assert ana.post(at(cast, "unsay"), back).status_code == 302
    assert "I read it again." not in words(ana.get(at(cast, "conflicts")))


def test_nobody_talks_about_what_is_open(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    answer = Browser(cast.ana).post(at(cast, "say"), {**card(cast, known[LARK]), "text": "Include!"}, **JSON)
    assert answer.status_code == 422
    page = words(Browser(cast.ben).get(at(cast, "history", unit=unit(cast, known[LARK]))))
    assert "Discussion" not in page


def test_the_history_of_an_open_record_shows_only_what_is_mine(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    given = give_verdict(By(cast.ana), cast.review, TA, known[LARK], "exclude", note="A secret thought")
    withdraw_verdict(By(cast.ana), cast.review, given.body.verdict_id)
    vote(cast, known[LARK], ana="include")
    address = at(cast, "history", unit=unit(cast, known[LARK]))
    mine, bens = words(Browser(cast.ana).get(address)), words(Browser(cast.ben).get(address))
    assert "A secret thought" in mine
    assert "taken back" in mine
    assert "A secret thought" not in bens
    assert "No verdict that you may see yet" in bens
    assert "Judge it" in bens
    vote(cast, known[LARK], ben="include")
    assert "A secret thought" in words(Browser(cast.ben).get(address))
    assert Browser(cast.ben).get(at(cast, "history", unit=cast.ana)).status_code == 404


def test_the_history_tells_how_it_was_settled_and_what_was_said(cast: Cast, tmp_path: Path) -> None:
    record = in_conflict(cast, tmp_path)[LARK]
    resolve_conflict(By(cast.chloe), cast.review, TA, record, how="arbiter", decision="exclude", note="Date decides.")
    comment(By(cast.ben), cast.review, TA, record, "Thank you.")
    page = words(Browser(cast.dev).get(at(cast, "history", unit=unit(cast, record))))
    for said in ("by Chloe as arbiter", "Date decides.", "Thank you.", "Keepers speak."):
        assert said in page


def test_agreement_is_that_of_the_two_and_leads_to_the_records(cast: Cast, tmp_path: Path) -> None:
    known = in_conflict(cast, tmp_path)
    vote(cast, known[OWL], ana="exclude", ben="exclude")
    vote(cast, known[MARSH], ana="include", ben="include")
    ana = Browser(cast.ana)
    page = words(ana.get(at(cast, "agreement")))
    table = table_of([[1, 1], [0, 1]], ["include", "exclude"])
    for estimate in (cohen_kappa(table), gwet_ac1(table)):
        assert f"{estimate.value:.2f}" in page
    assert "Ana – Ben" in page
    assert "Ana in rows, Ben in columns" in page
    link = page.split('<a href="')[1:]
    (cell,) = [one.split('"')[0] for one in link if "differing" in one]
    differing = words(ana.get(cell.replace("&amp;", "&")))
    assert "Ana: Included, Ben: Excluded" in differing
    assert [title for title in (LARK, MARSH, OWL) if title in differing] == [LARK]


def test_agreement_knows_three_verdicts_and_two(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="unsure", ben="exclude")
    vote(cast, known[OWL], ana="exclude", ben="exclude")
    page = words(Browser(cast.ben).get(at(cast, "agreement")))
    assert "Unsure counted as include" in page
    assert "Three verdicts" in page


def test_what_is_open_does_not_count_for_agreement(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include")
    assert "No record has both verdicts yet" in words(Browser(cast.chloe).get(at(cast, "agreement")))


def test_agreement_of_a_pilot_round_alone(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    chloe = Browser(cast.chloe)
    chloe.post(at(cast, "pilot_begins"), {"size": "1"})
    (first,) = Browser(cast.ana).get(at(cast, "cards_ahead") + "?n=1").json()["cards"]
    for record in known.values():
        vote(cast, record, ana="include", ben="include")
    whole = words(chloe.get(at(cast, "agreement")))
    pilot = words(
        chloe.get(whole.split('href="?pilot=')[1].split('"')[0].join(("?pilot=", "")).join((at(cast, "agreement"), "")))
    )
    assert "3 records" in whole
    assert "1 record<" in pilot
    assert first["order"] == "pilot"


def test_the_team_page_tells_that_people_voted_and_not_what(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ben="exclude")
    page = words(Browser(cast.ana).get(at(cast, "progress")))
    assert '<th scope="row">Ben</th><td class="number">1</td><td class="number">2</td>' in page
    assert "exclude</span>" not in page
    assert "Only the lead stops it" in page


def test_the_lead_stops_and_goes_on(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    chloe = Browser(cast.chloe)
    assert chloe.post(at(cast, "stop"), {"rule": "Nothing in 200"}).status_code == 302
    assert "Go on screening" in words(chloe.get(at(cast, "progress")))
    assert Browser(cast.ana).post(at(cast, "resume")).status_code == 403
    assert chloe.post(at(cast, "resume")).status_code == 302
    assert "Stop screening early" in words(chloe.get(at(cast, "progress")))
