"""What a person may change at a document now: the work they are in there, and the quotes and codings of it."""

from uuid import UUID

from synthema.coding.freezing import refuse_opened
from synthema.coding.layers import Layer, layers
from synthema.coding.round_tables import round_row, visible
from synthema.coding.tables import CodingRow, QuoteRow, codings, quote_row, quotes_ever
from synthema.documents.tables import document
from synthema.refused import Refused
from synthema.team.doors import Desk


def layer_here(desk: Desk, document: UUID) -> Layer:
    """The work this person does at a document now; raises Refused while nobody, or they, code it."""
    layer = layers(desk.review, desk.person, [document])[document]
    if layer.frozen:
        raise Refused(layer.frozen)
    return layer


def quote_to_change(desk: Desk, quote: UUID) -> tuple[QuoteRow, Layer]:
    """A standing quote that this person may change now, and the work it belongs to; raises Refused for any other."""
    return _to_change(desk, quote_row(desk.review, visible(desk.review, desk.person), quote))


def quote_to_restore(desk: Desk, quote: UUID) -> tuple[QuoteRow, Layer]:
    """A quote that was taken back and may stand again now; raises Refused for any other."""
    ever = quotes_ever(desk.review, visible(desk.review, desk.person))
    row = ever.filter(pk=quote).exclude(withdrawn_seq=None).first()
    if row is None:
        raise Refused("There is no such quote in this review that was taken back.")
    document(desk.review, row.document)
    return _to_change(desk, row)


def _to_change(desk: Desk, row: QuoteRow) -> tuple[QuoteRow, Layer]:
    if row.round is not None:
        refuse_opened(desk, row.round)
        if row.person != desk.person:
            raise Refused("Somebody else marked this in a round of coding. They change it themselves.")
    layer = layer_here(desk, row.document)
    _refuse_other_work(desk, row, layer)
    return row, layer


def _refuse_other_work(desk: Desk, row: QuoteRow, layer: Layer) -> None:
    if row.round == (layer.work.id if layer.work else None):
        return
    if row.round is None and layer.work:
        raise Refused(
            "You code this document in round {number} now. What the team coded there stays until it is opened.",
            number=layer.work.number,
        )
    raise Refused(
        "You are done with coding round {number}. Take it back to change this.",
        number=round_row(desk.review, row.round).number if row.round else 0,
    )


def coding_row(desk: Desk, coding: UUID) -> CodingRow:
    """One standing coding this person may see; raises Refused for any other."""
    row = codings(desk.review, visible(desk.review, desk.person)).filter(pk=coding).first()
    if row is None:
        raise Refused("This passage is not coded so any more. Load the page again.")
    return row
