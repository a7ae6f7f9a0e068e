"""Text that means something to a browser, a spreadsheet, a word processor, a terminal or a database stays text."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from docx import Document
from lxml import etree

from synthema.audit import replay
from synthema.audit.model import By
from synthema.records.tables import records
from synthema.reporting.package import export_review, import_review
from synthema.reporting.writing import write_report
from synthema.team.tables import Person
from synthema.web.worked import work
from tests.hostile.commands import as_lead, refused, run, write
from tests.worked import EXAMPLES, SEED, lead_of

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
CHANGES = {  # what stands in the files of the invented review, and what comes in its place
    "The passenger seat: how volunteer drivers": f"=HYPERLINK(A1) {SCRIPT} how volunteer drivers",
    "Waiting rooms and lay-bys:": "@SUM(A1) \u202e\u2028 ]]> <!-- &lt; lay-bys:",
    "Amber 2018": "=Amber 2018<script>",
    "Talk side by side": f"+1+1 {SCRIPT}",
    "Somebody to turn to": "-1 \\u0007\\u001b[31m\\ufffe turn to",
    "First reader (invented)": "First <b onmouseover=alert(1)>reader</b>",
    "Register of Invented Studies": f"=1+1 {SCRIPT}",
    "Publication type": f"=Type {SCRIPT}",
    "Drivers speak throughout.": f"=cmd|'/C calc'!A0 {SCRIPT}",
    "Looking ahead together lets passengers": f"=Looking {SCRIPT} ahead lets passengers",
    "A test review": f"javascript:alert(1) {SCRIPT}",
    "Country": f"=Country {SCRIPT}",
}


@pytest.fixture
def hostile(database: str, tmp_path: Path) -> UUID:
    """The invented review with text of that kind in every file."""
    folder = tmp_path / "files"
    shutil.copytree(EXAMPLES / "invented", folder)
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in (".csv", ".toml", ".ris"):
            text = path.read_text(encoding="utf-8")
            for plain, odd in CHANGES.items():
                text = text.replace(plain, odd)
            path.write_text(text, encoding="utf-8")
    return work(folder, uuid5(SEED, "hostile"), lambda _stage, _what: None)


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_report_runs_nothing_and_loads_nothing(hostile: UUID, tmp_path: Path) -> None:
    write_report(By(lead_of(hostile)), hostile, tmp_path / "report")
    page = Page((tmp_path / "report" / "report.html").read_text(encoding="utf-8"))
    assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
    policy = [v for tag, name, v in page.attributes if tag == "meta" and name == "content" and "default-src" in v]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name, value)
        if name in ("href", "src", "xlink:href", "action"):
            assert value.startswith("#"), (tag, name, value)
    shown = " ".join(page.words)
    for odd in ("=HYPERLINK(A1) " + SCRIPT, "+1+1 " + SCRIPT, "\\u0007\\u001b[31m", "<b onmouseover=alert(1)>"):
        assert odd in shown  # nothing is lost either
    for drawing in ("flow.svg",):
        root = etree.fromstring((tmp_path / "report" / drawing).read_bytes())
        assert not root.findall(".//{*}script")
    assert (tmp_path / "report" / "flow.png").read_bytes().startswith(b"\x89PNG")


def cells(name: str, text: str) -> Iterator[tuple[str, str]]:
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from ((name, cell) for cell in row)


def test_no_table_holds_a_formula(hostile: UUID, tmp_path: Path) -> None:
    lead, whose = By(lead_of(hostile)), ("--review", hostile, "--as", str(lead_of(hostile)))
    write_report(lead, hostile, tmp_path / "report")
    export_review(lead, hostile, tmp_path / "package.zip")
    tables = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "report" / "tables").iterdir()}
    with zipfile.ZipFile(tmp_path / "package.zip") as opened:
        tables |= {name: opened.read(name).decode() for name in opened.namelist() if name.endswith(".csv")}
    ris = tmp_path / "files" / "searches" / "register.ris"
    for words, name in (
        (("reporting", "prisma", tmp_path / "flow.csv", *whose), "flow.csv"),
        (("synthesis", "matrix", "--out", tmp_path / "matrix.csv", *whose), "matrix.csv"),
        (("extraction", "export", tmp_path / "extraction.csv", *whose), "extraction.csv"),
        (("extraction", "template", tmp_path / "template.csv", *whose), "template.csv"),
        (("appraisal", "template", tmp_path / "casp.csv", *whose), "casp.csv"),
        (("records", "convert", ris, tmp_path / "records.csv"), "records.csv"),
        (
            ("dedup", "find", ris, "--out", tmp_path / "groups.csv", "--review", tmp_path / "pairs.csv"),
            "groups.csv",
        ),
    ):
        assert run(*words).code == 0, words
        tables[f"cli {name}"] = (tmp_path / name).read_text(encoding="utf-8-sig")
    found = [cell for name, text in tables.items() for cell in cells(name, text)]
    assert any(cell.startswith("'=HYPERLINK") for _, cell in found)
    assert any(cell.startswith("'+1+1") for _, cell in found)
    for name, cell in found:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or re.fullmatch(r"-?\d+(\.\d+)?", cell), (
            name,
            cell,
        )


def test_the_word_report_holds_no_field_of_theirs_and_opens(hostile: UUID, tmp_path: Path) -> None:
    write_report(By(lead_of(hostile)), hostile, tmp_path / "report")
    with zipfile.ZipFile(tmp_path / "report" / "report.docx") as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    assert not [name for name in parts if "vba" in name.lower() or "embed" in name.lower() or "activex" in name.lower()]
    instructions = set()
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(part)
            instructions |= {(one.text or "").split()[0] for one in root.findall(".//{*}instrText")}
            assert not [one for one in root.iter() if one.get("TargetMode") == "External"], name
            assert not root.findall(".//{*}altChunk"), name
    assert instructions <= {"PAGE", "NUMPAGES", "SEQ", "REF", "TOC", "PAGEREF"}
    document = Document(str(tmp_path / "report" / "report.docx"))
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert "+1+1 " + SCRIPT in text


def test_the_trail_holds_and_a_package_brings_it_elsewhere(hostile: UUID, tmp_path: Path) -> None:
    assert replay.verify(hostile).sound
    before = replay.digests(hostile)
    replay.rebuild(hostile)
    assert replay.digests(hostile) == before
    assert Person.objects.filter(name=CHANGES["First reader (invented)"]).exists()


# ----- control characters and lone surrogates wherever a person can write


ODD = "a\x00b\x07c\x1b[31md\x0be\x7ff\ud800g\udfffh\uffffi\ufdd0j\u202ek\u0085l\u2028m\U000e0001n"
SAID = (
    "protocol set PROTOCOL --explanation ODD",
    "records withdraw IMPORT --reason ODD",
    "search withdraw other --reason ODD",
    "synthesis rename waiting --name ODD --definition ODD",
    "synthesis place Amber:1 backing --explanation ODD --polarity contradicts",
    "synthesis withdraw Amber:1 --from backing --reason ODD",
    "synthesis method framework --variant ODD --source ODD --rationale ODD",
    "appraisal reopen Amber --reason ODD",
    "extraction reopen Amber --reason ODD",
    "studies rename Amber ODD",
)
ASKED = (
    "studies remove ODD --reason ODD",
    "team add ODD --role reader",
    "review withdraw 9999 --reason ODD",
    "review export nowhere --break-blind ODD",
    "reporting report nowhere --as-of ODD",
    "synthesis list --theme ODD",
    "synthesis place ODD ODD",
    "screening resolve CONFLICTS --arbiter ODD",
)


def test_odd_characters_are_kept_as_readable_escapes_on_both_databases(review: UUID, tmp_path: Path) -> None:
    ris = write(tmp_path / "other.ris", "TY  - JOUR\nTI  - Another record\nPY  - 2020\nER  - \n")
    searches = write(tmp_path / "s.toml", "[[search]]\nkey = 'other'\nsource = 'a\\u0001b\\u001bc'\n")
    protocol = (
        (EXAMPLES / "invented" / "protocol.toml").read_text().replace("rural areas", "rural \\u0001\\u001b areas")
    )
    meant = {"PROTOCOL": write(tmp_path / "p.toml", protocol), "ODD": ODD, "nowhere": tmp_path / "none" / "x"}
    conflicts = EXAMPLES / "invented" / "screening" / "full-text-conflicts.csv"
    meant |= {"Amber": "Amber 2018", "Amber:1": "Amber 2018:1", "CONFLICTS": conflicts}
    assert run("search", "log", searches, *as_lead(review)).code == 0
    assert run("records", "import", ris, "--search", "other", *as_lead(review)).code == 0
    listed = run("records", "list", "--imports", *as_lead(review)).out
    meant["IMPORT"] = re.findall(r"^(\S+)\s+other\b", listed, re.MULTILINE)[0]
    for command in (*SAID, *ASKED):
        ended = run(*(meant.get(word, word) for word in command.split()), *as_lead(review))
        assert ended.code == (0 if command in SAID else 2), (command, ended)
        assert not set("\x00\x07\x1b\x0b") & set(ended.out + ended.err), (command, ended)
    assert replay.verify(review).sound
    before = replay.digests(review)
    replay.rebuild(review)
    assert replay.digests(review) == before
    write_report(By(lead_of(review)), review, tmp_path / "report")
    for command in ("review show --last 100", "search list", "synthesis show", "synthesis list", "studies list"):
        shown = run(*command.split(), *as_lead(review))
        assert shown.code == 0, command
        assert not set("\x00\x07\x1b\x0b") & set(shown.out), command


def test_odd_characters_in_every_kind_of_export_are_imported(review: UUID, tmp_path: Path) -> None:
    """Records are cleaned of what no letter is; what was cleaned away is nothing that anybody could read."""
    odd = ODD.encode("utf-8", "surrogatepass")
    entry = {"type": "book", "title": f"JSON {ODD}", "author": [{"family": ODD}], "note": ODD}
    xml = "<xml><records><record><titles><title>XML a&#7;b\x01c&#xD800;</title></titles></record></records></xml>"
    files = {
        "a.ris": b"TY  - JOUR\nTI  - RIS " + odd + b"\nAU  - " + odd + b"\nAB  - " + odd + b"\nN1  - x\nER  - \n",
        "a.nbib": b"PMID- 1\nTI  - NBIB " + odd + b"\nAU  - X Y\nMH  - " + odd + b"\n",
        "a.bib": b"@article{" + odd + b", title={BIB " + odd + b"}, author={" + odd + b"}, note={" + odd + b"}}\n",
        "a.csv": b"title,authors,abstract\nCSV " + odd.replace(b"\xe2\x80\xa8", b"") + b",x," + odd + b"\n",
        "a.json": json.dumps([entry]).encode(),
        "a.xml": xml.encode(),
    }
    for name, content in files.items():
        ended = run("records", "import", write(tmp_path / name, content), "--search", "register", *as_lead(review))
        assert ended.code in (0, 2), (name, ended)
        assert "found = " in ended.out or ended.err.startswith("Not done: "), (name, ended)
    titles = [row.title for row in records(review)]
    assert sum(title.startswith(("RIS", "NBIB", "BIB", "CSV", "JSON")) for title in titles) == 5, titles
    for row in records(review):
        for text in (row.title, row.abstract, row.authors, row.notes):
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", text), row.title
    assert run("dedup", "run", *as_lead(review)).code == 0
    assert run("records", "list", *as_lead(review)).code == 0
    assert replay.verify(review).sound


# ----- people who were erased


def test_a_review_whose_people_were_erased_is_still_shown_reported_and_exported(review: UUID, tmp_path: Path) -> None:
    lead = lead_of(review)
    Person.objects.exclude(pk=lead).delete()
    whose = ("--review", review, "--as", "First reader (invented)")
    for command in (
        "review show", "team list", "screening conflicts", "screening resolutions", "screening status",
        "appraisal show", "appraisal show Amber", "extraction show Amber", "dedup decisions", "synthesis show",
        "review verify",
    ):  # fmt: skip
        words = ["Amber 2018" if word == "Amber" else word for word in command.split()]
        ended = run(*words, *whose)
        assert ended.code == 0, (command, ended)
    Person.objects.all().delete()
    write_report(By(lead), review, tmp_path / "report")
    assert "(name erased)" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    export_review(By(lead), review, tmp_path / "package.zip")
    export_review(By(lead), review, tmp_path / "public.zip", publishable=True)
    assert run("review", "import", tmp_path / "package.zip").code == 2  # nobody here leads the review any more
    assert import_review(tmp_path / "package.zip", lead) == (review, 0)
    assert not Person.objects.exists()
    assert "Nobody is known here yet" in refused(review, "review", "show")
