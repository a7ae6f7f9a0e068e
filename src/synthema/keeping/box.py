"""The zip of a backup: written and read piece by piece, whatever its size, and read again before it gets its name."""

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, ClassVar
from uuid import UUID

from synthema.audit.archive import CHECKSUMS, Archive, BadArchive, refuse_unwritable
from synthema.refused import Refused

PIECE = 1 << 20
SMALL = 1 << 20  # larger contents are PDFs and pictures: packed already
LEVEL = 1  # packs at most 229 to 1, so that no content makes a backup look like a zip bomb
MANIFEST = "backup.json"
_CONTENT = re.compile("content/([0-9a-f-]{36})/([0-9a-f]{2})/([0-9a-f]{64})")


def content_member(review: UUID, name: str) -> str:
    """Where a content lies in a backup."""
    return f"content/{review}/{name[:2]}/{name}"


def content_of(member: str) -> tuple[UUID, str] | None:
    """The review and name of a content member; None for any other member."""
    found = _CONTENT.fullmatch(member)
    if found is None or not found[3].startswith(found[2]):
        return None
    return UUID(found[1]), found[3]


class Packer:
    """Adds members to a zip and remembers their checksums."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.checksums: dict[str, str] = {}

    def add(self, name: str, source: BinaryIO, *, pack: bool = True) -> None:
        """Add a member from an open file."""
        digest = hashlib.sha256()
        with self._zip.open(name if pack else zipfile.ZipInfo(name), "w", force_zip64=True) as member:
            while piece := source.read(PIECE):
                digest.update(piece)
                member.write(piece)
        self.checksums[name] = digest.hexdigest()

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a member from memory."""
        self._zip.writestr(name, content)
        self.checksums[name] = hashlib.sha256(content).hexdigest()


def write_box(path: Path, fill: Callable[[Packer], None]) -> None:
    """Write a zip under a temporary name, read all of it again, and only then give it its name."""
    temporary = refuse_unwritable(path)
    try:
        temporary.chmod(0o600)
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            packer = Packer(archive)
            fill(packer)
            listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(packer.checksums.items()))
            packer.add_bytes(CHECKSUMS, listing.encode())
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        with Box(temporary) as box:
            box.check()
        temporary.replace(path)
    except OSError as error:
        raise Refused(
            "{path} cannot be written: {strerror}. Free some space or choose another place.",
            path=path,
            strerror=error.strerror,
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


class Box(Archive):
    """An open backup; its size is bounded by the room there is, not by a number."""

    most_bytes: ClassVar[int] = 1 << 50
    most_members: ClassVar[int] = 20_000_000

    def check(self) -> None:
        """Read every member; raises BadArchive at the first that is damaged."""
        for name in self.names:
            self._copy(name, None)

    def unpack(self, name: str, target: Path) -> None:
        """Write one member to a file; raises BadArchive when it is damaged."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            self._copy(name, file)

    @property
    def unpacked(self) -> int:
        """How many bytes all members have."""
        return sum(info.file_size for info in self._zip.infolist())

    def _copy(self, name: str, target: BinaryIO | None) -> None:
        digest = hashlib.sha256()
        try:
            with self._zip.open(name) as member:
                while piece := member.read(PIECE):
                    digest.update(piece)
                    if target is not None:
                        target.write(piece)
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, ValueError) as error:
            raise BadArchive(
                "{name} in {path_name} cannot be read ({error}). Use another backup.",
                name=name,
                path_name=self.path.name,
                error=error,
            ) from None
        if digest.hexdigest() != self._checksums[name]:
            raise BadArchive(
                "{name} in {path_name} was altered: its checksum differs. Use another backup.",
                name=name,
                path_name=self.path.name,
            )
