"""Projects and codebooks written so that every program takes them: checked against the schema before a byte is kept."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lxml import etree

from synthema.audit.archive import refuse_unwritable
from synthema.coding.refi.nouns import Codebook, Project, Text
from synthema.coding.refi.tree import codebook_element, project_element, valid_guid
from synthema.coding.refi.validate import validate
from synthema.files import write_bytes
from synthema.refused import Refused
from synthema.sheets import csv_text

_WHEN = (1980, 1, 1, 0, 0, 0)  # same nouns, same bytes
_CSV = ("path", "name", "description", "color", "codable", "guid")


def write_project(
    path: Path, project: Project, texts: Mapping[str, str], files: Mapping[str, bytes] | None = None
) -> None:
    """Write a .qdpx; `texts` are words by the GUID of their text, `files` the PDFs and others by their name.

    Texts are kept in UTF-8 with LF and without a mark; positions count code points of them, ends are the first behind.
    """
    content = _checked(project_element(_pointing(project, texts)))
    members = {"project.qde": content}
    for guid, words in texts.items():
        members[f"sources/{valid_guid(guid)}.txt"] = _plain(words)
    for name, data in (files or {}).items():
        members[f"sources/{Path(name).name}"] = data
    temporary = refuse_unwritable(path)
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, data)
        temporary.replace(path)
    except OSError as error:
        raise Refused(
            "{path} cannot be written: {strerror}. Choose another place.", path=path, strerror=error.strerror
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def beyond_two_bytes(texts: Mapping[str, str]) -> list[str]:
    """The GUIDs of texts in which programs that count UTF-16 (NVivo) will place selections elsewhere."""
    return [guid for guid, words in texts.items() if words and max(words) > "\uffff"]


def write_codebook(path: Path, codebook: Codebook) -> None:
    """Write a .qdc; raises Refused for a codebook without codes, which the standard does not allow."""
    write_bytes(path, codebook_bytes(codebook))


def codebook_bytes(codebook: Codebook) -> bytes:
    """The bytes of a .qdc; raises Refused for a codebook without codes, which the standard does not allow."""
    if not codebook.codes:
        raise Refused("There are no codes yet, so there is no codebook to write. Make a code first.")
    return _checked(codebook_element(codebook))


def codebook_csv(codebook: Codebook) -> str:
    """The codebook as a table, a code a line with its path from the top."""
    paths: dict[str, str] = {}
    rows = []
    for code in codebook.codes:
        above = paths.get(code.parent, "")
        paths[code.guid] = f"{above} / {code.name}" if above else code.name
        codable = "yes" if code.codable else "no"
        rows.append((paths[code.guid], code.name, code.description, code.color, codable, code.guid))
    return csv_text(_CSV, rows)


def _pointing(project: Project, texts: Mapping[str, str]) -> Project:
    """The project with each text naming the file that its words are written to."""

    def pointed(text: Text) -> Text:
        there = text.guid in texts
        return replace(text, plain_path=f"internal://{valid_guid(text.guid)}.txt", content=None) if there else text

    sources = (
        replace(one, text=pointed(one.text) if one.text else None, transcripts=tuple(map(pointed, one.transcripts)))
        for one in project.sources
    )
    return replace(project, sources=tuple(sources), notes=tuple(map(pointed, project.notes)))


def _plain(words: str) -> bytes:
    if "\r" in words or words.startswith("\ufeff"):
        raise ValueError("a canonical text has LF line ends and no byte order mark")
    return words.encode("utf-8")


def _checked(root: etree._Element) -> bytes:
    """The bytes of a project or codebook that keeps to the schema."""
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    found = validate(content, etree.fromstring(content))
    if not found.valid:
        raise Refused(
            "What was to be written does not keep to the REFI-QDA schema ({message}). Nothing was written; tell the "
            "makers of Synthema.",
            message=found.messages[0],
        )
    return content
