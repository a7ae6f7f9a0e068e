"""What the tests of files that are not PDFs share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from synthema.documents.markup.reading import read_markup
from synthema.documents.model import Span
from synthema.documents.structure import Marked

Take = Callable[..., Marked]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Read bytes or text as a file of this name."""

    def read(data: bytes | str, name: str = "report.html", most: int = 20_000_000) -> Marked:
        path = tmp_path / "given"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_markup(path, name, most)

    return read


def said(found: Marked, spans: tuple[Span, ...]) -> list[str]:
    """The words at some spans."""
    return [found.text[one.start : one.end] for one in spans]


def headings(found: Marked) -> list[tuple[int, str]]:
    """The headings with their levels."""
    return [(one.level, found.text[one.span.start : one.span.end]) for one in found.structure.headings]


def cells(found: Marked) -> list[list[list[str]]]:
    """The words in the cells of all tables."""
    return [[said(found, row) for row in one.rows] for one in found.structure.tables]
