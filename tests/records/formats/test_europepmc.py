import json
from typing import Any

from synthema.records import read
from tests.shared_data import shared_data

CORE: dict[str, Any] = {
    "id": "31415926",
    "source": "MED",
    "pmid": "31415926",
    "doi": "10.1234/abc",
    "title": "Peers on wards.",
    "authorString": "Moran A, Peer Group.",
    "authorList": {
        "author": [
            {"fullName": "Moran A", "firstName": "Ana", "lastName": "Moran", "initials": "A"},
            {"collectiveName": "Peer Group"},
        ]
    },
    "journalInfo": {"volume": "3", "issue": "2", "journal": {"title": "Invented J", "issn": "1234-5679"}},
    "pubYear": "2021",
    "pageInfo": "11-20",
    "abstractText": "<h4>Aim</h4>We asked.<h4>Results</h4>They <i>answered</i>.",
    "keywordList": {"keyword": ["peers", "wards"]},
    "pubTypeList": {"pubType": ["Journal Article"]},
    "fullTextUrlList": {"fullTextUrl": [{"url": "https://doi.org/10.1234/abc"}]},
}
LITE: dict[str, Any] = {
    "id": "PPR1",
    "source": "PPR",
    "title": "Peers at home",
    "authorString": "Oster BS, Moran A.",
    "journalTitle": "Invented J",
    "journalVolume": "3",
    "pubYear": "2020",
    "inEPMC": "N",
}


def test_it_reads_core_and_lite_results() -> None:
    reading = read(json.dumps({"hitCount": 2, "resultList": {"result": [CORE, LITE]}}).encode())
    assert (reading.account.format, reading.account.source) == ("europepmc-json", "Europe PMC")
    assert reading.account.lossless
    core, lite = reading.records
    assert core.authors == ("Moran, Ana", "Peer Group")
    assert core.abstract == "Aim: We asked.\nResults: They answered."
    assert (core.year, core.journal, core.volume, core.pages) == (2021, "Invented J", "3", "11-20")
    assert (core.pmid, core.doi, core.issn, core.keywords) == (
        "31415926",
        "10.1234/abc",
        "1234-5679",
        ("peers", "wards"),
    )
    assert lite.authors == ("Oster, BS", "Moran, A")
    assert (lite.journal, lite.volume, lite.accession) == ("Invented J", "3", "PPR1")


def test_an_erratum_says_what_it_corrects() -> None:
    corrected = {"commentCorrectionList": {"commentCorrection": [{"type": "Erratum for", "reference": "J. 2020;1:2."}]}}
    (record,) = read(json.dumps([CORE | corrected]).encode()).records
    assert record.notes == ("Erratum for: J. 2020;1:2.",)


def test_it_reads_a_recorded_answer() -> None:
    reading = read(shared_data("cassettes/europe-pmc/search_core_excerpt.json"))
    assert reading.account.lossless
    first, second = reading.records[:2]
    assert first.authors == ("Schoenfeld, JD", "Haas-Kogan, DA", "O'Neill, AF")
    assert second.notes[0].startswith("Erratum for: Lancet. 2024 Sep 28")
