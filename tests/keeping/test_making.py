"""A backup is whole, whatever goes on while it is made, or it is not there."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections

from synthema.audit import trail
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.jobs.model import State
from synthema.jobs.tables import Job
from synthema.keeping import making, on_postgresql
from synthema.keeping.box import Box, content_of
from synthema.keeping.making import backups_folder, make_backup, workplace
from synthema.keeping.restoring import restore_backup
from synthema.refused import Refused
from synthema.screening.actions import give_verdict
from synthema.team.withdrawal import withdraw_texts
from tests import databases
from tests.cast import Cast
from tests.hostile.test_kill import environment, move_sqlite_home
from tests.keeping.house import bring_one, contents, empty_the_house, first_content, manifest_of, sound, standing
from tests.reporting.small_review import one_record_for_two


def contents_in(path: Path) -> set[str]:
    with Box(path) as box:
        return {found[1] for name in box.names if (found := content_of(name))}


def test_a_backup_holds_everything_and_brings_it_back(
    cast: Cast, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for _ in range(3):
        bring_one(cast, tmp_path)
    before = standing()
    steps: list[str] = []
    done = make_backup(tmp_path / "b.zip", lambda step, *_: steps.append(step))
    assert (done.reviews, done.contents, done.faults) == (2, 6, ())
    assert done.events == Event.objects.count()
    assert done.size == (tmp_path / "b.zip").stat().st_size
    assert steps[0] == "copying the database"
    assert steps[-1] == "reading the backup again"
    assert standing() == before
    empty_the_house(request)
    back = restore_backup(tmp_path / "b.zip")
    assert (back.reviews, back.contents, back.kept, back.withdrawn_again) == (2, 6, None, 0)
    assert standing() == before
    assert sound()


def test_what_ran_while_a_backup_was_made_is_over_in_the_restored_house(
    cast: Cast, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    bring_one(cast, tmp_path)
    running = Job.objects.create(id=uuid4(), person=cast.dev, kind="backup", state=State.RUNNING, made_at=now())
    waiting = Job.objects.create(id=uuid4(), person=cast.dev, kind="backup", made_at=now())
    make_backup(tmp_path / "b.zip")
    empty_the_house(request)
    restore_backup(tmp_path / "b.zip")
    assert Job.objects.get(pk=running.id).state == State.FAILED
    assert "Start it again" in Job.objects.get(pk=running.id).message
    assert Job.objects.get(pk=waiting.id).state == State.WAITING


def test_backups_while_people_write_hold_each_a_beginning_of_the_trail(
    cast: Cast, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    over = threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            while not over.is_set():
                bring_one(cast, tmp_path)
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make_backup(tmp_path / f"b{n}.zip") for n in range(8)]
    finally:
        over.set()
        writer.join()
    assert not failed
    trails = {str(seq): hash_ for seq, hash_ in Event.objects.filter(review=cast.review).values_list("seq", "hash")}
    seqs = []
    for done in made:
        assert done.faults == ()
        manifest = manifest_of(done.path)
        assert manifest["absent"] == []
        head = next(head for head in manifest["heads"] if head["review"] == str(cast.review))
        assert trails[str(head["seq"])] == head["hash"]
        seqs.append(head["seq"])
        named = {c.content for event in trail.events(cast.review, until=head["seq"]) for c in trail.contents(event)}
        assert named <= contents_in(done.path)
    assert seqs == sorted(seqs)
    assert len(set(seqs)) > 1, "nothing was written meanwhile"
    empty_the_house(request)
    restore_backup(made[4].path)
    assert sound()
    assert Event.objects.filter(review=cast.review).count() == seqs[4]
    bring_one(cast, tmp_path)  # and work goes on from there


def test_sessions_are_not_in_a_backup(cast: Cast, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    Session.objects.create(session_key="k" * 32, session_data="of Ana", expire_date=now())
    make_backup(tmp_path / "b.zip")
    assert Session.objects.count() == 1
    empty_the_house(request)
    restore_backup(tmp_path / "b.zip")
    assert not Session.objects.exists()


def test_withdrawn_words_are_in_no_backup_made_later(database: str, tmp_path: Path) -> None:
    review, people, record = one_record_for_two()
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include", note="Words to withdraw")
    give_verdict(By(people["Ben"]), review, "title_abstract", record, "include")
    event = Event.objects.filter(review=review, kind="VerdictGiven").order_by("seq")[0]
    content = trail.texts_content(event)
    assert content is not None
    shelf = trail.store(review)
    bytes_ = shelf.read_salted(content)
    withdraw_texts(By(people["Chloe"]), review, [event.seq], "asked for")
    shelf.put_salted(bytes_)  # as where the power went before the bytes were deleted
    done = make_backup(tmp_path / "b.zip")
    assert content.content not in contents_in(tmp_path / "b.zip")
    assert done.faults == ()


def test_words_withdrawn_while_they_are_copied_are_not_missed(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review, people, record = one_record_for_two()
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include", note="Words to withdraw")
    give_verdict(By(people["Ben"]), review, "title_abstract", record, "include")
    seq = Event.objects.filter(review=review, kind="VerdictGiven").order_by("seq")[0].seq
    add = making._add_content
    called: list[int] = []

    def withdrawing(*args: object) -> bool:
        if not called:
            called.append(1)
            withdraw_texts(By(people["Chloe"]), review, [seq], "asked for")
        return add(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_add_content", withdrawing)
    done = make_backup(tmp_path / "b.zip")
    assert done.faults == ()
    assert done.events == Event.objects.count()  # the withdrawal is in it
    assert manifest_of(tmp_path / "b.zip")["absent"] == []


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_damaged_house_is_backed_up_and_the_damage_named(
    cast: Cast, tmp_path: Path, harm: str, request: pytest.FixtureRequest
) -> None:
    bring_one(cast, tmp_path)
    broken = first_content(cast.review)
    if harm == "missing":
        broken.unlink()
    else:
        broken.write_bytes(b"other words")
    done = make_backup(tmp_path / "b.zip")
    assert done.faults == (f"Content {broken.name[:12]}… is missing or damaged.",)
    assert done.contents == 1
    empty_the_house(request)
    assert broken.name[:12] in restore_backup(tmp_path / "b.zip").faults[0]
    assert not sound()
    assert Event.objects.count() == done.events


def test_a_large_file_is_kept_too(cast: Cast, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    content = trail.store(cast.review).put(os.urandom(3 << 20))  # as of an upload that is still being read
    make_backup(tmp_path / "b.zip")
    empty_the_house(request)
    restore_backup(tmp_path / "b.zip")
    assert len(trail.store(cast.review).read(content)) == 3 << 20
    assert contents() == {str(cast.review): [content.content]}


def test_what_packs_very_well_does_not_make_a_backup_look_like_a_bomb(
    cast: Cast, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for n in range(70):
        trail.store(cast.review).put(bytes((1 << 20) - 100 - n))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE synthema_reviewtitle SET title = %s", ["a" * (60 << 20)])
    done = make_backup(tmp_path / "b.zip")
    assert done.size < 2 << 20
    empty_the_house(request)
    assert restore_backup(tmp_path / "b.zip").contents == 70


def test_a_backup_is_for_its_owner_alone(cast: Cast, tmp_path: Path) -> None:
    make_backup(tmp_path / "b.zip")
    assert os.name == "nt" or (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_is_said(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a folder"):
        make_backup(tmp_path)
    with pytest.raises(Refused, match="cannot be written"):
        make_backup(tmp_path / "nowhere" / "b.zip")


def test_a_failed_backup_leaves_the_older_one(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_backup(tmp_path / "b.zip")
    older = (tmp_path / "b.zip").read_bytes()

    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    trail.store(cast.review).put(b"something to copy")
    monkeypatch.setattr(making, "_add_content", full)
    with pytest.raises(Refused, match="No space left on device"):
        make_backup(tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == older
    assert sorted(path.name for path in tmp_path.glob("*b.zip*")) == ["b.zip"]
    assert not list(backups_folder().iterdir())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_damaged_database_is_said(cast: Cast, database: str, tmp_path: Path) -> None:
    path = Path(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    with pytest.raises(Refused, match="could not be copied"):
        make_backup(tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_what_a_crash_left_is_cleared_away_after_a_day(cast: Cast) -> None:
    old, young = (backups_folder() / f".making-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (time.time() - 90_000,) * 2)
    with workplace() as work:
        assert not old.exists()
        assert young.exists()
    assert not work.exists()


def test_a_backup_killed_at_any_moment_is_not_there_or_whole(
    cast: Cast, database: str, postgres: databases.PostgreSQL, tmp_path: Path
) -> None:
    if database == "sqlite":
        move_sqlite_home()
    for _ in range(30):
        trail.store(cast.review).put(os.urandom(400_000))
    target = tmp_path / "b.zip"
    command = [sys.executable, "-m", "synthema.cli.main", "backup", str(target)]
    surroundings = environment(database, postgres)
    part = tmp_path / ".b.zip.part"
    halves = 0
    for wait in (0, 0.02, 0.05, 0.1, 0.2):
        running = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)
        while running.poll() is None and not (part.exists() and part.stat().st_size):
            time.sleep(0.002)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        halves += part.exists()
        if target.exists():
            with Box(target) as box:
                box.check()
            target.unlink()
    assert halves
    assert subprocess.run(command, env=surroundings, capture_output=True, check=False).returncode == 0
    assert not part.exists()
    with Box(target) as box:
        box.check()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("version", "said"), [(0, "pg_dump is missing"), (9, "is of version 9, older than the server's")]
)
def test_a_missing_or_older_client_is_said_with_what_to_install(
    cast: Cast, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int, said: str
) -> None:
    monkeypatch.setattr(on_postgresql, "_version", lambda _: version)
    with pytest.raises(Refused, match=said) as refused:
        make_backup(tmp_path / "b.zip")
    assert "Install the client programs of PostgreSQL" in str(refused.value)
    assert not (tmp_path / "b.zip").exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_copy_of_a_sqlite_database_holds_no_deleted_words(cast: Cast, database: str, tmp_path: Path) -> None:
    Session.objects.create(session_key="k" * 32, session_data="words of a session", expire_date=now())
    make_backup(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as opened:
        opened.extract("database.sqlite3", tmp_path / "out")
    assert b"words of a session" not in (tmp_path / "out" / "database.sqlite3").read_bytes()
    with closing(sqlite3.connect(tmp_path / "out" / "database.sqlite3")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_home_without_any_review_can_be_backed_up(database: str, tmp_path: Path) -> None:
    done = make_backup(tmp_path / "b.zip")
    assert (done.reviews, done.events, done.contents) == (0, 0, 0)
    assert restore_backup(tmp_path / "b.zip").reviews == 0
