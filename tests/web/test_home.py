"""The start page and the overview: what there is, what waits for me, and three ways to begin."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Review
from synthema.dedup.actions import part_group
from synthema.jobs.actions import run_now
from synthema.jobs.model import Stopped, Why
from synthema.jobs.running import Running
from synthema.jobs.tables import Job
from synthema.reporting.package import export_review
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.team.actions import add_person, register_person, remove_person
from synthema.team.tables import Account, Person, ReviewTitle, Seat, roles_of
from synthema.web.numbers import count, numbers
from synthema.web.way import At, waiting, way
from synthema.web.work import EXAMPLE, IMPORT
from tests.cast import Cast
from tests.dedup.told import birds, told
from tests.pages import Browser, account_of, plain, words
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, bring, judge, prepare, retrieved, vote

HOME = "/"


def overview(cast: Cast) -> str:
    return reverse("web:review", kwargs={"review": cast.review})


def stands(cast: Cast, person: UUID) -> dict[str, At]:
    roles = frozenset(roles_of(cast.review, person))
    return {stop.key: stop.at for stop in way(cast.review, roles, numbers(cast.review, person))}


def todo(cast: Cast, name: str) -> list[str]:
    person = getattr(cast, name)
    roles = frozenset(roles_of(cast.review, person))
    return [one.words for one in waiting(cast.review, roles, numbers(cast.review, person))]


def test_a_newcomer_is_told_three_ways_to_begin(database: str) -> None:
    page = words(Browser(register_person("Nia").id).get(HOME))
    for said in ("Welcome to Synthema", "A new review", "The worked example", "A review from elsewhere"):
        assert said in page


def test_a_new_review_leads_straight_to_its_protocol(cast: Cast) -> None:
    answer = Browser(cast.ana).post(reverse("web:new_review"), {"title": "Birds on roofs"})
    review = ReviewTitle.objects.get(title="Birds on roofs").id
    assert answer["Location"] == reverse("protocol:protocol", kwargs={"review": review})


def test_my_reviews_are_mine_alone(cast: Cast) -> None:
    page = words(Browser(cast.ana).get(HOME))
    assert "Peer support, a test review" in page
    assert "Another review" not in page


def test_the_worked_example_is_worked_in_the_background_and_i_lead_my_copy(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    namesake = register_person("First reader (demonstration)")
    ana = Browser(cast.ana)
    ana.post(reverse("web:load_example"))
    ana.post(reverse("web:load_example"))
    with monkeypatch.context() as patch:
        patch.setattr(Running, "progress", _stops_after(12))
        assert run_now(Job.objects.get(kind=EXAMPLE)).state == "waiting"
    assert Seat.objects.filter(person=cast.ana).count() == 1  # nobody sees half an example
    job = run_now(Job.objects.get(kind=EXAMPLE))
    assert (job.state, job.message) == ("done", "")
    review = UUID(job.result["go"].split("/")[2])
    assert roles_of(review, cast.ana) == {"lead"}
    assert roles_of(review, namesake.id) == set()  # nobody known here becomes one of its people
    assert "Peer support" in words(ana.get(HOME))
    assert "Peer support" not in words(Browser(cast.ben).get(HOME)).replace("Peer support, a test review", "")
    assert replay.verify(review).sound
    found = numbers(review, cast.ana)
    assert (found.records, found.titles.units, found.studies, found.findings) == (145, 111, 24, 108)
    assert {stop.at for stop in way(review, frozenset({"lead"}), found)[:7]} == {At.DONE}
    remove_person(By(cast.ana), review, cast.ana, "lead")
    ana.post(reverse("web:load_example"))
    run_now(Job.objects.get(kind=EXAMPLE, state="waiting"))
    assert roles_of(review, cast.ana) == {"lead"}
    assert Review.objects.count() == 3  # the same copy, entered again


def _stops_after(steps: int) -> Callable[[Running, str, int, int], None]:
    """Progress that tells a job to stop, as a server does that goes down."""
    left = iter(range(steps))

    def progress(job: Running, step: str, done: int, total: int) -> None:
        if next(left, None) is None:
            raise Stopped(Why.CLOSING)

    return progress


def test_a_package_is_taken_in_by_who_runs_this_synthema(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    vote_free = tmp_path / "review.zip"
    export_review(By(cast.chloe), cast.review, vote_free)
    ana = Browser(cast.ana)
    upload = SimpleUploadedFile("review.zip", vote_free.read_bytes(), "application/zip")
    answer = ana.post(reverse("web:import_package"), {"package": upload})
    job = run_now(Job.objects.get(kind=IMPORT))
    assert answer["Location"] == reverse("frame:job", kwargs={"job": job.id})
    assert job.state == "failed"
    assert "role lead" in job.message  # the review is here; only its lead continues it
    Account.objects.filter(person=cast.chloe).update(is_operator=True)
    upload.seek(0)
    Browser(cast.chloe).post(reverse("web:import_package"), {"package": upload})
    job = run_now(Job.objects.get(kind=IMPORT, person=cast.chloe))
    assert "is here already" in job.result["said"]


def test_a_review_that_is_not_here_is_taken_in_by_the_operator_only(cast: Cast, tmp_path: Path) -> None:
    golden = next(Path(__file__).parents[1].joinpath("golden").glob("invented-*.zip")).read_bytes()
    for person in (cast.ana, cast.chloe):
        Browser(person).post(
            reverse("web:import_package"), {"package": SimpleUploadedFile("invented.zip", golden, "application/zip")}
        )
    account = account_of(cast.chloe)
    account.is_operator = True
    account.save()
    refused = run_now(Job.objects.get(kind=IMPORT, person=cast.ana))
    assert (refused.state, "who runs this Synthema takes it in" in refused.message) == ("failed", True)
    taken = run_now(Job.objects.get(kind=IMPORT, person=cast.chloe))
    assert taken.state == "done"
    assert "You have no seat in it" in taken.result["lines"][0]


def test_what_is_no_package_is_refused_in_words(cast: Cast) -> None:
    ana = Browser(cast.ana)
    answer = ana.post(reverse("web:import_package"))
    assert (answer.status_code, "Choose the package file" in words(answer)) == (422, True)
    ana.post(reverse("web:import_package"), {"package": SimpleUploadedFile("../<b>.zip", b"no zip")})
    job = run_now(Job.objects.get(kind=IMPORT))
    assert job.state == "failed"
    assert "is not a readable zip file" in job.message


def test_the_next_thing_follows_the_review_and_the_roles(cast: Cast, tmp_path: Path) -> None:
    assert todo(cast, "chloe") == ["Write the protocol", "Log the first search"]
    assert todo(cast, "dev") == ["Log the first search"]
    records = prepare(cast, tmp_path)
    assert todo(cast, "ana") == ["Screen 3 titles and abstracts"]
    assert todo(cast, "dev") == []
    vote(cast, records[LARK], ana="include", ben="exclude")
    vote(cast, records[MARSH], ana="include")
    assert todo(cast, "ana") == ["Screen one title and abstract", "Settle one conflict"]
    bring(cast, tmp_path, (OWL,), key="late")
    assert todo(cast, "dev") == ["Look for duplicates"]
    assert stands(cast, cast.ana)["duplicates"] is At.NOW


def test_questions_on_duplicates_are_counted_not_their_pairs(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(4, 5)], asked=[(0, 1), (1, 2), (2, 3)])
    known = birds(cast, tmp_path, 6)
    assert todo(cast, "dev")[0] == "Decide one question on duplicates"
    assert numbers(cast.review, cast.dev).open_questions == 1
    page = words(Browser(cast.dev).get(overview(cast)))
    assert "one question open" in page
    part_group(By(cast.dev), cast.review, (known[5],))
    assert todo(cast, "dev")[:2] == ["Decide one question on duplicates", "Look for duplicates again"]


def test_the_stages_go_from_ahead_to_done(cast: Cast, tmp_path: Path) -> None:
    assert stands(cast, cast.ana)["protocol"] is At.NOW
    records = prepare(cast, tmp_path, (LARK,))
    assert {k: v for k, v in stands(cast, cast.ana).items() if v is At.NOW} == {"titles": At.NOW}
    (report,) = retrieved(cast, records[LARK])
    now = stands(cast, cast.ana)
    assert (now["titles"], now["retrieval"], now["texts"]) == (At.DONE, At.DONE, At.NOW)
    judge(cast, report.id, ana="include", ben="include")
    assert stands(cast, cast.ana)["studies"] is At.NOW


def test_what_is_remembered_is_what_is_counted_after_every_act(cast: Cast, tmp_path: Path) -> None:
    records = prepare(cast, tmp_path)
    steps = (
        lambda: vote(cast, records[LARK], ana="include"),
        lambda: vote(cast, records[LARK], ben="include"),
        lambda: vote(cast, records[OWL], ana="exclude", ben="include"),
        lambda: bring(cast, tmp_path, ("Plovers",), key="late"),
        lambda: add_person(By(cast.chloe), cast.review, cast.dev, "reviewer"),
        lambda: log_search(By(cast.dev), cast.review, Search(key="x", source="X", hits=0)),
    )
    for step in steps:
        step()
        for person in (cast.ana, cast.ben, cast.chloe, cast.dev):
            assert numbers(cast.review, person) == count(cast.review, person)


def test_the_overview_shows_the_way_the_work_and_the_last_acts(cast: Cast, tmp_path: Path) -> None:
    records = prepare(cast, tmp_path)
    vote(cast, records[LARK], ana="include")
    page = words(Browser(cast.chloe).get(overview(cast)))
    for said in ("Where the review stands", "Titles and abstracts", "with files for now", "Who has what before them"):
        assert said in page
    assert "hidden until the others have decided" in page
    assert "verdict given" in page


def test_a_search_that_holds_more_than_it_found_is_pointed_out(cast: Cast, tmp_path: Path) -> None:
    log_search(By(cast.dev), cast.review, Search(key="db", source="A database", hits=2))
    prepare(cast, tmp_path)
    assert "A database: 3 records came in, but the search had 2 hits." in words(Browser(cast.ana).get(overview(cast)))


@pytest.mark.parametrize("stage", [TA, FT])
def test_nobody_learns_an_open_verdict_from_the_first_pages(cast: Cast, tmp_path: Path, stage: str) -> None:
    from django.db import transaction

    records = prepare(cast, tmp_path)
    (report,) = retrieved(cast, records[LARK])
    seen = []
    for verdict in ("include", "exclude date"):
        with transaction.atomic():
            if stage == TA:
                vote(cast, records[MARSH], ana=verdict.split()[0])
            else:
                judge(cast, report.id, ana=verdict)
            pages = [Browser(who).get(url) for who in (cast.ben, cast.chloe) for url in (HOME, overview(cast))]
            seen.append([_timeless(plain(page)) for page in pages])
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def _timeless(text: str) -> str:
    import re

    return re.sub(r'datetime="[^"]+"', "", text)


def test_a_review_under_repair_says_so(cast: Cast) -> None:
    Review.objects.filter(pk=cast.review).update(offline="its tables are being rebuilt")
    assert "its tables are being rebuilt" in words(Browser(cast.ana).get(HOME))


def test_titles_and_names_stay_text(cast: Cast) -> None:
    person = register_person("<script>alert(1)</script>").id
    browser = Browser(person)
    browser.post(reverse("web:new_review"), {"title": "<script>alert(2)</script>"})
    review = Seat.objects.get(person=person).review
    for url in (
        HOME,
        reverse("web:review", kwargs={"review": review}),
        reverse("web:trail", kwargs={"review": review}),
    ):
        assert "<script>alert" not in words(browser.get(url))
    assert Person.objects.filter(name__startswith="<script").exists()


def test_retrieval_is_counted(cast: Cast, tmp_path: Path) -> None:
    records = prepare(cast, tmp_path)
    vote(cast, records[LARK], ana="include", ben="include")
    assert numbers(cast.review, cast.ana).to_seek == 1
    retrieved(cast)
    found = numbers(cast.review, cast.ana)
    assert (found.to_seek, found.sought, found.awaiting, found.retrieved) == (0, 1, 0, 1)
