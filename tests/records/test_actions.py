"""Files are imported whole, once, and can be withdrawn."""

from pathlib import Path

import pytest

from synthema.audit import replay, trail
from synthema.audit.model import By
from synthema.records.actions import import_file, sweep, withdraw_import
from synthema.records.model import Corrections, TagUse
from synthema.records.parsed import unpack
from synthema.records.tables import Import, ImportDraft, RecordRow, raw_of, record, records
from synthema.refused import Refused
from synthema.search.actions import log_search, withdraw_search
from synthema.search.formats import read_searches
from synthema.search.model import Search
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.hostile.commands import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "peer-support" / "searches.toml"


@pytest.fixture
def searched(cast: Cast) -> Cast:
    log_search(By(cast.dev), cast.review, Search(key="db", source="A database"))
    return cast


def ris(path: Path, *titles: str) -> Path:
    path.write_text("".join(f"TY  - JOUR\nTI  - {title}\nPY  - 2020\nZZ  - odd tag\nER  - \n\n" for title in titles))
    return path


def test_the_account_balances_and_raw_tags_are_kept(searched: Cast, tmp_path: Path) -> None:
    done = import_file(By(searched.dev), searched.review, ris(tmp_path / "a.ris", "One", "Two"), "db").body
    assert (done.markers, done.stored, done.refused) == (2, 2, ())
    with trail.store(searched.review).open(done.parsed) as file:
        kept = list(unpack(file))
    assert ("ZZ", "odd tag") in kept[0].raw
    assert trail.store(searched.review).read(done.file) == (tmp_path / "a.ris").read_bytes()
    assert [r.title for r in records(searched.review)] == ["One", "Two"]
    assert replay.verify(searched.review).sound


def test_the_same_file_is_not_imported_twice_unless_asked(searched: Cast, tmp_path: Path) -> None:
    file = ris(tmp_path / "a.ris", "One")
    import_file(By(searched.dev), searched.review, file, "db")
    with pytest.raises(Refused, match="already imported"):
        import_file(By(searched.dev), searched.review, file, "db")
    import_file(By(searched.dev), searched.review, file, "db", again=True)
    assert records(searched.review).count() == 2


def test_a_file_known_from_another_search_is_recognised_too(searched: Cast, tmp_path: Path) -> None:
    log_search(By(searched.dev), searched.review, Search(key="second", source="Another"))
    file = ris(tmp_path / "a.ris", "One")
    import_file(By(searched.dev), searched.review, file, "db")
    with pytest.raises(Refused, match=r"already imported into the search db as a\.ris"):
        import_file(By(searched.dev), searched.review, file, "second")


def test_a_file_can_take_the_place_of_an_earlier_import(searched: Cast, tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_bytes("TY  - JOUR\nTI  - Vécu\nER  - \n".encode("cp1250"))
    first = import_file(By(searched.dev), searched.review, tmp_path / "a.ris", "db").body
    central = Corrections(encoding="cp1250")
    second = import_file(
        By(searched.dev), searched.review, tmp_path / "a.ris", "db", instead=first.import_id, corrections=central
    ).body
    assert [row.pk for row in Import.objects.all()] == [second.import_id]
    assert Import.objects.get().corrected == central
    assert [r.title for r in records(searched.review)] == ["Vécu"]
    assert replay.verify(searched.review).sound


def test_the_tags_of_a_file_and_what_it_was_taken_for_are_kept(searched: Cast, tmp_path: Path) -> None:
    import_file(By(searched.dev), searched.review, ris(tmp_path / "a.ris", "One", "Two"), "db")
    row = Import.objects.get()
    assert row.why
    assert TagUse("TI", 2, ("title",)) in row.tag_uses
    assert TagUse("ZZ", 2) in row.tag_uses


def test_a_record_far_back_in_a_large_import_is_found(searched: Cast, tmp_path: Path) -> None:
    titles = [f"Title {number}" for number in range(1203)]
    import_file(By(searched.dev), searched.review, ris(tmp_path / "a.ris", *titles), "db")
    for number in (1, 500, 501, 1203):
        row = RecordRow.objects.get(review=searched.review, number=number)
        assert ("TI", f"Title {number - 1}") in raw_of(searched.review, row)


def test_unreadable_files_leave_the_review_as_it_was(searched: Cast, tmp_path: Path) -> None:
    before = replay.digests(searched.review)
    (tmp_path / "empty.ris").write_bytes(b"")
    (tmp_path / "login.ris").write_text("<!DOCTYPE html><html><body>Please log in</body></html>")
    (tmp_path / "binary.ris").write_bytes(bytes(range(256)) * 20)
    for name in ("empty.ris", "login.ris", "binary.ris", "", "gone.ris"):
        with pytest.raises(Refused):
            import_file(By(searched.dev), searched.review, tmp_path / name, "db")
    assert replay.digests(searched.review) == before
    assert not Import.objects.exists()
    sweep(searched.review)
    assert not ImportDraft.objects.exists()


def test_an_unknown_search_and_a_person_without_the_right_are_refused(searched: Cast, tmp_path: Path) -> None:
    file = ris(tmp_path / "a.ris", "One")
    with pytest.raises(Refused, match="no search 'other'"):
        import_file(By(searched.dev), searched.review, file, "other")
    fay = register_person("Fay").id
    add_person(By(searched.chloe), searched.review, fay, "reader")
    with pytest.raises(NotAllowed):
        import_file(By(fay), searched.review, file, "db")
    with pytest.raises(Refused, match="no review"):
        import_file(By(searched.eve), searched.review, file, "db")


def test_an_import_can_be_withdrawn_and_its_search_only_after_it(searched: Cast, tmp_path: Path) -> None:
    done = import_file(By(searched.dev), searched.review, ris(tmp_path / "a.ris", "One"), "db").body
    with pytest.raises(Refused, match=r"the import of a\.ris"):
        withdraw_search(By(searched.dev), searched.review, "db", "wrong")
    withdraw_import(By(searched.dev), searched.review, done.import_id, "wrong file")
    assert records(searched.review).count() == 0
    assert replay.verify(searched.review).sound
    assert sweep(searched.review) == 1
    assert not RecordRow.objects.filter(review=searched.review).exists()
    withdraw_search(By(searched.dev), searched.review, "db", "wrong")
    assert replay.verify(searched.review).sound


def test_an_interrupted_import_goes_on_where_it_stopped(searched: Cast, tmp_path: Path) -> None:
    file = ris(tmp_path / "a.ris", *(f"Title {n}" for n in range(1200)))

    def stop(step: str, done: int, total: int) -> None:
        if done == 500 and total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(By(searched.dev), searched.review, file, "db", progress=stop)
    assert RecordRow.objects.count() == 500
    assert records(searched.review).count() == 0
    assert replay.verify(searched.review).sound
    import_file(By(searched.dev), searched.review, file, "db")
    assert records(searched.review).count() == 1200 == RecordRow.objects.count()
    assert replay.verify(searched.review).sound


def test_a_record_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="no record"):
        record(cast.review, cast.ana)


def test_the_example_imports_whole(cast: Cast) -> None:
    for search, file in read_searches(EXAMPLE):
        log_search(By(cast.dev), cast.review, search)
        assert file is not None
        done = import_file(By(cast.dev), cast.review, file, search.key).body
        assert done.stored == done.markers == search.hits
    assert records(cast.review).count() == 145
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before


def test_more_records_than_hits_are_pointed_out(cast: Cast, tmp_path: Path) -> None:
    log_search(By(cast.dev), cast.review, Search(key="small", source="A database", hits=2))
    words = ("records", "import", "--search", "small", "--as", "Dev", "--review", str(cast.review))
    assert run(*words, ris(tmp_path / "a.ris", "One", "Two")).err == ""
    more = run(*words, ris(tmp_path / "b.ris", "Three"))
    assert more.code == 0
    assert "logged with 2 hits, but now holds 3 records" in more.err
