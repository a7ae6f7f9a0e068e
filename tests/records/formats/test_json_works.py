"""Works in JSON: which list holds them, nothing lost of what stands there, and damage that stays where it is."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.records import Unreadable, iter_read, read
from synthema.records.formats.json_stream import Stream, Value, entries
from synthema.records.formats.json_works import characters, leaves
from synthema.records.model import Reading
from synthema.records.tally import visible_in

WORK = {"type": "book", "title": "Peers on wards", "author": [{"family": "Moran", "given": "Ana"}]}
OTHER = {"type": "book", "title": "Peers at home"}


def balanced(content: str | bytes) -> Reading:
    reading = read(content.encode() if isinstance(content, str) else content, name="x.json")
    assert reading.account.balances
    assert reading.account.lossless
    return reading


def titles(content: str) -> list[str]:
    return [record.title for record in balanced(content).records]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([WORK, OTHER]),
        json.dumps({"items": [WORK, OTHER]}),
        json.dumps({"meta": {"count": 2, "items": [1]}, "results": [WORK, OTHER], "facets": {}}),
        json.dumps({"data": [WORK, OTHER]}),
        json.dumps({"status": "ok", "message": {"total-results": 2, "items": [WORK, OTHER], "query": {}}}),
        json.dumps({"resultList": {"result": [WORK, OTHER]}}),
        json.dumps({"response": {"numFound": 2, "docs": [WORK, OTHER]}}),
        json.dumps(WORK) + "\n" + json.dumps(OTHER) + "\n",
        json.dumps([WORK]) + "\n" + json.dumps([OTHER]),
        json.dumps({"items": [WORK]}) + "\n" + json.dumps({"next": None, "items": [OTHER]}),
        "\ufeff \n" + json.dumps([WORK, OTHER], indent=1),
    ],
)
def test_the_works_are_found_wherever_a_service_puts_them(content: str) -> None:
    reading = balanced(content)
    assert [record.title for record in reading.records] == ["Peers on wards", "Peers at home"]
    assert reading.account.repairs == ()


@pytest.mark.parametrize("content", [json.dumps({"message": WORK}), json.dumps({"data": WORK}), json.dumps(WORK)])
def test_a_single_work_is_one_record(content: str) -> None:
    assert titles(content) == ["Peers on wards"]


def test_the_line_of_a_work_is_where_it_starts() -> None:
    text = "[\n" + json.dumps(WORK, indent=1) + ",\n\n" + json.dumps(OTHER) + "]"
    assert [record.line for record in balanced(text).records] == [2, 13]


def test_a_file_that_was_cut_off_gives_the_works_that_are_whole() -> None:
    text = json.dumps([WORK, OTHER, WORK])
    reading = balanced(text[:-40])
    assert [record.title for record in reading.records] == ["Peers on wards", "Peers at home"]
    (refusal,) = reading.account.refused
    assert refusal.reason.startswith("entry 3 is not complete JSON")
    assert refusal.text.startswith('{"type": "book"')
    assert reading.account.cut_off == "the list of records is never closed"


def test_a_broken_work_does_not_hurt_the_next() -> None:
    reading = balanced(json.dumps([WORK])[:-1] + ', {"type": "book", "title": oops}, ' + json.dumps([OTHER])[1:])
    assert [record.title for record in reading.records] == ["Peers on wards", "Peers at home"]
    assert reading.account.refused[0].text == '{"type": "book", "title": oops}'


def test_an_object_without_a_list_is_said_to_be_left_out() -> None:
    reading = balanced(json.dumps({"items": [WORK]}) + json.dumps({"rows": [OTHER]}))
    assert "left out" in reading.account.repairs[0]


def test_keys_that_stand_twice_keep_both_values() -> None:
    record = balanced('[{"type": "book", "title": "One", "note": "a", "note": "b"}]').records[0]
    assert [value for tag, value in record.raw if tag == "note"] == ["a", "b"]


def test_numbers_are_kept_as_they_are_written() -> None:
    record = balanced(
        '[{"type": "book", "title": "One", "volume": 007.50, "x": [1e5, true, null, -0.10]}]'.replace("007", "7")
    )
    assert ("volume", "7.50") in record.records[0].raw
    assert [value for tag, value in record.records[0].raw if tag == "x"] == ["1e5", "true", "-0.10"]


def test_control_characters_and_lone_surrogates_do_no_harm() -> None:
    record = balanced('[{"type": "book", "title": "a\\u0000\tb\\ud800", "note": "\x07 \\u2028"}]').records[0]
    assert record.title == "a b\ufffd"


def test_json_that_is_nested_too_deep_is_refused_with_its_text() -> None:
    deep = '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}"
    reading = balanced("[" + json.dumps(WORK) + "," + deep + "]")
    assert len(reading.records) == 1
    assert "nested too deep" in reading.account.refused[0].reason


def test_a_list_of_no_works_is_an_empty_search_result() -> None:
    assert balanced("[]").records == ()
    assert balanced('{"response": {"numFound": 0, "docs": []}}').account.format == "solr-json"
    assert balanced('{"resultList": {"result": []}}').account.format == "europepmc-json"


@pytest.mark.parametrize(
    "content", ['{"a": 1}', "[1, 2]", '{"items": 1}', "[" * 100_000, '["', "{", '{"data": {"x": 1}}']
)
def test_other_json_is_refused_with_advice(content: str) -> None:
    with pytest.raises(Unreadable, match=r"x\.json is JSON of a kind that is not known"):
        read(content.encode(), name="x.json")


def test_a_long_file_is_read_piece_by_piece() -> None:
    works = [{**WORK, "abstract": "Nine peers. " * 500, "number": str(number)} for number in range(500)]
    stream = iter_read(json.dumps({"results": works}).encode())
    assert [record.issue for record in stream] == [str(number) for number in range(500)]
    assert stream.account.lossless


def in_pieces(text: str, size: int) -> Iterator[str]:
    yield from (text[at : at + size] for at in range(0, len(text), size))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5), st.booleans())
def test_every_character_of_every_value_is_kept(work: dict[str, object], escaped: bool) -> None:
    text = json.dumps(work, ensure_ascii=escaped, indent=1)
    again = json.loads(text, parse_int=str, parse_float=str)
    assert visible_in([value for _, value in leaves(again)]) == characters(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(VALUES, max_size=4), st.integers(1, 7))
def test_pieces_of_any_size_give_the_same_entries(values: list[object], size: int) -> None:
    text = json.dumps(values, indent=1)
    cut: list[Value | None] = list(entries(Stream(in_pieces(text, size)), ()))
    assert cut == list(entries(Stream((text,)), ()))
    assert [json.loads(value.text) for value in cut if value] == values
