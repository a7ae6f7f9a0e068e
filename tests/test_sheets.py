"""Tables that people fill in."""

import csv
from pathlib import Path

import pytest

from synthema.refused import Refused
from synthema.sheets import (
    BrokenSheet,
    Row,
    act_on,
    csv_text,
    guarded,
    read_sheet,
    read_table,
    refuse,
    understood,
    unguarded,
    write_sheet,
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    cells = ["=SUM(A1)", "'quoted", "two\nlines", 'a "word", and more', "", "-"]
    header = [f"c{n}" for n in range(len(cells))]
    write_sheet(tmp_path / "a.csv", header, [cells, [*cells[1:], None]])
    sheet = read_sheet(tmp_path / "a.csv", header)
    assert [list(row.cells.values()) for row in sheet.rows] == [cells, [*cells[1:], ""]]
    assert "'=SUM" in (tmp_path / "a.csv").read_text()
    assert [row.line for row in sheet.rows] == [2, 4]
    assert sheet.rows[0]["no such column"] == ""


def test_semicolons_marks_and_empty_lines_are_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("\ufeffTitle;Verdict\r\n\r\nLärks;include\r\n".encode())
    sheet = read_sheet(tmp_path / "a.csv", ("title",))
    assert [dict(row.cells) for row in sheet.rows] == [{"title": "Lärks", "verdict": "include"}]


def test_faults_are_told_together_but_not_endlessly() -> None:
    refuse([])
    with pytest.raises(Refused, match=r"fault 19\n… and 5 more\.\nNothing of this file was taken\."):
        refuse([f"fault {n}" for n in range(25)])


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Choose another place"):
        write_sheet(tmp_path / "no" / "such" / "place.csv", ["a"], [])


def test_a_column_that_stands_twice_is_refused_and_one_without_a_name_is_not() -> None:
    with pytest.raises(BrokenSheet, match=r'Line 1 of a\.csv: the column "x" stands twice') as told:
        read_table(b"x,x\n1,2\n", "a.csv", ("x",))
    assert (told.value.fault.where, str(told.value.fault)) == ("Line 1 of a.csv", str(told.value))
    assert [dict(row.cells) for row in read_table(b"x,,\n1,,\n", "a.csv", ("x",)).rows] == [{"x": "1", "": ""}]


def test_rows_that_do_not_fit_are_told_beside_those_that_do() -> None:
    table = read_table(b"a,b\n1,2\n3\n4,5\n", "a.csv", ("a",))
    assert [row["a"] for row in table.rows] == ["1", "4"]
    assert [fault.where for fault in table.faults] == ["Line 3 of a.csv"]


def test_a_quotation_mark_that_is_never_closed_ends_the_table_whatever_else_was_read() -> None:
    before = csv.field_size_limit(1 << 24)  # as the reader of records sets it
    try:
        with pytest.raises(BrokenSheet, match=r"Line 2 of a\.csv: the table breaks off"):
            read_table(b"a,b\n1," + b"x" * 200_000, "a.csv", ("a",))
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "'=1", "''+", "'", "'x", "a=1", "", "\tx"])
def test_what_is_guarded_comes_back(cell: str) -> None:
    assert unguarded(str(guarded(cell))) == cell
    assert str(guarded(cell))[:1] not in {"=", "+", "-", "@", "\t"}


def test_numbers_stay_numbers_where_that_is_asked_for() -> None:
    assert csv_text(["n"], [["-2"], ["-2+3"], [-2], [None]]) == "n\n'-2\n'-2+3\n-2\n\"\"\n"
    assert csv_text(["n"], [["-2"], ["-2+3"], ["-2.50"]], numbers=True) == "n\n-2\n'-2+3\n-2.50\n"


def number_of(row: Row) -> int:
    if not row["n"].isdigit():
        raise Refused(f"{row['n']!r} is no number.")
    return int(row["n"])


def test_every_row_is_understood_before_one_is_acted_on(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n\n1\nx\n3\ny\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"Line 3 of a\.csv: 'x' is no number\.\nLine 5 of a\.csv: 'y'.*\nNothing of"):
        understood(read_sheet(tmp_path / "a.csv", ["n"]), number_of)


def test_the_row_that_was_refused_is_named_and_what_was_taken_before_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n\n1\n2\n3\n", encoding="utf-8")
    sheet = read_sheet(tmp_path / "a.csv", ["n"])
    taken: list[int] = []

    def act(_: Row, number: int) -> bool:
        if number == 3:
            raise Refused("Three is too many.")
        taken.append(number)
        return number == 2  # 1 stood already

    rows = understood(sheet, number_of)
    assert act_on(sheet, rows[:2], act) == 1
    with pytest.raises(Refused, match=r"Line 4 of a\.csv: Three is too many\. What stands above it was taken \(1 "):
        act_on(sheet, rows, act)
    with pytest.raises(Refused, match="Nothing of the file was taken"):
        act_on(sheet, rows[2:], act)
    assert taken == [1, 2, 1, 2]
