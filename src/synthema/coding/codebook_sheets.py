"""A codebook as a table or a Word document, as a reading like that of a .qdc."""

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from synthema.coding.codebook_files import CodeLine, read_csv, read_docx
from synthema.coding.refi.nouns import Code, Codebook, Project
from synthema.coding.refi.reading import Reading
from synthema.coding.refi.validate import Validity
from synthema.files import read_bytes

MOST_BYTES = 20 << 20
_READERS = {".csv": read_csv, ".docx": read_docx}


def read_codebook_sheet(path: Path, name: str) -> Reading | None:
    """The codes of a CSV or Word file; None for a file of another kind. Raises Refused where it holds no codebook."""
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        return None
    lines = reader(read_bytes(path, "codebook", MOST_BYTES), name)
    return Reading(
        kind="codebook",
        project=Project(name=name, codebook=Codebook(codes=tuple(_codes(lines)))),
        validity=Validity(valid=True),
    )


def _codes(lines: tuple[CodeLine, ...]) -> list[Code]:
    """A code for each line, and one for each name above that has no line of its own, from the top down."""
    told = {line.path: line for line in reversed(lines)}
    found: dict[tuple[str, ...], Code] = {}
    for line in lines:
        for depth in range(1, len(line.path) + 1):
            path = line.path[:depth]
            if path not in found:
                own = told.get(path)
                found[path] = Code(
                    guid=_guid(path),
                    name=path[-1],
                    description=own.definition if own else "",
                    color=own.color if own else "",
                    parent=_guid(path[:-1]) if depth > 1 else "",
                )
    return list(found.values())


def _guid(path: tuple[str, ...]) -> str:
    return str(uuid5(NAMESPACE_URL, f"code {path!r}"))
