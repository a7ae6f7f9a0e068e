"""Asking for work, calling it off, and who may know of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.audit.trail import ActConflict, NoSuchReview
from synthema.jobs.actions import cancel, enqueue, run_now, sweep_jobs
from synthema.jobs.kinds import job_kind
from synthema.jobs.tables import Job, NoSuchJob, describe, for_viewer, job_for
from synthema.refused import Refused
from synthema.team.actions import remove_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast


def test_asking_twice_by_one_act_asks_once(cast: Cast) -> None:
    by = By(cast.ana)
    first = enqueue(by, cast.review, "count", {"to": 2})
    assert enqueue(by, cast.review, "count", {"to": 2}).id == first.id == by.act_id
    assert Job.objects.count() == 1


@pytest.mark.parametrize("other", ["kind", "arguments", "review", "person"])
def test_one_act_cannot_ask_for_two_things(cast: Cast, other: str) -> None:
    by = By(cast.chloe)
    enqueue(by, cast.review, "count", {"to": 2})
    with pytest.raises(ActConflict):
        enqueue(
            By(cast.ana, by.act_id) if other == "person" else by,
            None if other == "review" else cast.review,
            "shared" if other == "kind" else "count",
            {"to": 3 if other == "arguments" else 2},
        )


def test_only_who_may_do_the_work_may_ask_for_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        enqueue(By(cast.ana), cast.review, "shared")
    with pytest.raises(NoSuchReview):
        enqueue(By(cast.eve), cast.review, "count")
    with pytest.raises(Refused, match="no background work called 'nonsense'"):
        enqueue(By(cast.ana), cast.review, "nonsense")
    assert not Job.objects.exists()


def test_letters_that_no_database_takes_are_shown_as_escapes(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "count", {"name": "a\x00b\ud800"})
    job.refresh_from_db()
    assert job.arguments == {"name": "a\\u0000b\\ud800"}


def test_a_kind_has_one_meaning() -> None:
    with pytest.raises(TypeError, match="twice"):
        job_kind("count", title="Count otherwise")(lambda job: None)


def test_work_ends_with_its_result(cast: Cast) -> None:
    done = run_now(enqueue(By(cast.ana), cast.review, "count", {"to": 4}))
    assert (done.state, done.done, done.total, done.step) == ("done", 4, 4, "counting")
    assert done.result == {"counted": 4, "attempt": 1}
    assert done.started_at
    assert done.ended_at
    assert run_now(done).attempts == 1  # what is done is not done again


def test_a_refusal_is_told_in_its_own_words(cast: Cast) -> None:
    done = run_now(enqueue(By(cast.ana), cast.review, "refuse"))
    assert (done.state, done.message) == ("failed", "Line 3: no title\\u0000. Mend it.")


def test_a_mistake_of_ours_is_told_by_its_reference_only(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    done = run_now(enqueue(By(cast.ana), cast.review, "stumble"))
    assert done.state == "failed"
    assert "secret" not in done.message
    reference = done.message.rsplit(" ", 1)[1].rstrip(".")
    assert reference in caplog.text
    assert "secret words" in caplog.text


def test_work_without_a_review_that_needs_one_says_so(cast: Cast) -> None:
    assert "belongs to a review" in run_now(enqueue(By(cast.ana), None, "searches", {"many": 1})).message


def test_a_busy_database_is_waited_for(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "busy", {"free_at": 3})
    for attempt in (1, 2):
        assert (run_now_when_due(job).state, job.attempts) == ("waiting", attempt)
    assert run_now_when_due(job).result == {"attempt": 3}


def test_a_database_that_stays_busy_is_not_waited_for_forever(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "busy", {"free_at": 99})
    states = [run_now_when_due(job).state for _ in range(5)]
    assert states == ["waiting"] * 4 + ["failed"]
    assert "reference" in job.message


def run_now_when_due(job: Job) -> Job:
    """Run a job although it waits for a while."""
    Job.objects.filter(pk=job.pk).update(lease_until=None)
    run_now(job)
    return job


def test_waiting_work_is_cancelled_at_once(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "count")
    assert cancel(cast.ana, job.id).state == "cancelled"
    assert run_now(job).state == "cancelled"
    assert cancel(cast.ana, job.id).ended_at == job.ended_at


def test_work_whose_worker_died_is_cancelled_instead_of_begun_again(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "count")
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=now() + timedelta(seconds=5), attempts=1)
    assert describe(cancel(cast.ana, job.id), cast.ana)["cancelling"]
    Job.objects.filter(pk=job.pk).update(lease_until=now() - timedelta(seconds=5))
    ended = run_now(job)
    assert (ended.state, ended.result) == ("cancelled", {})


def test_a_person_knows_of_their_own_work_and_a_lead_of_all_in_the_review(cast: Cast) -> None:
    anas = enqueue(By(cast.ana), cast.review, "count")
    chloes = enqueue(By(cast.chloe), cast.review, "count")
    own = enqueue(By(cast.eve), None, "count")
    assert [job.id for job in for_viewer(cast.ana)] == [anas.id]
    assert [job.id for job in for_viewer(cast.chloe, cast.review)] == [chloes.id, anas.id]
    assert [job.id for job in for_viewer(cast.eve)] == [own.id]
    assert not for_viewer(cast.ben)
    for stranger in (cast.ben, cast.eve):
        with pytest.raises(NoSuchJob):
            job_for(stranger, anas.id)
        with pytest.raises(NoSuchJob):
            cancel(stranger, anas.id)
    with pytest.raises(NoSuchJob):
        job_for(cast.ana, uuid4())
    assert cancel(cast.chloe, anas.id).state == "cancelled"


def test_who_left_the_review_knows_of_nothing_in_it(cast: Cast) -> None:
    job = enqueue(By(cast.ana), cast.review, "count")
    remove_person(By(cast.chloe), cast.review, cast.ana, "reviewer")
    assert not for_viewer(cast.ana)
    with pytest.raises(NoSuchJob):
        job_for(cast.ana, job.id)


def test_a_lead_reads_nothing_of_a_colleagues_work_that_could_tell_a_verdict(cast: Cast) -> None:
    seen = []
    for to in (2, 7):  # two worlds that differ in what Ana's work was about
        job = run_now(enqueue(By(cast.ana), cast.review, "count", {"to": to}))
        told = describe(job, cast.chloe)
        seen.append({k: v for k, v in told.items() if not k.endswith("_at") and k != "id"})
        assert describe(job, cast.ana)["result"]["counted"] == to
    assert seen[0] == seen[1]
    assert seen[0]["state"] == "done"


def test_shared_work_is_read_by_the_lead(cast: Cast) -> None:
    job = run_now(enqueue(By(cast.chloe), cast.review, "shared", {"to": 2}))
    told = describe(job, cast.dev)
    assert (told["percent"], told["result"]["counted"], told["live"]) == (100, 2, False)


def test_work_that_ended_a_month_ago_is_forgotten(cast: Cast) -> None:
    old, young, waiting = (enqueue(By(cast.ana), cast.review, "count") for _ in range(3))
    run_now(old)
    run_now(young)
    Job.objects.filter(pk=old.pk).update(ended_at=now() - timedelta(days=31))
    Job.objects.filter(pk=waiting.pk).update(made_at=now() - timedelta(days=31))
    assert sweep_jobs() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {young.pk, waiting.pk}
