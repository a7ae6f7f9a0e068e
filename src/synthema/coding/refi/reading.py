"""A .qdpx or .qdc file read whole: its nouns, its texts, how it counts, and whether it keeps to the standard."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from synthema.coding.refi.archive import Box, is_archive, opened
from synthema.coding.refi.codebook import read_codebook
from synthema.coding.refi.colors import plain_color
from synthema.coding.refi.nouns import Project, Text
from synthema.coding.refi.offsets import NOTHING, Convention, Found, RawText, by_lengths, detect, raw_text
from synthema.coding.refi.project import read_project
from synthema.coding.refi.validate import Validity, strangers, validate
from synthema.coding.refi.xml import MOST_BYTES, local, looks_like_xml, parsed
from synthema.files import read_bytes, readable
from synthema.refused import Refused

_PLAIN = (".txt", ".text")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRead:
    """A text of a project, its words (or why there are none), and how its positions count."""

    text: Text
    raw: RawText | None = None
    absent: str = ""  # why there are no words
    found: Found = NOTHING
    asked: bool = True  # whether its selections say how the file counts; those of notes do not


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds; of a codebook the project has nothing else."""

    kind: str  # "project" or "codebook"
    project: Project
    validity: Validity
    offsets: Found = NOTHING
    texts: tuple[TextRead, ...] = ()
    missing: tuple[str, ...] = ()  # sources whose own file (PDF, picture, recording) is not there
    strangers: Counter[str] = field(default_factory=Counter)
    colors: int = 0  # colours that are none
    refused: dict[str, str] = field(default_factory=dict)  # files of the archive that are not taken, and why
    unnamed: tuple[str, ...] = ()  # files of the archive that the project does not name
    remarks: tuple[str, ...] = ()


def read(path: Path, name: str = "") -> Reading:
    """Read a REFI-QDA file; raises Refused where it is none, or is damaged or dangerous."""
    name = name or path.name
    readable(path, "REFI-QDA file")
    if not is_archive(path):
        content = read_bytes(path, "REFI-QDA file", MOST_BYTES)
        if not looks_like_xml(content):
            raise _neither(name)
        root = parsed(content, name)
        return _codebook(content, root) if local(root) == "CodeBook" else _project(content, root, name, None)
    with opened(path, name) as box:
        return _project(box.project, parsed(box.project, name), name, box)


def _codebook(content: bytes, root: etree._Element) -> Reading:
    codebook = read_codebook(root)
    return Reading(
        kind="codebook",
        project=Project(origin=codebook.origin, codebook=codebook),
        validity=validate(content, root),
        strangers=strangers(root),
        colors=_no_colors(root),
    )


def _neither(name: str) -> Refused:
    return Refused(
        "{name} is neither a REFI-QDA project (.qdpx) nor a codebook (.qdc). Choose one of them when you export from "
        "the program that holds the codes.",
        name=name,
    )


def _project(content: bytes, root: etree._Element, name: str, box: Box | None) -> Reading:
    if local(root) != "Project":
        raise _neither(name)
    project = read_project(root)
    notes = {id(note) for note in project.notes}
    texts = tuple(replace(_text(text, box), asked=id(text) not in notes) for text in project.texts())
    whole, texts = _measured(texts, project.origin)
    missing = _missing(project, box)
    return Reading(
        kind="project",
        project=project,
        validity=validate(content, root),
        offsets=whole,
        texts=texts,
        missing=missing,
        strangers=strangers(root),
        colors=_no_colors(root),
        refused=box.refused if box else {},
        unnamed=tuple(box.unnamed()) if box else (),
        remarks=tuple(box.remarks) if box else ("the file is a project without its archive, so without its texts",),
    )


def _text(text: Text, box: Box | None) -> TextRead:
    """The words of a text: those in the project, or those of its file."""
    path = text.plain_path or (text.rich_path if text.rich_path.lower().endswith(_PLAIN) else "")
    if not path:
        absent = "only a formatted text is there" if text.rich_path else "no text was written"
        return TextRead(text=text, absent=absent) if text.content is None else _decoded(text, text.content)
    if text.rich_path and box:
        box.mark(text.rich_path)
    content = box.text(path) if box else "its text is not in the file"
    if isinstance(content, bytes):
        return _decoded(text, content)
    return TextRead(text=text, absent=content) if text.content is None else _decoded(text, text.content)


def _decoded(text: Text, content: bytes | str) -> TextRead:
    try:
        return TextRead(text=text, raw=raw_text(content))
    except ValueError:
        return TextRead(text=text, absent="its text is not in UTF-8")


def _measured(texts: tuple[TextRead, ...], origin: str) -> tuple[Found, tuple[TextRead, ...]]:
    """How the file and each of its texts count positions."""
    there = [(one.raw, one.text.selections if one.asked else ()) for one in texts if one.raw is not None]
    whole, each = detect(there, origin)
    if whole.convention is None:
        whole = by_lengths(selection for one in texts if one.asked for selection in one.text.selections)
    if origin.startswith("Synthema"):
        whole, each = _ours(whole), [_ours(one) for one in each]
    measures = iter(each)
    return whole, tuple(one if one.raw is None else replace(one, found=next(measures)) for one in texts)


def _ours(found: Found) -> Found:
    """How our own files count: code points of texts with LF, the end behind the last character."""
    return replace(found, convention=Convention(), sure="certain") if found.selections else found


def _missing(project: Project, box: Box | None) -> tuple[str, ...]:
    """Sources with a file of their own that is not there."""
    with_files = [one for one in project.sources if one.path]
    return tuple(one.name or one.guid for one in with_files if not (box and box.mark(one.path)))


def _no_colors(root: etree._Element) -> int:
    return sum(1 for one in root.iter() if one.get("color") and not plain_color(str(one.get("color"))))
