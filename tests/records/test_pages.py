"""Files dropped on a search are imported in the background, each with its account."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from synthema.audit import replay
from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates, keep_apart
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job, Staged
from synthema.records import read
from synthema.records.tables import ImportDraft, imports, records
from synthema.search.actions import correct_search, log_search
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


def work() -> None:
    """Let the background work come to its end."""
    for job in Job.objects.filter(state="waiting"):
        run_now(job)


def drop_files(browser: Browser, search: LoggedSearch, *files: tuple[str, bytes]) -> Any:
    """Drop files on a search and look at them; the answer to the drop."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    answer = browser.post(page_of(search) + "files/", {"files": uploads})
    work()
    return answer


def look(search: LoggedSearch) -> tuple[str, list[dict[str, Any]]]:
    """The page of the latest look, and what it found."""
    job = Job.objects.filter(kind="look", arguments__search=str(search.id)).latest("made_at")
    return f"{page_of(search)}files/{job.id}/", job.result.get("files", [])


def bring(browser: Browser, search: LoggedSearch, *files: tuple[str, bytes]) -> Any:
    """Drop files on a search and import them as they were found."""
    answer = drop_files(browser, search, *files)
    if answer.status_code == 302:
        place, found = look(search)
        browser.post(place + "import/", {f"do-{one['file']}": "import" for one in found})
        work()
    return answer


def test_dropped_files_are_looked_at_before_anything_is_imported(db: LoggedSearch, librarian: Browser) -> None:
    assert "Drop the files exported from this search here" in words(librarian.get(page_of(db)))
    broken = LARKS + b"TY  - JOUR\nER  - \n"
    answer = drop_files(
        librarian, db, ("whole.ris", LARKS), ("larks.ris", broken), ("picture.png", b"\x89PNG\r\n\x1a\n")
    )
    place, found = look(db)
    assert answer.headers["Location"] == place
    page = words(librarian.get(place))
    for expected in (
        "Taken for RIS, known by a line that starts with <code>TY  -</code>",
        "<strong>3 records</strong> found = 2 to store + 1",
        "Line 11:",
        "Owls",
        "is a picture, not an export of records",
        "cannot be read",
        "Import 2 files",
        "Its letters are read as utf-8",
    ):
        assert expected in page
    assert page.index("larks.ris") < page.index("whole.ris"), "doubtful files come first"
    assert (imports(db.review), len(found)) == ([], 3)
    assert "3 files were brought and are not imported." in words(librarian.get(page_of(db)))


def test_the_files_that_were_chosen_are_imported_and_their_account_is_shown(
    db: LoggedSearch, librarian: Browser
) -> None:
    broken = LARKS + b"TY  - JOUR\nER  - \n"
    drop_files(librarian, db, ("larks.ris", broken), ("other.ris", LARKS), ("picture.png", b"\x89PNG\r\n\x1a\n"))
    place, found = look(db)
    asked = {f"do-{one['file']}": "import" if one["name"] != "other.ris" else "leave" for one in found[:2]}
    assert librarian.post(place + "import/", asked).headers["Location"] == page_of(db)
    work()
    assert records(db.review).count() == 2
    page = words(librarian.get(page_of(db)))
    for expected in ("larks.ris: 3 records found, 2 imported, 1 refused.", "3 records found = 2 stored + 1 refused.",
                     "no title and nothing else that tells which work it is", "<code>TI</code>", "Taken for RIS",
                     "2 files were brought and are not imported."):  # fmt: skip
        assert expected in page
    librarian.post(place + "forget/")
    assert not Staged.objects.exists()
    assert "No file waits here" in words(librarian.get(place))
    assert replay.verify(db.review).sound


def test_a_file_that_cannot_be_read_is_told_and_imports_nothing(db: LoggedSearch, librarian: Browser) -> None:
    drop_files(librarian, db, ("page.html", b"<html><body>Log in</body></html>"))
    place, _ = look(db)
    assert "a web page, perhaps a login page" in words(librarian.get(place))
    assert librarian.post(place + "import/").status_code == 422
    assert imports(db.review) == []


def test_a_file_that_seems_cut_off_is_left_out_unless_somebody_says_it_is_whole(
    db: LoggedSearch, librarian: Browser
) -> None:
    drop_files(librarian, db, ("larks.ris", LARKS + b"TY  - JOUR\nTI  - Wre"))
    place, (found,) = look(db)
    page = words(librarian.get(place))
    assert "It is whole: import it" in page
    assert '<option value="leave" selected>' in page
    librarian.post(place + "import/", {f"do-{found['file']}": "import"})
    work()
    assert [one.stored for one in imports(db.review)] == [3]


def test_a_file_that_was_imported_before_is_left_out_imported_once_more_or_put_in_its_place(
    db: LoggedSearch, librarian: Browser
) -> None:
    bring(librarian, db, ("larks.ris", LARKS))
    (first,) = imports(db.review)
    drop_files(librarian, db, ("again.ris", LARKS))
    place, (found,) = look(db)
    page = words(librarian.get(place))
    assert "The very same file was imported before, as larks.ris into the search of Bird Index." in page
    assert '<option value="leave" selected>' in page
    librarian.post(place + "import/", {f"do-{found['file']}": f"instead:{first.id}"})
    work()
    (second,) = imports(db.review)
    assert (second.file_name, second.id != first.id, records(db.review).count()) == ("again.ris", True, 2)
    bring(librarian, db, ("more.ris", LARKS))
    assert [one.file_name for one in imports(db.review)] == ["again.ris", "more.ris"]


def test_of_a_file_brought_twice_one_is_left_out(db: LoggedSearch, librarian: Browser) -> None:
    drop_files(librarian, db, ("a.ris", LARKS), ("b.ris", LARKS))
    place, found = look(db)
    assert [one["twin"] for one in found] == ["", "a.ris"]
    page = words(librarian.get(place))
    assert "The very same file was brought beside it, as a.ris." in page
    assert "Import one file" in page


def test_what_nobody_can_put_in_its_place_is_refused_and_stays(db: LoggedSearch, librarian: Browser) -> None:
    drop_files(librarian, db, ("larks.ris", LARKS))
    place, (found,) = look(db)
    assert librarian.post(place + "import/", {f"do-{found['file']}": "instead:nothing"}).status_code == 422
    assert Staged.objects.count() == 1


def test_letters_are_read_as_somebody_says(db: LoggedSearch, librarian: Browser) -> None:
    drop_files(librarian, db, ("drossel.ris", RIS.format("Słowik śpiewa").encode("cp1250")))
    place, (found,) = look(db)
    page = words(librarian.get(place))
    assert "letters guessed" in page
    assert "Słowik" not in page
    one = found["file"]
    answer = librarian.post(place + "look/", {f"do-{one}": "import", f"encoding-{one}": "windows-1250"})
    work()
    place, (found,) = look(db)
    assert answer.headers["Location"] == place
    page = words(librarian.get(place))
    assert "Słowik śpiewa" in page
    assert 'value="windows-1250"' in page
    librarian.post(place + "import/", {f"do-{one}": "import", f"encoding-{one}": "windows-1250"})
    work()
    assert records(db.review).get().title == "Słowik śpiewa"
    assert "letters read as windows-1250" in words(librarian.get(page_of(db)))


def test_of_many_files_those_without_doubt_are_shown_in_brief_and_all_are_imported(
    db: LoggedSearch, librarian: Browser
) -> None:
    many = [(f"{n}.ris", RIS.format(f"Wren {n}").encode()) for n in range(44)]
    drop_files(librarian, db, *many, ("odd.ris", LARKS + b"TY  - JOUR\nER  - \n"))
    place, found = look(db)
    page = words(librarian.get(place))
    assert page.count("Read it differently") == 1
    librarian.post(place + "import/", {f"do-{one['file']}": "import" for one in found})
    work()
    assert len(imports(db.review)) == 45


def test_what_was_imported_meanwhile_is_told_by_the_next_look(db: LoggedSearch, librarian: Browser) -> None:
    drop_files(librarian, db, ("a.ris", LARKS))
    place, (found,) = look(db)
    bring(librarian, db, ("b.ris", LARKS))
    librarian.post(place + "import/", {f"do-{found['file']}": "import"})
    work()
    assert [one.file_name for one in imports(db.review)] == ["b.ris"]
    assert "Nothing was imported twice." in words(librarian.get(page_of(db)))
    answer = librarian.post(place + "look/")
    work()
    assert "was imported before, as b.ris" in words(librarian.get(answer.headers["Location"]))


def test_only_the_file_of_which_something_was_said_is_read_again(db: LoggedSearch, librarian: Browser) -> None:
    drop_files(librarian, db, ("a.ris", LARKS), ("b.ris", RIS.format("Wrens").encode()))
    place, found = look(db)
    Staged.objects.get(name="a.ris").path.write_bytes(RIS.format("Changed meanwhile").encode())
    librarian.post(place + "look/", {f"encoding-{found[1]['file']}": "latin-1"})
    work()
    assert [one["first"][0]["title"] for one in look(db)[1]] == ["Larks", "Wrens"]


def test_a_file_is_read_differently_in_its_own_place(db: LoggedSearch, librarian: Browser) -> None:
    bring(librarian, db, ("larks.ris", LARKS))
    (first,) = imports(db.review)
    librarian.post(f"/reviews/{db.review}/imports/{first.id}/again/")
    work()
    place, (found,) = look(db)
    page = words(librarian.get(place))
    assert f'<option value="instead:{first.id}" selected>' in page
    assert "was imported before" not in page
    assert '<option value="import"' not in page
    one = found["file"]
    librarian.post(place + "import/", {f"do-{one}": f"instead:{first.id}", f"encoding-{one}": "latin-1"})
    work()
    (second,) = imports(db.review)
    assert (second.corrected.encoding, second.stored, records(db.review).count()) == ("latin-1", 2, 2)
    assert replay.verify(db.review).sound


def test_what_was_decided_since_is_told_before_a_file_takes_the_place_of_an_import(
    db: LoggedSearch, librarian: Browser, cast: Cast
) -> None:
    bring(librarian, db, ("larks.ris", LARKS))
    (first,), (larks, owls) = imports(db.review), records(db.review)
    find_duplicates(By(cast.dev), db.review)
    keep_apart(By(cast.dev), db.review, larks.id, owls.id)
    librarian.post(f"/reviews/{db.review}/imports/{first.id}/again/")
    work()
    page = words(librarian.get(look(db)[0]))
    assert "cannot take the place of the earlier import as things stand. Others built on this" in page
    assert "1 decision on duplicates of its records" in page
    assert '<option value="leave" selected>' in page


def test_the_head_of_a_bibtex_file_is_no_strategy(db: LoggedSearch, librarian: Browser) -> None:
    head = b'% Encoding: UTF-8\n@STRING{b = "Birds and 1 bee"}\nmade 1 by JabRef\n'
    bring(librarian, db, ("larks.bib", head + b"@article{a, title={Larks}, year={2020}}\n"))
    assert [(one.format, one.stored, "Encoding" in one.preamble) for one in imports(db.review)] == [("bibtex", 1, True)]
    assert "Put it into the log" not in words(librarian.get(page_of(db)))


def test_a_look_belongs_to_who_dropped_the_files(db: LoggedSearch, librarian: Browser, cast: Cast) -> None:
    drop_files(librarian, db, ("larks.ris", LARKS))
    place, (found,) = look(db)
    for other, code in ((cast.ana, 404), (cast.eve, 404)):
        assert Browser(other).get(place).status_code == code
        assert Browser(other).post(place + "import/", {f"do-{found['file']}": "import"}).status_code == code


def test_the_strategy_at_the_head_of_a_file_goes_into_the_log_by_a_click_and_out_again(
    db: LoggedSearch, librarian: Browser
) -> None:
    bring(librarian, db, ("larks.ris", b"1 exp Birds/ 200\n2 song.mp. 30\n\n" + LARKS))
    (there,) = imports(db.review)
    assert "Put it into the log" in words(librarian.get(page_of(db)))
    librarian.post(page_of(db) + "strategy/", {"import": str(there.id)})
    assert by_key(db.review, "db").strategy == "1 exp Birds/ 200\n2 song.mp. 30"
    page = words(librarian.get(page_of(db)))
    assert "The strategy is in the log." in page
    assert "Put it into the log" not in page
    for wrong in (db.id, "x"):
        assert librarian.post(page_of(db) + "strategy/", {"import": str(wrong)}).status_code == 422


def test_a_zip_is_taken_apart(db: LoggedSearch, librarian: Browser) -> None:
    (packed := BytesIO()).name = "all.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("__MACOSX/._a.ris", b"litter")
        archive.writestr("one/a.ris", LARKS)
        archive.writestr("two/a.ris", RIS.format("Wrens"))
        archive.writestr("../climbing.ris", LARKS)
        (inner := BytesIO()).name = "x"
        with ZipFile(inner, "w") as deeper:
            deeper.writestr("deep.ris", LARKS)
        archive.writestr("nested.zip", inner.getvalue())
    drop_files(librarian, db, ("all.zip", packed.getvalue()), ("b.ris", RIS.format("Rooks").encode()))
    place, found = look(db)
    page = words(librarian.get(place))
    assert [one["name"] for one in found] == ["one - a.ris", "two - a.ris", "b.ris"]
    assert "nested.zip in all.zip is itself a zip." in page
    assert "climbing.ris in all.zip has a name that leads out of the zip." in page
    assert sorted(Staged.objects.values_list("name", flat=True)) == ["b.ris", "one - a.ris", "two - a.ris"]
    librarian.post(place + "import/", {f"do-{one['file']}": "import" for one in found})
    work()
    assert records(db.review).count() == 4


def test_a_zip_that_is_refused_as_a_whole_harms_no_other_file(db: LoggedSearch, librarian: Browser) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(501):
            archive.writestr(f"{number}.ris", LARKS)
    said = "many.zip holds 501 files; at most 500 are taken at once."
    drop_files(librarian, db, ("many.zip", packed.getvalue()), ("b.ris", LARKS))
    place, found = look(db)
    assert [one["name"] for one in found] == ["b.ris"]
    assert said in words(librarian.get(place))
    assert Staged.objects.count() == 1
    alone = drop_files(librarian, db, ("many.zip", packed.getvalue()))
    page = words(librarian.get(alone.headers["Location"]))
    assert "Not done" in page
    assert said in page


def test_another_strategy_stands_beside_the_log_and_may_take_its_place(
    db: LoggedSearch, librarian: Browser, cast: Cast
) -> None:
    correct_search(By(cast.dev), db.review, db.id, replace(db.search, strategy="1 birds 3"))
    bring(librarian, db, ("larks.ris", b"1 exp Birds/ 200\n\n" + LARKS))
    (there,) = imports(db.review)
    page = words(librarian.get(page_of(db)))
    assert "larks.ris begins with other words" in page
    assert "Put this into the log instead" in page
    librarian.post(page_of(db) + "strategy/", {"import": str(there.id)})
    assert by_key(db.review, "db").strategy == "1 exp Birds/ 200"


def test_of_very_many_refusals_the_first_are_shown(db: LoggedSearch, librarian: Browser) -> None:
    bring(librarian, db, ("larks.ris", LARKS + b"TY  - JOUR\nER  - \n" * 203))
    page = words(librarian.get(page_of(db)))
    assert page.count("no title and nothing else that tells which work it is") == 200
    assert "3 more are refused" in page


def test_columns_that_somebody_named_are_remembered_for_the_next_table(db: LoggedSearch, librarian: Browser) -> None:
    table = "Titel;Verfasser;Jahr\nLerchen;Moran, A.;2020\nEulen;Khan, R.;2021\n"
    drop_files(librarian, db, ("vogel.csv", table.encode()))
    place, (found,) = look(db)
    page = words(librarian.get(place))
    assert "Titel" in page
    assert "Lerchen" in page
    one = found["file"]
    names = {f"column-{one}-{n}": field for n, field in enumerate(("title", "authors", "year"))}
    librarian.post(place + "look/", names)
    work()
    place, (found,) = look(db)
    assert found["stored"] == 2
    librarian.post(place + "import/", {f"do-{one}": "import", **names})
    work()
    assert {row.title for row in records(db.review)} == {"Lerchen", "Eulen"}
    drop_files(librarian, db, ("mehr.csv", table.replace("Eulen", "Spechte").encode()))
    place, (found,) = look(db)
    assert "Its columns are read as somebody said of vogel.csv" in words(librarian.get(place))
    assert [column["field"] for column in found["columns"]] == ["title", "authors", "year"]
    assert found["stored"] == 2


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
    stranger = Browser(cast.eve)
    assert bring(stranger, db, ("a.ris", LARKS)).status_code == 404
    assert imports(db.review) == []


@pytest.mark.parametrize("kind", ["look", "import"])
def test_a_job_begun_again_after_a_crash_imports_nothing_twice(db: LoggedSearch, librarian: Browser, kind: str) -> None:
    if kind == "look":
        drop_files(librarian, db, ("a.ris", LARKS))
    else:
        bring(librarian, db, ("a.ris", LARKS))
    Job.objects.filter(kind=kind).update(state="waiting", attempts=1)
    run_now(Job.objects.get(kind=kind))
    assert [one.stored for one in imports(db.review)] == ([2] if kind == "import" else [])
    assert len(look(db)[1]) == 1


def test_records_with_a_note_of_retraction_stand_out(db: LoggedSearch, librarian: Browser) -> None:
    retracted = "TY  - JOUR\nTI  - Hoaxes\nN1  - Retraction in: Birds 2022\nER  - \n"
    bring(librarian, db, ("larks.ris", LARKS + retracted.encode()))
    assert "one note of retraction or correction" in words(librarian.get(page_of(db)))
    listed = words(librarian.get(f"/reviews/{db.review}/records/?notes=caution"))
    assert "Hoaxes" in listed
    assert "Larks" not in listed
    row = records(db.review).get(title="Hoaxes")
    assert "Mind this note:</strong> Retraction in: Birds 2022" in words(
        librarian.get(f"/reviews/{db.review}/records/{row.id}/")
    )


def test_a_title_that_tells_of_a_retraction_stands_out_and_of_a_long_note_its_beginning(
    db: LoggedSearch, librarian: Browser
) -> None:
    long = "Erratum in: Birds 2022. " + "The table was printed twice. " * 40
    told = "TY  - JOUR\nTI  - RETRACTED: Hoaxes\nER  - \nTY  - JOUR\nTI  - Wrens\nN1  - " + long + "\nER  - \n"
    bring(librarian, db, ("larks.ris", LARKS + told.encode()))
    found = dict(records(db.review).values_list("title", "caution"))
    assert found == {"Larks": None, "Owls": None, "RETRACTED: Hoaxes": "RETRACTED: Hoaxes", "Wrens": long[:500] + "…"}


@pytest.mark.parametrize("to", ["ris", "csv", "bibtex", "csl-json", "endnote-xml"])
def test_records_are_saved_as_listed_or_as_ticked(db: LoggedSearch, librarian: Browser, to: str) -> None:
    bring(librarian, db, ("larks.ris", LARKS), ("wrens.ris", RIS.format("Wrens").encode()))
    wrens = records(db.review).get(title="Wrens")
    address = f"/reviews/{db.review}/records/export/?to={to}"
    cases = {
        "&which=listed": {"Larks", "Owls", "Wrens"},
        "&which=listed&words=ow": {"Owls"},
        f"&which=listed&record={wrens.id}": {"Larks", "Owls", "Wrens"},
        f"&which=ticked&record={wrens.id}": {"Wrens"},
        f"&which=listed&import={wrens.import_id}": {"Wrens"},
    }
    for query, titles in cases.items():
        answer = librarian.get(address + query)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert {one.title for one in read(b"".join(answer.streaming_content)).records} == titles
    assert librarian.get(address + "&which=ticked").status_code == 422
    assert librarian.get(f"/reviews/{db.review}/records/export/?to=exe").status_code == 422


def test_long_lists_are_leafed_through_in_the_order_of_import(db: LoggedSearch, librarian: Browser) -> None:
    many = "".join(RIS.format(f"Bird {n}") for n in range(130)).encode()
    bring(librarian, db, ("many.ris", many), ("larks.ris", LARKS))
    address = f"/reviews/{db.review}/records/"
    first, last = words(librarian.get(address)), words(librarian.get(address + "?page=3"))
    assert "132 records" in first
    assert "Bird 49<" in first
    assert "Bird 50<" not in first
    assert "Bird 129<" in last
    assert "Owls" in last
