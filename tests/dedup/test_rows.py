"""Tables that people fill in."""

from pathlib import Path

import pytest

from synthema.dedup.rows import read_sheet, refuse, write_sheet
from synthema.refused import Refused


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
