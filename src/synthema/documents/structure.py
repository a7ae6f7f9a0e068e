"""The nouns beside a canonical text: its headings, paragraphs, quotations, italics, tables, captions and notes."""

from dataclasses import dataclass

from synthema.documents.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where a heading stands, and how deep: 1 is the title of the report."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Where a table stands, a row a line, and each of its cells; tabs part the cells."""

    span: Span
    rows: tuple[tuple[Span, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What a file says of the parts of its text, as it was read; all spans in the order of the text."""

    title: str = ""
    dois: tuple[str, ...] = ()  # the file gives for itself
    headings: tuple[Heading, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    quotations: tuple[Span, ...] = ()  # set apart or indented: they may be participants' words
    italics: tuple[Span, ...] = ()
    tables: tuple[Table, ...] = ()
    captions: tuple[Span, ...] = ()
    footnotes: tuple[Span, ...] = ()
    references: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text with its structure, and the recipe by which both were read."""

    text: str
    structure: Structure
    recipe: str
