"""The opened rounds of coding: agreement before any talk, and whether it or a consensus log stands for the coding."""

from collections.abc import Iterator

from synthema.agreement.extents import Unitising
from synthema.agreement.model import Estimate
from synthema.coding.aligning import sides_of
from synthema.coding.model import CodingUnit, RoundKind
from synthema.coding.round_readings import book_of, called, extents, readings
from synthema.coding.settling import tally
from synthema.coding.tables import CodingRow, RoundRow, rounds
from synthema.reporting.agreement_facts import INTERVALS, interval, number
from synthema.reporting.model import CodingLine, StatisticLine
from synthema.reporting.places import NOBODY, Review, anchor
from synthema.words import counted

NAMES = {
    Unitising.U_ALPHA_BINARY: "|u-alpha (same places, whatever the code)",
    Unitising.U_ALPHA: "u-alpha (same places, same codes)",
    Unitising.CU_ALPHA: "cu-alpha (same codes where both marked)",
}


def coding_lines(review: Review) -> list[CodingLine]:
    """A line for every round of coding that is open to everybody."""
    return [_line(review, row) for row in rounds(review.id) if row.opened_seq is not None]


def _line(review: Review, row: RoundRow) -> CodingLine:
    coders = called(review.id, row)
    return CodingLine(
        anchor=anchor("coding", row.id),
        title=f"Round {row.number}",
        how=_how(row),
        coders=tuple(review.name(person) for person in coders),
        statistics=tuple(_statistics(review, row)) if len(coders) > 1 else (),
        said=tuple(_said(review, row, len(coders))),
    )


def _how(row: RoundRow) -> str:
    kind = "with a codebook of each coder’s own" if row.kind == RoundKind.INDUCTIVE else "with the team’s codebook"
    blind = "blind" if row.blind else "not blind"
    unit = "sentences" if row.unit == CodingUnit.SENTENCE else "characters"
    documents = counted(len(row.document_ids), "document")
    return f"{row.kind.capitalize()}, {kind}; {blind}; {documents}; counted over {unit}."


def _statistics(review: Review, row: RoundRow) -> Iterator[StatisticLine]:
    found = extents(review.id, row, NOBODY)
    yield _statistic(NAMES[Unitising.U_ALPHA_BINARY], found.any_code[Unitising.U_ALPHA_BINARY])
    if found.codes:
        for key in (Unitising.U_ALPHA, Unitising.CU_ALPHA):
            yield _statistic(NAMES[key], found.codes[key])
        return
    known = book_of(review.id, row, NOBODY)
    for name, code in sorted((known.called(code), code) for code in found.by_code):
        yield _statistic(f"u-alpha of {name}", found.by_code[code][Unitising.U_ALPHA])


def _statistic(name: str, estimate: Estimate) -> StatisticLine:
    return StatisticLine(
        name=name,
        value=number(estimate.value),
        interval=interval(estimate.low, estimate.high),
        note=estimate.reason or INTERVALS.get(estimate.interval or "", ""),
    )


def _said(review: Review, row: RoundRow, coders: int) -> Iterator[str]:
    if coders < 2:
        yield "Fewer than two coders finished, so there is no agreement to measure."
        return
    yield _read(review, row)
    if brought := _brought(review, row):
        yield brought
    yield _used(review, row)


def _read(review: Review, row: RoundRow) -> str:
    found = extents(review.id, row, NOBODY).any_code
    studies = len({reading.study for reading in readings(review.id, row, NOBODY)})
    share = "" if found.coverage is None else f"; both of two marked {100 * found.coverage:.1f} % of it"
    return f"Read by all: {found.length:,} characters of findings of {counted(studies, 'study', 'studies')}{share}."


def _brought(review: Review, row: RoundRow) -> str:
    """What became of the codes that the coders brought."""
    known, sides = book_of(review.id, row, NOBODY), sides_of(review.id, row, NOBODY)
    own = [sides[code] for codes in known.own.values() for code in codes]
    if not own:
        return ""
    taken = [side.counts_as for side in own if side.counts_as]
    out, left = sum(side.left_out for side in own), sum(not side.decided for side in own)
    parts = [f"{len(taken)} count as {counted(len({*taken}), 'code')} of the team’s codebook"]
    parts += [f"{out} left out"] if out else []
    parts += [f"{left} not decided"] if left else []
    return f"The coders brought {counted(len(own), 'code')}: {', '.join(parts)}."


def _used(review: Review, row: RoundRow) -> str:
    """Whether agreement or the consensus log stands for the round."""
    total, settled = tally(review.id, row, NOBODY)
    if not settled and total:
        left = counted(total, "difference")
        return f"Agreement was measured; none of {left} was settled on record, so no consensus log stands beside it."
    if not settled:
        together = not book_of(review.id, row, NOBODY).undecided
        why = "no difference was left to settle" if together else "the codes are not brought together yet"
        return f"Agreement was measured; {why}."
    aside = CodingRow.settled(review.id).filter(round=row.id).exclude(aside_seq=None).count()
    return (
        f"A consensus log was kept: {sum(settled.values())} of {counted(total, 'difference')} settled, "
        f"{settled['consensus']} by consensus and {settled['arbiter']} by an arbiter; "
        f"{counted(aside, 'coding')} set aside."
    )
