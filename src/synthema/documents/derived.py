"""What is made of full texts on demand, pictures and boxes of pages, in a folder that can be deleted at any time."""

import shutil
import threading
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from synthema.audit.model import Content
from synthema.documents.limits import limits

_LOCKS = tuple(threading.Lock() for _ in range(16))
_written = threading.local()


def cache_folder() -> Path:
    """Where what is made lies."""
    return Path(settings.SYNTHEMA_HOME) / "cache" / "pages"


def folder_of(review: UUID, content: Content) -> Path:
    """Where lies what is made of one file."""
    return cache_folder() / str(review) / content.content


def lock_of(*what: object) -> threading.Lock:
    """A lock to hold while something is made, so that it is made once."""
    return _LOCKS[hash(what) % len(_LOCKS)]


def look(place: Path) -> bytes | None:
    """What lies there, which then stays longest; None where nothing does."""
    try:
        found = place.read_bytes()
        place.touch()
    except OSError:
        return None
    return found


def keep(place: Path, made: bytes) -> None:
    """Lay something there, whole or not at all; a full disk is no reason not to show it."""
    part = place.parent / f".{uuid4().hex}"
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(made)
        part.replace(place)
    with suppress(OSError):
        part.unlink(missing_ok=True)
    _trim_now_and_then(len(made))


def forget(review: UUID, content: Content) -> None:
    """Delete what was made of a content that was withdrawn."""
    shutil.rmtree(folder_of(review, content), ignore_errors=True)


def _trim_now_and_then(written: int) -> None:
    held = getattr(_written, "bytes", None)
    most = limits().cache_mb << 20
    if held is not None and held + written < most // 20:
        _written.bytes = held + written
        return
    _written.bytes = 0
    trim(most)


def trim(most: int) -> int:
    """Delete what was not looked at for longest until the rest has at most so many bytes; how many files went."""
    found = []
    for place in cache_folder().glob("*/*/[!.]*"):
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
