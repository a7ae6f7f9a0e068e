"""Backups in the browser, for whoever runs this Synthema."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.keeping.making import backups_folder
from synthema.web.work import BACK_UP
from tests.cast import Cast
from tests.pages import Browser, account_of, words
from tests.screening.stage import LARK, prepare, vote

PAGE = "/backups/"


@pytest.fixture
def operator(cast: Cast) -> Browser:
    """Chloe runs this Synthema."""
    account = account_of(cast.chloe)
    account.is_operator = True
    account.save()
    return Browser(cast.chloe)


def test_a_backup_is_made_listed_and_taken_away(operator: Browser) -> None:
    assert "No backup yet" in words(operator.get(PAGE))
    operator.post(reverse("web:make"))
    job = run_now(Job.objects.get(kind=BACK_UP))
    assert (job.state, job.message) == ("done", "")
    (path,) = backups_folder().glob("synthema-*.zip")
    page = words(operator.get(PAGE))
    assert path.name in page
    assert "synthema restore FILE --replace" in page
    answer = operator.get(reverse("web:download", kwargs={"name": path.name}))
    assert b"".join(answer.streaming_content) == path.read_bytes()
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/zip", "nosniff")
    assert "attachment" in answer["Content-Disposition"]


def test_it_is_for_who_runs_this_synthema_only(cast: Cast, operator: Browser) -> None:
    ana = Browser(cast.ana)
    assert ana.get(PAGE).status_code == 403
    assert ana.post(reverse("web:make")).status_code == 403
    assert ana.get(reverse("web:download", kwargs={"name": "synthema-1.zip"})).status_code == 403


def test_nothing_leaves_while_a_colleague_alone_may_know_it(cast: Cast, operator: Browser, tmp_path: Path) -> None:
    operator.post(reverse("web:make"))
    run_now(Job.objects.get(kind=BACK_UP))
    (path,) = backups_folder().glob("synthema-*.zip")
    vote(cast, prepare(cast, tmp_path)[LARK], ana="include")
    assert "only who gave them may know" in words(operator.get(PAGE))
    assert operator.get(reverse("web:download", kwargs={"name": path.name})).status_code == 403
    assert operator.post(reverse("web:make")).status_code == 302  # made at any time, and it stays here
    assert run_now(Job.objects.get(kind=BACK_UP, state="waiting")).state == "done"


@pytest.mark.parametrize("name", ["synthema.sqlite3", "..", "..%2fsecret", ".hidden.zip", "a b.zip", "none.zip"])
def test_no_other_file_is_handed_out(operator: Browser, name: str) -> None:
    (settings.SYNTHEMA_HOME / "secret").write_text("the key")
    answer = operator.get(f"/backups/{name}/")
    assert answer.status_code in (404, 422)
    assert not answer.streaming
