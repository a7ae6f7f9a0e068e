"""A content-addressed file store: written atomically, named by a salted hash, withdrawn by deleting the bytes."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from synthema.audit.model import Content
from synthema.refused import Refused

SALT_BYTES = 16


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
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
