"""Duplicates in data frames, as in a notebook."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from synthema.dedup import find_in_frame
from synthema.refused import Refused

ROWS = [
    {"ID": 30, "title": "Larks over the lower fields of winter", "year": 2020, "volume": 3, "pages": "1-9"},
    {"ID": 10, "title": "Larks over the lower fields of winter.", "year": 2020, "volume": None, "pages": "1-9"},
    {"ID": 20, "title": "Owls heard from night shifts in the hills", "year": None, "volume": 4, "pages": None},
    {"ID": 40, "title": "Owls heard from night shifts in the hills", "year": None, "volume": None, "pages": None},
]
NAMED: list[dict[str, Any]] = [
    row | ({"author": "Invented, Ida; Made, Up", "journal": "Birds"} if row["ID"] != 40 else {}) for row in ROWS
]
GROUPS = {"ID": [30, 10, 20, 40], "group": [1, 1, 2, 3]}


def test_an_arrow_table_gives_arrow_tables_in_the_order_of_its_rows() -> None:
    found = find_in_frame(pa.Table.from_pylist(NAMED))
    assert found.groups.to_pydict() == GROUPS
    asked = found.review.to_pylist()
    assert [(row["ID_1"], row["ID_2"]) for row in asked] == [(20, 40)]
    assert "titles 100 % alike" in asked[0]["reason"]
    assert found.relations.column_names == ["ID_1", "ID_2", "relation", "score", "reason"]


def test_a_pandas_frame_gives_pandas_frames() -> None:
    pandas = pytest.importorskip("pandas")
    found = find_in_frame(pandas.DataFrame(NAMED))
    assert isinstance(found.groups, pandas.DataFrame)
    assert found.groups.to_dict("list") == GROUPS
    assert found.review["ID_2"].tolist() == [40]
    assert list(found.relations) == ["ID_1", "ID_2", "relation", "score", "reason"]


def test_a_polars_frame_gives_polars_frames() -> None:
    polars = pytest.importorskip("polars")
    found = find_in_frame(polars.DataFrame(NAMED))
    assert isinstance(found.groups, polars.DataFrame)
    assert found.groups.to_dict(as_series=False) == GROUPS


class Stream:
    """Any table that hands itself over by Arrow's capsule."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pa.Table.from_pylist(NAMED).__arrow_c_stream__(requested_schema)


def test_whatever_speaks_arrow_is_read() -> None:
    assert find_in_frame(Stream()).groups.to_pydict() == GROUPS


def test_rows_without_identifiers_are_numbered_from_zero() -> None:
    rows = [{name: value for name, value in row.items() if name != "ID"} for row in NAMED]
    found = find_in_frame(pa.Table.from_pylist(rows))
    assert found.groups.to_pydict() == {"ID": [0, 1, 2, 3], "group": [1, 1, 2, 3]}


def test_authors_may_be_lists_and_headers_in_any_case() -> None:
    rows = [row | {"authors": row["author"].split("; ")} if "author" in row else row for row in NAMED]
    rows = [{name.upper(): value for name, value in row.items() if name != "author"} for row in rows]
    assert find_in_frame(pa.Table.from_pylist(rows)).groups.to_pydict() == GROUPS


@pytest.mark.parametrize("frame", [7, "records.csv", None, Path("records.csv")])
def test_what_is_no_table_is_refused(frame: object) -> None:
    with pytest.raises(Refused, match="is no table that can be read"):
        find_in_frame(frame)


def test_a_table_of_other_columns_is_refused() -> None:
    with pytest.raises(Refused, match="Its columns: name, size"):
        find_in_frame(pa.table({"name": ["x"], "size": [1]}))


def test_identifiers_that_are_empty_or_repeated_are_refused() -> None:
    with pytest.raises(Refused, match="Row 1: the ID is empty"):
        find_in_frame(pa.table({"ID": ["a", None], "title": ["Larks", "Owls"]}))
    with pytest.raises(Refused, match="The identifier a is given to two records"):
        find_in_frame(pa.table({"ID": ["a", "a"], "title": ["Larks", "Owls"]}))


def test_an_empty_table_gives_empty_tables() -> None:
    found = find_in_frame(pa.table({"ID": pa.array([], pa.string()), "title": pa.array([], pa.string())}))
    assert [table.num_rows for table in (found.groups, found.review, found.relations)] == [0, 0, 0]
