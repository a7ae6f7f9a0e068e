"""A restore puts everything in place or changes nothing."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from synthema.audit import replay, trail
from synthema.audit.archive import BadArchive
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.keeping import on_postgresql, on_sqlite
from synthema.keeping.making import backups_folder, make_backup
from synthema.keeping.restoring import restore_backup
from synthema.records.actions import import_file
from synthema.records.tables import ImportDraft, records
from synthema.refused import Refused
from synthema.screening.actions import give_verdict
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.team.withdrawal import withdraw_texts
from tests import databases
from tests.cast import Cast
from tests.hostile.test_bad_package import members_of, pack
from tests.hostile.test_kill import environment, move_sqlite_home
from tests.keeping.house import (
    Json,
    bring_one,
    changed,
    empty_the_house,
    manifest_of,
    sound,
    standing,
    unchanged,
    with_members,
)
from tests.reporting.small_review import one_record_for_two

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@pytest.fixture
def backup(cast: Cast, tmp_path: Path) -> Path:
    """A backup of a house in which work went on since."""
    bring_one(cast, tmp_path)
    make_backup(tmp_path / "b.zip")
    bring_one(cast, tmp_path)
    return tmp_path / "b.zip"


def test_what_stands_here_is_only_replaced_when_asked(backup: Path) -> None:
    with unchanged(), pytest.raises(Refused, match="Restore with --replace"):
        restore_backup(backup)


def test_what_is_replaced_is_kept_and_can_come_back(backup: Path) -> None:
    before = standing()
    back = restore_backup(backup, replace=True)
    assert back.kept is not None
    assert back.kept.parent == backups_folder()
    then = standing()
    assert len(then["events"]) == len(before["events"]) - 2
    assert sum(map(len, then["contents"].values())) == 2  # the files of what was replaced are with it
    assert sound()
    again = restore_backup(back.kept, replace=True)
    assert standing() == before
    assert again.kept != back.kept
    restore_backup(backup, replace=True)
    assert standing() == then


def test_a_backup_cut_off_anywhere_is_refused(backup: Path, tmp_path: Path) -> None:
    whole, luck = backup.read_bytes(), random.Random(7)
    for length in (0, 1, 22, *(luck.randrange(len(whole)) for _ in range(12)), len(whole) - 1):
        (tmp_path / "cut.zip").write_bytes(whole[:length])
        with unchanged(), pytest.raises(BadArchive):
            restore_backup(tmp_path / "cut.zip", replace=True)


def test_a_backup_altered_anywhere_is_refused_or_the_same(backup: Path, tmp_path: Path) -> None:
    whole, luck = backup.read_bytes(), random.Random(7)
    refusals = 0
    for _ in range(12):
        place = luck.randrange(len(whole))
        altered = bytearray(whole)
        altered[place] ^= 1 << luck.randrange(8)
        (tmp_path / "altered.zip").write_bytes(altered)
        before = standing()
        try:
            restore_backup(tmp_path / "altered.zip", replace=True)
        except Refused:
            refusals += 1
            assert standing() == before
        else:  # a date or an attribute in the zip that nobody reads
            assert len(standing()["events"]) == manifest_of(backup)["events"]
            assert sound()
    assert refusals > 6


def test_a_file_that_is_no_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("a letter")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a.txt", "a")
    for path, said in (
        (tmp_path / "letter.zip", "not a readable zip"),
        (tmp_path / "other.zip", "no list of checksums"),
        (tmp_path / "nothing.zip", "There is no file"),
        (tmp_path, "is a folder"),
    ):
        with unchanged(), pytest.raises(Refused, match=said):
            restore_backup(path, replace=True)


def test_a_zip_bomb_is_refused(backup: Path, tmp_path: Path, database: str) -> None:
    bomb = with_members(backup, tmp_path / "bomb.zip", {NAMES[database]: bytes(200 << 20)})
    with unchanged(), pytest.raises(Refused, match="zip bomb"):
        restore_backup(bomb, replace=True)


def test_a_backup_that_needs_more_room_than_there_is_is_refused(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    with unchanged(), pytest.raises(Refused, match="Free some space"):
        restore_backup(backup, replace=True)


@pytest.mark.parametrize("name", ["../outside", "/etc/x", "content/../../x", "C:x", "a\\b"])
def test_a_member_that_climbs_out_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    evil = with_members(backup, tmp_path / "evil.zip", {name: b"x"})
    with unchanged(), pytest.raises(Refused, match="climbs out"):
        restore_backup(evil, replace=True)


def test_members_that_no_backup_holds_are_refused(backup: Path, cast: Cast, tmp_path: Path) -> None:
    wrong = f"content/{cast.review}/aa/{'a' * 64}"
    for name, said in (("notes.txt", "no backup holds"), (wrong, "other bytes than its name")):
        odd = with_members(backup, tmp_path / "odd.zip", {name: b"x"})
        with unchanged(), pytest.raises(Refused, match=said):
            restore_backup(odd, replace=True)


def no_format(manifest: Json) -> None:
    del manifest["format"]


def newer_format(manifest: Json) -> None:
    manifest["format"] = 2


def evil_head(manifest: Json) -> None:
    manifest["heads"][0]["hash"] = "'; DROP TABLE synthema_event; --"


def evil_review(manifest: Json) -> None:
    manifest["heads"][0]["review"] = "x' OR '1'='1"


def newer_migration(manifest: Json) -> None:
    manifest["migrations"].append("9999_what_comes_later")
    manifest["made_with"] = "Synthema 9.9"


def unknown_kind(manifest: Json) -> None:
    manifest["kinds"]["TeaServed"] = 1


def newer_kind(manifest: Json) -> None:
    manifest["kinds"]["PersonJoined"] = 99


def nonsense(manifest: Json) -> None:
    manifest.clear()
    manifest["format"] = 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (no_format, "no backup of Synthema's"),
        (newer_format, "Install that version"),
        (nonsense, "no backup of Synthema's"),
        (evil_head, "no backup of Synthema's"),
        (evil_review, "no backup of Synthema's"),
        (newer_migration, r"made by Synthema 9.9, which is newer .*9999_what_comes_later.* Install that version"),
        (unknown_kind, "TeaServed"),
        (newer_kind, "PersonJoined"),
    ],
)
def test_a_backup_that_says_odd_things_of_itself_is_refused(
    backup: Path, tmp_path: Path, change: Callable[[Json], None], said: str
) -> None:
    odd = changed(backup, tmp_path / "odd.zip", change)
    with unchanged(), pytest.raises(Refused, match=said):
        restore_backup(odd, replace=True)


def fewer_events(manifest: Json) -> None:
    manifest["events"] -= 1


def shorter(manifest: Json) -> None:
    manifest["heads"][0]["seq"] -= 1


def another_hash(manifest: Json) -> None:
    manifest["heads"][0]["hash"] = "0" * 64


def review_missing(manifest: Json) -> None:
    del manifest["heads"][0]


@pytest.mark.parametrize("change", [fewer_events, shorter, another_hash, review_missing])
def test_a_database_that_is_not_what_the_manifest_says_is_not_put_in_place(
    backup: Path, tmp_path: Path, change: Callable[[Json], None], database: str
) -> None:
    odd = changed(backup, tmp_path / "odd.zip", change)
    before = standing()
    with pytest.raises(Refused, match="end where"):
        restore_backup(odd, replace=True)
    after = standing()
    assert after == before
    assert sound()


def test_a_database_that_is_none_is_not_put_in_place(backup: Path, tmp_path: Path, database: str) -> None:
    odd = with_members(backup, tmp_path / "odd.zip", {NAMES[database]: b"a letter to somebody" * 300})
    with unchanged(), pytest.raises(Refused, match=r"The database in odd\.zip cannot be read"):
        restore_backup(odd, replace=True)
    without = pack(tmp_path / "without.zip", {k: v for k, v in members_of(backup).items() if k != NAMES[database]})
    with unchanged(), pytest.raises(Refused, match="holds no database"):
        restore_backup(without, replace=True)


def test_a_backup_of_the_other_database_is_refused_with_the_way_over(
    backup: Path, tmp_path: Path, database: str
) -> None:
    def otherwise(manifest: Json) -> None:
        manifest["vendor"] = "postgresql" if database == "sqlite" else "sqlite"

    odd = changed(backup, tmp_path / "odd.zip", otherwise)
    with unchanged(), pytest.raises(Refused, match="`synthema review export` and `synthema review import`"):
        restore_backup(odd, replace=True)


def test_nothing_is_restored_under_a_running_synthema(backup: Path, database: str) -> None:
    at = connections.settings["default"]
    other: sqlite3.Connection | psycopg.Connection[tuple[object, ...]]
    if database == "sqlite":
        other = sqlite3.connect(at["NAME"])
        other.execute("SELECT count(*) FROM synthema_event").fetchone()
    else:
        other = psycopg.connect(host=at["HOST"], user=at["USER"], dbname=at["NAME"])
    with closing(other), unchanged(), pytest.raises(Refused, match=r"still running|other connections"):
        restore_backup(backup, replace=True)
    restore_backup(backup, replace=True)


def test_a_failure_at_the_last_step_leaves_the_old_in_place(
    backup: Path, cast: Cast, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in trail.store(cast.review).root.glob("??/*"):  # of those the backup brings, none is here
        file.unlink()

    def fails(*_: object) -> None:
        raise Refused("The power went.")

    monkeypatch.setattr(on_sqlite if database == "sqlite" else on_postgresql, "swap", fails)
    with unchanged(), pytest.raises(Refused, match="power went"):
        restore_backup(backup, replace=True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("harm", ["pages", "header", "none"])
def test_a_database_that_cannot_be_read_any_more_is_set_aside_and_replaced(
    backup: Path, database: str, harm: str
) -> None:
    path = Path(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    if harm == "none":
        path.write_bytes(b"a letter to somebody" * 500)
    else:
        with path.open("r+b") as file:
            file.seek(4096 if harm == "pages" else 0)
            file.write(os.urandom(path.stat().st_size - file.tell()))
    ruin = path.read_bytes()
    with pytest.raises(Refused, match="--replace"):
        restore_backup(backup)
    back = restore_backup(backup, replace=True)
    assert back.kept is not None
    assert (back.kept / path.name).read_bytes() == ruin
    assert len(standing()["events"]) == manifest_of(backup)["events"]
    assert sound()


def test_a_damaged_file_in_the_store_is_healed_by_a_restore(backup: Path, cast: Cast) -> None:
    with zipfile.ZipFile(backup) as opened:
        member = next(name for name in opened.namelist() if name.startswith("content/"))
    file = Path(settings.SYNTHEMA_HOME) / member
    file.write_bytes(b"other words")
    assert not sound()
    restore_backup(backup, replace=True)
    assert sound()


def test_words_withdrawn_since_the_backup_stay_withdrawn(database: str, tmp_path: Path) -> None:
    review, people, record = one_record_for_two()
    note = "Words that must go"
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include", note=note)
    give_verdict(By(people["Ben"]), review, "title_abstract", record, "include")
    make_backup(tmp_path / "b.zip")
    seq = Event.objects.filter(review=review, kind="VerdictGiven").order_by("seq")[0].seq
    withdraw_texts(By(people["Chloe"]), review, [seq], "Ana asked for it")
    for _ in range(2):  # restoring twice is the same
        back = restore_backup(tmp_path / "b.zip", replace=True)
        assert back.withdrawn_again == 1
        shelf = trail.store(review)
        assert not any(note.encode() in path.read_bytes() for path in shelf.root.glob("??/*"))
        last = Event.objects.filter(review=review).order_by("-seq")[0]
        assert (last.kind, last.actor) == ("ContentWithdrawn", people["Chloe"])
        checked = replay.verify(review)
        assert checked.sound
        assert len(checked.withdrawn) == 1


def test_an_import_that_was_under_way_goes_on_after_a_restore(
    cast: Cast, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    log_search(By(cast.dev), cast.review, Search(key="db", source="Invented"))
    file = tmp_path / "two.ris"
    file.write_text("TY  - JOUR\nTI  - Larks\nER  - \n\nTY  - JOUR\nTI  - Owls\nER  - \n", encoding="utf-8")

    def backing_up(step: str, done: int, total: int) -> None:
        if step.startswith("storing"):
            make_backup(tmp_path / "b.zip")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(By(cast.dev), cast.review, file, "db", progress=backing_up)
    empty_the_house(request)
    restore_backup(tmp_path / "b.zip")
    assert ImportDraft.objects.get().parsed
    import_file(By(cast.dev), cast.review, file, "db")
    assert records(cast.review).count() == 2
    assert sound()


def test_a_restore_into_a_home_that_is_not_there_yet(
    backup: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    empty_the_house(request)
    Path(settings.SYNTHEMA_HOME).rmdir()
    restore_backup(backup)
    assert sound()


def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new(
    cast: Cast, tmp_path: Path, database: str, postgres: databases.PostgreSQL
) -> None:
    if database == "sqlite":
        move_sqlite_home()
    for _ in range(20):
        trail.store(cast.review).put(os.urandom(200_000))
    bring_one(cast, tmp_path)
    make_backup(tmp_path / "b.zip")
    old = len(standing()["events"])
    bring_one(cast, tmp_path)
    new = old + 2
    command = [sys.executable, "-m", "synthema.cli.main", "restore", str(tmp_path / "b.zip"), "--replace"]
    surroundings = environment(database, postgres)
    connections.close_all()
    seen = set()
    for wait in (0, 0.1, 0.2, 0.4):
        running = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while running.poll() is None and not list(backups_folder().glob(".making-*/database*")):
            time.sleep(0.002)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        time.sleep(0.2)  # PostgreSQL ends what the killed client had begun
        found = len(standing()["events"])
        assert found in (old, new)
        assert sound()
        seen.add(running.returncode)
        connections.close_all()
        shutil.rmtree(backups_folder())
    assert -signal.SIGKILL in seen
    ended = subprocess.run(command, env=surroundings, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert len(standing()["events"]) == old
    assert sound()
