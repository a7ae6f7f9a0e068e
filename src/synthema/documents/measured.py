"""Boxes of the letters of pages, measured on demand and kept beside the pictures of the pages."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.audit.store import SALT_BYTES
from synthema.documents.boxes import RECIPE, PageBoxes, packed_json
from synthema.documents.derived import folder_of, forget, keep, lock_of, look
from synthema.documents.limits import Limits, limits
from synthema.documents.model import DocumentText
from synthema.documents.reading import measure
from synthema.documents.tables import Document, text_of
from synthema.refused import Refused

AT_A_TIME = 4  # pages are measured with their neighbours, because a process of its own costs more than a page


class NoBoxes(Refused):
    """A page whose letters have no known places."""


def page_boxes(row: Document, page: int) -> bytes:
    """Where each letter of a page, counted from 1, stands, as JSON; raises NoBoxes where that cannot be told."""
    content, shelf = Content(row.file), trail.store(row.review)
    if not row.is_pdf or not 1 <= page <= row.pages:
        raise NoBoxes("{file_name} has no picture of a page {page}.", file_name=row.file_name, page=page)
    if not shelf.has(content) or not shelf.has(Content(row.text)):
        forget(row.review, content)
        raise NoBoxes("The file {file_name} was withdrawn.", file_name=row.file_name)
    folder, name = folder_of(row.review, content), f"boxes{RECIPE}-{row.text_sha256[:16]}"
    if (found := look(folder / f"{name}-{page}.json")) is not None:
        return found
    first = page - (page - 1) % AT_A_TIME
    with lock_of(row.file, name, first):
        if (found := look(folder / f"{name}-{page}.json")) is not None:
            return found
        measured = _measured(shelf.path(content), range(first, min(first + AT_A_TIME, row.pages + 1)))
        made = _made(row, measured)
        for number, one in made.items():
            keep(folder / f"{name}-{number}.json", one)
    if page in made:
        return made[page]
    raise _why_not(row, page, measured)


def _measured(path: Path, pages: Sequence[int], allowed: Limits | None = None) -> dict[int, PageBoxes]:
    """Pages as measured now; a page that stops the reader is left out, the others are measured."""
    try:
        return measure(path, pages, skip=SALT_BYTES, allowed=allowed or limits())
    except Refused:
        if len(pages) == 1:
            return {}
        return {number: one for page in pages for number, one in _measured(path, [page], allowed).items()}


def _made(row: Document, measured: dict[int, PageBoxes]) -> dict[int, bytes]:
    """The pages whose text now is the stored one, with its offsets."""
    text = text_of(row) or DocumentText("")
    stored, starts = text.by_page(), text.page_starts
    return {
        number: packed_json(replace(page, start=starts[number - 1]))
        for number, page in measured.items()
        if number <= len(stored) and page.text == stored[number - 1]
    }


def _why_not(row: Document, page: int, measured: dict[int, PageBoxes]) -> NoBoxes:
    if page not in measured:
        return NoBoxes(
            "The letters of page {page} of {file_name} cannot be found: the page is broken, or holds far too many. "
            "Read its text instead.",
            page=page,
            file_name=row.file_name,
        )
    return NoBoxes(
        "Page {page} of {file_name} gives another text now, with {engine}, than the one that was stored with "
        "{extractor}, so places on its picture cannot be told. Nothing that was quoted has moved. Mark words in "
        "the text beside the picture, or add the file again.",
        page=page,
        file_name=row.file_name,
        engine=measured[page].engine,
        extractor=row.extractor,
    )
