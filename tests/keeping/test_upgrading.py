"""Before the database is changed by a new version, it is backed up; one that is ahead is left alone."""

import shutil
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

import synthema
from synthema.audit import registry, replay
from synthema.audit.model import By
from synthema.audit.tables import Event, Review
from synthema.keeping import upgrading
from synthema.keeping.box import Box
from synthema.keeping.making import backups_folder, make_backup
from synthema.keeping.restoring import restore_backup
from synthema.keeping.upgrading import before_upgrades, bring_up_to_date
from synthema.refused import Refused
from synthema.reporting.package import import_review
from synthema.team.actions import add_person, start_review
from synthema.team.tables import Person
from tests.cast import Cast
from tests.keeping.house import empty_the_house, manifest_of, unchanged


def migrations_of_this_version() -> list[str]:
    return sorted(path.stem for path in (Path(synthema.__file__).parent / "migrations").glob("0*.py"))


@pytest.fixture
def pending(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A database that lacks a migration; what was asked for meanwhile."""
    asked: list[str] = []
    rows = MigrationRecorder(connection).migration_qs
    last = max(rows.filter(app="synthema").values_list("name", flat=True))
    rows.filter(app="synthema", name=last).delete()

    def migrate(*words: str, **_: object) -> None:
        asked.extend(words)
        MigrationRecorder(connection).record_applied("synthema", last)

    monkeypatch.setattr(upgrading, "call_command", migrate)
    return asked


def test_a_database_of_this_version_is_left_as_it_is(cast: Cast) -> None:
    said: list[str] = []
    with unchanged():
        bring_up_to_date(said.append)
    assert not said
    assert not before_upgrades()


def test_an_older_database_is_backed_up_before_it_is_changed(cast: Cast, pending: list[str]) -> None:
    said: list[str] = []
    bring_up_to_date(said.append)
    (made,) = before_upgrades()
    assert str(made) in said[0]
    assert pending == ["migrate"]
    with Box(made) as box:
        box.check()
    manifest = manifest_of(made)
    assert manifest["events"] == Event.objects.count()
    assert manifest["migrations"] == migrations_of_this_version()[:-1]


def test_a_database_without_a_review_is_not_backed_up(database: str, pending: list[str]) -> None:
    bring_up_to_date()
    assert pending == ["migrate"]
    assert not before_upgrades()


def test_the_last_five_are_kept(cast: Cast, pending: list[str]) -> None:
    for n in range(7):
        (backups_folder() / f"before-upgrade-2020010{n}T000000.000000Z.zip").write_bytes(b"")
    (backups_folder() / "by-hand.zip").write_bytes(b"")
    bring_up_to_date()
    assert len(before_upgrades()) == 5
    assert manifest_of(before_upgrades()[-1])["events"] > 0
    assert (backups_folder() / "by-hand.zip").exists()


def test_where_no_backup_can_be_made_nothing_is_changed_unless_asked(
    cast: Cast, pending: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Path) -> None:
        raise Refused("The disk is full.")

    monkeypatch.setattr(upgrading, "make_backup", fails)
    with pytest.raises(Refused, match=r"The disk is full\. To go on without a backup"):
        bring_up_to_date()
    assert not pending
    monkeypatch.setenv("SYNTHEMA_UPGRADE_WITHOUT_BACKUP", "1")
    said: list[str] = []
    bring_up_to_date(said.append)
    assert "No backup was made: The disk is full." in said
    assert pending == ["migrate"]


def test_a_database_ahead_of_this_version_names_the_way_back(cast: Cast) -> None:
    MigrationRecorder(connection).record_applied("synthema", "9999_what_comes_later")
    with unchanged(), pytest.raises(Refused, match=r"holds 9999_what_comes_later\)\. Install that version again, or"):
        bring_up_to_date()
    made = backups_folder() / "before-upgrade-20260101T000000.000000Z.zip"
    make_backup(made)
    with pytest.raises(Refused) as refused:
        bring_up_to_date()
    assert f"`synthema restore {made} --replace`" in str(refused.value)


def test_a_kind_of_event_from_a_later_version_is_noticed_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    start_review(By(cast.ana), "One more")
    monkeypatch.delitem(registry.KINDS, "PersonJoined")
    with pytest.raises(Refused, match=r"newer Synthema .*PersonJoined"):
        bring_up_to_date()


def test_a_database_of_the_first_release_is_backed_up_migrated_and_whole(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    golden = Path(__file__).parents[1] / "golden" / "invented-0.1.0.zip"
    review, _ = import_review(golden, None)
    events, people = list(Event.objects.filter(review=review).order_by("seq")), list(Person.objects.all())
    shutil.copytree(Path(settings.SYNTHEMA_HOME) / "content", tmp_path / "content")
    now = replay.digests(review)
    empty_the_house(request)
    shutil.copytree(tmp_path / "content", Path(settings.SYNTHEMA_HOME) / "content")
    call_command("migrate", "synthema", "0002", verbosity=0)
    Review.objects.create(pk=review, head_seq=events[-1].seq, head_hash=events[-1].hash)
    Event.objects.bulk_create(events)
    Person.objects.bulk_create(people)
    said: list[str] = []
    bring_up_to_date(said.append)
    assert len(said) == 2
    assert replay.digests(review) == now
    assert replay.verify(review).sound
    assert not Review.objects.get().offline
    (made,) = before_upgrades()
    back = restore_backup(keep(made, tmp_path), replace=True)
    assert back.reviews == 1
    assert replay.digests(review) == now
    bring_up_to_date(said.append)
    assert len(said) == 2


def keep(made: Path, folder: Path) -> Path:
    """The backup, out of the house."""
    return made.rename(folder / "kept.zip")


def test_an_upgrade_cut_short_is_completed_at_the_next_start(
    cast: Cast, pending: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = replay.digests(cast.review)

    def cut(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(replay, "_write_back", cut)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date()
    with pytest.raises(Refused, match="starting Synthema again completes it"):
        add_person(By(cast.chloe), cast.review, cast.eve, "reader")
    bring_up_to_date()
    assert replay.digests(cast.review) == before
    assert pending == ["migrate"]
    assert len(before_upgrades()) == 1
    add_person(By(cast.chloe), cast.review, cast.eve, "reader")


def test_of_two_that_start_at_once_one_upgrades(
    cast: Cast, pending: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def start() -> None:
        bring_up_to_date(done.append)
        connections.close_all()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pending == ["migrate"]
    assert len(before_upgrades()) == 1
    monkeypatch.setattr(upgrading, "WAIT", 0.1)
    with upgrading._alone(), pytest.raises(Refused, match="Another Synthema"), upgrading._alone():
        pass
