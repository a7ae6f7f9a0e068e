"""The audit trail in the browser: found, checked, taken away, and as of a day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from synthema.audit import registry
from synthema.audit.clock import frozen, now
from synthema.audit.model import By
from synthema.audit.tables import Event, Review
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.screening.actions import give_verdict, resolve_conflict, withdraw_resolution, withdraw_verdict
from synthema.screening.tables import VerdictRow
from synthema.team.actions import add_person, register_person
from synthema.web.act_words import MAY_HIDE, SAID, STAGES
from synthema.web.acts import in_words
from synthema.web.as_of import numbers_then
from synthema.web.numbers import count
from synthema.web.trail_list import Wanted, numbers_of
from synthema.web.work import AS_OF, VERIFY
from tests.cast import Cast
from tests.pages import Browser, plain, words
from tests.screening.stage import LARK, MARSH, OWL, TA, prepare, retrieved, vote

LEAD = frozenset({"lead"})


@pytest.fixture
def screened(cast: Cast, tmp_path: Path) -> Cast:
    """One record decided, one in conflict, one that Ana alone has judged."""
    records = prepare(cast, tmp_path)
    vote(cast, records[LARK], ana="include", ben="include")
    vote(cast, records[MARSH], ana="include", ben="exclude")
    vote(cast, records[OWL], ana="exclude")
    return cast


def at(cast: Cast, name: str = "trail", query: str = "", **parts: object) -> str:
    return reverse(f"web:{name}", kwargs={"review": cast.review, **parts}) + query


def test_every_kind_of_act_has_words_and_every_stage_a_name() -> None:
    assert sorted(kind for kind in registry.KINDS if kind not in SAID) == []
    assert sorted(kind for kind in SAID if kind not in registry.KINDS) == []
    assert {kind.stage for kind in registry.KINDS.values()} <= STAGES.keys()


def test_acts_are_told_in_words_with_what_they_were_about(screened: Cast) -> None:
    page = words(Browser(screened.chloe).get(at(screened)))
    for said in ("gave the verdict include on title and abstract", LARK, "imported db-0.ris from db: 3 records",
                 "looked for duplicates: 3 records are 3 different ones", "gave Ana the role reviewer"):  # fmt: skip
        assert said in page


def test_an_open_act_is_told_by_its_kind_alone_to_all_but_who_did_it(screened: Cast) -> None:
    last = list(Event.objects.filter(review=screened.review).order_by("-seq")[:1])
    (ben,) = in_words(screened.review, screened.ben, LEAD, last)
    assert (ben.words, ben.about, ben.url, ben.hidden) == ("verdict given", "", "", True)
    (ana,) = in_words(screened.review, screened.ana, LEAD, last)
    assert (ana.words, ana.about) == ("gave the verdict exclude on title and abstract", OWL)


def test_the_head_is_withheld_while_anything_is_open(screened: Cast) -> None:
    head = Review.objects.get(pk=screened.review).head_hash
    for person in (screened.ana, screened.ben, screened.chloe):
        assert head not in words(Browser(person).get(at(screened)))
    records = {row.unit: row for row in VerdictRow.objects.filter(review=screened.review)}
    open_one = next(row for row in records.values() if row.standing == "waiting")
    give_verdict(By(screened.ben), screened.review, TA, open_one.subject, "exclude")
    assert Review.objects.get(pk=screened.review).head_hash in words(Browser(screened.ben).get(at(screened)))


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?kind=RecordsImported", "imported db-0.ris", "gave the verdict"),
        ("?stage=search", "logged the search in db", "imported"),
        ("?text=Marsh", MARSH, LARK),
        ("?text=db-0.ris", "imported db-0.ris", "gave the verdict"),
        ("?until=2001-01-01", "No act like this", "gave the verdict"),
        ("?since=2001-01-01", LARK, "No act like this"),
    ],
)
def test_acts_are_found_by_kind_stage_words_and_day(screened: Cast, query: str, there: str, gone: str) -> None:
    shown = words(Browser(screened.ana).get(at(screened, query=query))).split('<div class="go">')[1]
    assert there in shown
    assert gone not in shown


def test_acts_are_found_by_who_did_them(screened: Cast) -> None:
    shown = words(Browser(screened.ana).get(at(screened, query=f"?person={screened.dev}"))).split("<tbody>")[1]
    assert "<td>Dev</td>" in shown
    assert "<td>Ana</td>" not in shown


def test_words_never_find_what_a_verdict_says(screened: Cast) -> None:
    for text in ("exclude", "include", "verdict", OWL, "Owls"):
        mine = numbers_of(screened.review, screened.ben, Wanted(text=text)) or ()
        assert not registry.hidden(screened.review) & set(mine)
    assert numbers_of(screened.review, screened.ana, Wanted(text="Owls"))  # her own


@pytest.mark.parametrize("query", ["?person=x&before=-1", "?before=99999999999", "?since=2026-13-45", "?text=%25%00"])
def test_nonsense_in_an_address_is_no_mistake(screened: Cast, query: str) -> None:
    assert Browser(screened.ana).get(at(screened, query=query)).status_code == 200


def test_the_trail_is_read_page_by_page(cast: Cast) -> None:
    for number in range(60):
        add_person(By(cast.chloe), cast.review, register_person(f"Guest {number}").id, "reader")
    chloe = Browser(cast.chloe)
    first = words(chloe.get(at(cast)))
    assert "Guest 59" in first
    assert "Guest 2 " not in first
    assert f"before={65 - 49}" in first
    assert "Guest 2 " in words(chloe.get(at(cast, query="?before=16")))


def test_the_trail_leaves_as_csv_without_formulas_and_without_secrets(screened: Cast) -> None:
    evil = register_person('=HYPERLINK("http://evil.example")').id
    add_person(By(screened.chloe), screened.review, evil, "reader")
    answer = Browser(screened.ben).get(at(screened, "trail_csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Disposition"] == 'attachment; filename="audit-trail.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    lines = text.splitlines()
    assert lines[0].startswith("act,at (UTC),who,stage,kind,what,about")
    assert len(lines) == 1 + Event.objects.filter(review=screened.review).count()
    assert ",=HYPERLINK" not in text
    assert OWL not in text
    assert Event.objects.filter(review=screened.review).values_list("hash", flat=True)[0] not in text
    own = b"".join(Browser(screened.ana).get(at(screened, "trail_csv")).streaming_content).decode()
    assert OWL in own


def test_checking_the_trail_is_background_work_that_withholds_the_head(screened: Cast) -> None:
    Browser(screened.ana).post(at(screened, "verify"))
    job = run_now(Job.objects.get(kind=VERIFY))
    assert job.result["said"] == "Everything holds."
    assert any("withheld" in line for line in job.result["lines"])
    assert Review.objects.get(pk=screened.review).head_hash not in str(job.result)


def test_damage_is_told(cast: Cast) -> None:
    from synthema.team.tables import Seat

    Seat.objects.filter(review=cast.review, person=cast.dev).delete()
    Browser(cast.ana).post(at(cast, "verify"))
    job = run_now(Job.objects.get(kind=VERIFY))
    assert job.result["sound"] is False
    assert any(line.startswith("Wrong: Seat") for line in job.result["lines"])


def test_a_review_is_counted_as_of_a_day(cast: Cast, tmp_path: Path) -> None:
    with frozen(datetime(2026, 3, 1, 9, tzinfo=UTC)):
        records = prepare(cast, tmp_path)
        vote(cast, records[LARK], ana="include", ben="include")
    with frozen(datetime(2026, 3, 5, 9, tzinfo=UTC)):
        vote(cast, records[MARSH], ana="exclude", ben="exclude")
    ana = Browser(cast.ana)
    answer = ana.post(at(cast, "look_back"), {"date": "2026-03-04"})
    page = words(ana.get(answer["Location"]))
    assert "The review as of 2026-03-04" in page
    assert "of 3 decided" in page
    assert '<span class="figure">1</span> of 3 decided' in page
    assert "Records screened" in page
    assert Browser(cast.ben).get(answer["Location"]).status_code == 404
    early = ana.post(at(cast, "look_back"), {"date": "2020-01-01"})
    assert (early.status_code, "Nothing had been done" in words(early)) == (422, True)
    assert ana.post(at(cast, "look_back"), {"date": "soon"}).status_code == 422


def test_looking_back_to_the_last_act_counts_what_is_there_now(screened: Cast) -> None:
    retrieved(screened)
    last = Review.objects.get(pk=screened.review).head_seq
    for person in (screened.ana, screened.ben):
        then, here = numbers_then(screened.review, last, person)["numbers"], count(screened.review, person)
        assert (then["records"], then["sought"]) == (here.records, here.sought)
        for name in ("units", "conflicts", "forward", "excluded"):
            assert then["titles"][name] == getattr(here.titles, name)
        judged = then["titles"]["waiting"] + then["titles"]["untouched"]
        assert judged == here.titles.waiting + here.titles.untouched


@pytest.mark.parametrize("settled", [False, True])
def test_looking_back_never_shows_what_is_open_again(cast: Cast, tmp_path: Path, settled: bool) -> None:
    """Both had decided; then one took the verdict back: what the other said is open to nobody else any more."""
    records, seen = prepare(cast, tmp_path), []
    for verdict in ("include", "exclude"):
        with transaction.atomic():
            given = give_verdict(By(cast.ana), cast.review, TA, records[LARK], verdict)
            vote(cast, records[LARK], ben="include" if not settled else {"include": "exclude"}.get(verdict, "include"))
            if settled:
                settled_by = resolve_conflict(
                    By(cast.chloe), cast.review, TA, records[LARK], how="arbiter", decision="include"
                )
            until = Review.objects.get(pk=cast.review).head_seq
            if settled:
                withdraw_resolution(By(cast.chloe), cast.review, settled_by.body.resolution_id)
            row = VerdictRow.objects.get(review=cast.review, person=cast.ben)
            withdraw_verdict(By(cast.ben), cast.review, row.id)
            assert given.seq in registry.hidden(cast.review)
            seen.append(numbers_then(cast.review, until, cast.chloe))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_the_trail_looks_alike_whatever_an_open_verdict_says(cast: Cast, tmp_path: Path) -> None:
    records, seen, moment = prepare(cast, tmp_path), [], now() + timedelta(hours=1)
    for verdict in ("include", "exclude"):
        with transaction.atomic(), frozen(moment):
            give_verdict(
                By(cast.ana), cast.review, TA, records[LARK], verdict, note="long " * (9 * (verdict == "include"))
            )
            pages = [
                plain(Browser(who).get(at(cast, query=query)))
                for who in (cast.ben, cast.chloe, cast.dev)
                for query in ("", "?text=Larks", "?text=exclude", "?kind=VerdictGiven", "?stage=screening")
            ]
            sheet = b"".join(Browser(cast.chloe).get(at(cast, "trail_csv")).streaming_content)
            seen.append([*pages, sheet])
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_kinds_that_may_hide_are_those_that_hide() -> None:
    assert registry.KINDS.keys() >= MAY_HIDE


def test_looking_back_far_is_background_work(screened: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.web.pages_trail.AT_ONCE", 0)
    ana = Browser(screened.ana)
    answer = ana.post(at(screened, "look_back"), {"date": f"{now():%Y-%m-%d}"})
    job = Job.objects.get(kind=AS_OF)
    assert job.state == "waiting"
    assert f'id="job-{job.id}"' in words(ana.get(answer["Location"]))
    run_now(job)
    assert "of 3 decided" in words(ana.get(answer["Location"]))
