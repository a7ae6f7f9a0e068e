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
    with pytest.raises(Refused, match="Row 1: the ID a is that of row 0 as well"):
        find_in_frame(pa.table({"ID": ["a", "a"], "title": ["Larks", "Owls"]}))


def test_an_empty_table_gives_empty_tables() -> None:
    found = find_in_frame(pa.table({"ID": pa.array([], pa.string()), "title": pa.array([], pa.string())}))
    assert [table.num_rows for table in (found.groups, found.review, found.relations)] == [0, 0, 0]


MIXED = {
    "ID": ["a", 2, 2.5],
    "Title": [NAMED[0]["title"]] * 2 + [None],
    "Year": ["2020", 2020, None],
    "pages": ["1-9", 1, ""],
}
SAME_TEXT = r'Row 2: the ID 1 is that of row 0 as well; 1, 1\.0 and "1" are one ID'


def test_a_column_of_pandas_may_mix_texts_and_numbers() -> None:
    pandas = pytest.importorskip("pandas")
    found = find_in_frame(pandas.DataFrame(MIXED, index=[5, 5, 9]))
    assert found.groups["ID"].tolist() == ["a", "2", "2.5"]
    with pytest.raises(Refused, match=SAME_TEXT):
        find_in_frame(pandas.DataFrame(MIXED | {"ID": [1, "x", "1"]}))
    with pytest.raises(Refused, match=SAME_TEXT):
        find_in_frame(pandas.DataFrame(MIXED | {"ID": [1.0, "x", "1"]}))


def test_gaps_of_pandas_are_empty_cells() -> None:
    pandas = pytest.importorskip("pandas")
    gaps = [None, pandas.NA, pandas.NaT, float("nan")]
    frame = pandas.DataFrame({"ID": [1, "b", 3, "d"], "title": gaps, "year": [2020, *gaps[1:]], "doi": gaps})
    assert find_in_frame(frame).groups["group"].tolist() == [1, 2, 3, 4]
    with pytest.raises(Refused, match="Row 1: the ID is empty"):
        find_in_frame(frame.assign(ID=["a", pandas.NA, 3, float("nan")]))


def test_two_columns_of_one_name_are_refused() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(Refused, match="Two columns are called title"):
        find_in_frame(pandas.DataFrame([["a", "b"]], columns=["title", "title"]))


def test_a_column_of_polars_may_hold_any_objects() -> None:
    polars = pytest.importorskip("polars")
    mixed = {name: polars.Series(values, dtype=polars.Object) for name, values in MIXED.items()}
    assert find_in_frame(polars.DataFrame(mixed)).groups["ID"].to_list() == ["a", "2", "2.5"]
    with pytest.raises(Refused, match=SAME_TEXT):
        find_in_frame(polars.DataFrame(mixed | {"ID": polars.Series([1, "x", "1"], dtype=polars.Object)}))


def test_identifiers_of_arrow_that_are_one_as_text_are_refused() -> None:
    with pytest.raises(Refused, match="Row 2: the ID 7 is that of row 0 as well"):
        find_in_frame(pa.table({"ID": [7.0, 8.0, 7.0], "title": ["Larks", "Owls", "Jays"]}))


def test_questions_are_numbered_by_their_families() -> None:
    found = find_in_frame(pa.Table.from_pylist(NAMED))
    assert found.review.column_names == ["ID_1", "ID_2", "score", "reason", "family"]
    assert found.review["family"].to_pylist() == [1]


def test_a_lazy_frame_and_numbers_beyond_measure_are_no_crash() -> None:
    pl, pd = pytest.importorskip("polars"), pytest.importorskip("pandas")
    lazy = pl.DataFrame({"ID": ["a"], "title": ["x"]}).lazy()
    with pytest.raises(Refused, match="collect"):
        find_in_frame(lazy)
    odd = pd.DataFrame(
        {"ID": ["a", "b"], " Title ": ["Walking beside", "Walking"], "year": [2**70, 1 + 2j]}, dtype=object
    )
    assert len(find_in_frame(odd).groups) == 2
