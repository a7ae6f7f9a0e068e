"""Coding in and out by pages and by command: brought, looked at, imported, taken back, moved, verified."""

import io
import json
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from synthema.audit import replay
from synthema.cli.coding import group as cli
from synthema.coding.actions import reconcile, withdraw_quote
from synthema.coding.counting import counting_rows
from synthema.coding.export_held import export_project
from synthema.coding.import_acts import imports
from synthema.coding.move_acts import move_back, move_quotes, moves, plan_move
from synthema.coding.rules import NewCode
from synthema.coding.tables import QuoteRow, codes, codings, marks, quotes, visible
from synthema.coding.verifying import broken, verified
from synthema.documents.actions import Upload, add_document
from synthema.documents.moving import How
from synthema.documents.tables import documents
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job, Staged
from synthema.refused import Refused
from synthema.reporting.broken_quotes import BrokenQuotes
from synthema.reporting.writing import write_report
from tests.cast import Cast
from tests.coding.projects import guid
from tests.coding.stage import HERON, Scene, scene
from tests.coding.test_import_acts import QUOTES, _of
from tests.pages import Browser, words

NEWER = "Birds and People 4 (2)\n\n" + HERON.replace("nine keepers", "nine-\nkeepers").replace(
    "as all of them told us", "as nearly all of them told us"
)

ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the database does not matter here


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with marked texts."""
    return scene(cast, tmp_path)


def _newer(here: Scene) -> UUID:
    upload = Upload("newer.txt", NEWER.encode())
    made: UUID = add_document(here.by("dev"), here.review, here.reports["heron"], upload).body.document_id
    return made


@ONE
def test_a_project_is_brought_looked_at_and_imported_by_pages(here: Scene, tmp_path: Path) -> None:
    lead, ben, reader = Browser(here.cast.chloe), Browser(here.cast.ben), Browser(here.cast.dev)
    base = f"/reviews/{here.review}/coding/"
    assert "Nothing was imported yet" in words(reader.get(f"{base}exchange/"))
    wrong = lead.post(f"{base}exchange/bring/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-")})
    assert wrong.status_code == 422
    file = _of(tmp_path / "a.qdpx").read_bytes()
    answer = lead.post(f"{base}exchange/bring/", {"file": SimpleUploadedFile("a.qdpx", file)})
    page = words(lead.get(answer.url))
    assert "it has the same text" in page
    assert "the water decides" in page
    assert "somebody outside this review" in page
    assert ben.get(answer.url).status_code == 422  # whose file it is not
    one = Staged.objects.get(name="a.qdpx")
    fields = {
        "source": [guid("birds.txt")],
        "document": [str(here.documents["heron"])],
        "user": [guid("anna")],
        "person": ["outside"],
    }
    out = words(lead.post(f"{base}exchange/{one.id}/look/", {**fields, "person": ["-"]}))
    assert "it is the work of somebody who is left out" in out
    assert '<option value="-" selected>' in out
    assert lead.post(f"{base}exchange/{one.id}/import/", {**fields, "person": [""]}).status_code == 422
    assert lead.post(f"{base}exchange/{one.id}/import/", fields).status_code == 302
    run_now(Job.objects.get(kind="import coding"))
    assert [row.exact for row in quotes(here.review, visible(here.review, here.cast.ben))] == list(QUOTES)
    page = words(lead.get(f"{base}exchange/"))
    assert "a.qdpx" in page
    made = imports(here.review, here.cast.chloe)[0]
    assert "Was made" in words(reader.get(f"{base}imports/{made.id}/"))
    sent = lead.get(f"{base}export.qdpx")
    assert "project.qde" in zipfile.ZipFile(io.BytesIO(sent.content)).namelist()
    assert "history of the review" in words(lead.get(f"{base}export-losses.txt"))
    lead.post(f"{base}imports/{made.id}/withdraw/", {"reason": "not ours"})
    assert not quotes(here.review, visible(here.review, here.cast.ben))


def test_quotes_go_with_a_newer_file_and_back(here: Scene) -> None:
    code = here.named("ana", "waiting")
    here.code("ana", "heron", "We asked nine keepers", codes=(code,))
    here.code("ben", "heron", "Most keepers felt calm", "It did not come to those who counted", codes=(code,))
    here.code("ana", "heron", "Patience grew with the years, as all of them told us.", codes=(code,))
    gone = here.code("ana", "heron", "Herons teach patience", codes=(code,))
    withdraw_quote(here.by("ana"), here.review, gone.body.quote_id)
    newer, old = _newer(here), here.documents["heron"]
    plan = plan_move(here.review, here.cast.ana, old, newer)
    assert sorted(line.how for line in plan.lines) == [How.EXACT, How.FOLDED, How.FUZZY]
    browser = Browser(here.cast.ana)
    page = words(browser.get(f"/reviews/{here.review}/coding/move/?from={old}&to={newer}"))
    assert "as nearly all of them told us" in page
    with pytest.raises(Refused, match="different reports"):
        plan_move(here.review, here.cast.ana, here.documents["ibis"], newer)

    before = {row.id: (row.document, row.spans, row.was) for row in QuoteRow.objects.all()}
    by = here.by("ben")
    done = move_quotes(by, here.review, old, newer).body
    assert move_quotes(by, here.review, old, newer).body == done
    assert done.refused == 1
    marked = marks(here.review, newer).get()
    assert NEWER[marked.spans[0].start :].startswith("Findings\nWaiting")
    assert NEWER[: marked.spans[0].end].endswith("to those who counted.")
    look = visible(here.review, here.cast.ana)
    rows = {row.exact: row for row in quotes(here.review, look)}
    assert rows["We asked nine-\nkeepers"].document == newer
    assert rows["Patience grew with the years, as all of them told us."].document == old
    number = {row.id: row.number for row in documents(here.review)}[newer]
    assert codings(here.review, look).filter(document_number=number).count() == 2
    assert verified(here.review, here.cast.ana).sound
    assert replay.verify(here.review).sound

    answer = browser.post(
        f"/reviews/{here.review}/coding/move/{old}/{newer}/", {"quote": [str(plan.of(How.FUZZY)[0].quote)]}
    )
    assert answer.status_code == 302
    assert "Patience grew with the years, as nearly all of them told us." in {
        r.exact for r in quotes(here.review, look)
    }
    for row in moves(here.review):
        move_back(here.by("ana"), here.review, row.id)
    assert {row.id: (row.document, row.spans, row.was) for row in QuoteRow.objects.all()} == before
    assert replay.verify(here.review).sound

    here.round()
    with pytest.raises(Refused, match="round 1 is running"):
        move_quotes(here.by("ana"), here.review, old, newer)


@ONE
def test_a_quote_that_does_not_stand_in_its_report_is_told_and_stops_the_report(here: Scene, tmp_path: Path) -> None:
    here.code("ana", "heron", "Most keepers felt calm", codes=(here.named("ana", "calm"),))
    assert verified(here.review, here.cast.ana).sound
    write_report(here.by("chloe"), here.review, tmp_path / "sound")
    QuoteRow.objects.update(exact="Most keepers felt wild")
    found = verified(here.review, here.cast.ana)
    assert [str(one.what) for one in found.faults] == ["other words stand where it was marked"]
    assert "Not sound" in words(Browser(here.cast.dev).get(f"/reviews/{here.review}/coding/verify/"))
    with pytest.raises(BrokenQuotes, match="Most keepers felt wild"):
        write_report(here.by("chloe"), here.review, tmp_path / "broken")
    assert not (tmp_path / "broken").exists()
    QuoteRow.objects.update(text_sha256="0" * 64)
    assert [str(one.what) for one in broken(here.review)] == ["it was marked in another text than this document has"]


@ONE
def test_the_quotes_of_a_sealed_round_are_looked_up_by_nobody_else(here: Scene) -> None:
    here.round()
    here.code("ana", "heron", "Most keepers felt calm", codes=())
    QuoteRow.objects.update(exact="Most keepers felt wild")
    mine, other = verified(here.review, here.cast.ana), verified(here.review, here.cast.chloe)
    assert (mine.looked, mine.sound, other.looked, other.sound, other.waiting) == (1, False, 0, True, True)
    assert broken(here.review) == []


@ONE
def test_commands_import_export_load_and_verify(here: Scene, tmp_path: Path) -> None:
    def ok(*arguments: object) -> str:
        asked = [*map(str, arguments), "--as", "Chloe", "-r", str(here.review)]
        answer = CliRunner().invoke(cli, asked)
        assert answer.exit_code == 0, answer.output
        return answer.output

    table = tmp_path / "passages.csv"
    table.write_text(
        "document,quote,codes,voice\nheron.txt,Most keepers felt calm,mood / calm; keepers,author\n"
        "heron.txt,“You stand there and the water decides”,water,participant\n",
        encoding="utf-8",
    )
    assert "2 passages coded" in ok("load", table)
    assert "0 passages coded, 2 there already" in ok("load", table)
    assert "2 quotes looked up" in ok("verify")
    file = tmp_path / "out.qdpx"
    assert "what it does not hold" in ok("export", file)
    assert " here already" in ok("import", file, "--look")
    other = _of(tmp_path / "a.qdpx", code="water")
    mapping = tmp_path / "map.csv"
    mapping.write_text("what,name,is\nuser,anna,Ben\n", encoding="utf-8")
    told = json.loads(ok("import", other, "--look", "--map", mapping, "--json"))
    assert told["users"][0]["person_name"] == "Ben"
    assert "3 quotes" in ok("import", other, "--map", mapping)
    assert "a.qdpx" in ok("imports")
    mapping.write_text("what,name,is\nuser,nobody,Ben\nsource,birds.txt,99\n", encoding="utf-8")
    wrong = CliRunner().invoke(
        cli, ["import", str(other), "--map", str(mapping), "--as", "Chloe", "-r", str(here.review)]
    )
    assert isinstance(wrong.exception, Refused)
    assert "Line 2 of map.csv: the file holds no user 'nobody'" in str(wrong.exception)
    assert "Line 3 of map.csv" in str(wrong.exception)
    export_project(here.cast.chloe, here.review, file)
    QuoteRow.objects.filter(exact__startswith="Most").update(exact="x")
    broken_one = CliRunner().invoke(cli, ["verify", "--as", "Chloe", "-r", str(here.review)])
    assert broken_one.exit_code == 1


def test_quotes_of_an_opened_round_count_in_the_newer_file(here: Scene) -> None:
    round_id = here.round()
    calm, still = here.named("ana", "calm", round=round_id), here.named("ben", "still", round=round_id)
    here.code("ana", "heron", "Most keepers felt calm", codes=(calm,))
    here.code("ben", "heron", "Most keepers felt calm", codes=(still,))
    here.open(round_id)
    reconcile(here.by("chloe"), here.review, round_id, (calm, still), new=NewCode("stillness"))
    assert counting_rows(here.review).count() == 2
    move_quotes(here.by("chloe"), here.review, here.documents["heron"], _newer(here))
    assert counting_rows(here.review).count() == 2


@ONE
def test_a_file_that_cannot_be_read_is_refused_in_words_and_can_be_forgotten(here: Scene, tmp_path: Path) -> None:
    browser, base = Browser(here.cast.ana), f"/reviews/{here.review}/coding/exchange/"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"<Project>" + b" " * (40 << 20) + b"</Project>")
    dtd = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CodeBook>&a;</CodeBook>'
    files = {
        "cut.qdpx": b"PK\x03\x04 and nothing more",
        "bomb.qdpx": bomb.getvalue(),
        "dtd.qdc": dtd,
        "empty.csv": b"path\n",
        "words.docx": b"no Word file",
    }
    for name, content in files.items():
        answer = browser.post(f"{base}bring/", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 302, name
        page = browser.get(answer.url)
        assert page.status_code == 422, name
        assert name in words(page)
        upload = Staged.objects.get(name=name)
        run = browser.post(f"{base}{upload.id}/import/", {})
        assert run.status_code == 302
        assert run_now(Job.objects.latest("made_at")).state == "failed"
        assert not codes(here.review, visible(here.review, here.cast.ana)).exists()
        assert browser.post(f"{base}{upload.id}/forget/").status_code == 302
    assert "was brought and is not imported" not in words(browser.get(base))
