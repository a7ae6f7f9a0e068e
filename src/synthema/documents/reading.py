"""A file to its canonical text and its pictures: all but plain text is opened in a process of its own, with limits."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

import cattrs

from synthema.documents.boxes import PageBoxes, unpacked
from synthema.documents.formats import EXTRACTOR, extract, refuse_misnamed
from synthema.documents.limits import SETTINGS, Limits, limits
from synthema.documents.markup import kinds
from synthema.documents.model import DocumentText, Layout, Reading
from synthema.documents.structure import Structure
from synthema.files import read_bytes
from synthema.refused import Refused, Words

ANSWER_MOST = 64 << 20
AT_ONCE = 2  # processes that read, and as many that draw
HEADER_WITHIN = 1024  # bytes before the mark of a PDF that readers put up with
_READERS, _PAINTERS = BoundedSemaphore(AT_ONCE), BoundedSemaphore(AT_ONCE)
_KEPT_FROM_THE_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMP", "TEMP", "TMPDIR")

PictureKind = Literal["png", "webp"]


class Stopped(Refused):
    """The reading process ended without an answer, or took too long."""


def read_file(path: Path, name: str, allowed: Limits | None = None) -> Reading:
    """Read a PDF, web page, JATS article, Word or plain text file, by what it holds; raises Refused for all else."""
    allowed = allowed or limits()
    most = allowed.megabytes << 20
    if path.is_file() and path.stat().st_size > most:
        raise Refused(_too_large(name, path.stat().st_size, allowed))
    if not is_pdf(path):
        if _kind(path, name) == kinds.Kind.TEXT:
            return Reading(text=extract(read_bytes(path, "full text", most), name), extractor=EXTRACTOR)
        return _read_markup(path, name, allowed)
    with tempfile.TemporaryDirectory(prefix="synthema-reading-", ignore_cleanup_errors=True) as place, _READERS:
        folder = Path(place)
        found = _ask(folder, {"do": "read", "path": str(path.resolve()), "skip": 0}, name, allowed)
        text = DocumentText((folder / "text.txt").read_bytes().decode("utf-8"))
    engine = str(found.pop("engine"))
    found.pop("pages")
    told = found.pop("structure", None)
    return Reading(text=text, extractor=engine, layout=cattrs.structure(found, Layout), structure=_structure(told))


def _kind(path: Path, name: str) -> kinds.Kind:
    try:
        with path.open("rb") as file:
            kind = kinds.kind_of(file.read(kinds.HEAD), name)
    except OSError:
        return kinds.Kind.TEXT  # read_bytes says what is wrong with it
    refuse_misnamed(kind, name)
    return kind


def _read_markup(path: Path, name: str, allowed: Limits) -> Reading:
    with tempfile.TemporaryDirectory(prefix="synthema-reading-", ignore_cleanup_errors=True) as place, _READERS:
        folder = Path(place)
        found = _ask(folder, {"do": "read markup", "path": str(path.resolve()), "name": name}, name, allowed)
        text = DocumentText((folder / "text.txt").read_bytes().decode("utf-8"))
    return Reading(text=text, extractor=str(found["engine"]), structure=_structure(found["structure"]))


def _structure(told: dict[str, Any] | None) -> Structure | None:
    return cattrs.structure(told, Structure) if told else None


def is_pdf(path: Path) -> bool:
    """Whether a file begins as PDFs do."""
    try:
        with path.open("rb") as file:
            begins = file.read(HEADER_WITHIN)
    except OSError:
        return False  # read_bytes says what is wrong with it
    return begins.startswith(b"%PDF-") or (b"%PDF-" in begins and path.suffix.lower() == ".pdf")


def draw(
    path: Path,
    pages: Sequence[int],
    width: int,
    *,
    skip: int = 0,
    allowed: Limits | None = None,
    kind: PictureKind = "png",
) -> dict[int, bytes]:
    """Pictures of pages, counted from 1, this many pixels wide; pages that cannot be drawn are left out."""
    task = {"do": "draw", **_some(path, pages, skip), "width": width, "kind": kind}
    with tempfile.TemporaryDirectory(prefix="synthema-drawing-", ignore_cleanup_errors=True) as place, _PAINTERS:
        folder = Path(place)
        found = _ask(folder, task, "This document", allowed or limits())
        return {number: (folder / f"page-{number}.{kind}").read_bytes() for number in found["drawn"]}


def measure(path: Path, pages: Sequence[int], *, skip: int = 0, allowed: Limits | None = None) -> dict[int, PageBoxes]:
    """Pages, counted from 1, with their text made anew and a box for each letter; broken pages are left out."""
    task = {"do": "measure", **_some(path, pages, skip)}
    with tempfile.TemporaryDirectory(prefix="synthema-measuring-", ignore_cleanup_errors=True) as place, _PAINTERS:
        found = _ask(Path(place), task, "This document", allowed or limits())
    try:
        measured = [unpacked(one) for one in found["measured"]]
    except ValueError:
        raise Stopped("The letters of this document stand nowhere. Print it to a new PDF and add that.") from None
    return {page.page: page for page in measured}


def _some(path: Path, pages: Sequence[int], skip: int) -> dict[str, Any]:
    return {"path": str(path.resolve()), "skip": skip, "pages": list(pages)}


def _ask(folder: Path, task: Mapping[str, Any], name: str, allowed: Limits) -> dict[str, Any]:
    """Let a process of its own do the task in the folder; raises Refused for what it refuses or does not survive."""
    most = {"seconds": allowed.seconds, "memory_mb": allowed.memory_mb, "pages": allowed.pages}
    whole = {**task, "limits": {**most, "characters": allowed.characters}}
    (folder / "task.json").write_text(json.dumps(whole), encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-I", "-m", "synthema.documents.reading_child", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in _KEPT_FROM_THE_ENVIRONMENT if key in os.environ},
        cwd=folder,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        child.wait(timeout=allowed.seconds)
    except subprocess.TimeoutExpired:
        raise Stopped(_too_long(name, allowed)) from None
    finally:
        child.kill()  # harmless when it has ended
        child.wait()
    return _answer(folder / "answer.json", name, allowed)


def _answer(path: Path, name: str, allowed: Limits) -> dict[str, Any]:
    if not path.exists():
        raise Stopped(
            "{name} broke its reader, or needs more than {memory_mb:,} MB or {seconds} seconds. Print "
            "it to a new PDF and add that.",
            name=name,
            memory_mb=allowed.memory_mb,
            seconds=allowed.seconds,
        )
    if path.stat().st_size > ANSWER_MOST:
        raise Stopped("{name} says too much of itself to be a report. Print it to a new PDF and add that.", name=name)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "refused" in found:
        raise Refused(_in_words(name, found["refused"], found["detail"], allowed))
    return found


def _in_words(name: str, reason: str, detail: str, allowed: Limits) -> str:
    if reason == "said":
        return detail
    return {
        "locked": f"{name} is locked with a password. Open it, save or print it without one, and add that.",
        "broken": f"{name} is a broken PDF: it may have been cut off. Download it again, or print it to a new PDF.",
        "no pages": f"{name} is a PDF without a page. Download it again.",
        "pages": f"{name} has {int(detail or 0):,} pages; at most {allowed.pages:,} are read. "
        f"Save the part that is the report as a PDF of its own, or raise {SETTINGS['pages']}.",
        "characters": f"{name} has more than {allowed.characters:,} characters. Add it in parts.",
        "memory": f"{name} needs more than {allowed.memory_mb:,} MB to be read. Print it to a new PDF and add that, "
        f"or raise {SETTINGS['memory_mb']}.",
    }.get(reason, f"{name} cannot be read ({reason}).")


def _too_long(name: str, allowed: Limits) -> str:
    return Words(
        "{name} took more than {seconds} seconds to read, which no ordinary report does. Print it to a "
        "new PDF and add that, or raise {settings}.",
        name=name,
        seconds=allowed.seconds,
        settings=SETTINGS["seconds"],
    )


def _too_large(name: str, size: int, allowed: Limits) -> str:
    return Words(
        "{name} has {size:,.0f} MB; at most {megabytes:,} are read. Save it in a smaller size, or raise {settings}.",
        name=name,
        size=size / (1 << 20),
        megabytes=allowed.megabytes,
        settings=SETTINGS["megabytes"],
    )
