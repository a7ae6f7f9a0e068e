"""Files that people name: read and written whole, with errors that say what to do."""

import os
from collections.abc import Iterable
from pathlib import Path

from synthema.refused import Refused

MOST_BYTES = 2 << 30


def readable(path: Path, what: str, most: int = MOST_BYTES) -> None:
    """Raise Refused where a file is missing, a folder, a device, unreadable or larger than `most` bytes.

    `what` is what should have been named: "Name the … in it."
    """
    if "\x00" in str(path):
        raise Refused("{path!r} cannot be opened: no name of a file holds a NUL. Check the name.", path=str(path))
    try:
        if path.is_dir():
            raise Refused("{path} is a folder. Name the {what} in it.", path=path, what=what)
        if path.is_char_device() or path.is_block_device():
            raise Refused("{path} is a device, not a {what}. Name a file instead.", path=path, what=what)
        size = path.stat().st_size
        if size > most:
            raise Refused(
                "{path_name} has {size:,} bytes; at most {most:,} are read. Bring it in parts.",
                path_name=path.name,
                size=size,
                most=most,
            )
        path.open("rb").close()
    except FileNotFoundError as error:
        raise Refused(
            "{path} cannot be read: {strerror}. There is no file of this name, or its folder does not exist.",
            path=path,
            strerror=error.strerror,
        ) from None
    except OSError as error:
        raise Refused(
            "{path} cannot be read: {strerror}. Check the name and the permissions.", path=path, strerror=error.strerror
        ) from None


def read_bytes(path: Path, what: str, most: int = MOST_BYTES) -> bytes:
    """The content of a file; raises Refused where `readable` does."""
    readable(path, what, most)
    return path.read_bytes()


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole; raises Refused where it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(
            "{path} cannot be written: {strerror}. Choose another place.", path=path, strerror=error.strerror
        ) from None


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a text file with its line ends as they are; raises Refused where it cannot be written."""
    write_bytes(path, text.encode(encoding, "backslashreplace"))


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a text piece by piece in UTF-8; a file is in its place only when all of it is written."""
    part = path.with_name(f".{path.name}.part") if not path.exists() or path.is_file() else path
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece.encode("utf-8", "backslashreplace"))
        if part != path:
            part.replace(path)
    except OSError as error:
        raise Refused(
            "{path} cannot be written: {strerror}. Choose another place.", path=path, strerror=error.strerror
        ) from None
    finally:
        if part != path:
            part.unlink(missing_ok=True)


def refuse_input(path: Path, files: Iterable[Path]) -> None:
    """Raise Refused where a file to be written is one of those that are read."""
    if os.path.realpath(path) in map(os.path.realpath, files):
        raise Refused("{path} would be written over another file of this command. Choose another name.", path=path)


def refuse_existing(path: Path) -> None:
    """Raise Refused where a file stands already that somebody may have filled in."""
    if path.exists():
        raise Refused("{path} exists already. Choose another name, or move it away first.", path=path)
