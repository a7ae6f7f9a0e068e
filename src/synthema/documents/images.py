"""Pictures of pages, drawn on demand and kept in a cache that can be deleted at any time."""

import shutil
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from synthema.audit import trail
from synthema.audit.model import Content
from synthema.audit.store import SALT_BYTES
from synthema.documents.limits import Limits, limits
from synthema.documents.reading import draw
from synthema.documents.tables import Document
from synthema.refused import Refused

WIDTHS = (400, 800, 1200, 1600)  # pixels; few, so that the cache is hit
AT_A_TIME = 4  # pages are drawn with their neighbours, because a process of its own costs more than a page
_LOCKS = tuple(threading.Lock() for _ in range(16))
_written = threading.local()


class NoPicture(Refused):
    """A page that cannot be shown as a picture."""


def page_image(row: Document, page: int, width: int) -> bytes:
    """A page, counted from 1, as PNG at the nearest width there is; raises NoPicture where it cannot be drawn."""
    content, shelf = Content(row.file), trail.store(row.review)
    if not row.is_pdf or not 1 <= page <= row.pages:
        raise NoPicture("{file_name} has no picture of a page {page}.", file_name=row.file_name, page=page)
    if not shelf.has(content):
        forget(row.review, content)
        raise NoPicture("The file {file_name} was withdrawn.", file_name=row.file_name)
    wide = min(WIDTHS, key=lambda one: abs(one - width))
    place = _place(row.review, content) / f"{wide}-{page}.png"
    if (found := _look(place)) is not None:
        return found
    first = page - (page - 1) % AT_A_TIME
    with _LOCKS[hash((row.file, wide, first)) % len(_LOCKS)]:  # several pages are asked for at once: drawn once
        if (found := _look(place)) is not None:
            return found
        drawn = draw_into(shelf.path(content), place.parent, range(first, min(first + AT_A_TIME, row.pages + 1)), wide)
    if page not in drawn:
        raise NoPicture(
            "Page {page} of {file_name} cannot be drawn: it is broken. Read its text instead.",
            page=page,
            file_name=row.file_name,
        )
    return drawn[page]


def draw_into(
    path: Path, folder: Path, pages: Sequence[int], width: int, allowed: Limits | None = None
) -> dict[int, bytes]:
    """Draw pages of a content and keep them; a page that stops the reader is left out, the others are drawn."""
    try:
        drawn = draw(path, pages, width, skip=SALT_BYTES, allowed=allowed or limits())
    except Refused:
        if len(pages) == 1:
            return {}
        singly = (draw_into(path, folder, [page], width, allowed) for page in pages)
        return {page: picture for one in singly for page, picture in one.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for page, picture in drawn.items():
        part = folder / f".{uuid4().hex}"
        with suppress(OSError):  # a full disk: the page is shown all the same
            part.write_bytes(picture)
            part.replace(folder / f"{width}-{page}.png")
        part.unlink(missing_ok=True)
    _trim_now_and_then(sum(map(len, drawn.values())))
    return drawn


def _look(place: Path) -> bytes | None:
    try:
        found = place.read_bytes()
        place.touch()  # what is looked at stays longest
    except OSError:
        return None
    return found


def cache_folder() -> Path:
    """Where pictures of pages lie."""
    return Path(settings.SYNTHEMA_HOME) / "cache" / "pages"


def _place(review: UUID, content: Content) -> Path:
    return cache_folder() / str(review) / content.content


def forget(review: UUID, content: Content) -> None:
    """Delete the pictures of a content that was withdrawn."""
    shutil.rmtree(_place(review, content), ignore_errors=True)


def _trim_now_and_then(written: int) -> None:
    held = getattr(_written, "bytes", None)
    most = limits().cache_mb << 20
    if held is not None and held + written < most // 20:
        _written.bytes = held + written
        return
    _written.bytes = 0
    trim(most)


def trim(most: int) -> int:
    """Delete the pictures not looked at for longest until the rest have at most so many bytes; how many went."""
    found = []
    for place in cache_folder().glob("*/*/*.png"):
        with suppress(OSError):
            known = place.stat()
            found.append((known.st_mtime, known.st_size, place))
    over, gone = sum(size for _, size, _ in found) - most, 0
    for _, size, place in sorted(found, key=lambda one: one[0]):
        if over <= 0:
            break
        with suppress(OSError):
            place.unlink(missing_ok=True)
        over, gone = over - size, gone + 1
    return gone
