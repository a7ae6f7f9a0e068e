"""Background work in the browser: followed, called off, and told to nobody it does not concern."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from synthema.audit.model import By
from synthema.jobs.actions import enqueue, run_now
from synthema.jobs.kinds import KINDS, JobKind
from synthema.jobs.running import Running
from synthema.jobs.tables import Job
from synthema.refused import Refused
from synthema.team.model import Need
from tests.cast import Cast
from tests.pages import Browser, words


def _work(job: Running) -> dict[str, Any]:
    job.progress("reading <b>letters</b>", 3, 4)
    if job.arguments.get("fails"):
        raise Refused("There is no <i>ink</i>. Buy some.")
    return {
        "said": "Read & kept.",
        "lines": ["one <script>", "two"],
        "go": job.arguments.get("go", "/"),
        "open": "Look",
    }


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = JobKind(name="read_letters", title="Read letters", needs=Need.READ, shared=False, run=_work)
    monkeypatch.setitem(KINDS, "read_letters", kind)


def ask(cast: Cast, **arguments: Any) -> Job:
    return enqueue(By(cast.ana), cast.review, "read_letters", arguments)


def state(job: Job) -> str:
    return reverse("frame:job_state", kwargs={"job": job.id})


def test_work_that_waits_is_asked_about_again_and_can_be_called_off(cast: Cast) -> None:
    job, ana = ask(cast), Browser(cast.ana)
    shown = words(ana.get(state(job), **{"HX-Request": "true"}))
    assert "Waits for its turn" in shown
    assert 'hx-trigger="every 1s"' in shown
    assert ana.post(reverse("frame:cancel", kwargs={"job": job.id})).status_code == 302
    ended = words(ana.get(state(job)))
    assert "Called off" in ended
    assert "hx-trigger" not in ended


def test_running_work_says_how_far_it_is(cast: Cast) -> None:
    job = ask(cast)
    Job.objects.filter(pk=job.id).update(state="running", step="reading letters", done=1200, total=4000)
    shown = words(Browser(cast.ana).get(state(job)))
    assert '<progress value="30" max="100"' in shown
    assert "reading letters: 1,200 of 4,000" in shown


def test_what_came_of_it_is_shown_as_text_with_a_way_on(cast: Cast) -> None:
    job = run_now(ask(cast, go="/reviews/"))
    page = words(Browser(cast.ana).get(reverse("frame:job", kwargs={"job": job.id})))
    assert "Read &amp; kept." in page
    assert "one &lt;script&gt;" in page
    assert '<a class="button main" href="/reviews/">Look</a>' in page


@pytest.mark.parametrize("go", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_a_way_on_never_leads_elsewhere(cast: Cast, go: str) -> None:
    job = run_now(ask(cast, go=go))
    assert "evil" not in words(Browser(cast.ana).get(state(job)))


def test_what_went_wrong_is_said_to_who_asked(cast: Cast) -> None:
    job = run_now(ask(cast, fails=True))
    assert "There is no &lt;i&gt;ink&lt;/i&gt;. Buy some." in words(Browser(cast.ana).get(state(job)))
    lead = words(Browser(cast.chloe).get(state(job)))
    assert "ink" not in lead
    assert "told to who asked for it" in lead


def test_a_page_that_waits_for_it_is_loaded_again_when_it_is_done_and_only_then(cast: Cast) -> None:
    job, ana = ask(cast), Browser(cast.ana)
    assert "HX-Refresh" not in ana.get(f"{state(job)}?then=reload")
    run_now(job)
    assert ana.get(f"{state(job)}?then=reload")["HX-Refresh"] == "true"
    assert "HX-Refresh" not in ana.get(f"{state(job)}?then=elsewhere")


def test_the_work_of_others_is_not_told_from_none(cast: Cast) -> None:
    job, ben = ask(cast), Browser(cast.ben)
    for url in (
        state(job),
        reverse("frame:job", kwargs={"job": job.id}),
        reverse("frame:job", kwargs={"job": uuid4()}),
    ):
        assert ben.get(url).status_code == 404
    assert ben.post(reverse("frame:cancel", kwargs={"job": job.id})).status_code == 404
    assert Job.objects.get(pk=job.id).state == "waiting"


def test_lists_hold_what_a_person_may_know_of(cast: Cast) -> None:
    run_now(ask(cast))
    here, mine = reverse("frame:jobs", kwargs={"review": cast.review}), reverse("frame:my_jobs")
    assert "Read letters" in words(Browser(cast.ana).get(here))
    lead = words(Browser(cast.chloe).get(here))
    assert "Read letters" in lead
    assert "Read &amp; kept" not in lead
    for url in (here, mine):
        assert "Nothing has run here yet" in words(Browser(cast.ben).get(url))
