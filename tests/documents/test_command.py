"""Full texts from the command line: PDFs, and many of them matched at once."""

from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.documents.actions import add_file, read_upload
from synthema.documents.from_files import attach_matched, match_paths
from synthema.documents.tables import documents
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.documents import pdfs
from tests.screening.stage import LARK, MARSH, OWL, prepare, vote


@pytest.fixture
def sought(cast: Cast, tmp_path: Path) -> dict[str, UUID]:
    known = prepare(cast, tmp_path)
    for title in known:
        vote(cast, known[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return {row.title: row.id for row in reports(cast.review)}


def write(folder: Path, **files: bytes) -> list[Path]:
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return [folder / f"{name}.pdf" for name in files]


def test_a_pdf_is_added_from_its_path(cast: Cast, sought: dict[str, UUID], tmp_path: Path) -> None:
    (file,) = write(tmp_path, lark=pdfs.article(LARK, "Ida Invented"))
    done = add_file(By(cast.dev), cast.review, sought[LARK], file).body
    assert (done.pages, done.bare, done.file_name) == (2, 0, "lark.pdf")
    with pytest.raises(Refused, match="is locked with a password"):
        add_file(By(cast.dev), cast.review, sought[LARK], *write(tmp_path, locked=pdfs.locked()))


def test_many_files_are_matched_and_the_sure_ones_attached(cast: Cast, sought: dict[str, UUID], tmp_path: Path) -> None:
    paths = write(
        tmp_path,
        lark=pdfs.article(LARK, "Ida Invented"),
        correction=pdfs.article(f"Correction to: {OWL}", "Ida Invented"),
        locked=pdfs.locked(),
        other=pdfs.article("Something else entirely, told at length", "Nora Nobody"),
    )
    lines = match_paths(cast.dev, cast.review, [*paths, tmp_path / "gone.pdf"])
    assert [(one.path.stem, one.verdict) for one in lines] == [
        ("lark", "sure"), ("correction", "to check"), ("locked", "not read"), ("other", "none"), ("gone", "not read"),
    ]  # fmt: skip
    assert lines[0].called == f"Invented 2020: {LARK}"
    by = By(cast.dev)
    assert attach_matched(by, cast.review, lines) == 1
    assert attach_matched(by, cast.review, lines) == 1
    assert [(row.file_name, row.report.title, row.report.outcome) for row in documents(cast.review)] == [
        ("lark.pdf", LARK, "retrieved")
    ]
    (again,) = match_paths(cast.dev, cast.review, paths[:1])
    assert again.verdict == "to check"


def test_a_file_that_changed_meanwhile_is_not_attached(cast: Cast, sought: dict[str, UUID], tmp_path: Path) -> None:
    (path,) = write(tmp_path, marsh=pdfs.article(MARSH, "Ida Invented"))
    lines = match_paths(cast.dev, cast.review, [path])
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Refused, match="changed while it was read"):
        attach_matched(By(cast.dev), cast.review, lines)
    assert read_upload(path).reading is not None
