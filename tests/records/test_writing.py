import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.records import WRITERS, Record, read, write, written
from tests.records.invented import records

RECORD = Record(
    title="Peers & wards: 50% of {hope}",
    authors=("Moran, Ana S.", "Peer Research Group"),
    year=2021,
    journal="Journal of Invented Nursing",
    volume="19",
    issue="4",
    pages="11-20",
    doi="10.1234/jin_2021.11",
    pmid="30000001",
    isbn="9783030942847",
    issn="1234-5679",
    abstract="First paragraph.\nTY - JOUR is not a tag here.",
    keywords=("peers", "Child, Preschool"),
    language="eng",
    kind="JOUR",
    url="https://example.org/~a?b=1&c=2",
    accession="CN-1",
    database="Invented Database",
    notes=("Retraction in: Inv J 2023\nPMID: 1 and more", 'RAYYAN-INCLUSION: {"Ana"=>"Included"}'),
)


def plain(record: Record, *, keep_kind: bool = True) -> Record:
    """The record without where it was read."""
    return replace(record, raw=(), line=0, kind=record.kind if keep_kind else "")


def again(given_records: list[Record], format: str) -> list[Record]:
    reading = read(write(given_records, format).encode())
    assert reading.account.format == format
    assert reading.account.balances
    return list(reading.records)


@pytest.mark.parametrize("format", list(WRITERS))
def test_what_is_written_is_read_back(format: str) -> None:
    (back,) = again([RECORD], format)
    keep_kind = format != "bibtex"
    assert plain(back, keep_kind=keep_kind) == plain(RECORD, keep_kind=keep_kind)


@pytest.mark.parametrize("format", list(WRITERS))
@settings(max_examples=60, deadline=None)
@given(given_records=st.lists(records(), min_size=1, max_size=3))
def test_hostile_text_is_read_back_too(format: str, given_records: list[Record]) -> None:
    keep_kind = format != "bibtex"
    expected = [plain(record, keep_kind=keep_kind) for record in given_records]
    assert [plain(record, keep_kind=keep_kind) for record in again(given_records, format)] == expected


def test_a_kind_that_is_no_ris_code_becomes_one() -> None:
    assert "TY  - JOUR\n" in write([replace(RECORD, kind="Journal Article")], "ris")
    assert "TY  - GEN\n" in write([replace(RECORD, kind="")], "ris")
    assert "TY  - CHAP\n" in write([replace(RECORD, kind="Book Section")], "ris")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    hostile = replace(RECORD, title=f'{start}HYPERLINK("http://x")', pages=f"{start}1", notes=(f"{start}1+1",))
    rows = list(csv.reader(io.StringIO(write([hostile], "csv"))))
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]
    assert read(write([hostile], "csv").encode()).records[0].title == hostile.title


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"wos is not a format that can be written\. Known: ris, csv"):
        write([RECORD], "wos")


def test_bibtex_keys_are_unique() -> None:
    text = write([RECORD, RECORD, replace(RECORD, authors=())], "bibtex")
    assert "{moran2021," in text
    assert "{moran2021-2," in text
    assert "{record2021," in text


@pytest.mark.parametrize("format", list(WRITERS))
def test_no_records_are_written_as_a_valid_empty_file(format: str) -> None:
    assert isinstance(write([], format), str)


@pytest.mark.parametrize("format", list(WRITERS))
def test_what_is_written_flows_record_by_record(format: str) -> None:
    taken = 0

    def counted() -> Iterator[Record]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield RECORD

    pieces = written(counted(), format)
    for _ in range(10):
        next(pieces)
    assert taken < 12


@pytest.mark.parametrize("keywords", [("&A0",), ("&A0", "b"), ("a & b", "c")])
def test_an_ampersand_in_a_keyword_does_not_part_it(keywords: tuple[str, ...]) -> None:
    (record,) = again([Record(title="About", keywords=keywords, kind="JOUR")], "bibtex")
    assert record.keywords == keywords
