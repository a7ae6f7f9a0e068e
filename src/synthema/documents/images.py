"""Pictures of pages, drawn on demand and kept in a cache that can be deleted at any time."""

from collections.abc import Sequence
from pathlib import Path

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.audit.store import SALT_BYTES
from synthema.documents.derived import folder_of, forget, keep, lock_of, look
from synthema.documents.limits import Limits, limits
from synthema.documents.reading import PictureKind, draw
from synthema.documents.tables import Document
from synthema.refused import Refused

WIDTHS = (400, 800, 1200, 1600, 2400, 3200)  # pixels; few, so that the cache is hit
AT_A_TIME = 4  # pages are drawn with their neighbours, because a process of its own costs more than a page


class NoPicture(Refused):
    """A page that cannot be shown as a picture."""


def page_image(row: Document, page: int, width: int, kind: PictureKind = "png") -> bytes:
    """A page, counted from 1, as a picture at the nearest width there is; raises NoPicture where it cannot be drawn."""
    content, shelf = Content(row.file), trail.store(row.review)
    if not row.is_pdf or not 1 <= page <= row.pages:
        raise NoPicture("{file_name} has no picture of a page {page}.", file_name=row.file_name, page=page)
    if not shelf.has(content):
        forget(row.review, content)
        raise NoPicture("The file {file_name} was withdrawn.", file_name=row.file_name)
    wide = min(WIDTHS, key=lambda one: abs(one - width))
    place = folder_of(row.review, content) / f"{wide}-{page}.{kind}"
    if (found := look(place)) is not None:
        return found
    first = page - (page - 1) % AT_A_TIME
    with lock_of(row.file, wide, first, kind):  # several pages are asked for at once: drawn once
        if (found := look(place)) is not None:
            return found
        wanted = range(first, min(first + AT_A_TIME, row.pages + 1))
        drawn = draw_into(shelf.path(content), place.parent, wanted, wide, kind=kind)
    if page not in drawn:
        raise NoPicture(
            "Page {page} of {file_name} cannot be drawn: it is broken. Read its text instead.",
            page=page,
            file_name=row.file_name,
        )
    return drawn[page]


def draw_into(
    path: Path, folder: Path, pages: Sequence[int], width: int, allowed: Limits | None = None, kind: PictureKind = "png"
) -> dict[int, bytes]:
    """Draw pages of a content and keep them; a page that stops the reader is left out, the others are drawn."""
    try:
        drawn = draw(path, pages, width, skip=SALT_BYTES, allowed=allowed or limits(), kind=kind)
    except Refused:
        if len(pages) == 1:
            return {}
        singly = (draw_into(path, folder, [page], width, allowed, kind) for page in pages)
        return {page: picture for one in singly for page, picture in one.items()}
    for page, picture in drawn.items():
        keep(folder / f"{width}-{page}.{kind}", picture)
    return drawn
