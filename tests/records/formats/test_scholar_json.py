import json

from synthema.records import read
from tests.shared_data import shared_data

WORK = {
    "uid": "GS:12",
    "title": "Peers on wards",
    "authors": ["AB Moran", "Oster", "..."],
    "source": "Invented J",
    "article_url": "https://doi.org/10.1234/abc",
    "cites_url": "https://scholar.google.com/scholar?cites=12",
    "abstract": "… we asked …",
    "rank": 1,
    "year": 2021,
    "volume": 0,
    "issue": 2,
    "startpage": 0,
    "endpage": 0,
    "ecc": 9,
}


def test_it_reads_a_search_of_publish_or_perish() -> None:
    reading = read(("\ufeff" + json.dumps([WORK])).encode())
    assert (reading.account.format, reading.account.source) == ("scholar-json", "Google Scholar")
    assert reading.account.lossless
    (record,) = reading.records
    assert record.authors == ("Moran, AB", "Oster")
    assert (record.year, record.volume, record.issue, record.pages) == (2021, "", "2", "")
    assert (record.doi, record.accession, record.database) == ("10.1234/abc", "GS:12", "Google Scholar")


def test_a_year_of_zero_is_no_year() -> None:
    assert read(json.dumps([WORK | {"year": 0}]).encode()).records[0].year is None


def test_it_reads_a_real_file() -> None:
    reading = read(shared_data("formats/google-scholar/colrev_google_scholar.json"))
    assert len(reading.records) == 7
    assert reading.records[0].authors == ("Guo, W", "Straub, D", "Zhang, P", "Cai, Z")
