import json

import pytest

from synthema.records import Unreadable, read

WORK = {
    "id": "a",
    "type": "article-journal",
    "title": "Peers on wards",
    "container-title": "Invented J",
    "author": [{"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"}, {"literal": "Peer Group"}],
    "issued": {"date-parts": [["2013", 1, 1]]},
    "DOI": "10.1234/X",
    "PMID": "123",
    "page": "1-9",
    "keyword": "peers, hope",
}


def test_it_reads_a_work() -> None:
    reading = read(json.dumps([WORK]).encode())
    (record,) = reading.records
    assert record.title == "Peers on wards"
    assert record.authors == ("van Beethoven, L.", "Peer Group")
    assert (record.year, record.doi, record.pmid, record.pages) == (2013, "10.1234/x", "123", "1-9")
    assert record.keywords == ("peers", "hope")
    assert record.kind == "article-journal"
    assert (reading.account.format, reading.account.markers) == ("csl-json", 1)


def test_works_under_items_and_a_single_work_are_read() -> None:
    assert len(read(json.dumps({"items": [WORK, WORK]}).encode()).records) == 2
    assert len(read(json.dumps(WORK).encode()).records) == 1


def test_what_is_no_work_is_refused_by_number() -> None:
    reading = read(json.dumps([WORK, 7, {"type": "book"}]).encode())
    assert reading.account.balances
    assert reading.account.refused[0].reason == "entry 2 is not an object"
    assert len(reading.account.refused) == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"author": "x"},
        {"author": [7, None]},
        {"issued": []},
        {"issued": {"date-parts": [[]]}},
        {"DOI": 7},
        {"keyword": ["a"]},
        {"custom": 1},
        {"note": {"a": 1}},
    ],
)
def test_values_of_an_unexpected_type_stop_nothing(odd: dict[str, object]) -> None:
    assert read(json.dumps([WORK | odd]).encode()).records[0].title == "Peers on wards"


def test_a_lone_surrogate_is_replaced() -> None:
    record = read(b'[{"type": "book", "title": "a\\ud800b"}]').records[0]
    assert record.title == "a\ufffdb"
    "".join(value for _, value in record.raw).encode()


@pytest.mark.parametrize("text", ['{"a": 1}', "[" * 100_000, '[{"display_name": "x", "type": "article"}]'])
def test_other_and_broken_json_is_refused_with_advice(text: str) -> None:
    with pytest.raises(Unreadable, match="JSON"):
        read(text.encode(), name="x.json")
