"""The flow of a review as PDF and Word files, with links, and with what was removed before the records came."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from synthema.audit.model import By
from synthema.protocol.actions import amend
from synthema.protocol.model import Previous
from synthema.reporting.flow_boxes import NBSP
from synthema.reporting.flow_docx import to_flow_docx
from synthema.reporting.flow_drawing import to_svg
from synthema.reporting.flow_files import current_flow, flow_files, linked
from synthema.reporting.flow_laws import check
from synthema.reporting.flow_model import Template
from synthema.reporting.flow_pdf import to_pdf
from synthema.reporting.flow_words import chart
from synthema.search.actions import correct_search
from synthema.search.tables import by_key
from tests.cast import Cast
from tests.reporting.flow_examples import HOSTILE, NEW_V1, TEMPLATES, change
from tests.screening.stage import LARK, bring, prepare, retrieved


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def page_text(pdf: bytes) -> str:
    with opened(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        found: str = text.get_text_bounded()
        text.close()
        page.close()
        return " ".join(found.replace(NBSP, " ").split())


@pytest.mark.parametrize("template", Template)
def test_the_pdf_is_one_page_of_the_size_of_the_diagram_with_its_words_as_text(template: Template) -> None:
    flow = TEMPLATES[template]
    pdf = to_pdf(flow)
    with opened(pdf) as document:
        assert len(document) == 1
        assert document.get_metadata_value("Title") == "PRISMA 2020 flow diagram"
        width, height = document[0].get_size()
    assert f'width="{width:g}" height="{height:g}"' in to_svg(flow).replace(".00", "")
    said = page_text(pdf)
    for words in ("Records screened", "(n = 105)", "Grey Literature Index", "Wrong design (n = 2)"):
        assert words in said


def test_the_same_flow_gives_the_same_bytes_in_every_format() -> None:
    assert to_pdf(NEW_V1) == to_pdf(change(NEW_V1))
    assert to_flow_docx(NEW_V1, "A review") == to_flow_docx(change(NEW_V1), "A review")


def test_a_reason_with_dollar_signs_is_no_formula_and_one_in_another_script_is_drawn_too() -> None:
    dollars = change(NEW_V1, dbr_excluded=(("Paid $5 to $10", 8),))
    assert "Paid $5 to $10" in page_text(to_pdf(dollars))
    assert to_pdf(change(NEW_V1, dbr_excluded=HOSTILE, adjustments=())).startswith(b"%PDF")


def test_the_word_file_has_the_picture_described_and_every_number_in_a_table() -> None:
    document = Document(io.BytesIO(to_flow_docx(NEW_V1, "A review", "A demonstration.")))
    (described,) = [e.get("descr") for e in document.element.iter(qn("wp:docPr"))]
    assert "Records screened" in described
    (table,) = document.tables
    rows = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert rows["Records screened"] == "105"
    assert rows["Records removed before screening: Duplicate records"] == "30"
    assert len(table.rows) == 1 + sum(bool(line.number) for box in chart(NEW_V1).boxes for line in box.lines)
    assert "A demonstration." in document.sections[0].header.paragraphs[0].text


def test_every_box_and_line_can_be_a_link() -> None:
    links = linked(NEW_V1, lambda key: "" if key == "duplicates" else f"boxes/{key}/")
    assert links["records_screened"] == "boxes/records_screened/"
    assert {"database_specific-1", "dbr_excluded-2", "included"} <= set(links)
    assert "duplicates" not in links
    assert to_svg(NEW_V1, links).count("<a href=") >= len(links) - 2  # a box whose rows all have links has none itself


def test_what_was_removed_before_it_was_exported_is_identified_and_removed(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    row = by_key(cast.review, "db")
    removed = replace(row.search, hits=10, removed_by_automation=4, removed_otherwise=3, removal_note="by the source")
    correct_search(By(cast.dev), cast.review, row.id, removed)
    flow = current_flow(cast.review)
    assert (flow.database_results, flow.excluded_automatic, flow.excluded_other) == (10, 4, 3)
    assert check(replace(flow, awaiting_screening=0, records_screened=3, records_excluded=3)) == ()
    bring(cast, tmp_path, ("Larks by ear",), key="web", kind="website")
    web = by_key(cast.review, "web")
    correct_search(By(cast.dev), cast.review, web.id, replace(web.search, removed_otherwise=2))
    flow = current_flow(cast.review)
    assert (flow.website_results, flow.other_not_sought, flow.excluded_other) == (3, 2, 3)


def test_an_update_counts_the_previous_version(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    retrieved(cast, known[LARK])
    amend(By(cast.chloe), cast.review, "why", previous=Previous(studies=8, reports=9, dropped_studies=1))
    flow = current_flow(cast.review)
    assert flow.template is Template.UPDATED_V1
    assert (flow.previous_studies, flow.total_studies, flow.total_reports) == (8, 7, 9)
    assert not [breach for breach in check(flow) if breach.law == "F10"]


def test_a_review_gives_all_four_files(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    found = flow_files(cast.review)
    assert list(found) == ["svg", "png", "pdf", "docx"]
    beginnings = (b"<svg", b"\x89PNG", b"%PDF", b"PK")
    assert all(data.startswith(begin) for data, begin in zip(found.values(), beginnings, strict=True))
