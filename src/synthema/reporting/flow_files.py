"""The flow of a review as files, and its boxes as links."""

from collections.abc import Callable
from uuid import UUID

from synthema.reporting.flow_docx import to_flow_docx
from synthema.reporting.flow_drawing import to_png, to_svg
from synthema.reporting.flow_facts import flow_of
from synthema.reporting.flow_model import Flow
from synthema.reporting.flow_pdf import to_pdf
from synthema.reporting.flow_words import chart
from synthema.reporting.places import Review

WRITERS: dict[str, Callable[[Flow, str, str], bytes]] = {
    "svg": lambda flow, _, __: to_svg(flow).encode(),
    "png": lambda flow, _, __: to_png(to_svg(flow)),
    "pdf": lambda flow, _, __: to_pdf(flow),
    "docx": to_flow_docx,
}
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def current_flow(review: UUID) -> Flow:
    """The flow as it stands."""
    return flow_of(Review(review, 0))


def flow_file(review: UUID, kind: str, flow: Flow | None = None) -> bytes:
    """The flow of a review as svg, png, pdf or docx."""
    protocol = Review(review, 0).protocol
    title, notice = (protocol.title, protocol.notice) if protocol else ("", "")
    return WRITERS[kind](flow or current_flow(review), title, notice)


def flow_files(review: UUID) -> dict[str, bytes]:
    """The flow of a review as svg, png, pdf and docx."""
    flow = current_flow(review)
    return {kind: flow_file(review, kind, flow) for kind in WRITERS}


def linked(flow: Flow, address: Callable[[str], str]) -> dict[str, str]:
    """The address of every box and every line with a number of its own; those for which it is empty are left out."""
    keys = [key for box in chart(flow).boxes for key in (box.key, *(line.key for line in box.lines if line.key))]
    return {key: found for key in dict.fromkeys(keys) if (found := address(key))}
