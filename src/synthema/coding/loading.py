"""Code the passages that a table names: every quote is looked up before anything is coded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from synthema.audit.model import By
from synthema.coding.actions import code_passage, create_code
from synthema.coding.import_held import code_path
from synthema.coding.import_model import Path as CodePath
from synthema.coding.layers import Layer, layers
from synthema.coding.places import ranges_text
from synthema.coding.rules import check_voice
from synthema.coding.tables import codes, quotes
from synthema.coding.wording import clean_name, same_name
from synthema.documents.anchoring import find
from synthema.documents.model import Anchor, DocumentText
from synthema.documents.tables import Document, documents, text_of
from synthema.progress import Progress, silent
from synthema.refused import Refused
from synthema.sheets import Row, read_sheet, understood
from synthema.team.doors import access_review
from synthema.team.model import Need

_PARTS = " / "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    """One row: where its quote stands, and the paths of its codes."""

    document: Document
    anchor: Anchor
    codes: tuple[tuple[str, ...], ...]
    voice: str


class _LookUp:
    """The full texts of a review by number and by file name, each read once."""

    def __init__(self, review: UUID) -> None:
        self._rows = documents(review)
        self._texts: dict[UUID, DocumentText | None] = {}

    def document(self, name: str) -> Document:
        found = [row for row in self._rows if name in (str(row.number), row.file_name)]
        if len(found) != 1:
            raise Refused(
                "{name!r} is no full text of this review, or several. `synthema documents list` names them.", name=name
            )
        return found[0]

    def passage(self, row: Row) -> _Passage:
        document = self.document(row["document"])
        if document.id not in self._texts:
            self._texts[document.id] = text_of(document)
        text = self._texts[document.id]
        if text is None:
            raise Refused("The text of {name} was deleted for good.", name=document.file_name)
        page = int(row["page"]) if row["page"].isdecimal() and len(row["page"]) < 7 else None
        paths = tuple(_path(one) for one in row["codes"].split(";") if one.strip())
        return _Passage(
            document=document, anchor=find(text, row["quote"], page), codes=paths, voice=check_voice(row["voice"])
        )


def _path(written: str) -> tuple[str, ...]:
    return tuple(clean_name(one) for one in written.strip().split(_PARTS))


def load_passages(by: By, review: UUID, path: Path, progress: Progress = silent) -> tuple[int, int]:
    """Code the passages of a table; how many were coded, and how many were there already.

    Its columns are document, quote, codes (paths parted by semicolons), voice and page. Raises Refused naming each row
    that cannot be coded; then nothing is.
    """
    access_review(by.person, review, Need.DECIDE)
    sheet = read_sheet(path, ("document", "quote", "codes"))
    passages = understood(sheet, _LookUp(review).passage)
    coded = 0
    with transaction.atomic():
        for done, (row, one) in enumerate(passages, start=1):
            try:
                coded += _code(by.then(f"{sheet.digest} {done}"), review, one)
            except Refused as error:
                raise Refused(
                    "Line {line} of {name}: {error} Nothing of this file was coded.",
                    line=row.line,
                    name=path.name,
                    error=error,
                ) from None
            progress(f"coding {path.name}", done, len(passages))
    return coded, len(passages) - coded


def _code(by: By, review: UUID, passage: _Passage) -> bool:
    """Code one passage, its missing codes first; False where that is done already."""
    layer = layers(review, by.person, [passage.document.id])[passage.document.id]
    chosen = [_code_at(by, review, layer, one) for one in passage.codes]
    anchor = passage.anchor
    same = quotes(review, layer.look).filter(
        document=passage.document.id,
        person=by.person,
        round=layer.work.id if layer.work else None,
        ranges=ranges_text(anchor),
    )
    row = same.first()
    if row is not None and set(chosen) <= set(row.codings.filter(withdrawn_seq=None).values_list("code", flat=True)):
        return False
    code_passage(
        by,
        review,
        passage.document.id,
        anchor.text_sha256,
        anchor.ranges,
        codes=tuple(chosen),
        voice=passage.voice,
        how="from a table",
    )
    return True


def _code_at(by: By, review: UUID, layer: Layer, path: tuple[str, ...]) -> UUID:
    """The code of this path in the codebook that is coded with here, made where it is missing."""
    parent: UUID | None = None
    for depth in range(1, len(path) + 1):
        known = _known(review, layer)
        key = tuple(same_name(one) for one in path[:depth])
        if key in known:
            parent = known[key]
            continue
        made = create_code(
            by.then(f"code {key!r}"),
            review,
            path[depth - 1],
            parent=parent,
            round=layer.work.id if layer.work else None,
        )
        parent = made.body.code_id
    assert parent is not None
    return parent


def _known(review: UUID, layer: Layer) -> Mapping[CodePath, UUID]:
    rows = [row for row in codes(review, layer.look) if layer.offers(row.round, row.person)]
    names = {row.id: (row.name, row.parent) for row in rows}
    live = [row for row in rows if row.retired_seq is None and row.merged_seq is None]
    return {code_path(row.id, names): row.id for row in live}
