"""The differences of an opened round in the words of the texts, with what was decided on each: the consensus log."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from synthema.coding.agreeing import ANY, Reading, widened
from synthema.coding.differences import Difference, How, differences
from synthema.coding.model import CodingUnit
from synthema.coding.round_readings import book_of, readings
from synthema.coding.tables import DifferenceRow, RoundRow, codings, visible
from synthema.documents.model import PAGE_END
from synthema.documents.tables import Document, text_of
from synthema.frame.remembered import remembered
from synthema.team.tables import names

CONTEXT = 120  # characters shown on either side
HEADER = ("number", "study", "start", "end", "differs_in", "words", "codings", "set_aside", "decision", "note", "by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One coding at a place where coders differ, and whether it counts."""

    coding: UUID
    coder: str
    code: str
    aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided on a difference, by whom and how."""

    id: UUID
    decision: str
    note: str
    by: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difference as the page and the file show it."""

    number: int
    document: UUID
    report: UUID
    study: str
    start: int
    end: int
    how: How
    before: str
    words: str
    after: str
    given: tuple[Given, ...]
    decided: Decided | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """How many differences a round has and how many were settled; the lines that were asked for."""

    total: int
    settled: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    number: int
    study: str
    difference: Difference
    row: DifferenceRow | None


def log(
    review: UUID, row: RoundRow, viewer: UUID, *, first: int = 0, most: int | None = None, only_open: bool = False
) -> Log:
    """The differences of an opened round, in the order of the documents; only the texts of those shown are read."""
    found = _found(review, row, viewer)
    settled = sum(one.row is not None for one in found)
    asked = [one for one in found if not (only_open and one.row)]
    shown = asked[first : first + most if most is not None else None]
    return Log(total=len(found), settled=settled, lines=tuple(_lines(review, row, viewer, shown)))


def tally(review: UUID, row: RoundRow, viewer: UUID) -> tuple[int, Counter[str]]:
    """How many differences an opened round has, and how many were settled in each way; no text is read."""
    found = _found(review, row, viewer)
    return len(found), Counter(one.row.decision for one in found if one.row)


def _found(review: UUID, row: RoundRow, viewer: UUID) -> list[_Found]:
    def compare() -> list[tuple[str, Difference]]:
        together = not book_of(review, row, viewer).undecided
        given = readings(review, row, viewer) if together else _places(readings(review, row, viewer, as_given=True))
        given = [widened(one) for one in given] if row.unit == CodingUnit.SENTENCE else given
        studies = {one.document: one.study for one in given}
        return [(studies[one.document], one) for one in differences(given)]

    known = remembered(review, viewer, ("coding differences", row.id), compare)
    standing = list(row.differences.filter(withdrawn_seq=None).order_by("seq"))
    return [
        _Found(number, study, difference, _row_of(difference, standing))
        for number, (study, difference) in enumerate(known, 1)
    ]


def _places(given: Iterable[Reading]) -> list[Reading]:
    """The same with one code for all: as long as codes are not brought together, places are compared."""
    return [replace(one, marks=tuple(replace(mark, code=ANY) for mark in one.marks)) for one in given]


def _row_of(difference: Difference, standing: Iterable[DifferenceRow]) -> DifferenceRow | None:
    """What was decided on a stretch that covers this one: codes that were merged since make differences smaller."""
    for row in standing:
        if row.document == difference.document and row.start <= difference.start and difference.end <= row.end:
            return row
    return None


def _lines(review: UUID, row: RoundRow, viewer: UUID, shown: Sequence[_Found]) -> Iterable[Line]:
    wanted = {one.difference.document for one in shown}
    rows = {one.id: one for one in Document.objects.filter(review=review, id__in=wanted)}
    texts = {one.id: found.text if (found := text_of(one)) else "" for one in rows.values()}
    people, book = names(review), book_of(review, row, viewer)
    mine = codings(review, visible(review, viewer)).filter(round=row.id).values_list("id", "code", "aside_seq")
    called = {coding: book.called(book.counts_as(code) or code) for coding, code, _ in mine}
    aside = {coding for coding, _, seq in mine if seq is not None}
    for one in shown:
        at, text = one.difference, texts[one.difference.document]
        yield Line(
            number=one.number,
            document=at.document,
            report=rows[at.document].report_id,
            study=one.study,
            start=at.start,
            end=at.end,
            how=at.how,
            before=_plain(text[max(0, at.start - CONTEXT) : at.start]),
            words=_plain(text[at.start : at.end]),
            after=_plain(text[at.end : at.end + CONTEXT]),
            given=tuple(_given(at, called, aside)),
            decided=_decided(one.row, people, viewer) if one.row else None,
        )


def _plain(text: str) -> str:
    """Words without the marks that end pages."""
    return text.replace(PAGE_END, "\n")


def _given(at: Difference, called: Mapping[UUID, str], aside: set[UUID]) -> Iterable[Given]:
    seen: set[UUID] = set()
    for mark in at.marks:
        if mark.coding not in seen:
            seen.add(mark.coding)
            name = called.get(mark.coding, mark.code)
            yield Given(coding=mark.coding, coder=mark.coder, code=name, aside=mark.coding in aside)


def _decided(row: DifferenceRow, people: Mapping[UUID, str], viewer: UUID) -> Decided:
    return Decided(id=row.id, decision=row.decision, note=row.note, by=people[row.person], mine=row.person == viewer)


def as_rows(found: Log) -> list[tuple[object, ...]]:
    """The consensus log as lines of a table (`HEADER`)."""
    return [_as_row(one) for one in found.lines]


def _as_row(one: Line) -> tuple[object, ...]:
    given = "; ".join(f"{each.coder}: {each.code}" for each in one.given)
    aside = "; ".join(f"{each.coder}: {each.code}" for each in one.given if each.aside)
    decided = (one.decided.decision, one.decided.note, one.decided.by) if one.decided else ("", "", "")
    return (one.number, one.study, one.start, one.end, one.how.value, one.words, given, aside, *decided)
