"""Small REFI-QDA files as different programs write them, built in code."""

import uuid
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

SPACE = "urn:QDA-XML:project:1.0"
WORDS = (
    "My mother said: “I never asked anybody.”\nShe kept the café open, naïvely, until the year was over.\n"
    "Nurses came 😀 and went.\n\nNobody told us what the 𝒳 on the form meant, so we left it empty.\n"
)
QUOTES = (
    "mother",
    "asked anybody",
    "café open, naïvely",
    "until the year was over",
    "came 😀 and",
    "Nurses",
    "told us",
)
LATE = ("Nobody", "form meant", "left it empty", "what the 𝒳")


def guid(name: str) -> str:
    """A GUID that comes from a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def qdpx(
    path: Path, project: str | bytes, files: Mapping[str, bytes] | None = None, *, called: str = "project.qde"
) -> Path:
    """A .qdpx with a project and files beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((called, project), *(files or {}).items()):
            entry = zipfile.ZipInfo(name)  # of no hour, so that the same project is the same file
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def project(inside: str, origin: str = "NVivo", attributes: str = "") -> str:
    """A project.qde around some elements."""
    said = f" origin={quoteattr(origin)}" if origin else ""
    whole = f'<Project xmlns="{SPACE}" name="P"{said}{attributes}>{inside}</Project>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{whole}'


def codes(*names: str) -> str:
    """A codebook of codes without depth."""
    each = "".join(f'<Code guid="{guid(name)}" name={quoteattr(name)} isCodable="true"/>' for name in names)
    return f"<CodeBook><Codes>{each}</Codes></CodeBook>"


def selection(start: int, end: int, code: str = "trust", name: str = "", key: str = "") -> str:
    """A coded selection of a text."""
    own = key or f"{start}-{end}-{code}"
    called = f" name={quoteattr(name)}" if name else ""
    return (
        f'<PlainTextSelection guid="{guid(own)}" startPosition="{start}" endPosition="{end}"{called}>'
        f'<Coding guid="{guid("c" + own)}"><CodeRef targetGUID="{guid(code)}"/></Coding></PlainTextSelection>'
    )


def text_source(name: str, inside: str, path: str | None = None, key: str = "", attributes: str = "") -> str:
    """A text source whose words lie in a file beside the project."""
    own = guid(key or name)
    path = f"internal://{own}.txt" if path is None else path
    return f'<TextSource guid="{own}" name={quoteattr(name)} plainTextPath="{path}"{attributes}>{inside}</TextSource>'


def of_nvivo(path: Path, quotes: Iterable[str] = QUOTES + LATE) -> Path:
    """CRLF, a byte order mark that is not counted, UTF-16 units, folder Sources, no names."""
    written = WORDS.replace("\n", "\r\n")
    places = [(_units(written[: (at := written.index(one))]), _units(written[: at + len(one)])) for one in quotes]
    inside = "".join(selection(*place) for place in places)
    whole = project(codes("trust") + f"<Sources>{text_source('a', inside)}</Sources>", "NVivo 12.6")
    return qdpx(path, whole, {f"Sources/{guid('a')}.txt": b"\xef\xbb\xbf" + written.encode()})


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
