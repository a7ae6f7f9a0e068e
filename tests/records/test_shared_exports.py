"""Every export of the reference data that is in a format we read: nothing is lost, and fields agree with Zotero's."""

import csv
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from synthema.records import Unreadable, read, write
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


@pytest.mark.parametrize("format", ["ris", "csl-json"])
def test_every_record_of_every_export_is_the_same_when_written_and_read_again(format: str) -> None:
    compared = 0
    for name in exports():
        records = read(shared_data("formats") / name).records
        if not records:
            continue
        back = read(write(records, format).encode(), format=format).records
        assert len(back) == len(records)
        for before, after in zip(records, back, strict=True):
            compared += 1
            untold = format == "ris" and not before.kind  # RIS has a code for "generic", and none for "not told"
            kind = "GEN" if untold else before.kind
            assert replace(after, raw=(), line=0) == replace(before, raw=(), line=0, kind=kind), name
    assert compared >= 7000


def test_what_is_refused_in_real_files_is_a_short_list_with_reasons() -> None:
    refused = {
        Path(name).name: len(found)
        for name in exports()
        if (found := read(shared_data("formats") / name).account.refused)
    }
    assert refused == {
        "asreview_baseline_reference_types.ris": 61,  # a type code each and nothing of a work
        "asreview_duplicate_records.csv": 4,  # keywords and a DOI that is none
        "citesource_RM.ris": 2,  # "No Title", abstract "NA"
        "srdedupe_mini_scopus.bib": 2,  # @set names other entries and is no work
    }


def test_the_works_of_the_demonstration_survive_every_writer() -> None:
    from synthema.records import WRITERS

    records = read(shared_data("peer-support/records.csv")).records
    assert len(records) == 111
    for format in WRITERS:
        back = read(write(records, format).encode()).records
        for before, after in zip(records, back, strict=True):
            assert (before.title, before.authors, before.year) == (after.title, after.authors, after.year)
            assert (before.doi, before.pages, before.journal) == (after.doi, after.pages, after.journal)
