"""A canonical text in parts and blocks, as it is read on a screen: pages of a PDF, else stretches of whole blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

from synthema.documents.blocks import Block, blocks, set_in_print
from synthema.documents.model import DocumentText, Span
from synthema.documents.structure import Structure

RECIPE = 1  # raised whenever the same text would be cut another way
ABOUT = 6000  # letters of a part of a text without pages


@dataclass(frozen=True, slots=True)
class Part:
    """What is fetched at once: a page of a PDF, or some blocks of a text without pages."""

    start: int
    end: int
    blocks: tuple[Block, ...]


def parts(text: DocumentText, structure: Structure, *, paged: bool) -> list[Part]:
    """A text in parts whose ends meet but for the form feeds between pages; `paged` gives a part for each page."""
    pages = [Span(start, start + len(page)) for start, page in zip(text.page_starts, text.by_page(), strict=True)]
    if paged:
        return [Part(page.start, page.end, tuple(set_in_print(text.text, page, structure))) for page in pages]
    return [part for page in pages for part in _cut(page, blocks(text.text, page, structure))] or [Part(0, 0, ())]


def _cut(page: Span, blocks: Iterator[Block]) -> Iterator[Part]:
    """Blocks in parts of about equal length; a part reaches to where the next begins."""
    held: list[Block] = []
    start = page.start
    for block in blocks:
        if held and block.end - start > ABOUT:
            yield Part(start, block.start, tuple(held))
            start, held = block.start, []
        held.append(block)
    yield Part(start, page.end, tuple(held))
