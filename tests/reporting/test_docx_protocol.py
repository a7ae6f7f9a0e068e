"""The protocol as a Word document."""

import io
from dataclasses import replace

import pytest
from docx import Document

from synthema.audit.model import By
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import PlannedSource, Previous, Protocol, ScreeningPolicy, Statements
from synthema.refused import Refused
from synthema.reporting.docx_protocol import protocol_docx
from tests.cast import Cast
from tests.screening.stage import protocol


def full(cast: Cast) -> Protocol:
    date, design, depth = protocol().criteria
    return replace(
        protocol(),
        notice="A demonstration.",
        criteria=(replace(date, words_for=("2020",), words_against=("19*",)), design, depth),
        screening=ScreeningPolicy(arbiters=(cast.chloe,), conflicts="They talk."),
        sources=(PlannedSource(name="Bird Index"), PlannedSource(name="Nests", kind="grey_database")),
        statements=Statements(registration="PROSPERO", registration_number="CRD42", registered_on="2026-01-02"),
        previous=Previous(citation="Owl 2020.", studies=8, reports=9),
    )


def words(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_it_says_everything_the_protocol_says(cast: Cast) -> None:
    set_protocol(By(cast.chloe), cast.review, full(cast))
    data = protocol_docx(cast.review)
    assert data == protocol_docx(cast.review)
    said = words(data)
    for expected in (
        "What do keepers hear?",
        "Arbiters. Chloe",
        "PROSPERO, CRD42, 2026-01-02",
        "grey-literature database",
        "19*",
        "full text only",
        "It rests on 8 studies in 9 reports.",
        "2 reviewers a record, blind to each other",
        "A demonstration.",
        "First version",
    ):
        assert expected in said


def test_an_earlier_version_is_written_as_it_was(cast: Cast) -> None:
    with pytest.raises(Refused, match="no such version"):
        protocol_docx(cast.review)
    set_protocol(By(cast.chloe), cast.review, full(cast))
    set_protocol(By(cast.chloe), cast.review, replace(full(cast), title="Later words"), "Shorter.")
    assert "Later words" not in words(protocol_docx(cast.review, 1))
    assert "Shorter." in words(protocol_docx(cast.review))
    with pytest.raises(Refused, match="no such version"):
        protocol_docx(cast.review, 3)
