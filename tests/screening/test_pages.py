from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.records.actions import import_file
from synthema.records.tables import Import
from synthema.screening.actions import stop_screening
from synthema.screening.tables import VerdictRow
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.team.actions import add_person
from tests.cast import Cast
from tests.pages import Browser, words
from tests.screening.pages_stage import JSON, at, card, give
from tests.screening.stage import FT, LARK, MARSH, OWL, bring, prepare, protocol, retrieved, vote

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_one_record_is_shown_with_keys_and_criteria(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    page = words(Browser(cast.ana).get(at(cast, "screen")))
    assert sum(title in page for title in (LARK, MARSH, OWL)) == 1
    for key in ("i", "e", "u", "z", "s", "n", "t", "h", "c", "0", "1", "2"):
        assert f'data-key="{key}"' in page
    assert "What do keepers hear?" in page
    assert "Journal of Invented Birds" in page


@on_sqlite
def test_words_of_the_criteria_are_marked_and_named(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path, (LARK,))
    one, *others = protocol().criteria
    marked = replace(one, words_for=("lark*",), words_against=("lower",))
    set_protocol(By(cast.chloe), cast.review, replace(protocol(), criteria=(marked, *others)))
    page = words(Browser(cast.ana).get(at(cast, "screen")))
    assert (
        '<mark class="for" title="Date">Larks</mark> over the <mark class="against" title="Date">lower</mark>' in page
    )
    assert "Speaks for: larks" in page
    assert "Speaks against: lower" in page


def test_a_verdict_lands_with_its_order_and_place(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    given = give(cast, cast.ana, record, "exclude", reason="date", note="Too old", order="random", position="3")
    row = VerdictRow.objects.get(review=cast.review)
    assert given.json() == {"verdict": str(row.id)}
    said = (row.person, row.subject, row.verdict, row.reason, row.note, row.order, row.position)
    assert said == (cast.ana, record, "exclude", "date", "Too old", "random", 3)


def test_the_same_act_sent_again_is_one_verdict(cast: Cast, tmp_path: Path) -> None:
    ana, record = Browser(cast.ana), prepare(cast, tmp_path)[LARK]
    sent = card(cast, record, verdict="include", act_id=str(uuid4()))
    first, second = ana.post(at(cast, "give"), sent, **JSON), ana.post(at(cast, "give"), sent, **JSON)
    assert first.json() == second.json()
    assert VerdictRow.objects.filter(review=cast.review).count() == 1


def test_the_plain_form_leads_to_the_next_record_and_offers_undo(cast: Cast, tmp_path: Path) -> None:
    ana, record = Browser(cast.ana), prepare(cast, tmp_path)[LARK]
    answer = ana.post(at(cast, "give"), card(cast, record, verdict="include"))
    assert (answer.status_code, answer["Location"]) == (302, at(cast, "screen"))
    page = words(ana.get(at(cast, "screen")))
    assert "Included." in page
    assert LARK not in page.split('id="deck"')[1].split("</article>")[0]
    assert f'name="verdict" value="{VerdictRow.objects.get(review=cast.review).id}"' in page


def test_what_is_taken_back_comes_up_again(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    ana, act = Browser(cast.ana), str(uuid4())
    first, second, _third = ana.get(at(cast, "cards_ahead")).json()["cards"]
    ana.post(at(cast, "give"), {"subject": first["subject"], "verdict": "include", "act_id": act}, **JSON)
    assert ana.get(at(cast, "cards_ahead")).json()["cards"][0]["unit"] == second["unit"]
    answer = ana.post(at(cast, "withdraw"), {"of": act}, **JSON)
    row = VerdictRow.objects.get(review=cast.review)
    assert row.withdrawn_seq is not None
    assert answer.json() == {"withdrawn": str(row.id)}
    assert ana.get(at(cast, "cards_ahead")).json()["cards"][0]["unit"] == first["unit"]


def test_undo_without_a_script_leads_back_to_the_record(cast: Cast, tmp_path: Path) -> None:
    ana, record = Browser(cast.ana), prepare(cast, tmp_path)[LARK]
    given = give(cast, cast.ana, record, "include").json()["verdict"]
    answer = ana.post(at(cast, "withdraw"), {"verdict": given})
    assert LARK in words(ana.get(answer["Location"])).split('id="deck"')[1].split("</article>")[0]


@on_sqlite
def test_a_verdict_that_never_arrived_is_not_taken_back(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    answer = Browser(cast.ana).post(at(cast, "withdraw"), {"of": str(uuid4())}, **JSON)
    assert (answer.status_code, "never arrived" in answer.json()["said"]) == (422, True)


@on_sqlite
def test_nobody_takes_back_what_another_said_by_the_identifier_of_its_act(cast: Cast, tmp_path: Path) -> None:
    record, act = prepare(cast, tmp_path)[LARK], str(uuid4())
    Browser(cast.ana).post(at(cast, "give"), card(cast, record, verdict="include", act_id=act), **JSON)
    assert Browser(cast.ben).post(at(cast, "withdraw"), {"of": act}, **JSON).status_code == 422
    assert VerdictRow.objects.get(review=cast.review).withdrawn_seq is None


@on_sqlite
def test_a_third_verdict_is_refused_in_words(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    vote(cast, record, ana="include", ben="include")
    answer = give(cast, cast.chloe, record, "include")
    assert (answer.status_code, "no further one is needed" in answer.json()["said"]) == (422, True)


@on_sqlite
def test_a_page_that_another_person_opened_gives_no_verdict_of_mine(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    for person, status in ((cast.ben, 401), (cast.ana, 200)):
        assert give(cast, person, record, "include", opened_by=str(cast.ana)).status_code == status
    assert [row.person for row in VerdictRow.objects.filter(review=cast.review)] == [cast.ana]


@on_sqlite
def test_a_reason_goes_with_an_exclusion_alone(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    assert give(cast, cast.ana, record, "include", reason="date").status_code == 200
    assert VerdictRow.objects.get(review=cast.review).reason == ""


@on_sqlite
def test_cards_come_ahead_and_go_on_behind_the_last(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    ana = Browser(cast.ana)
    whole = ana.get(at(cast, "cards_ahead")).json()["cards"]
    first = ana.get(at(cast, "cards_ahead") + "?n=1").json()["cards"]
    behind = ana.get(at(cast, "cards_ahead") + f"?after={first[0]['unit']}").json()["cards"]
    assert [one["unit"] for one in first + behind] == [one["unit"] for one in whole]
    assert {one["title"] for one in whole} == {LARK, MARSH, OWL}
    assert all(one["title"] in one["html"] for one in whole)


@on_sqlite
def test_progress_counts_ones_own_verdicts(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    vote(cast, record, ana="include", ben="include")
    told = {
        name: Browser(person).get(at(cast, "cards_ahead")).json()["progress"]
        for name, person in (("ana", cast.ana), ("chloe", cast.chloe))
    }
    assert (told["ana"]["decided"], told["ana"]["left"]) == (1, 2)
    assert (told["chloe"]["decided"], told["chloe"]["left"]) == (0, 2)


@on_sqlite
def test_what_is_put_off_comes_last(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    ana = Browser(cast.ana)
    first, *_others = ana.get(at(cast, "cards_ahead")).json()["cards"]
    assert ana.post(at(cast, "later"), {"unit": first["unit"]}, **JSON).status_code == 200
    assert ana.get(at(cast, "cards_ahead")).json()["cards"][-1]["unit"] == first["unit"]


@on_sqlite
def test_an_order_is_chosen_and_unknown_ones_are_refused(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    ana = Browser(cast.ana)
    assert ana.post(at(cast, "order"), {"order": "newest"}).status_code == 302
    assert 'value="newest" aria-pressed="true"' in words(ana.get(at(cast, "screen")))
    assert ana.post(at(cast, "order"), {"order": "by name"}, **JSON).status_code == 422


@on_sqlite
def test_a_record_is_opened_by_itself_unless_it_is_judged(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[OWL]
    ana, unit = Browser(cast.ana), card(cast, record)["unit"]
    assert '"order": "chosen"' in words(ana.get(at(cast, "screen") + f"?unit={unit}"))
    vote(cast, record, ana="include")
    page = words(ana.get(at(cast, "screen") + f"?unit={unit}"))
    assert '"order": "random"' in page
    assert OWL not in page.split('id="deck"')[1].split("</article>")[0]
    assert ana.get(at(cast, "screen") + f"?unit={uuid4()}").status_code == 200
    assert ana.get(at(cast, "screen") + "?unit=nonsense").status_code == 200


@on_sqlite
def test_a_record_left_unscreened_by_a_stop_is_not_opened_for_a_verdict(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ben="include")
    stop_screening(By(cast.chloe), cast.review, "Nothing new for long")
    ana = Browser(cast.ana)
    assert LARK in words(ana.get(at(cast, "screen") + f"?unit={card(cast, known[OWL])['unit']}"))
    page = words(ana.get(at(cast, "screen")))
    assert "Screening is stopped" in page
    assert "2 records are left unscreened" in page


@on_sqlite
def test_tags_are_mine_until_the_record_is_decided(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path, (LARK,))[LARK]
    ana, ben = Browser(cast.ana), Browser(cast.ben)
    tag = ana.post(at(cast, "put_tag"), card(cast, record, text="mixed sample"), **JSON).json()["tag"]
    assert ana.get(at(cast, "cards_ahead")).json()["cards"][0]["tags"] == [{"id": tag, "text": "mixed sample"}]
    assert ben.get(at(cast, "cards_ahead")).json()["cards"][0]["tags"] == []
    assert ben.post(at(cast, "take_tag"), {"tag": tag}, **JSON).status_code == 422
    assert ana.post(at(cast, "take_tag"), {"tag": tag}, **JSON).json() == {}
    assert ana.get(at(cast, "cards_ahead")).json()["cards"][0]["tags"] == []


@on_sqlite
def test_what_a_file_says_is_text_and_never_markup(cast: Cast, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> & <b>birds</b>"
    (record,) = prepare(cast, tmp_path, (evil,)).values()
    ana = Browser(cast.ana)
    ana.post(at(cast, "put_tag"), card(cast, record, text="<img src=x>"), **JSON)
    vote(cast, record, ben="include")
    html = ana.get(at(cast, "cards_ahead")).json()["cards"][0]["html"]
    unit = card(cast, record)["unit"]
    pages = [words(ana.get(at(cast, *one))) for one in (("screen",), ("records",))]
    for page in (html, *pages, words(ana.get(at(cast, "history", unit=unit)))):
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page
        assert "<img" not in page


@on_sqlite
def test_without_a_protocol_the_page_says_where_to_begin(cast: Cast) -> None:
    for name in ("screen", "records", "conflicts", "progress"):
        assert "First the protocol" in words(Browser(cast.ana).get(at(cast, name)))
    assert "Nothing to compare yet" in words(Browser(cast.ana).get(at(cast, "agreement")))


@on_sqlite
def test_without_records_and_without_groups_it_says_what_comes_first(cast: Cast, tmp_path: Path) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    ana = Browser(cast.ana)
    assert "Nothing to screen yet" in words(ana.get(at(cast, "screen")))
    assert "No full texts to judge yet" in words(ana.get(at(cast, "screen", FT)))
    log_search(By(cast.dev), cast.review, Search(key="db", source="db", kind="database"))
    bring(cast, tmp_path, (LARK,))
    assert "Duplicates come first" in words(ana.get(at(cast, "screen")))
    find_duplicates(By(cast.dev), cast.review)
    row = Import.objects.get(review=cast.review)
    import_file(By(cast.dev), cast.review, tmp_path / row.file_name, "db", instead=row.id)
    assert "Duplicates come first" in words(ana.get(at(cast, "screen")))


@on_sqlite
def test_records_imported_since_the_last_run_are_named(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    bring(cast, tmp_path, ("Wrens in walls",), key="later")
    assert "1 record was imported since" in words(Browser(cast.ana).get(at(cast, "screen")))


@on_sqlite
def test_who_has_judged_all_is_told_for_whom_the_rest_waits(cast: Cast, tmp_path: Path) -> None:
    for record in prepare(cast, tmp_path).values():
        vote(cast, record, ana="include")
    page = words(Browser(cast.ana).get(at(cast, "screen")))
    assert "You have judged all that await you" in page
    assert "Ben 3" in page
    assert '<form id="verdict" method="post"' in page
    assert 'judge/" hidden>' in page


@on_sqlite
def test_who_only_reads_sees_where_the_stage_stands(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    dev = Browser(cast.dev)
    page = words(dev.get(at(cast, "screen")))
    assert "You read along" in page
    assert 'id="verdict"' not in page
    assert dev.get(at(cast, "cards_ahead")).status_code == 403
    assert dev.post(at(cast, "give"), {"verdict": "include"}, **JSON).status_code == 403
    assert Browser(cast.eve).get(at(cast, "screen")).status_code == 404


@on_sqlite
def test_a_stage_that_is_none_is_not_found(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    ana = Browser(cast.ana)
    for name in ("screen", "cards_ahead", "records", "conflicts", "agreement", "progress"):
        assert ana.get(at(cast, name, "third_look")).status_code == 404


@on_sqlite
@pytest.mark.parametrize("fields", [{}, {"subject": "x"}, {"subject": str(uuid4())}])
def test_a_broken_form_is_refused_in_words(cast: Cast, tmp_path: Path, fields: dict[str, str]) -> None:
    prepare(cast, tmp_path)
    answer = Browser(cast.ana).post(at(cast, "give"), {"verdict": "include", **fields}, **JSON)
    assert (answer.status_code, bool(answer.json()["said"])) == (422, True)


@on_sqlite
def test_a_full_text_is_excluded_for_a_reason_and_is_never_unsure(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path)[LARK]
    (report,) = retrieved(cast, record)
    ana = Browser(cast.ana)
    page = words(ana.get(at(cast, "screen", FT)))
    assert 'value="unsure"' not in page
    assert "needed to exclude" in page
    sent = {"subject": report.id, "unit": report.id, "verdict": "exclude"}
    refused = ana.post(at(cast, "give", FT), sent, **JSON)
    assert (refused.status_code, "first criterion" in refused.json()["said"]) == (422, True)
    assert ana.post(at(cast, "give", FT), {**sent, "reason": "depth"}, **JSON).status_code == 200


@on_sqlite
def test_who_leaves_the_review_gives_no_verdict_any_more(cast: Cast, tmp_path: Path) -> None:
    """Somebody who never had the role is told so; a stranger is told nothing."""
    record = prepare(cast, tmp_path)[LARK]
    assert give(cast, cast.eve, record, "include").status_code == 404
    add_person(By(cast.chloe), cast.review, cast.eve, "reader")
    assert give(cast, cast.eve, record, "include").status_code == 403


@on_sqlite
def test_where_one_person_decides_the_record_is_decided_at_once(cast: Cast, tmp_path: Path) -> None:
    record = prepare(cast, tmp_path, policy=ScreeningPolicy(reviewers=1))[LARK]
    give(cast, cast.ana, record, "exclude")
    page = words(Browser(cast.ben).get(at(cast, "history", unit=card(cast, record)["unit"])))
    assert "Excluded." in page


def ids(rows: list[dict[str, str]]) -> list[UUID]:
    """The units of cards."""
    return [UUID(row["unit"]) for row in rows]


@on_sqlite
def test_a_pilot_round_comes_first_and_is_announced(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    chloe, ana = Browser(cast.chloe), Browser(cast.ana)
    assert chloe.post(at(cast, "pilot_begins"), {"size": "1", "hold_back": "1"}).status_code == 302
    page = words(ana.get(at(cast, "screen")))
    assert "Pilot round" in page
    assert "0 of 1 records are decided" in page
    assert len(ids(ana.get(at(cast, "cards_ahead")).json()["cards"])) == 1
    assert ana.post(at(cast, "pilot_ends")).status_code == 403
    assert chloe.post(at(cast, "pilot_ends"), {"note": "We read date alike now."}).status_code == 302
    assert len(ids(ana.get(at(cast, "cards_ahead")).json()["cards"])) == 3
    assert chloe.post(at(cast, "pilot_begins"), {"size": "many"}, **JSON).status_code == 422
