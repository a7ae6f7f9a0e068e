"""A .qdpx file opened with care: one project inside, its texts read only when asked for, nothing unpacked to disk."""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from synthema.coding.refi.nouns import Project, SourceKind
from synthema.records.batch import FAULTS, why_not
from synthema.refused import Refused

MOST_FILES = 50_000
MOST_PROJECT = 256 << 20  # bytes of the project itself
MOST_TEXT = 50 << 20  # bytes of one text
MOST_FILE = 256 << 20  # bytes of one source's own file
MOST_TEXTS = 1 << 30  # bytes of all texts together
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z]+)://+")
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


def is_archive(path: Path) -> bool:
    """Whether a file begins as a zip does."""
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


@dataclass(slots=True)
class Box:
    """An open .qdpx: the project's bytes, the files beside it, and what is to be said of both."""

    name: str
    project: bytes
    remarks: list[str]
    refused: dict[str, str]  # file -> why it is not taken
    _zip: zipfile.ZipFile
    _files: dict[str, zipfile.ZipInfo]  # by their last name, in small letters
    _asked: set[str] = field(default_factory=set)
    _left: int = MOST_TEXTS

    def text(self, reference: str) -> bytes | str:
        """The bytes of a text that a path such as internal://X.txt names; or why there are none, in words."""
        scheme = _SCHEME.match(reference)
        if scheme and scheme[1].lower() != "internal":
            return "its text lies outside the file, on the computer it came from"
        key = _key(reference)
        self._asked.add(key)
        info = self._files.get(key)
        if info is None:
            return "its text is not in the file"
        if info.filename in self.refused:
            return f"its text {self.refused[info.filename]}"
        if info.file_size > min(MOST_TEXT, self._left):
            return f"its text has {info.file_size:,} bytes, more than is read"
        self._left -= info.file_size
        try:
            return self._zip.read(info)
        except FAULTS:
            return "its text is damaged within the file"

    def mark(self, reference: str) -> bool:
        """Remember that the project names this file; whether it is there."""
        self._asked.add(_key(reference))
        return _key(reference) in self._files

    def unnamed(self) -> list[str]:
        """Files that the project does not name."""
        return [info.filename for key, info in self._files.items() if key not in self._asked]


@contextmanager
def opened(path: Path, name: str) -> Iterator[Box]:
    """Open a .qdpx; raises Refused where it is damaged, dangerous, or holds no single project."""
    try:
        archive = zipfile.ZipFile(path)
    except FAULTS:
        raise Refused(
            "{name} is a zip that cannot be opened; it may be cut off. Export the project again.", name=name
        ) from None
    with archive:
        infos = [one for one in archive.infolist() if not one.is_dir() and not _LITTER.search(_slashed(one))]
        if len(infos) > MOST_FILES:
            raise Refused(
                "{name} holds {count:,} files; at most {most:,} are taken. Export the project in parts.",
                name=name,
                count=len(infos),
                most=MOST_FILES,
            )
        chosen, remarks = _project_of(infos, name)
        content = _read_project(archive, chosen, name)
        others = [one for one in infos if one is not chosen]
        refused = {one.filename: why for one in others if (why := why_not(one))}
        yield Box(name, content, remarks, refused, archive, _by_name(others, remarks))


def _slashed(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _key(reference: str) -> str:
    return re.split(r"[/\\]", reference)[-1].strip("{}").lower()


def _by_name(infos: list[zipfile.ZipInfo], remarks: list[str]) -> dict[str, zipfile.ZipInfo]:
    """Files by their last name; one in the folder of sources goes before one that lies elsewhere."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in sorted(infos, key=lambda one: not _slashed(one).lower().startswith("sources/")):
        if found.setdefault(_key(info.filename), info) is not info:
            remarks.append(f"{info.filename} has the name of another file and is not read")
    if not all(_slashed(one).startswith("sources/") for one in infos):
        remarks.append("files lie elsewhere than in the folder sources, where the standard wants them")
    return found


def _project_of(infos: list[zipfile.ZipInfo], name: str) -> tuple[zipfile.ZipInfo, list[str]]:
    """The one project of a zip, and what is odd about where it lies."""
    projects = [one for one in infos if _slashed(one).lower().endswith(".qde")]
    outermost = [one for one in projects if "/" not in _slashed(one)] or projects
    if len(outermost) != 1:
        raise Refused(
            "{name} holds {count} projects (.qde) where a REFI-QDA file has one. Choose REFI-QDA project (.qdpx) "
            "when you export from the program that holds it.",
            name=name,
            count=len(outermost) or "no",
        )
    chosen = outermost[0]
    odd = f"the project is called {chosen.filename}, not project.qde" if chosen.filename != "project.qde" else ""
    return chosen, [odd] if odd else []


def _read_project(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    why = why_not(info)
    if not why and info.file_size > MOST_PROJECT:
        why = f"has {info.file_size:,} bytes; at most {MOST_PROJECT:,} are read"
    if why:
        raise Refused(
            "{project} in {name} {why}. Nothing was read; export the project again.",
            project=info.filename,
            name=name,
            why=why,
        )
    try:
        return archive.read(info)
    except FAULTS:
        raise Refused(
            "{project} in {name} is damaged. Nothing was read; export the project again.",
            project=info.filename,
            name=name,
        ) from None


def digests(path: Path, project: Project) -> dict[str, str]:
    """The SHA-256 of the files that sources have of their own (PDFs), by the GUID of the source."""
    return {guid: hashlib.sha256(content).hexdigest() for guid, content in files_of(path, project)}


def files_of(path: Path, project: Project) -> Iterator[tuple[str, bytes]]:
    """The files that PDF sources have of their own, each with the GUID of its source; those that cannot be read not."""
    named = {_key(one.path): one.guid for one in project.sources if one.path and one.kind is SourceKind.PDF}
    if not named or not is_archive(path):
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            guid = named.get(_key(info.filename))
            if guid is None or info.is_dir() or why_not(info) or info.file_size > MOST_FILE:
                continue
            try:
                yield guid, archive.read(info)
            except FAULTS:
                continue
