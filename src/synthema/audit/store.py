"""A content-addressed file store: written atomically, named by a salted hash, withdrawn by deleting the bytes."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from synthema.audit.model import Content
from synthema.refused import Refused

SALT_BYTES = 16
PIECE = 2**20


class Damaged(Refused):
    """Content that is missing or whose bytes no longer match their name."""


@dataclass(frozen=True, slots=True)
class Store:
    """The files of one review below a folder; each file is a salt followed by its bytes."""

    root: Path

    def path(self, content: Content) -> Path:
        """Where the bytes of a content lie; raises Damaged for a name that is no hash."""
        name = content.content
        if len(name) != 64 or set(name) - set("0123456789abcdef"):
            raise Damaged("{name!r} is not the name of a content.", name=name)
        return self.root / name[:2] / name

    def put(self, data: bytes) -> Content:
        """Store bytes under a fresh salt; the name cannot be guessed from the bytes alone."""
        return self.put_salted(secrets.token_bytes(SALT_BYTES) + data)

    def put_salted(self, salted: bytes, expected: str | None = None) -> Content:
        """Store salt and bytes as they are; raises Damaged if they do not match the expected name."""
        content = Content(hashlib.sha256(salted).hexdigest())
        if expected is not None and content.content != expected:
            raise Damaged("Content {expected}… has other bytes than its name says.", expected=expected[:12])
        path = self.path(content)
        if not path.exists():
            _write_atomically(path, salted)
        return content

    def put_file(self, file: BinaryIO) -> Content:
        """Store what is left of an open file under a fresh salt, a piece at a time."""
        self.root.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with _incoming(self.root) as (target, temporary):
            piece = secrets.token_bytes(SALT_BYTES)
            while piece:
                digest.update(piece)
                target.write(piece)
                piece = file.read(PIECE)
            content = Content(digest.hexdigest())
            path = self.path(content)
            path.parent.mkdir(parents=True, exist_ok=True)
            _settle(target, temporary, path)
        return content

    def open(self, content: Content, *, check: bool = True) -> BufferedReader:
        """The bytes of a content to be read a piece at a time; raises Damaged when they are gone or altered.

        `check=False` leaves the bytes unchecked, for a look at a small part of a large content.
        """
        try:
            file = self.path(content).open("rb")
        except FileNotFoundError:
            raise Damaged("Content {content}… is missing from the file store.", content=content.content[:12]) from None
        if check and hashlib.file_digest(file, "sha256").hexdigest() != content.content:
            file.close()
            raise Damaged("Content {content}… has been altered in the file store.", content=content.content[:12])
        file.seek(SALT_BYTES)
        return file

    def size(self, content: Content) -> int:
        """How many bytes a content has; 0 where it was withdrawn."""
        path = self.path(content)
        return path.stat().st_size - SALT_BYTES if path.exists() else 0

    def read(self, content: Content) -> bytes:
        """The bytes of a content; raises Damaged when they are gone or altered."""
        return self.read_salted(content)[SALT_BYTES:]

    def read_salted(self, content: Content) -> bytes:
        """Salt and bytes of a content; raises Damaged when they are gone or altered."""
        try:
            salted = self.path(content).read_bytes()
        except FileNotFoundError:
            raise Damaged("Content {content}… is missing from the file store.", content=content.content[:12]) from None
        if hashlib.sha256(salted).hexdigest() != content.content:
            raise Damaged("Content {content}… has been altered in the file store.", content=content.content[:12])
        return salted

    def has(self, content: Content) -> bool:
        """Whether the bytes of a content are there."""
        return self.path(content).exists()

    def withdraw(self, content: Content) -> None:
        """Delete the bytes of a content; its name stays in the trail."""
        self.path(content).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """The names of all contents, sorted."""
        yield from sorted(p.name for p in self.root.glob("??/*") if not p.name.startswith("."))


def _write_atomically(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _incoming(path.parent) as (target, temporary):
        target.write(data)
        _settle(target, temporary, path)


@contextmanager
def _incoming(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file under a name of its own, gone again where it is not settled."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _settle(file: BinaryIO, temporary: Path, path: Path) -> None:
    """Give a file that is written its name, on disk before anything can speak of it."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
