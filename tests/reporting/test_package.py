"""A review exports whole and imports whole, on another machine and another database."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.archive import BadArchive
from synthema.audit.model import By
from synthema.audit.package import Diverged
from synthema.audit.tables import Event, Review
from synthema.refused import Refused
from synthema.reporting.facts import gather
from synthema.reporting.package import export_review, import_review
from synthema.screening.actions import give_verdict
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.sheets import guarded
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from synthema.team.tables import Person
from tests import databases
from tests.worked import lead_of, worked

Elsewhere = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def review(database: str) -> UUID:
    return worked("invented")


@pytest.fixture
def elsewhere(sqlite_template: Path, postgres: databases.PostgreSQL, tmp_path: Path) -> Elsewhere:
    """Another machine: an empty database of a vendor and an empty home."""

    @contextmanager
    def there(vendor: str) -> Iterator[None]:
        folder = tmp_path / f"elsewhere-{vendor}"
        folder.mkdir(exist_ok=True)
        fresh = databases.fresh_sqlite(sqlite_template, folder) if vendor == "sqlite" else postgres.fresh()
        with databases.in_use(fresh, folder / "home"):
            yield

    return there


def export(review: UUID, path: Path, **options: object) -> Path:
    export_review(By(lead_of(review)), review, path, **options)  # type: ignore[arg-type]
    return path


def test_exporting_twice_gives_the_same_bytes_and_appends_nothing(review: UUID, tmp_path: Path) -> None:
    before = Review.objects.get(pk=review).head_seq
    first, second = export(review, tmp_path / "a.zip"), export(review, tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes()
    assert Review.objects.get(pk=review).head_seq == before


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_an_empty_machine_gets_the_same_review(review: UUID, elsewhere: Elsewhere, tmp_path: Path, vendor: str) -> None:
    package, head, rows = export(review, tmp_path / "a.zip"), Review.objects.get(pk=review), replay.digests(review)
    names = set(Person.objects.values_list("id", "name"))
    facts = gather(review)
    with elsewhere(vendor):
        again, added = import_review(package)
        assert (again, added) == (review, head.head_seq)
        assert Review.objects.get(pk=review).head_hash == head.head_hash
        assert replay.digests(review) == rows
        assert replay.verify(review).sound
        assert gather(review) == facts
        assert set(Person.objects.values_list("id", "name")) == names
        assert export(review, tmp_path / "b.zip").read_bytes() == package.read_bytes()


def test_the_same_again_is_nothing_new_and_an_extension_goes_on(
    review: UUID, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    early, lead = export(review, tmp_path / "early.zip"), lead_of(review)
    add_person(By(lead), review, register_person("Fay").id, "reader")
    late = export(review, tmp_path / "late.zip")
    with elsewhere("sqlite"):
        import_review(early)
        assert import_review(early, lead) == (review, 0)
        with pytest.raises(Refused, match="no review"):
            import_review(late)
        assert import_review(late, lead) == (review, 1)
        assert replay.verify(review).sound
        with pytest.raises(Diverged, match="The package ends at event"):
            import_review(early, lead)


def test_an_interrupted_import_is_completed_by_running_it_again(
    review: UUID, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, rows = export(review, tmp_path / "a.zip"), replay.digests(review)

    def crash(_: UUID) -> int:
        raise KeyboardInterrupt

    with elsewhere("sqlite"):
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
            broken.setattr(replay, "rebuild", crash)
            import_review(whole)
        assert Review.objects.get(pk=review).offline
        import_review(whole)
        assert not Review.objects.get(pk=review).offline
        assert replay.digests(review) == rows
        assert replay.verify(review).sound


def test_what_went_another_way_is_refused_and_nothing_changes(
    review: UUID, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    early, lead = export(review, tmp_path / "early.zip"), lead_of(review)
    log_search(By(lead), review, Search(key="theirs", source="Their database"))
    theirs = export(review, tmp_path / "theirs.zip")
    with elsewhere("sqlite"):
        import_review(early)
        log_search(By(lead), review, Search(key="ours", source="Our database"))
        before = Review.objects.get(pk=review).head_hash, replay.digests(review)
        with pytest.raises(Diverged, match="differ from event"):
            import_review(theirs, lead)
        assert (Review.objects.get(pk=review).head_hash, replay.digests(review)) == before


def test_one_changed_byte_in_any_file_is_noticed(review: UUID, elsewhere: Elsewhere, tmp_path: Path) -> None:
    package = export(review, tmp_path / "a.zip")
    with zipfile.ZipFile(package) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    some = [n for n in members if n.startswith(("content/", "tables/"))][::9]
    with elsewhere("sqlite"):
        for name in (*some, "trail.jsonl", "package.json", "people.json", "report.html"):
            data = members[name]
            changed = data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
            with zipfile.ZipFile(tmp_path / "bad.zip", "w", zipfile.ZIP_DEFLATED) as bad:
                for each, content in (members | {name: changed}).items():
                    bad.writestr(each, content)
            with pytest.raises(BadArchive, match="was altered"):
                import_review(tmp_path / "bad.zip")
            assert not Event.objects.exists(), name


def test_a_publishable_package_withholds_people_files_and_notes_and_lists_them(
    review: UUID, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    package = export(review, tmp_path / "public.zip", publishable=True)
    with zipfile.ZipFile(package) as opened:
        names = opened.namelist()
        everything = b"".join(opened.read(name) for name in names)
        withheld = list(csv.DictReader(io.StringIO(opened.read("withheld.csv").decode())))
    assert not [name for name in names if name.startswith("content/")]
    assert "people.json" not in names
    for person in Person.objects.all():
        assert person.name.encode() not in everything
    assert {row["kind"] for row in withheld} >= {"RecordsImported", "DocumentAdded", "VerdictGiven"}
    with elsewhere("sqlite"), pytest.raises(BadArchive, match="publishable package"):
        import_review(package)


def test_notes_on_verdicts_stay_out_of_a_publishable_package(review: UUID, tmp_path: Path) -> None:
    noted = [v.note for w in gather(review).works for v in w.votes if v.note]
    assert noted
    with zipfile.ZipFile(export(review, tmp_path / "public.zip", publishable=True)) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist()).decode("utf-8", "replace")
    assert [note for note in noted if note in everything] == []


def test_a_package_waits_for_open_verdicts_unless_that_is_put_on_record(database: str, tmp_path: Path) -> None:
    from tests.reporting.small_review import one_record_for_two

    review, people, record = one_record_for_two()
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include")
    chloe = By(people["Chloe"])
    with pytest.raises(Refused, match="open to one person only"):
        export_review(chloe, review, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
    assert gather(review).head == "withheld while verdicts are open"
    export_review(chloe, review, tmp_path / "a.zip", break_blind="The examiner asked for it.")
    last = Event.objects.filter(review=review).order_by("-seq")[0]
    assert last.kind == "BlindBroken"
    give_verdict(By(people["Ben"]), review, "title_abstract", record, "include")
    export_review(chloe, review, tmp_path / "b.zip")


def test_only_a_lead_exports(review: UUID, tmp_path: Path) -> None:
    fay = register_person("Fay").id
    add_person(By(lead_of(review)), review, fay, "reviewer")
    with pytest.raises(NotAllowed):
        export_review(By(fay), review, tmp_path / "a.zip")
    with pytest.raises(Refused, match="is a folder"):
        export(review, tmp_path)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert guarded("a=1") == "a=1"
    assert guarded(-1) == -1
