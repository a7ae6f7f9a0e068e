"""A zip of export files, taken apart with care: what is no export is named, and no archive grows beyond bounds."""

import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from synthema.records.export import Export
from synthema.records.formats.registry import detect_packed
from synthema.records.model import Unreadable

MOST_FILES = 500
MOST_BYTES = 4 << 30  # of all files unpacked
MOST_RATIO = 200  # of a file's size to its packed size, beyond a small file
_SMALL = 1 << 24  # bytes
_PIECE = 1 << 20
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(slots=True)
class Packed:
    """One file of a zip, not unpacked yet."""

    name: str | None
    of: str  # the name of the zip
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, piece by piece; raises Unreadable where it is damaged."""
        try:
            with self.archive.open(self.info) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except FAULTS:
            raise Unreadable(
                "{name} in {of} is damaged or packed in a way that is not known. Unpack the zip yourself, then bring "
                "the files.",
                name=self.name,
                of=self.of,
            ) from None


def is_batch(path: Path) -> bool:
    """Whether a file is a zip of files, and not a format that is a zip itself."""
    with path.open("rb") as file:
        return file.read(4) in _MAGIC and detect_packed(Export(path)) is None


def unpacked(path: Path, name: str) -> Iterator[Packed | Unreadable]:
    """The files of a zip, and a refusal for each that is not taken; raises Unreadable where none can be taken."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if not one.is_dir() and not _LITTER.search(one.filename)]
            _refuse_whole(infos, name)
            names = _names(infos)
            for info, shown in zip(infos, names, strict=True):
                why = why_not(info)
                yield _refusal(shown, name, why) if why else Packed(shown, name, archive, info)
    except FAULTS as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            "{name} is a zip that cannot be opened; it may be cut off. Make it again, or bring the files unpacked.",
            name=name,
        ) from None


def unpack_into(folder: Path, path: Path, name: str) -> Iterator[tuple[str, Path] | Unreadable]:
    """The files of a zip unpacked into a folder under numbers, each gone when the next one comes."""
    for number, one in enumerate(unpacked(path, name)):
        if isinstance(one, Unreadable):
            yield one
            continue
        target = folder / str(number)
        try:
            with target.open("wb") as file:
                file.writelines(one.chunks())
            yield nested(one.name, name) if is_batch(target) else (str(one.name), target)
        except Unreadable as error:
            yield error
        finally:
            target.unlink(missing_ok=True)


def nested(name: str | None, of: str) -> Unreadable:
    """The refusal of a zip within a zip."""
    return _refusal(name, of, "is itself a zip")


def _refusal(name: str | None, of: str, why: str) -> Unreadable:
    return Unreadable("{name} in {of} {why}. Unpack it yourself, then bring the file.", name=name, of=of, why=why)


def _refuse_whole(infos: list[zipfile.ZipInfo], name: str) -> None:
    if not infos:
        raise Unreadable("{name} holds no files. Look whether the right folder was packed.", name=name)
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise Unreadable(
            "{name} is a document of Word, Excel or PowerPoint without a table of records. Export the records as RIS "
            "from the database.",
            name=name,
        )
    if len(infos) > MOST_FILES:
        raise Unreadable(
            "{name} holds {count:,} files; at most {most} are taken at once. Bring it in parts.",
            name=name,
            count=len(infos),
            most=MOST_FILES,
        )
    size = sum(info.file_size for info in infos)
    if size > MOST_BYTES:
        raise Unreadable(
            "{name} unpacks to {size:,} bytes; at most {most:,} are taken at once. Bring it in parts.",
            name=name,
            size=size,
            most=MOST_BYTES,
        )


def why_not(info: zipfile.ZipInfo) -> str:
    """What speaks against unpacking a file; empty where nothing does."""
    parts = re.split(r"[/\\]", info.filename)
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link to another file"
    if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", parts[0]):
        return "has a name that leads out of the zip"
    if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
        return "would grow more than two hundred times when unpacked, as no honest file does"
    return ""


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """The name of each file as shown; its folder is told where two files share a name."""
    paths = [_name(info) for info in infos]
    count = Counter(path.rsplit("/", 1)[-1] for path in paths)
    return [path.replace("/", " - ") if count[last := path.rsplit("/", 1)[-1]] > 1 else last for path in paths]


def _name(info: zipfile.ZipInfo) -> str:
    """The path of a file; programs write UTF-8 without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
