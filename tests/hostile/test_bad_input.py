"""Every command that takes a file, an identifier, a name, a key or a day is given a wrong one: nothing changes."""

from pathlib import Path
from uuid import UUID, uuid4

from synthema.audit import replay
from synthema.audit.model import By
from synthema.records.tables import imports, records
from synthema.team.actions import add_person, register_person
from synthema.team.tables import Person
from tests.hostile.commands import as_lead, refused, run, standing, untouched, write
from tests.worked import EXAMPLES, lead_of

INVENTED = EXAMPLES / "invented"
AMBER = "The passenger seat: how volunteer drivers experience hospital journeys in a valley scheme"
FROM_FILES = (  # every command that reads a file of the team's; F is the file
    "protocol set F",
    "search log F",
    "dedup decide F",
    "screening import F",
    "screening import F --stage full-text",
    "screening resolve F",
    "studies retrieval F",
    "studies link F",
    "documents add-folder F",
    "appraisal choose F",
    "appraisal choose casp_2018 --wording F",
    "appraisal import F",
    "appraisal import CASP --ratings F",
    "appraisal reconcile F",
    "extraction tool F",
    "extraction import F",
    "extraction reconcile F",
    "synthesis themes F",
    "synthesis findings F",
)
FROM_EXPORTS = (
    "records import F --search register",
    "records inspect F",
    "records convert F O",
    "dedup find F --out O",
)
BAD = {
    "empty": b"",
    "only a mark": b"\xef\xbb\xbf",
    "blank": b"  \n \n",
    "nul": bytes(100),
    "noise": bytes(n * 7919 % 256 for n in range(5000)),
    "pdf": b"%PDF-1.4 and so on",
    "excel": b"PK\x03\x04 and so on",
    "web page": b"<!doctype html><html><body>Log in</body></html>",
    "deep brackets": b"a = " + b"[" * 20_000,
    "deep json": b"[" * 100_000,
    "deep xml": b"<xml><records>" + b"<record>" * 20_000,
    "long number": b"a = " + b"9" * 10_000,
    "other columns": b"one,two\n1,2\n",
}
BAD_TABLES = {
    "utf-16": "title,verdict\nA,include\n".encode("utf-16"),
    "latin-1": "title,verdict\nCaf\xe9,include\n".encode("latin-1"),
    "open quote": b'title,verdict\n"abc,def\nxx,yy\n',
    "ragged": b"title,verdict\na\nb,c,d,e\n",
    "a column twice": b"title,title,verdict\na,b,c\n",
    "a large cell": b"title,verdict\n" + b"x" * 10_000_000 + b",include\n",
}


def bad_paths(folder: Path, contents: dict[str, bytes]) -> list[Path]:
    """Files with these contents and paths that are no file at all, under a name ending in .toml, which all take."""
    paths = [write(folder / f"{name}.toml", content) for name, content in contents.items()]
    (folder / "folder.toml").mkdir()
    (folder / "loop.toml").symlink_to(folder / "loop.toml")
    odd = ("gone.toml", "folder.toml", "loop.toml", "empty.toml/x.toml", f"{'x' * 300}.toml")
    return [*paths, *(folder / name for name in odd), Path("/dev/zero")]


def words_of(command: str, path: Path, out: Path) -> list[object]:
    meant = {"F": path, "O": out, "CASP": INVENTED / "appraisal" / "casp-first.csv"}
    return [meant.get(word, word) for word in command.split()]


def test_no_file_that_is_wrong_as_a_whole_is_taken(review: UUID, tmp_path: Path) -> None:
    paths, out = bad_paths(tmp_path, BAD | BAD_TABLES), tmp_path / "out.ris"
    before = standing(review)
    for command in FROM_FILES:
        for path in paths:
            ended = run(*words_of(command, path, out), *as_lead(review))
            assert ended.code == 2, (command, path.name, ended)
            assert ended.err.startswith("Not done: "), (command, path.name, ended)
            assert path.name[:100] in ended.err or "is a device, not" in ended.err, (command, path.name, ended)
        assert standing(review) == before, command


def test_no_export_that_is_wrong_as_a_whole_is_taken(review: UUID, tmp_path: Path) -> None:
    paths, out = bad_paths(tmp_path, BAD), tmp_path / "out.ris"
    for command in FROM_EXPORTS:
        with untouched(review):
            for path in paths:
                whose = as_lead(review) if command.startswith("records import") else ()
                ended = run(*words_of(command, path, out), *whose)
                assert (ended.code, ended.err[:10]) == (2, "Not done: "), (command, path.name, ended)
                assert not out.exists(), (command, path.name)


def test_a_file_that_breaks_off_in_its_first_record_is_told_and_not_taken(review: UUID, tmp_path: Path) -> None:
    path = write(tmp_path / "broken.json", b'[{"type": "book", "title": ' + b"[" * 100_000)
    assert run("records", "inspect", path).code == 1
    for words in (
        ("records", "convert", path, tmp_path / "out.ris"),
        ("records", "import", path, "--search", "register"),
    ):
        ended = run(*words, *(as_lead(review) if "import" in words else ()))
        assert (ended.code, ended.err[:10]) == (2, "Not done: "), ended
    assert not (tmp_path / "out.ris").exists()


def test_a_file_of_another_kind_or_for_another_report_is_no_full_text(review: UUID, tmp_path: Path) -> None:
    for name in ("empty", "nul", "noise", "pdf"):
        file = write(tmp_path / f"{name}.txt", BAD[name])
        assert f"{name}.txt" in refused(review, "documents", "add", file, "--title", AMBER, *as_lead(review))
    text = write(tmp_path / "text.txt", "Some words.")
    for title in ("", "No such title", "\x07" * 50, "x" * 100_000):
        assert refused(review, "documents", "add", text, "--title", title, *as_lead(review))


def test_a_table_of_texts_reaches_no_file_that_is_no_text(review: UUID, tmp_path: Path) -> None:
    for name in ("", "gone.txt", "..", "/etc", "/dev/zero", "x" * 300 + ".txt"):
        table = write(tmp_path / "table.csv", f'title,file\n"{AMBER}",{name}\n')
        assert "Line 2 of table.csv" in refused(review, "documents", "add-folder", table, *as_lead(review))


# ----- rows that do not fit


ROWS = [
    ("screening import", f'title,verdict,reason\n"{AMBER}",perhaps,\n', "perhaps"),
    ("screening import", f'title,verdict,reason\n"{AMBER}",exclude,nonsense\n', "nonsense"),
    ("screening import", f'title,verdict,reason\n"{AMBER}",exclude,\n', "Line 2"),
    ("screening import", "title,verdict\nA record that does not exist,include\n", "A record that does not exist"),
    ("screening import", f"title,record,verdict\nx,{uuid4()},include\n", "column record"),
    ("screening import", "title,record,verdict\nx,12,include\n", "column record"),
    ("screening import", f'title,verdict\n"{AMBER}",include\n"{AMBER}",include\n', "line 2 already"),
    ("screening import", f'title,verdict,reason\n"{AMBER}",exclude,date\n', "Line 2"),  # a second, other verdict
    ("screening resolve", f'title,how,decision\n"{AMBER}",dice,include\n', "dice"),
    ("screening resolve", f'title,how,decision\n"{AMBER}",consensus,perhaps\n', "perhaps"),
    ("screening resolve", f'title,how,decision\n"{AMBER}",consensus,include\n', "there is no conflict"),
    ("screening resolve", f'title,how,decision\n"{AMBER}",arbiter,include\n', "--arbiter"),
    ("studies retrieval", f'title,outcome\n"{AMBER}",lost\n', "lost"),
    ("studies retrieval", f'title,outcome\n"{AMBER}",not_retrieved\n', "already"),
    ("studies retrieval", "title,outcome\nNo such report,retrieved\n", "No such report"),
    ("studies link", f'study,title\n,"{AMBER}"\n', "no study"),
    ("studies link", f'study,title\nOther 2018,"{AMBER}"\n', "already"),
    ("dedup decide", "source,title,same_as_source,same_as_title,decision\nnowhere,a,register,b,same\n", "nowhere"),
    ("dedup decide", f'source,title,same_as_source,same_as_title,decision\nregister,"{AMBER}",register,b,x\n', "'x'"),
    ("appraisal import", "study,question,answer,reason\nNobody 1999,1,yes,\n", "Nobody 1999"),
    ("appraisal import", "study,question,answer,reason\nAmber 2018,99,yes,\n", "99"),
    ("appraisal import", "study,question,answer,reason\nAmber 2018,1,perhaps,\n", "perhaps"),
    ("extraction import", "study,country\nNobody 1999,Norland\n", "Nobody 1999"),
    ("extraction import", "study,planet\nAmber 2018,Earth\n", "planet"),
    ("synthesis findings", "study,report_title,number,statement\nNobody 1999,x,1,A statement.\n", "Nobody 1999"),
    ("synthesis findings", f'study,report_title,number,statement\nAmber 2018,"{AMBER}",one,A statement.\n', "'one'"),
    (
        "synthesis findings",
        f'study,report_title,number,statement\nAmber 2018,"{AMBER}",999999,A statement.\n',
        "999999",
    ),
    ("synthesis findings", f'study,report_title,number,statement\nAmber 2018,"{AMBER}",99,\n', "statement"),
    (
        "synthesis findings",
        f'study,report_title,number,statement,theme\nAmber 2018,"{AMBER}",99,A statement.,nowhere\n',
        "nowhere",
    ),
    (
        "synthesis findings",
        f'study,report_title,number,statement,illustration\nAmber 2018,"{AMBER}",99,A statement.,Words nobody said.\n',
        "--keep-unfound",
    ),
]


def test_rows_that_do_not_fit_are_named_by_line_and_nothing_is_taken(review: UUID, tmp_path: Path) -> None:
    with untouched(review):
        for number, (command, table, says) in enumerate(ROWS):
            file = write(tmp_path / f"{number}.csv", table)
            ended = run(*command.split(), file, *as_lead(review))
            assert ended.code == 2, (command, table, ended)
            assert says in ended.err, (command, table, ended.err)
            assert f"{number}.csv" in ended.err, (command, table, ended.err)


def test_a_good_row_before_a_bad_one_is_not_taken_either(review: UUID, tmp_path: Path) -> None:
    add = f'Amber 2018,"{AMBER}",91,A statement.\n'
    file = write(tmp_path / "f.csv", f"study,report_title,number,statement\n{add}Nobody 1999,x,1,A statement.\n")
    refused(review, "synthesis", "findings", file, *as_lead(review))
    searches = write(
        tmp_path / "s.toml", "[[search]]\nkey = 'a'\nsource = 'A'\n[[search]]\nkey = 'register'\nsource = 'B'\n"
    )
    assert "'register'" in refused(review, "search", "log", searches, *as_lead(review))
    people = ("team", "add", "Fay", "--role", "reader", "--role", "reader", *as_lead(review))
    assert run(*people).code == 0
    again = ("team", "add", "Fay", "--role", "librarian", "--role", "reader", *as_lead(review))
    assert "already" in refused(review, *again)


def test_tables_as_spreadsheets_write_them_are_taken(review: UUID, tmp_path: Path) -> None:
    """A byte order mark, CR LF, semicolons, NUL between letters, empty lines, a column more: all read, nothing new."""
    verdicts = (INVENTED / "screening" / "title-abstract-first.csv").read_text()
    with untouched(review):
        for dressed in (
            "\ufeff" + verdicts,
            verdicts.replace("\n", "\r\n"),
            verdicts.replace("\n", "\n\n"),
            verdicts.replace("title,year", "Title,Year"),
            verdicts.replace("a", "a\x00"),
        ):
            file = write(tmp_path / "v.csv", dressed)
            ended = run("screening", "import", file, *as_lead(review))
            assert ended.code == 0, ended
            assert " 0 verdicts given" in ended.out


# ----- TOML with wrong values


TOMLS = [
    ("protocol set", "title = 5\n", "write text in quotation marks, not 5"),
    ("protocol set", "title = 'a'\nquestion = 'b'\n", "write a section with keys here"),
    ("protocol set", "criterion = 'all'\n", "write a list"),
    ("protocol set", "[limits]\nlanguages = 'English'\nyear_from = '2000'\n", "write a list in square brackets"),
    ("protocol set", "[limits]\nyear_from = 2000.5\n", "write a whole number"),
    ("protocol set", "[screening]\nblind = 'no'\nreviewers = true\n", "write true or false"),
    ("protocol set", "[[criterion]]\nkey = 'a'\nlabel = 'A'\nstage = 'late'\n", "write one of: both"),
    ("protocol set", "colour = 'red'\n", "colour"),
    ("search log", "search = 5\n", "holds no [[search]]"),
    ("search log", "search = [1, 2]\n", "holds no [[search]]"),
    ("search log", "[[search]]\nkey = 'k'\n", "source"),
    ("search log", "[[search]]\nkey = ''\nsource = ''\n", "needs a key"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\nfile = 5\n", "file = 5"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\nhits = true\n", "whole number"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\nhits = 3.7\n", "whole number"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\nhits = -1\n", "-1 hits"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\nhits = 99999999999999999999\n", "99999999999999999999 hits"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\ndate_run = 'soon'\n", "'soon'"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\ndate_run = '20240801'\n", "'20240801'"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\ndate_run = [1]\n", "is not a date"),
    ("search log", f"[[search]]\nkey = '{'k' * 101}'\nsource = 's'\n", "at most 100"),
    ("search log", f"[[search]]\nkey = 'k'\nsource = '{'s' * 201}'\n", "at most 200"),
    ("search log", "[[search]]\nkey = 'k'\nsource = 's'\n[[search]]\nkey = 'k'\nsource = 't'\n", "stands twice"),
    ("synthesis themes", "theme = 5\n", "write a list"),
    ("synthesis themes", "[[theme]]\nkey = 'A key'\nname = 'n'\n", "'A key'"),
    ("synthesis themes", "[[theme]]\nkey = 'k'\nname = ' '\n", "no name"),
    ("synthesis themes", "[[theme]]\nkey = 'k'\nname = 'n'\nlevel = 'high'\n", "'high'"),
    ("synthesis themes", "[[theme]]\nkey = 'k'\nname = 'n'\nparent = 'nowhere'\n", "'nowhere'"),
    ("synthesis themes", "[[theme]]\nkey = 'k'\nname = 'n'\nparent = 'k'\n", "circle"),
    ("synthesis themes", "[[disagreement]]\ntitle = 'd'\ntext = 't'\nstudies = ['Nobody 1999']\n", "Nobody 1999"),
    ("synthesis themes", "[[disagreement]]\ntitle = 'd'\ntext = 't'\nstudies = 'Amber 2018'\n", "write a list"),
    ("synthesis themes", "method = 'magic'\n", "'magic'"),
    ("extraction tool", "id = 5\nversion = 'one'\ntitle = 'T'\n", "whole number"),
    ("extraction tool", "id = 'a'\nversion = 1\ntitle = 'T'\n", "no questions"),
    (
        "extraction tool",
        "id = 'a'\nversion = 1\ntitle = 'T'\n[[question]]\nkey = 'a b'\nlabel = 'l'\nkind = 'text'\n",
        "key",
    ),
    (
        "extraction tool",
        "id = 'a'\nversion = 1\ntitle = 'T'\n[[question]]\nkey = 'a'\nlabel = 'l'\nkind = 'x'\n",
        '"x"',
    ),
    ("appraisal choose", "id = 'a'\nversion = 99999999999999999999\ntitle = 'T'\n", "whole number"),
]


def test_toml_with_wrong_values_is_refused_by_name(review: UUID, tmp_path: Path) -> None:
    with untouched(review):
        for number, (command, text, says) in enumerate(TOMLS):
            file = write(tmp_path / f"{number}.toml", text)
            ended = run(*command.split(), file, *as_lead(review))
            assert ended.code == 2, (command, text, ended)
            assert says in ended.err, (command, text, ended.err)


# ----- identifiers, keys, names, days


NAMED = [
    "records show ID",
    "records withdraw ID --reason why",
    "dedup merge ID ID",
    "dedup apart ID ID",
    "dedup apart ID ID ID",
    "dedup related ID ID --kind notice",
    "dedup part ID",
    "dedup undo ID",
    "screening give ID include",
    "screening give ID include --stage full-text",
    "screening withdraw ID",
    "screening settle ID include --how consensus",
    "screening unsettle ID",
    "studies unlink ID",
    "studies undo-retrieval ID",
    "studies withdraw ID",
    "documents withdraw ID --reason why",
    "studies rename KEY Other",
    "studies remove KEY",
    "appraisal show KEY",
    "appraisal withdraw KEY",
    "appraisal reopen KEY",
    "extraction show KEY",
    "extraction withdraw KEY",
    "extraction reopen KEY",
    "search withdraw KEY --reason why",
    "records import RIS --search KEY",
    "synthesis rename KEY --name Other",
    "synthesis move KEY",
    "synthesis move waiting --under KEY",
    "synthesis retire KEY --reason why",
    "synthesis restore KEY",
    "synthesis place KEY waiting",
    "synthesis place Amber:1 KEY",
    "synthesis withdraw KEY --reason why",
    "synthesis list --theme KEY",
    "synthesis sample KEY KEY --shared",
    "synthesis unsample KEY KEY",
    "synthesis method KEY",
    "appraisal choose KEY",
    "appraisal choose casp_2018 --scoring KEY",
    "team remove KEY --role reader",
    "team add Fay --role KEY",
    "screening resolve CONFLICTS --arbiter KEY",
    "reporting report OUT --as-of KEY",
]
UNASKED = ("show KEY", "move KEY", "--theme KEY", "--as-of KEY", "--under KEY", "--arbiter KEY")  # where it is empty
KEYS = ("", "nowhere", "' OR 1=1 --", "%", "../..", "a\nb", "\ud800", "x" * 100_000, "0", "-1", "\u202e", "1e9")


def test_what_is_named_must_exist(review: UUID, tmp_path: Path) -> None:
    meant = {
        "RIS": INVENTED / "searches" / "register.ris",
        "CONFLICTS": INVENTED / "screening" / "full-text-conflicts.csv",
        "OUT": tmp_path / "report",
    }
    for command in NAMED:
        keys = ("12", "not-an-id", "", str(uuid4()), "\ud800") if "ID" in command else KEYS
        with untouched(review):
            for key in keys:
                if not key and command.endswith(UNASKED):
                    continue
                words = [key if word in ("ID", "KEY") else meant.get(word, word) for word in command.split()]
                ended = run(*words, *as_lead(review))
                assert ended.code == 2, (command, key[:40], ended)
                assert ended.err.strip(), (command, key[:40])
    assert not (tmp_path / "report").exists()


def test_no_day_or_number_that_is_none(review: UUID, tmp_path: Path) -> None:
    for moment in (
        "0",
        "-1",
        "999999",
        "9" * 5000,
        "yesterday",
        "2024-13-01",
        "2024-02-30",
        "0001-01-01",
        "²",
        "1.5",
    ):
        said = refused(review, "reporting", "report", tmp_path / "r", f"--as-of={moment}", *as_lead(review))
        assert "no act" in said or "neither the number of an act nor a day" in said or "began after" in said, moment
    for words in (
        ("review", "show", "--last", "-1"),
        ("review", "show", "--last", "9" * 30),
        ("review", "withdraw", "9" * 30, "--reason", "why"),
        ("review", "withdraw", "0", "--reason", "why"),
        ("review", "withdraw", "99999", "--reason", "why"),
        ("review", "withdraw", "1", "--reason", "why"),
        ("screening", "queue", "--first", "-1"),
        ("screening", "queue", "--stage", "late"),
        ("appraisal", "assessors", "3"),
        ("extraction", "extractors", "0"),
    ):
        refused(review, *words, *as_lead(review))


def test_nobody_unknown_acts_and_no_review_is_guessed(review: UUID) -> None:
    for who in ("", "Nobody", str(uuid4()), "\ud800", "x" * 100_000, "' OR 1=1 --"):
        assert refused(review, "review", "show", "--review", str(review), "--as", who)
    assert run("review", "new", "Volunteer drivers, again", "--as", "First reader (invented)").code == 0
    lead = ("--as", "First reader (invented)")
    assert "Say which review" in refused(review, "review", "show", *lead)
    assert "No single review matches 'Volunteer'" in refused(review, "review", "show", "--review", "Volunteer", *lead)
    assert "No single review matches" in refused(review, "review", "show", "--review", "\ud800", *lead)
    assert run("review", "show", "--review", str(review)[:8], *lead).code == 0


def test_a_refused_command_leaves_no_person_behind(review: UUID) -> None:
    people = Person.objects.count()
    reader = register_person("A reader").id
    add_person(By(lead_of(review)), review, reader, "reader")
    for name in ("", " ", "A\nB", "x" * 201):
        refused(review, "team", "add", name, *as_lead(review))
    for name in ("", " ", "A\nB", "A\x1b[31mB", "\ud800", "x" * 201):
        refused(review, "review", "new", "A title", "--as", name)
    refused(review, "review", "new", " ", "--as", "Somebody new")
    refused(review, "team", "add", "Somebody new", "--review", str(review), "--as", "A reader")
    assert Person.objects.count() == people + 1


def test_a_second_verdict_and_a_verdict_on_nothing_are_refused(review: UUID) -> None:
    record = records(review)[0].id
    assert "already" in refused(review, "screening", "give", record, "include", *as_lead(review))
    assert refused(review, "screening", "give", record, "exclude", "--reason", "date", *as_lead(review))
    assert refused(review, "screening", "give", uuid4(), "include", *as_lead(review))


def test_no_command_writes_over_what_it_reads_or_what_people_fill_in(review: UUID, tmp_path: Path) -> None:
    ris = write(tmp_path / "a.ris", (INVENTED / "searches" / "register.ris").read_bytes())
    filled = write(tmp_path / "filled.csv", "filled in by hand")
    over: list[tuple[object, ...]] = [
        ("records", "convert", ris, ris),
        ("dedup", "find", ris, "--out", ris),
        ("dedup", "find", ris, "--out", tmp_path / "o.csv", "--review", tmp_path / "o.csv"),
        ("screening", "queue", "--out", filled, *as_lead(review)),
        ("appraisal", "template", filled, *as_lead(review)),
        ("extraction", "template", filled, *as_lead(review)),
    ]
    for words in over:
        assert "Choose another name" in refused(review, *words)
    assert filled.read_text() == "filled in by hand"
    assert ris.read_bytes() == (INVENTED / "searches" / "register.ris").read_bytes()


def test_places_that_cannot_be_written_to_are_named(review: UUID, tmp_path: Path) -> None:
    (folder := tmp_path / "folder").mkdir()
    ris, blocked = INVENTED / "searches" / "register.ris", write(folder / "file", "in the way")
    for place in (blocked / "x", folder / "none" / "x", folder / ("x" * 300), folder):
        for words in (
            ("review", "export", place, *as_lead(review)),
            ("reporting", "prisma", place.with_suffix(".svg"), *as_lead(review)),
            ("reporting", "prisma", place.with_suffix(".png"), *as_lead(review)),
            ("reporting", "prisma", place.with_suffix(".csv"), *as_lead(review)),
            ("screening", "queue", "--out", place, *as_lead(review)),
            ("appraisal", "template", place, *as_lead(review)),
            ("extraction", "template", place, *as_lead(review)),
            ("extraction", "export", place, *as_lead(review)),
            ("synthesis", "matrix", "--out", place, *as_lead(review)),
            ("records", "convert", ris, place, "--to", "ris"),
            ("dedup", "find", ris, "--out", place),
        ):
            if place != folder or "prisma" not in words:
                said = refused(review, *words)
                assert "x" * 200 in said or str(place.name) in said, (words, said)
    for place in (blocked, blocked / "x", folder / ("x" * 300)):
        assert refused(review, "reporting", "report", place, *as_lead(review))
    assert "holds other files" in refused(review, "demo", "--out", folder)
    assert refused(review, "demo", "--out", blocked / "x")
    assert [path.name for path in folder.iterdir()] == ["file"]
    (tmp_path / "report" / "report.docx").mkdir(parents=True)
    assert "report.docx cannot be written" in refused(
        review, "reporting", "report", tmp_path / "report", *as_lead(review)
    )
    assert replay.verify(review).sound


def test_an_export_that_fails_does_not_break_the_blind(database: str, tmp_path: Path) -> None:
    from synthema.screening.actions import give_verdict
    from tests.reporting.small_review import one_record_for_two

    review, people, record = one_record_for_two()
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include")
    words = ("review", "export", tmp_path / "none" / "x.zip", "--break-blind", "Asked for.")
    assert "cannot be written" in refused(review, *words, "--review", review, "--as", "Chloe")


def test_a_refused_import_leaves_no_draft_and_the_mended_file_is_taken(review: UUID, tmp_path: Path) -> None:
    file = write(tmp_path / "a.ris", b"%PDF-1.4")
    before = len(imports(review))
    refused(review, "records", "import", file, "--search", "register", *as_lead(review))
    write(file, "TY  - JOUR\nTI  - Mended\nPY  - 2020\nER  - \n")
    assert run("records", "import", file, "--search", "register", *as_lead(review)).code == 0
    assert len(imports(review)) == before + 1
