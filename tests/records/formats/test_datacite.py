import json
from typing import Any

from synthema.records import read
from tests.shared_data import shared_data

WORK: dict[str, Any] = {
    "doi": "10.1234/ABC",
    "url": "https://example.org/abc",
    "types": {"resourceTypeGeneral": "BookChapter"},
    "creators": [
        {"name": "Moran, Ana", "givenName": "Ana", "familyName": "Moran"},
        {"name": "Peer Group", "nameType": "Organizational"},
    ],
    "titles": [{"title": "Peers on wards"}, {"title": "An invented study", "titleType": "Subtitle"}],
    "publicationYear": 2024,
    "subjects": [{"subject": "peers"}, {"subject": "wards"}],
    "descriptions": [
        {"description": "Sent by post.", "descriptionType": "Other"},
        {"description": "We asked peers.", "descriptionType": "Abstract"},
    ],
    "relatedItems": [
        {"relationType": "Cites", "titles": [{"title": "Another"}]},
        {"relationType": "IsPublishedIn", "titles": [{"title": "A book"}], "publicationYear": "2022", "firstPage": "7"},
    ],
    "relatedIdentifiers": [{"relatedIdentifier": "978-0-367-85639-7", "relatedIdentifierType": "ISBN"}],
}


def test_it_reads_a_chapter_with_what_it_stands_in() -> None:
    reading = read(json.dumps(WORK).encode())
    assert (reading.account.format, reading.account.source) == ("datacite-json", "DataCite")
    assert reading.account.lossless
    (record,) = reading.records
    assert record.title == "Peers on wards: An invented study"
    assert record.authors == ("Moran, Ana", "Peer Group")
    assert (record.year, record.journal, record.pages, record.isbn) == (2022, "A book", "7", "9780367856397")
    assert (record.abstract, record.keywords, record.database) == ("We asked peers.", ("peers", "wards"), "DataCite")


def test_answers_of_the_api_wrap_the_work_in_attributes() -> None:
    one = {"id": "10.1234/abc", "type": "dois", "attributes": WORK, "relationships": {"client": {"data": {"id": "x"}}}}
    for content in ({"data": one}, {"data": [one], "meta": {"total": 1}}):
        reading = read(json.dumps(content).encode())
        assert reading.account.lossless
        assert reading.records[0].title == "Peers on wards: An invented study"
        assert ("relationships.client.data.id", "x") in reading.records[0].raw


def test_a_repository_is_no_journal() -> None:
    data = {"container": {"type": "DataRepository", "title": "A store"}, "relatedItems": []}
    assert read(json.dumps(WORK | data).encode()).records[0].journal == ""
    journal = {"container": {"type": "Journal", "title": "A journal"}}
    assert read(json.dumps(WORK | journal).encode()).records[0].journal == "A journal"


def test_values_of_an_unexpected_type_stop_nothing() -> None:
    odd = {"creators": [7, None], "container": "x", "relatedItems": 3, "descriptions": {"a": 1}, "titles": "Plain"}
    assert read(json.dumps(WORK | odd | {"publisher": None}).encode()).records[0].doi == "10.1234/abc"


def test_the_reference_files_agree_with_zotero() -> None:
    files = sorted(shared_data("formats/datacite").glob("*.json.zotero-expected.json"))
    assert len(files) == 10
    for path in files:
        (zotero,) = json.loads(path.read_text())
        (record,) = read(path.with_name(path.name.removesuffix(".zotero-expected.json"))).records
        assert record.title == " ".join(zotero["title"].split())
        assert str(record.year) in zotero["date"]
        assert record.doi == zotero.get("DOI", record.doi).lower()
        authors = [creator["lastName"] for creator in zotero["creators"] if creator["creatorType"] == "author"]
        assert [name.split(",")[0] for name in record.authors] == authors
        assert "".join(record.abstract.split()) == "".join(zotero.get("abstractNote", "").split())
