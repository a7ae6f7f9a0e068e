import json
from typing import Any

import pytest

from synthema.records import read
from tests.shared_data import shared_data

ENTRY: dict[str, Any] = {
    "itemType": "bookSection",
    "title": "Peers on wards",
    "creators": [
        {"creatorType": "author", "firstName": "Ana", "lastName": "Moran"},
        {"creatorType": "editor", "firstName": "Ed", "lastName": "Itor"},
        {"creatorType": "author", "name": "Peer Group"},
    ],
    "bookTitle": "A book",
    "date": "May 2021",
    "DOI": "10.1234/ABC",
    "abstractNote": "We asked.",
    "tags": [{"tag": "peers"}],
}


@pytest.mark.parametrize("content", [[ENTRY], [{"key": "K", "version": 3, "data": ENTRY}], {"items": [ENTRY]}])
def test_it_reads_items_plain_and_as_the_api_wraps_them(content: Any) -> None:
    reading = read(json.dumps(content).encode())
    assert (reading.account.format, reading.account.source) == ("zotero-json", "Zotero")
    assert reading.account.lossless
    (record,) = reading.records
    assert record.authors == ("Moran, Ana", "Peer Group")
    assert (record.year, record.journal, record.doi, record.keywords) == (2021, "A book", "10.1234/abc", ("peers",))
    assert (record.abstract, record.kind) == ("We asked.", "bookSection")


def test_a_volume_without_authors_has_its_editors() -> None:
    (record,) = read(json.dumps([ENTRY | {"creators": ENTRY["creators"][1:2]}]).encode()).records
    assert record.authors == ("Itor, Ed",)


def test_it_reads_what_zotero_expects_of_its_own_tests() -> None:
    files = sorted(shared_data("formats").rglob("*.zotero-expected.json"))
    assert len(files) > 80
    for path in files:
        reading = read(path)
        assert reading.account.format == "zotero-json"
        assert reading.account.lossless
        assert reading.account.balances
        assert len(reading.records) == len(json.loads(path.read_text()))
