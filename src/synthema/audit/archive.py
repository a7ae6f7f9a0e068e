"""Zip files that are safe to read and always written the same way."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import ClassVar, Self

from synthema.refused import Refused

MOST_MEMBERS = 500_000
MOST_BYTES = 20 << 30  # unpacked, all members together
MOST_RATIO = 250  # unpacked to packed; text compresses to about a twentieth
FREE_BYTES = 50 << 20  # below this no ratio is asked
CHECKSUMS = "checksums.sha256"
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, RuntimeError, OverflowError)  # what zipfile raises


class BadArchive(Refused):
    """A zip file that is damaged, dangerous or not one of ours."""


def write(path: Path, members: Mapping[str, bytes], at: datetime) -> None:
    """Write members sorted by name, dated by a moment of the trail, with their checksums; same input, same bytes."""
    listing = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(members.items()))
    everything = {**members, CHECKSUMS: listing.encode()}
    stamp = max(at.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    temporary = refuse_unwritable(path)
    try:
        with zipfile.ZipFile(temporary, "w") as archive:
            for name, data in sorted(everything.items()):
                info = zipfile.ZipInfo(name, stamp)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                info.create_system = 3
                archive.writestr(info, data, compresslevel=6)
        temporary.replace(path)
    except OSError as error:
        raise Refused(
            "{path} cannot be written: {strerror}. Choose another place.", path=path, strerror=error.strerror
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def refuse_unwritable(path: Path) -> Path:
    """The file that a package is written to before it takes its name; raises Refused where none can be."""
    if path.is_dir():
        raise Refused("{path} is a folder. Name the file to write.", path=path)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.touch()
    except OSError as error:
        raise Refused(
            "{path} cannot be written: {strerror}. Choose another place.", path=path, strerror=error.strerror
        ) from None
    return temporary


class Archive:
    """An open zip whose members were all found harmless; reading one checks its checksum."""

    most_members: ClassVar[int] = MOST_MEMBERS
    most_bytes: ClassVar[int] = MOST_BYTES

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise BadArchive("There is no file {path}. Check the name.", path=path) from None
        except IsADirectoryError:
            raise BadArchive("{path} is a folder. Name the package file in it.", path=path) from None
        except OSError as error:
            raise BadArchive(
                "{path} cannot be read: {strerror}. Check the name.", path=path, strerror=error.strerror or error
            ) from None
        except _BROKEN as error:
            raise BadArchive(
                "{path_name} is not a readable zip file ({error}). Ask for it to be sent again.",
                path_name=path.name,
                error=error,
            ) from None
        try:
            self._refuse_dangerous()
            self._checksums = self._listing()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """The members that the checksums list."""
        return sorted(self._checksums)

    def read(self, name: str) -> bytes:
        """One member; raises BadArchive when it is missing or altered."""
        expected = self._checksums.get(name)
        if expected is None:
            raise BadArchive(
                "{path_name} holds no {name}. It is no complete package.", path_name=self.path.name, name=name
            )
        data = self._raw(name)
        if hashlib.sha256(data).hexdigest() != expected:
            raise BadArchive(
                "{name} in {path_name} was altered: its checksum differs. Nothing was imported.",
                name=name,
                path_name=self.path.name,
            )
        return data

    def read_all(self) -> None:
        """Read every member once, so that nothing begins with a package that is damaged anywhere."""
        for name in self.names:
            self.read(name)

    def _raw(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except (*_BROKEN, KeyError, OSError, EOFError) as error:
            raise BadArchive(
                "{name} in {path_name} cannot be read ({error}). Nothing was imported.",
                name=name,
                path_name=self.path.name,
                error=error,
            ) from None

    def _refuse_dangerous(self) -> None:
        infos = self._zip.infolist()
        names = [info.filename for info in infos]
        if len(infos) > self.most_members or len(names) != len(set(names)):
            raise BadArchive(
                "{path_name} has {infos} members, or one of them twice. It is no package.",
                path_name=self.path.name,
                infos=len(infos),
            )
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if packed > self.path.stat().st_size or unpacked > self.most_bytes:
            raise BadArchive(
                "{path_name} would unpack to {unpacked:,} bytes. It is not opened.",
                path_name=self.path.name,
                unpacked=unpacked,
            )
        if unpacked > FREE_BYTES and unpacked > MOST_RATIO * max(packed, 1):
            raise BadArchive(
                "{path_name} would unpack to {unpacked:,} bytes from {packed:,}: a zip bomb. It is not opened.",
                path_name=self.path.name,
                unpacked=unpacked,
                packed=packed,
            )
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
            raise BadArchive(
                "{path_name} is packed in another way than Synthema packs. Ask for it anew.", path_name=self.path.name
            )
        for name in names:
            parts = PurePosixPath(name).parts
            if name.startswith(("/", "\\")) or ".." in parts or "\\" in name or ":" in name or "\x00" in name:
                raise BadArchive(
                    "{path_name} holds the path {name!r}, which climbs out of its folder. It is not opened.",
                    path_name=self.path.name,
                    name=name,
                )

    def _listing(self) -> dict[str, str]:
        try:
            text = self._raw(CHECKSUMS).decode("utf-8")
            found = {name: digest for digest, name in (line.split("  ", 1) for line in text.splitlines())}
        except (BadArchive, ValueError):
            raise BadArchive(
                "{path_name} has no list of checksums, so it is no Synthema package.", path_name=self.path.name
            ) from None
        unlisted = {info.filename for info in self._zip.infolist() if not info.is_dir()} - set(found) - {CHECKSUMS}
        if unlisted:
            raise BadArchive(
                "{path_name} holds files that its checksums do not list: {unlisted}.",
                path_name=self.path.name,
                unlisted=", ".join(sorted(unlisted)[:3]),
            )
        return found
