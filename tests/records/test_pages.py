"""Files dropped on a search are imported in the background, each with its account."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from synthema.audit import replay
from synthema.audit.model import By
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job, Staged
from synthema.records.tables import ImportDraft, imports, records
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import LoggedSearch, by_key
from tests.cast import Cast
from tests.pages import Browser, words

RIS = "TY  - JOUR\nTI  - {}\nPY  - 2020\nAB  - They sing.\nER  - \n"
LARKS = (RIS.format("Larks") + RIS.format("Owls")).encode()
EVIL = "<script>alert('x')</script>.ris"


@pytest.fixture
def db(cast: Cast) -> LoggedSearch:
    log_search(By(cast.dev), cast.review, Search(key="db", source="Bird Index", hits=2))
    return by_key(cast.review, "db")


@pytest.fixture
def librarian(cast: Cast) -> Browser:
    return Browser(cast.dev)


def page_of(search: LoggedSearch) -> str:
    return f"/reviews/{search.review}/searches/{search.id}/"


def bring(browser: Browser, search: LoggedSearch, *files: tuple[str, bytes]) -> Any:
    """Drop files on a search and let the background work come to its end."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    answer = browser.post(page_of(search) + "files/", {"files": uploads})
    for job in Job.objects.filter(state="waiting"):
        run_now(job)
    return answer


def test_dropped_files_are_imported_and_their_account_is_shown(db: LoggedSearch, librarian: Browser) -> None:
    assert "Drop the files exported from this search here" in words(librarian.get(page_of(db)))
    broken = LARKS + b"TY  - JOUR\nER  - \n"
    answer = bring(librarian, db, ("larks.ris", broken), ("picture.png", b"\x89PNG\r\n\x1a\n"))
    assert answer.headers["Location"] == page_of(db)
    assert records(db.review).count() == 2
    page = words(librarian.get(page_of(db)))
    assert "larks.ris: 3 records found, 2 imported, 1 refused." in page
    assert "picture.png" in page
    assert "no title and nothing else that tells which work it is" in page
    assert not Staged.objects.exists()
    assert replay.verify(db.review).sound


def test_a_job_of_which_nothing_could_be_read_fails_in_words(db: LoggedSearch, librarian: Browser) -> None:
    bring(librarian, db, ("page.html", b"<html><body>Log in</body></html>"))
    page = words(librarian.get(page_of(db)))
    assert "Not done" in page
    assert "page.html" in page
    assert imports(db.review) == []


def test_a_file_that_seems_cut_off_or_was_imported_before_waits_for_a_word(
    db: LoggedSearch, librarian: Browser
) -> None:
    cut = LARKS + b"TY  - JOUR\nTI  - Wre"
    for data, insist in ((cut, "incomplete"), (LARKS, ""), (LARKS, "again")):
        bring(librarian, db, ("larks.ris", data))
        upload = Staged.objects.first()
        assert (upload is not None) is bool(insist)
        if upload is None:
            continue
        assert f'value="{insist}"' in words(librarian.get(page_of(db)))
        librarian.post(page_of(db) + "insist/", {"file": str(upload.id), "insist": insist})
        run_now(Job.objects.get(state="waiting"))
        assert not Staged.objects.exists()
    assert sorted(one.stored for one in imports(db.review)) == [2, 2, 3]
    assert librarian.post(page_of(db) + "insist/", {"file": "x", "insist": "again"}).status_code == 422
    assert librarian.post(page_of(db) + "insist/", {"file": "x", "insist": "now"}).status_code == 422


def test_more_records_than_hits_are_pointed_out(db: LoggedSearch, librarian: Browser) -> None:
    bring(librarian, db, ("a.ris", LARKS), ("b.ris", RIS.format("Wrens").encode()))
    assert "The log says 2 hits, but 3 records were imported." in words(librarian.get(page_of(db)))
    assert "more than hits" in words(librarian.get(f"/reviews/{db.review}/searches/"))


def test_an_import_is_taken_out_and_one_that_was_never_finished_is_given_up(
    db: LoggedSearch, librarian: Browser
) -> None:
    bring(librarian, db, ("a.ris", LARKS))
    (there,) = imports(db.review)
    librarian.post(f"/reviews/{db.review}/imports/{there.id}/withdraw/")
    assert (imports(db.review), records(db.review).count()) == ([], 0)
    ImportDraft.objects.create(import_id=there.id, review=db.review, search=db.id, act_id=db.id, file_digest="0" * 64)
    assert "begun and not finished" in words(librarian.get(page_of(db)))
    librarian.post(f"/reviews/{db.review}/imports/{there.id}/give-up/")
    assert not ImportDraft.objects.exists()
    assert librarian.post(f"/reviews/{db.review}/imports/{there.id}/give-up/").status_code == 422


def test_a_record_shows_every_field_as_its_source_wrote_it(db: LoggedSearch, librarian: Browser, cast: Cast) -> None:
    bring(librarian, db, ("larks.ris", LARKS))
    row = records(db.review).get(title="Owls")
    page = words(Browser(cast.ana).get(f"/reviews/{db.review}/records/{row.id}/"))
    for expected in ("Owls", "They sing.", "Record 2 of larks.ris, from Bird Index", "line 6", "<code>AB</code>"):
        assert expected in page
    listed = words(librarian.get(f"/reviews/{db.review}/records/?words=owl"))
    assert "Owls" in listed
    assert "Larks" not in listed
    assert Browser(cast.eve).get(f"/reviews/{db.review}/records/{row.id}/").status_code == 404
    assert librarian.get(f"/reviews/{db.review}/records/{db.id}/").status_code == 422


def test_the_file_as_given_is_saved_never_shown(db: LoggedSearch, librarian: Browser) -> None:
    bring(librarian, db, (EVIL, b"\xef\xbb\xbf" + LARKS))
    (there,) = imports(db.review)
    answer = librarian.get(f"/reviews/{db.review}/imports/{there.id}/file/")
    assert answer.content == b"\xef\xbb\xbf" + LARKS
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "<script>alert" not in words(librarian.get(page_of(db)))


def test_nothing_chosen_is_said_and_readers_bring_nothing(db: LoggedSearch, librarian: Browser, cast: Cast) -> None:
    assert librarian.post(page_of(db) + "files/").status_code == 422
    arbiter = Browser(cast.eve)
    assert bring(arbiter, db, ("a.ris", LARKS)).status_code == 404
    assert imports(db.review) == []


def test_a_job_begun_again_after_a_crash_imports_nothing_twice(
    db: LoggedSearch, librarian: Browser, tmp_path: Path
) -> None:
    bring(librarian, db, ("a.ris", LARKS))
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state="waiting", attempts=1)
    run_now(Job.objects.get())
    assert [one.stored for one in imports(db.review)] == [2]
