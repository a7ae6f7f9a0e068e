"""A source of a coded project becomes the full text of a report, so that its quotes have a place to stand."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from synthema.audit.model import By, Recorded
from synthema.coding.refi.archive import files_of
from synthema.coding.refi.nouns import Source, SourceKind
from synthema.coding.refi.reading import Reading, read
from synthema.documents.actions import add_document, read_upload
from synthema.jobs.staging import safe_name
from synthema.refused import Refused
from synthema.team.doors import access_review
from synthema.team.model import Need


def attach_source(by: By, review: UUID, path: Path, guid: str, report: UUID) -> Recorded[Any]:
    """Add the PDF of a source, or else its text, as a full text of a report; raises Refused where it has neither."""
    access_review(by.person, review, Need.SEARCH)
    reading = read(path)
    source = next((one for one in reading.project.sources if one.guid == guid), None)
    if source is None:
        raise Refused("The file holds no such source. Load the page again.")
    with tempfile.TemporaryDirectory(prefix="synthema-source-") as folder:
        place = _written(Path(folder), path, reading, source)
        return add_document(by, review, report, read_upload(place))


def _written(folder: Path, path: Path, reading: Reading, source: Source) -> Path:
    stem = Path(safe_name(source.name or "source")).stem or "source"
    if source.kind is SourceKind.PDF:
        content = next((data for guid, data in files_of(path, reading.project) if guid == source.guid), None)
        if content is not None:
            place = folder / f"{stem}.pdf"
            place.write_bytes(content)
            return place
    words = next((one.raw.text for one in reading.texts if one.text is source.text and one.raw), "")
    if not words.strip() or source.kind not in (SourceKind.TEXT, SourceKind.PDF):
        raise Refused("Neither the file nor the text of “{name}” is in the project.", name=source.name)
    place = folder / f"{stem}.txt"
    place.write_text(words, encoding="utf-8", newline="\n")
    return place
