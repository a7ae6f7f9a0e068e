"""Which codes a person may use and change: the team's codebook, and one's own in a round of coding."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from synthema.coding.freezing import refuse_frozen_book, refuse_opened
from synthema.coding.layers import Layer
from synthema.coding.model import RoundKind
from synthema.coding.round_tables import RoundRow, visible
from synthema.coding.tables import CodeRow, codes
from synthema.coding.wording import same_name
from synthema.refused import Refused
from synthema.team.doors import Desk


def own_book(desk: Desk, round_id: UUID | None) -> Q:
    """The codes of one book: the team's, or this person's in a round."""
    return Q(round=None) if round_id is None else Q(round=round_id, person=desk.person)


def family(desk: Desk, in_round: RoundRow | None) -> Q:
    """The codes that stand together in one tree: a deductive round's own codes stand among the team's."""
    book = own_book(desk, in_round.id if in_round else None)
    return book | Q(round=None) if in_round and in_round.kind == RoundKind.DEDUCTIVE else book


def code_to_change(desk: Desk, code: UUID) -> CodeRow:
    """A code that this person may change now; raises Refused for a merged or retired one, and where it may not be."""
    row = own_code(desk, code)
    refuse_unused(desk.review, row)
    return row


def own_code(desk: Desk, code: UUID) -> CodeRow:
    """A code of the team's book, or of one's own in a running round, whatever became of it; raises Refused."""
    row = codes(desk.review, visible(desk.review, desk.person)).filter(pk=code).first()
    if row is None:
        raise Refused("There is no such code in this review. `synthema coding codes` names them.")
    if row.round is not None:
        refuse_opened(desk, row.round)
        if row.person != desk.person:
            raise Refused("“{name}” is somebody else's code of a round. They change it themselves.", name=row.name)
    refuse_frozen_book(desk, row.round)
    return row


def refuse_unused(review: UUID, row: CodeRow) -> None:
    """Raise Refused for a code that is not used any more, with what to use in its place."""
    if row.merged_seq is not None:
        if row.effective is None:
            raise Refused("“{name}” was left out of the codebook. Undo that first.", name=row.name)
        into = CodeRow.settled(review).get(pk=row.effective).name
        raise Refused("“{name}” was merged into “{into}”. Use that, or undo the merge.", name=row.name, into=into)
    if row.retired_seq is not None:
        raise Refused("“{name}” was retired. Restore it first: `synthema coding code restore`.", name=row.name)


def refuse_same_name(desk: Desk, name: str, parent: UUID | None, beside: Q, but: UUID | None = None) -> None:
    """Raise Refused where a code in force of this name stands under the same one already."""
    look = visible(desk.review, desk.person)
    rows = codes(desk.review, look).filter(beside, parent=parent, retired_seq=None, merged_seq=None)
    wanted = same_name(name)
    for known, other in rows.values_list("name", "id"):
        if other != but and same_name(known) == wanted:
            raise Refused(
                "There is a code “{known}” in this place already. Use that, or choose another name.", known=known
            )


def parent_in(desk: Desk, parent: UUID | None, beside: Q) -> CodeRow | None:
    """The code another one is to stand under; raises Refused for one of another book or out of use."""
    if parent is None:
        return None
    row = codes(desk.review, visible(desk.review, desk.person)).filter(beside, pk=parent).first()
    if row is None:
        raise Refused("There is no such code to stand under in this codebook. Load the page again.")
    refuse_unused(desk.review, row)
    return row


def usable(review: UUID, layer: Layer, wanted: Iterable[UUID]) -> list[CodeRow]:
    """The codes to code with here, in the order asked; raises Refused for unknown, merged and retired ones."""
    ids = list(wanted)
    rows = {row.id: row for row in codes(review, layer.look).filter(pk__in=ids)}
    for one in ids:
        if one not in rows or not layer.offers(rows[one].round, rows[one].person):
            raise Refused("This code is not in the codebook you code with here. Load the page again.")
        refuse_unused(review, rows[one])
    return [rows[one] for one in ids]


def shown_under(rows: Iterable[CodeRow]) -> dict[UUID, UUID | None]:
    """For each code the one it stands under, a merged one's heirs taking its place."""
    held = list(rows)
    ends = {row.id: row.effective for row in held}
    return {row.id: ends.get(row.parent, row.parent) if row.parent else None for row in held}
