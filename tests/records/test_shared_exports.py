"""Every export of the reference data that is in a format we read: nothing is lost, and fields agree with Zotero's."""

import csv
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from synthema.records import Reading, Unreadable, read
from tests.shared_data import ROOT, shared_data

FORMATS = ROOT / "formats"
SUFFIXES = {
    ".ris",
    ".nbib",
    ".bib",
    ".csv",
    ".tsv",
    ".xml",
    ".txt",
    ".json",
    ".ciw",
    ".isi",
    ".enw",
    ".ref",
    ".net",
    ".rdf",
    ".ctv6bak",
}
NOT_READ = re.compile(
    r"customizations_log|SOURCES|TRUTH|"
    r"inspec/"
)
STARTS = {
    "ris": re.compile(r"(?:^|^ER  - )[ \ufeff]*TY {1,3}-", re.MULTILINE),
    "bibtex": re.compile(r"^[ \ufeff]*@\s*(?!comment|string|preamble)[a-z]+\s*[{(]", re.MULTILINE | re.IGNORECASE),
    "endnote-xml": re.compile(r"<record>"),
    "refworks": re.compile(r"^RT [A-Z]", re.MULTILINE),
    "wos": re.compile(r"^PT [A-Z]", re.MULTILINE),
    "ovid": re.compile(r"^<[0-9]+\.? ?>", re.MULTILINE),
    "pubmed-xml": re.compile(r"<Pubmed(?:Book)?Article>"),
    "crossref-xml": re.compile(r"<doi_record "),
    "mods": re.compile(r"<mods "),
    "marcxml": re.compile(r'<(?:marc:)?datafield tag="245"'),
    "primo-xml": re.compile(r"<control>"),
    "msbib": re.compile(r"<b:SourceType>"),
    "zotero-rdf": re.compile(r"<bibo:AcademicArticle "),
    "citavi": re.compile(r"<Reference id="),
    "noteexpress": re.compile(r"^\{Reference Type\}:", re.MULTILINE),
}
WITHOUT_TYPE_LINE = {"jabref_RisImporterCorrupted.ris"}


def exports() -> list[str]:
    """The files that should be readable, by name within the folder."""
    names = sorted(str(path.relative_to(FORMATS)) for path in FORMATS.rglob("*") if path.suffix in SUFFIXES)
    return [name for name in names if not NOT_READ.search(name) and "expected" not in name] or ["absent"]


def decoded(path: Path) -> str:
    content = path.read_bytes()
    if content[:2] == b"PK" and path.suffix == ".ctv6bak":
        with zipfile.ZipFile(path) as archive:
            content = archive.read(archive.namelist()[0])
    if content[:2] == b"\xff\xfe":
        return content.decode("utf-16")
    text = content.decode("utf-8", "replace")
    return re.sub(r"\r\n?", "\n", text).removeprefix("\ufeff")


def works(content: object) -> int:
    """The works of an answer of a service, counted without our reader."""
    if isinstance(content, list):
        return len(content)
    assert isinstance(content, dict)
    for path in (["response", "docs"], ["message", "items"]):
        inner = content.get(path[0])
        if isinstance(inner, dict) and path[1] in inner:
            return len(inner[path[1]])
    return 1


def starts(path: Path, format: str) -> int:
    """Record starts counted without our reader."""
    text = decoded(path)
    if format == "nbib":
        return len(re.findall(r"^PMID ?-", text, re.MULTILINE)) or len(re.findall(r"^OWN ", text, re.MULTILINE))
    if format == "endnote-tagged":  # a type or a title each; some records have one of them only
        return max(len(re.findall(r"(?:^%0.*\n)+", text, re.MULTILINE)), len(re.findall(r"^%T", text, re.MULTILINE)))
    if format.endswith("json"):
        return works(json.loads(text))
    if format == "csv":
        first = text.split("\n", 1)[0]
        rows = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count))
        return sum(any(cell.strip() for cell in row) for row in rows) - 1
    return len(STARTS[format].findall(text))


@pytest.mark.parametrize("name", exports())
def test_every_export_is_read_whole(name: str) -> None:
    path = shared_data("formats") / name
    reading = read(path)
    assert reading.account.balances
    assert reading.account.lossless
    assert reading.account.markers == starts(path, reading.account.format) + (path.name in WITHOUT_TYPE_LINE)


def test_files_of_other_formats_are_refused_with_a_sentence() -> None:
    folder = shared_data("formats")
    files = [path for path in folder.rglob("*") if path.is_file() and "expected" not in path.name]
    others = [path for path in files if NOT_READ.search(str(path.relative_to(folder)))]
    assert len(others) > 2
    for path in others:
        with pytest.raises(Unreadable) as refused:
            read(path)
        assert str(refused.value).startswith(path.name)


def truth() -> list[tuple[str, int]]:
    path = FORMATS / "nasty-derived" / "TRUTH.tsv"
    if not path.exists():
        return [("absent", 0)]
    with path.open(encoding="utf-8") as file:
        return [(row["file"], int(row["expected_records"])) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("name", "expected"), truth())
def test_derived_defects_give_the_expected_number_of_records(name: str, expected: int) -> None:
    assert read(shared_data(f"formats/nasty-derived/{name}")).account.stored == expected


def key(title: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub(r"<[^>]+>", "", title)).casefold()
    return re.sub(r"[\W_]+", "", plain)


def pairs() -> Iterator[tuple[Reading, list[dict[str, str]]]]:
    for expected in sorted(shared_data("formats").rglob("*.zotero-expected.json")):
        export = expected.with_name(expected.name.removesuffix(".zotero-expected.json"))
        if not NOT_READ.search(str(export.relative_to(FORMATS))) and export.suffix != ".enw":
            yield read(export), json.loads(expected.read_text())


def test_title_year_and_doi_agree_with_zotero() -> None:
    agreed: Counter[str] = Counter()
    for reading, expected in pairs():
        assert len(reading.records) == len(expected)
        for record, zotero in zip(reading.records, expected, strict=True):
            title = next(
                (zotero[name] for name in ("title", "caseName", "nameOfAct", "subject") if zotero.get(name)), ""
            )
            date = next((zotero[name] for name in zotero if name == "issueDate" or name.startswith("date")), "")
            year = re.search(r"(?:1[4-9]|20)\d\d", date)
            agreed["all"] += 1
            agreed["title"] += key(record.title) == key(title)
            agreed["year"] += str(record.year or "") == (year[0] if year else "")
            agreed["doi"] += not zotero.get("DOI") or record.doi == zotero["DOI"].lower()
    shares = {name: 100 * agreed[name] / agreed["all"] for name in ("title", "year", "doi")}
    print(f"agreement with Zotero on {agreed['all']} records: {shares}")
    assert agreed["all"] >= 80
    assert shares["title"] >= 98
    assert shares["year"] >= 98
    assert shares["doi"] == 100


def test_the_works_of_the_demonstration_survive_every_writer() -> None:
    from synthema.records import WRITERS, write

    records = read(shared_data("peer-support/records.csv")).records
    assert len(records) == 111
    for format in WRITERS:
        back = read(write(records, format).encode()).records
        for before, after in zip(records, back, strict=True):
            assert (before.title, before.authors, before.year) == (after.title, after.authors, after.year)
            assert (before.doi, before.pages, before.journal) == (after.doi, after.pages, after.journal)
