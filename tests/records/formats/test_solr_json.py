import json
from typing import Any

from synthema.records import read
from synthema.records.model import Record
from tests.shared_data import shared_data

ERIC = {
    "id": "EJ123",
    "title": "Peers in schools",
    "author": ["Moran, Ana", "Oster, Ben"],
    "description": "We asked pupils.",
    "subject": ["Peers", "Schools"],
    "publicationtype": ["Journal Articles"],
    "publicationdateyear": 2021,
    "issn": ["EISSN-2618-6586"],
    "source": "Invented J",
}
PLOS = {
    "id": "10.1371/journal.pone.1",
    "title_display": "Peers on wards",
    "author_display": ["Ana Moran"],
    "journal": "PLoS ONE",
    "publication_date": "2011-07-19T00:00:00Z",
    "abstract": ["\n  We asked.\n  "],
    "article_type": "Research Article",
    "eissn": "1932-6203",
}


def one(document: dict[str, Any]) -> Record:
    reading = read(json.dumps({"response": {"numFound": 1, "docs": [document]}}).encode())
    assert reading.account.format == "solr-json"
    assert reading.account.lossless
    assert reading.account.source == reading.records[0].database
    return reading.records[0]


def test_it_reads_eric() -> None:
    record = one(ERIC)
    assert (record.title, record.authors) == ("Peers in schools", ("Moran, Ana", "Oster, Ben"))
    assert (record.year, record.journal, record.issn) == (2021, "Invented J", "2618-6586")
    assert (record.abstract, record.keywords) == ("We asked pupils.", ("Peers", "Schools"))
    assert (record.accession, record.database) == ("EJ123", "ERIC")


def test_it_reads_plos() -> None:
    record = one(PLOS)
    assert (record.title, record.authors, record.abstract) == ("Peers on wards", ("Moran, Ana",), "We asked.")
    assert (record.year, record.doi, record.accession) == (2011, "10.1371/journal.pone.1", "")
    assert (record.database, record.kind) == ("PLOS", "Research Article")


def test_it_reads_recorded_answers() -> None:
    folder = shared_data("formats")
    (eric,) = read(folder / "eric" / "colrev_eric_blockchain.json").records
    (plos,) = read(folder / "plos" / "colrev_plos_0022081.json").records
    assert (eric.accession, eric.year) == ("EJ1286736", 2021)
    assert (plos.doi, len(plos.authors)) == ("10.1371/journal.pone.0022081", 10)
