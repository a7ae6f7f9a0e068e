"""Retrieval and studies from CSV files."""

from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.trail import NoSuchReview
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.studies.from_files import links_from_file, retrieval_from_file
from synthema.studies.tables import reports, studies
from tests.cast import Cast
from tests.screening.stage import LARK, MARSH, OWL, prepare, vote


@pytest.fixture
def sought(cast: Cast, tmp_path: Path) -> Cast:
    known = prepare(cast, tmp_path)
    for title in (LARK, MARSH):
        vote(cast, known[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return cast


def table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_retrieval_is_read_once(sought: Cast, tmp_path: Path) -> None:
    file = table(tmp_path, f"title,outcome,note\n{LARK.upper()},retrieved,\n{MARSH},not_retrieved,gone\n")
    assert retrieval_from_file(By(sought.dev), sought.review, file) == (2, 0)
    assert retrieval_from_file(By(sought.dev), sought.review, file) == (0, 2)
    assert [one.outcome for one in reports(sought.review)] == ["retrieved", "not_retrieved"]


def test_studies_are_named_and_linked_once(sought: Cast, tmp_path: Path) -> None:
    file = table(tmp_path, f"study,title\nInvented 2020,{LARK}\ninvented 2020,{MARSH}\n")
    assert links_from_file(By(sought.dev), sought.review, file) == (2, 1)
    assert links_from_file(By(sought.dev), sought.review, file) == (0, 0)
    assert [one.label for one in studies(sought.review)] == ["Invented 2020"]
    assert replay.verify(sought.review).sound


def test_faulty_retrieval_changes_nothing(sought: Cast, tmp_path: Path) -> None:
    sound = f"title,outcome\n{LARK},retrieved\n"
    for row, says in (
        (f"{MARSH},lost\n", "Line 3 of table.csv: 'lost' is no outcome"),
        (f"{OWL},retrieved\n", "Line 3 of table.csv: Nothing here is called"),
        (f"{LARK},retrieved\n", "Line 3 of table.csv: .* stands on line 2 already"),
    ):
        with pytest.raises(Refused, match=says):
            retrieval_from_file(By(sought.dev), sought.review, table(tmp_path, sound + row))
    with pytest.raises(Refused, match="no column outcome"):
        retrieval_from_file(By(sought.dev), sought.review, table(tmp_path, "title\n"))
    assert {one.outcome for one in reports(sought.review)} == {""}
    retrieval_from_file(By(sought.dev), sought.review, table(tmp_path, sound))
    with pytest.raises(Refused, match="recorded as retrieved already"):
        retrieval_from_file(By(sought.dev), sought.review, table(tmp_path, f"title,outcome\n{LARK},not_retrieved\n"))


def test_faulty_links_change_nothing(sought: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Line 3 of table\.csv: no study"):
        links_from_file(By(sought.dev), sought.review, table(tmp_path, f"study,title\nA 2020,{LARK}\n,{MARSH}\n"))
    assert studies(sought.review) == []
    links_from_file(By(sought.dev), sought.review, table(tmp_path, f"study,title\nA 2020,{LARK}\n"))
    with pytest.raises(Refused, match="linked to A 2020 already"):
        links_from_file(By(sought.dev), sought.review, table(tmp_path, f"study,title\nB 2020,{LARK}\n"))


def test_a_file_tells_a_stranger_nothing_of_the_review(sought: Cast, tmp_path: Path) -> None:
    file = table(tmp_path, f"study,title,outcome\nInvented 2020,{LARK[:-3]},retrieved\n")
    for read in (retrieval_from_file, links_from_file):
        with pytest.raises(NoSuchReview):
            read(By(sought.eve), sought.review, file)
