import json

import pytest

from synthema.records import read
from synthema.records.formats.openalex import in_order
from tests.shared_data import shared_data

WORK = {
    "id": "https://openalex.org/W123",
    "doi": "https://doi.org/10.1234/ABC",
    "title": "Peers on wards",
    "publication_year": 2021,
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/31415926"},
    "type": "article",
    "language": "en",
    "authorships": [
        {"author": {"display_name": "Ana Moran"}, "raw_author_name": "A. Moran"},
        {"author": {"display_name": None}, "raw_author_name": "Ben Oster"},
    ],
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1234/abc",
        "source": {"display_name": "Invented J", "issn_l": "1234-5679"},
    },
    "biblio": {"volume": "3", "issue": "2", "first_page": "11", "last_page": "20"},
    "keywords": [{"display_name": "peers"}, {"display_name": "wards"}],
    "abstract_inverted_index": {"We": [0, 4], "asked": [1], '"peers".': [2], "Then:": [3], "left.": [5]},
    "is_retracted": False,
}


def test_it_reads_a_page_of_works() -> None:
    reading = read(json.dumps({"meta": {"count": 1}, "results": [WORK], "group_by": []}).encode())
    assert (reading.account.format, reading.account.source) == ("openalex-json", "OpenAlex")
    assert reading.account.lossless
    (record,) = reading.records
    assert record.abstract == 'We asked "peers". Then: We left.'
    assert record.authors == ("Moran, Ana", "Oster, Ben")
    assert (record.year, record.journal, record.pages, record.issn) == (2021, "Invented J", "11-20", "1234-5679")
    assert (record.doi, record.pmid, record.accession) == ("10.1234/abc", "31415926", "W123")
    assert (record.keywords, record.database, record.notes) == (("peers", "wards"), "OpenAlex", ())


def test_the_words_of_an_abstract_are_kept_and_counted_with_their_places() -> None:
    reading = read(json.dumps([WORK]).encode())
    index = next(value for tag, value in reading.records[0].raw if tag == "abstract_inverted_index")
    assert index.split("\n")[:2] == ["We 0 4", "asked 1"]


def test_the_name_as_printed_counts_unless_it_is_shorter() -> None:
    printed = {"author": {"display_name": "Marc de Moran"}, "raw_author_name": "Matthieu Moran"}
    short = {"author": {"display_name": "Ana Moran"}, "raw_author_name": "A. B. Moran"}
    (record,) = read(json.dumps([WORK | {"authorships": [printed, short]}]).encode()).records
    assert record.authors == ("Moran, Matthieu", "Moran, Ana")


def test_a_retracted_work_says_so() -> None:
    (record,) = read(json.dumps([WORK | {"is_retracted": True}]).encode()).records
    assert record.notes == ("Retracted, as OpenAlex has it",)


@pytest.mark.parametrize(
    ("index", "text"),
    [
        (None, ""),
        ({}, ""),
        ({"b": [1], "a": [0, 2]}, "a b a"),
        ({"b": ["1"], "a": ["0"], "c": [None, {}, "x"]}, "a b"),
        ({"a": 0}, ""),
    ],
)
def test_an_index_is_put_back_in_order(index: object, text: str) -> None:
    assert in_order(index) == text


@pytest.mark.parametrize(
    "index",
    [{"a": ["x", 1]}, {"a": {"b": [0]}}, {"a": [[0]]}, {"}": [0], "{": [1], '"': [2]}, {"a": [True, None]}, {}, "x"],
)
def test_an_odd_index_loses_nothing(index: object) -> None:
    assert read(json.dumps([WORK | {"abstract_inverted_index": index}]).encode()).account.lossless


def test_the_reference_files_agree_with_zotero() -> None:
    folder = shared_data("formats/openalex")
    files = sorted(folder.glob("*.json.zotero-expected.json"))
    assert len(files) == 6
    for path in files:
        (zotero,) = json.loads(path.read_text())
        (record,) = read(path.with_name(path.name.removesuffix(".zotero-expected.json"))).records
        assert record.title == zotero["title"]
        assert str(record.year) in zotero["date"]
        assert record.doi == zotero.get("DOI", record.doi)
        assert record.pages == zotero.get("pages", record.pages)
