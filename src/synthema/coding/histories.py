"""The history of a code in words: what was done to it, by whom, and what of it can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from synthema.coding.book import Book
from synthema.coding.code_projections import told
from synthema.coding.model import Visible
from synthema.coding.round_tables import seen_by
from synthema.coding.tables import CodeChange, MergeRow, SplitRow

MOST = 200  # steps shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what was done in words, and the act that takes it back ("" for none)."""

    seq: int
    at: datetime
    person: UUID
    said: str
    lines: tuple[str, ...] = ()
    undo: str = ""  # the name of the act's address
    undo_id: UUID | None = None


def history(review: UUID, look: Visible, book: Book, code: UUID) -> list[Step]:
    """What was done to a code that this person may see, the latest first."""
    rows = CodeChange.objects.filter(seen_by(look), review=review, code=code).order_by("-seq")[:MOST]
    changes = list(rows)
    seqs = [row.seq for row in changes]
    merges = dict(MergeRow.objects.filter(review=review, seq__in=seqs, withdrawn_seq=None).values_list("seq", "id"))
    splits = dict(
        SplitRow.objects.filter(seen_by(look), review=review, seq__in=seqs, withdrawn_seq=None).values_list("seq", "id")
    )
    return [_step(row, book, merges, splits) for row in changes]


def _step(row: CodeChange, book: Book, merges: Mapping[int, UUID], splits: Mapping[int, UUID]) -> Step:
    before, after = told(row)
    undo, undo_id = "", None
    if row.kind in ("merged", "received") and row.seq in merges:
        undo, undo_id = "coding:part", merges[row.seq]
    elif row.kind in ("gave passages", "received passages") and row.seq in splits:
        undo, undo_id = "coding:move_back", splits[row.seq]
    said, lines = _words(row.kind, before, after, book)
    return Step(seq=row.seq, at=row.at, person=row.person, said=said, lines=tuple(lines), undo=undo, undo_id=undo_id)


def _words(kind: str, before: Mapping[str, object], after: Mapping[str, object], book: Book) -> tuple[str, list[str]]:
    if kind == "changed":
        fields = {"name": _("Name"), "definition": _("Definition"), "color": _("Colour")}
        lines = [
            _("%(field)s: %(before)s → %(after)s")
            % {"field": fields[key], "before": before[key] or "–", "after": after.get(key) or "–"}
            for key in fields
            if key in before
        ]
        return _("Changed"), lines
    if kind == "moved":
        where = {"before": _place(before.get("parent"), book), "after": _place(after.get("parent"), book)}
        return _("Moved"), [_("%(before)s → %(after)s") % where] if where["before"] != where["after"] else []
    said = {
        "created": _("Made"),
        "retired": _("Retired"),
        "restored": _("Restored"),
        "merged": _("Merged into %(code)s") % {"code": _called(after.get("into"), book)}
        if after.get("into")
        else _("Left out of the codebook"),
        "parted": _("Stands for itself again"),
        "received": _("Took in %(codes)s") % {"codes": _several(after.get("codes"), book)},
        "gave back": _("Gave back %(codes)s") % {"codes": _several(after.get("codes"), book)},
        "gave passages": _("Gave passages away: %(number)s") % {"number": after.get("passages", "")},
        "received passages": _("Received passages: %(number)s") % {"number": after.get("passages", "")},
        "imported": _("Came by an import"),
    }.get(kind, kind)
    return said, [str(after["reason"])] if after.get("reason") else []


def _place(parent: object, book: Book) -> str:
    return _called(parent, book) if parent else _("at the top")


def _called(code: object, book: Book) -> str:
    known = book.by_id.get(UUID(str(code))) if code else None
    return f"“{known.path}”" if known else _("another code")


def _several(codes: object, book: Book) -> str:
    held = codes if isinstance(codes, list) else []
    return ", ".join(_called(code, book) for code in held[:12])
