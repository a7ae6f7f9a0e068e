import gzip
import json
from io import BytesIO

import pytest

from synthema.records.model import Record
from synthema.records.parsed import pack, unpack


def packed(records: list[Record]) -> BytesIO:
    file = BytesIO()
    pack(records, file)
    file.seek(0)
    return file


def some(count: int) -> list[Record]:
    return [Record(title=f"Title {n}", authors=("Moran, A",), raw=(("TI", f"Title {n}"),)) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1500])
def test_what_is_packed_comes_back_in_order(count: int) -> None:
    assert list(unpack(packed(some(count)))) == some(count)


@pytest.mark.parametrize("done", [0, 1, 499, 500, 501, 999, 1000, 1203, 2000])
def test_a_later_record_is_found_without_those_before_it(done: int) -> None:
    assert list(unpack(packed(some(1203)), done)) == some(1203)[done:]


def test_any_program_that_reads_gzip_reads_it() -> None:
    lines = gzip.decompress(packed(some(1203)).read()).splitlines()
    assert [json.loads(line)["title"] for line in lines] == [f"Title {n}" for n in range(1203)]


def test_what_earlier_versions_packed_is_still_read() -> None:
    old = BytesIO(gzip.compress(gzip.decompress(packed(some(700)).read())))
    assert list(unpack(old, 600)) == some(700)[600:]


def test_control_characters_and_lone_surrogates_are_shown() -> None:
    record = Record(title="a\x07b", notes=("\ud800",), raw=(("TI", "a\x07b"),))
    assert next(unpack(packed([record]))).title == "a\\u0007b"
    assert next(unpack(packed([record]))).notes == ("\\ud800",)


def test_the_same_records_give_the_same_bytes() -> None:
    assert packed(some(3)).read() == packed(some(3)).read()
