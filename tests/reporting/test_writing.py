"""A report is written whole, as the review is or was."""

import csv
from pathlib import Path
from uuid import UUID

import pytest
from docx import Document

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.refused import Refused
from synthema.reporting.facts import gather
from synthema.reporting.writing import moment, write_report
from tests.reporting.small_review import one_record_for_two
from tests.worked import lead_of, worked


@pytest.fixture
def review(database: str) -> UUID:
    return worked("invented")


def test_everything_is_written_and_final_is_granted(review: UUID, tmp_path: Path) -> None:
    done = write_report(By(lead_of(review)), review, tmp_path / "report", final=True)
    assert done.unfinished == ()
    assert all(path.exists() for path in done.files)
    assert (tmp_path / "report" / "flow.png").read_bytes()[:4] == b"\x89PNG"
    assert Document(str(tmp_path / "report" / "report.docx")).paragraphs
    with (tmp_path / "report" / "tables" / "findings.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == sum(1 for _ in gather(review).themes) * 16


def test_as_of_an_act_the_report_is_what_it_was(review: UUID, tmp_path: Path) -> None:
    by = By(lead_of(review))
    sought = Event.objects.get(review=review, kind="ReportsSought").seq
    then = write_report(by, review, tmp_path / "then", as_of=str(sought)).facts
    now = gather(review)
    assert then.seq == sought
    assert then.flow.dbr_sought_reports == now.flow.dbr_sought_reports
    assert then.flow.new_reports == 0
    assert then.themes == ()
    assert then.unfinished
    assert gather(review) == now


def test_a_draft_says_so_and_final_is_refused_with_what_is_missing(database: str, tmp_path: Path) -> None:
    review, people, _ = one_record_for_two()
    done = write_report(By(people["Ben"]), review, tmp_path / "draft")
    assert "1 record awaits screening" in "; ".join(done.unfinished)
    assert "Unfinished" in (tmp_path / "draft" / "report.html").read_text(encoding="utf-8")
    assert "Unfinished" in (tmp_path / "draft" / "flow.svg").read_text(encoding="utf-8")
    with pytest.raises(Refused, match="not finished: 1 record awaits screening"):
        write_report(By(people["Ben"]), review, tmp_path / "final", final=True)
    assert not (tmp_path / "final").exists()


def test_moments_that_are_none_are_said(review: UUID) -> None:
    head = Event.objects.filter(review=review).count()
    assert moment(review, "3") == 3
    assert moment(review, "2999-01-01") == head
    for asked, message in ((str(head + 1), "There is no act"), ("soon", "neither"), ("1999-01-01", "began after")):
        with pytest.raises(Refused, match=message):
            moment(review, asked)


def test_a_stranger_gets_no_report(review: UUID, tmp_path: Path) -> None:
    from synthema.team.actions import register_person

    with pytest.raises(Refused, match="no review"):
        write_report(By(register_person("Eve").id), review, tmp_path / "report")
