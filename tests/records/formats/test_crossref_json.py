import json

import pytest

from synthema.records import read
from synthema.records.formats import crossref_json
from synthema.records.formats.json_works import found
from tests.shared_data import shared_data

WORK = {
    "DOI": "10.1234/ABC",
    "type": "journal-article",
    "title": ["Peers on wards"],
    "subtitle": ["An invented study"],
    "author": [
        {"given": "Ana", "family": "Moran", "sequence": "first", "affiliation": [{"name": "A hospital"}]},
        {"name": "Peer Group", "sequence": "additional"},
    ],
    "container-title": ["Invented J"],
    "issued": {"date-parts": [[2021, 10, 8]]},
    "volume": "3",
    "issue": "2",
    "page": "11-20",
    "ISSN": ["1234-5679"],
    "abstract": "<jats:p>We asked <jats:italic>peers</jats:italic>.</jats:p>",
    "URL": "http://dx.doi.org/10.1234/abc",
    "source": "Crossref",
    "member": "1",
    "prefix": "10.1234",
    "indexed": {"timestamp": 1},
}


def test_it_reads_a_work_and_a_list_of_works() -> None:
    for content in ({"status": "ok", "message": WORK}, {"message": {"items": [WORK]}}, [WORK]):
        reading = read(json.dumps(content).encode())
        assert (reading.account.format, reading.account.source) == ("crossref-json", "Crossref")
        assert reading.account.lossless
        (record,) = reading.records
        assert record.title == "Peers on wards: An invented study"
        assert record.authors == ("Moran, Ana", "Peer Group")
        assert (record.year, record.journal, record.pages, record.doi) == (2021, "Invented J", "11-20", "10.1234/abc")
        assert (record.abstract, record.issn, record.kind) == ("We asked peers.", "1234-5679", "journal-article")


def test_a_retraction_is_a_note() -> None:
    update = [{"type": "retraction", "label": "Retraction", "DOI": "10.1234/xyz"}]
    assert crossref_json.record(found(WORK | {"update-to": update})).notes == ("Retraction: 10.1234/xyz",)


def test_numbers_of_other_readers_of_json_are_as_good() -> None:
    record = crossref_json.record(found(json.loads(json.dumps(WORK | {"volume": 3}))))
    assert (record.year, record.volume) == (2021, "3")


def test_values_of_an_unexpected_type_stop_nothing() -> None:
    odd: dict[str, object] = {
        "title": "Plain",
        "subtitle": {},
        "author": "x",
        "update-to": [7],
        "issued": [],
        "page": None,
    }
    assert crossref_json.record(found(WORK | odd)).title == "Plain"


def test_it_reads_a_recorded_answer() -> None:
    path = shared_data("formats/crossref") / "colrev_10.1177_02683962211048201.json"
    (record,) = read(path).records
    assert record.title == "Artificial intelligence and the conduct of literature reviews"
    assert record.abstract.startswith("Artificial intelligence (AI) is beginning to transform")


PLAIN = {name: value for name, value in WORK.items() if name not in ("member", "prefix", "indexed")}


@pytest.mark.parametrize(
    "content",
    [
        {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [PLAIN]}},
        {"message-type": "work", "message": PLAIN},
        [PLAIN],
        {"message": {"items": [{"DOI": "10.1234/abc", "title": ["Peers on wards: An invented study"]}]}},
        {"message": {"items": [{"title": ["Peers on wards: An invented study"]}]}},
        [{"DOI": "10.1234/abc", "container-title": ["Invented J"], "title": "Peers on wards: An invented study"}],
    ],
)
def test_works_without_crossrefs_own_keys_are_known_by_their_wrapper_or_their_lists(content: object) -> None:
    reading = read(json.dumps(content).encode())
    assert (reading.account.format, reading.account.lossless, reading.account.balances) == ("crossref-json", True, True)
    assert [record.title for record in reading.records] == ["Peers on wards: An invented study"]


def test_csl_with_a_doi_stays_csl() -> None:
    work = {"DOI": "10.1234/abc", "type": "article-journal", "title": "Peers", "container-title": "Invented J"}
    assert read(json.dumps([work]).encode()).account.format == "csl-json"
