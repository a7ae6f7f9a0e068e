"""The flow diagram as a Word document: the picture with its description, and its numbers as a table."""

from synthema.reporting.docx_look import blank
from synthema.reporting.docx_manuscript import Column, Grid, Manuscript, cells
from synthema.reporting.docx_report import UNDATED, packed, titled
from synthema.reporting.docx_selection import FLOW_CAPTION
from synthema.reporting.docx_words import Span, one_line
from synthema.reporting.flow_boxes import Box
from synthema.reporting.flow_drawing import to_png, to_svg
from synthema.reporting.flow_model import Flow
from synthema.reporting.flow_words import chart, described


def to_flow_docx(flow: Flow, title: str, notice: str = "") -> bytes:
    """The flow as a .docx file; the same flow and title give the same bytes."""
    words = chart(flow)
    document = blank()
    titled(document, f"Flow of records: {title}", "PRISMA 2020 flow diagram", UNDATED)
    m = Manuscript(document)
    draft = Span("Unfinished draft. " if words.warnings else "", "Strong")
    m.frame((draft, one_line(notice or title)))
    m.heading("Flow of records", 1)
    m.picture(to_png(to_svg(flow)), f"PRISMA 2020 flow diagram. {described(words)}", FLOW_CAPTION)
    columns = (Column("Stage of the flow", 6), Column("Number", 1.4, "right"))
    rows = tuple(cells(label, number) for box in words.boxes for label, number in numbers(box))
    m.table(Grid(caption="The numbers of the flow", columns=columns, rows=rows))
    for note in words.notes:
        m.say(note, "Table Note")
    m.finish()
    return packed(document)


def numbers(box: Box) -> list[tuple[str, str]]:
    """The numbers of a box with what they count; under a heading its words come first."""
    head = next((line.text.rstrip(":") for line in box.lines if not line.number), "")
    return [
        (f"{head}: {line.text}" if head else line.text, line.number.strip("()").removeprefix("n\u00a0=\u00a0"))
        for line in box.lines
        if line.number
    ]
