"""Duplicates in the browser: looked for, decided one after the other, parted, and each taken back."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from synthema.audit.model import By
from synthema.dedup import pages
from synthema.dedup.actions import find_duplicates, keep_apart
from synthema.dedup.tables import decisions, groups, questions
from synthema.dedup.work import FIND
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.records.tables import records
from synthema.screening.actions import give_verdict
from tests.cast import Cast
from tests.dedup.test_actions import OWL, SAME, SPARSE, bring
from tests.dedup.told import told
from tests.pages import Browser, plain, words
from tests.screening.stage import protocol

HX = {"HX-Request": "true"}
HERON = "TY  - JOUR\nTI  - Herons that wait for the night bus\nAU  - Invented, Ida\nPY  - 2018\n"
SECOND = HERON + "T2  - Journal of Birds\nVL  - 2\nSP  - 7\nER  - \n"
THIRD = HERON + "T2  - Waders\nVL  - 9\nER  - \n"


@pytest.fixture
def found(cast: Cast, tmp_path: Path) -> Cast:
    """One group of two records, and two uncertain pairs."""
    bring(cast, tmp_path, "one", SAME + OWL + SECOND)
    bring(cast, tmp_path, "two", SAME + SPARSE + THIRD)
    find_duplicates(By(cast.dev), cast.review)
    assert len(questions(cast.review)) == 2
    return cast


def at(cast: Cast, name: str, **parts: object) -> str:
    return reverse(f"dedup:{name}", kwargs={"review": cast.review, **parts})


def pair(cast: Cast, place: int = 0) -> dict[str, str]:
    question = questions(cast.review)[place]
    return {"question": str(question.id), "a": str(question.a), "b": str(question.b)}


def test_a_review_without_records_says_what_comes_first(cast: Cast) -> None:
    page = words(Browser(cast.dev).get(at(cast, "duplicates")))
    assert "No records yet" in page
    assert "Look for duplicates" not in page


def test_looking_for_them_is_background_work_that_a_second_click_joins(cast: Cast, tmp_path: Path) -> None:
    bring(cast, tmp_path, "one", SAME + OWL)
    dev = Browser(cast.dev)
    assert "2 records, not compared yet" in words(dev.get(at(cast, "duplicates")))
    dev.post(at(cast, "run"))
    dev.post(at(cast, "run"))
    job = Job.objects.get(kind=FIND)
    assert f'id="job-{job.id}"' in words(dev.get(at(cast, "duplicates")))
    ended = run_now(job)
    assert ended.result["said"] == "2 records are 2 different ones: 0 duplicates were set aside."
    assert "No question is open" in words(dev.get(at(cast, "duplicates")))


def test_records_that_came_later_are_pointed_out(found: Cast, tmp_path: Path) -> None:
    bring(found, tmp_path, "three", OWL)
    assert "1 record came in since duplicates were last looked for" in words(
        Browser(found.dev).get(at(found, "duplicates"))
    )


def test_a_pair_stands_side_by_side_with_its_differences_in_words(found: Cast) -> None:
    page = words(Browser(found.dev).get(at(found, "duplicates")))
    assert "Are these two the same work?" in page
    assert "in a group with 1 more" in page or "Waders" in page
    assert "≠ differs" in page or "first only" in page
    for key in ("m", "k", "h", "r", "s"):
        assert f'data-key="{key}"' in page


def test_merging_brings_the_next_pair_at_once_with_an_undo(found: Cast) -> None:
    dev, asked, other = Browser(found.dev), pair(found), pair(found, 1)
    answer = words(dev.post(at(found, "merge"), dict(asked), **HX))
    assert "<html" not in answer
    assert other["question"] in answer
    assert 'hx-swap-oob="innerHTML:#said"' in answer
    assert "Merged into one." in answer
    assert 'data-key="z"' in answer
    counted = words(dev.get(at(found, "figures")))
    assert '<span class="figure">1</span> question open</li>' in counted
    assert "Uncertain (1)" in counted
    assert "Decisions by hand (1)" in counted
    assert [one.kind for one in decisions(found.review)] == ["same"]
    dev.post(at(found, "withdraw"), {"decision": str(decisions(found.review)[0].id), "question": asked["question"]})
    assert decisions(found.review) == []
    assert {str(one.id) for one in questions(found.review)} == {asked["question"], other["question"]}


def test_it_works_without_a_script_too(found: Cast) -> None:
    dev, asked = Browser(found.dev), pair(found)
    answer = dev.post(at(found, "apart"), dict(asked))
    assert (answer.status_code, answer["Location"]) == (302, f"{at(found, 'duplicates')}?place=0")
    page = words(dev.get(answer["Location"]))
    assert "Kept apart." in page
    assert asked["question"] not in page.split('id="pair"')[1]


def test_skipping_goes_round_and_says_so(found: Cast) -> None:
    dev, one, two = Browser(found.dev), pair(found), pair(found, 1)
    second = words(dev.get(f"{at(found, 'pair')}?place=1", **HX))
    assert two["question"] in second
    again = words(dev.get(f"{at(found, 'pair')}?place=2", **HX))
    assert one["question"] in again
    assert "the ones you skipped" in again


def test_the_same_click_twice_is_one_decision(found: Cast) -> None:
    dev, form = Browser(found.dev), {**pair(found), "act_id": str(uuid4())}
    first, second = dev.post(at(found, "merge"), form), dev.post(at(found, "merge"), form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert len(decisions(found.review)) == 1


def test_who_comes_second_is_told_and_goes_on(found: Cast) -> None:
    asked = pair(found)
    keep_apart(By(found.chloe), found.review, UUID(asked["a"]), UUID(asked["b"]))
    answer = words(Browser(found.dev).post(at(found, "merge"), dict(asked), **HX))
    assert "Chloe decided about this in the meantime: kept apart." in answer
    assert f'<a href="{at(found, "decided")}">All decisions</a>' in answer
    assert pair(found)["question"] in answer
    assert [one.kind for one in decisions(found.review)] == ["apart"]


def test_a_group_shows_why_and_may_be_parted_and_joined(found: Cast) -> None:
    dev = Browser(found.dev)
    key, held = next((key, held) for key, held in groups(found.review).items() if len(held) == 2)
    page = words(dev.get(at(found, "group", group=key)))
    assert "What joins them" in page
    assert "by rule" in page
    nothing = dev.post(at(found, "part"), {"record": []})
    assert (nothing.status_code, "Tick the records" in words(nothing)) == (422, True)
    dev.post(at(found, "part"), {"record": [str(held[1])], "note": "another issue"})
    assert sorted(len(one) for one in groups(found.review).values()) == [1] * 6
    other = words(dev.get(f"{at(found, 'group', group=key)}?text=Larks"))
    assert "Join" in other
    decision = decisions(found.review)[0]
    assert "another issue" in words(dev.get(at(found, "decided")))
    dev.post(at(found, "withdraw"), {"decision": str(decision.id)})
    dev.post(at(found, "merge"), {"a": str(held[0]), "b": str(records(found.review).get(title__startswith="Owls").id)})
    assert sorted(len(one) for one in groups(found.review).values()) == [1, 1, 1, 3]


def test_undoing_a_parting_or_a_joining_leads_back_to_the_group(found: Cast) -> None:
    dev = Browser(found.dev)
    held = next(held for held in groups(found.review).values() if len(held) == 2)
    owl = records(found.review).get(title__startswith="Owls").id
    for name, sent in (("part", {"record": [str(held[1])]}), ("merge", {"a": str(held[0]), "b": str(owl)})):
        said = words(dev.get(dev.post(at(found, name), sent)["Location"]))
        back = {field: said.split(f'name="{field}" value="')[1].split('"')[0] for field in ("decision", "a")}
        answer = dev.post(at(found, "withdraw"), back)
        key = next(key for key, own in groups(found.review).items() if UUID(back["a"]) in own)
        assert answer["Location"] == at(found, "group", group=key)


def test_what_is_found_to_join_a_group_with_is_told_apart_and_named_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(1, 2)])
    bring(cast, tmp_path, "one", SECOND + THIRD + THIRD)
    find_duplicates(By(cast.dev), cast.review)
    key = next(key for key, held in groups(cast.review).items() if len(held) == 1)
    found_there = words(Browser(cast.dev).get(f"{at(cast, 'group', group=key)}?text=herons")).split('class="hint"')[1]
    assert found_there.count('class="joinable"') == 1
    assert "Invented, Ida 2018" in found_there


def test_a_large_group_comes_in_pages_and_says_which_two_each_reason_joins(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "A_GROUP", 3)
    told(monkeypatch, same=[(n, n + 1) for n in range(3)])
    bring(cast, tmp_path, "one", OWL * 4)
    find_duplicates(By(cast.dev), cast.review)
    (key,) = groups(cast.review)
    dev = Browser(cast.dev)
    page = words(dev.get(at(cast, "group", group=key)))
    assert ("Page 1 of 2" in page, page.count('name="record"')) == (True, 3)
    assert "1 and 2: told so" in page
    last = words(dev.get(f"{at(cast, 'group', group=key)}?page=2"))
    assert "Record 4, from one, leaves the group" in last


def test_groups_are_found_by_words_and_by_doubt(found: Cast) -> None:
    ana = Browser(found.ana)
    assert "1 group of several records" in words(ana.get(at(found, "groups")))
    assert "No such group" in words(ana.get(f"{at(found, 'groups')}?text=pelican"))
    assert "No such group" in words(ana.get(f"{at(found, 'groups')}?text=%00%ff"))
    assert "Larks" in words(ana.get(f"{at(found, 'groups')}?order=doubtful&text=larks&page=99"))


def test_a_group_that_is_gone_is_said_to_be(found: Cast) -> None:
    answer = Browser(found.ana).get(at(found, "group", group=uuid4()))
    assert (answer.status_code, "no such group any more" in words(answer)) == (422, True)


def test_who_only_reads_sees_no_buttons_and_may_not_act(found: Cast, tmp_path: Path) -> None:
    from synthema.team.actions import add_person, register_person

    fay = register_person("Fay").id
    add_person(By(found.chloe), found.review, fay, "reader")
    reader = Browser(fay)
    assert 'data-key="m"' not in words(reader.get(at(found, "duplicates")))
    for name in ("merge", "apart", "part", "run", "withdraw", "relate", "judge", "versions"):
        assert reader.post(at(found, name), dict(pair(found))).status_code == 403
    assert decisions(found.review) == []


@pytest.mark.parametrize("text", ["", "no-id", "0" * 400])
def test_a_form_that_names_nothing_is_refused_in_words(found: Cast, text: str) -> None:
    answer = Browser(found.dev).post(at(found, "merge"), {"a": text, "b": text})
    assert answer.status_code == 422
    assert "names no record" in words(answer)
    assert Browser(found.dev).get(f"{at(found, 'duplicates')}?place={text}&pair={text}&page={text}").status_code == 200


def test_what_people_wrote_stays_text(cast: Cast, tmp_path: Path) -> None:
    evil = SAME.replace("Larks", "<script>alert(1)</script>Larks")
    bring(cast, tmp_path, "one", evil + SPARSE.replace("Larks", "<script>alert(1)</script>Larks") + evil)
    find_duplicates(By(cast.dev), cast.review)
    dev = Browser(cast.dev)
    for name in ("duplicates", "groups", "decided"):
        assert "<script>alert" not in words(dev.get(at(cast, name)))


def test_nothing_here_tells_of_verdicts(found: Cast) -> None:
    from synthema.protocol.actions import set_protocol

    set_protocol(By(found.chloe), found.review, protocol())
    ben, held = Browser(found.ben), groups(found.review)
    seen = [ben.get(at(found, name)) for name in ("duplicates", "groups", "decided")]
    before = [plain(one) for one in seen]
    give_verdict(By(found.ana), found.review, "title_abstract", next(iter(held.values()))[0], "exclude")
    after = [plain(ben.get(at(found, name))) for name in ("duplicates", "groups", "decided")]
    assert before == after


def test_both_sides_have_a_name_and_the_likeness_is_said_in_words(found: Cast) -> None:
    page = words(Browser(found.dev).get(at(found, "duplicates"))).split('id="pair"')[1]
    for side in ("First", "Second"):
        assert any(f"{side}: {source}" in page for source in ("one", "two"))
    assert page.count('data-side="First"') == page.count('data-side="Second"') > 3
    assert f"{questions(found.review)[0].score} % likely to be the same" in page


def test_numbers_and_tables_follow_a_decision(found: Cast) -> None:
    dev = Browser(found.dev)
    assert 'hx-trigger="decided from:body' in words(dev.get(at(found, "sources")))
    dev.post(at(found, "merge"), dict(pair(found)))
    assert "Uncertain (1)" in words(dev.get(at(found, "figures")))


def test_an_import_taken_out_asks_to_look_again(found: Cast) -> None:
    from synthema.records.actions import withdraw_import
    from synthema.records.tables import Import

    dev = Browser(found.dev)
    assert "was taken out since" not in words(dev.get(at(found, "duplicates")))
    second = Import.objects.filter(review=found.review).order_by("number")[1]
    withdraw_import(By(found.dev), found.review, second.id, "the wrong file")
    page = words(dev.get(at(found, "duplicates")))
    assert "An import was taken out since: 3 records are gone" in page
    assert '<button class="main">Look again</button>' in page
    find_duplicates(By(found.dev), found.review)
    assert "was taken out since" not in words(dev.get(at(found, "duplicates")))


def test_a_parted_group_asks_to_look_again(found: Cast) -> None:
    dev = Browser(found.dev)
    held = next(held for held in groups(found.review).values() if len(held) == 2)
    dev.post(at(found, "part"), {"record": [str(held[1])]})
    page = words(dev.get(at(found, "duplicates")))
    assert "A group was parted since" in page
    assert '<button class="main">Look again</button>' in page


def test_a_group_that_lost_the_record_that_joined_it_says_so(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from synthema.records.actions import withdraw_import
    from synthema.records.tables import Import

    told(monkeypatch, same=[(0, 1), (1, 2)])
    bring(cast, tmp_path, "one", SAME)
    bring(cast, tmp_path, "two", SPARSE)
    bring(cast, tmp_path, "three", OWL)
    find_duplicates(By(cast.dev), cast.review)
    (key,) = groups(cast.review)
    dev = Browser(cast.dev)
    assert "What joins them" in words(dev.get(at(cast, "group", group=key)))
    middle = Import.objects.filter(review=cast.review).order_by("number")[1]
    withdraw_import(By(cast.dev), cast.review, middle.id, "the wrong file")
    (key,) = groups(cast.review)
    page = words(dev.get(at(cast, "group", group=key)))
    assert "joined through a record that was taken out since" in page
    assert "What joins them" not in page
