"""The codes that two coders brought to an opened round, side by side: what is proposed, what is decided."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from synthema.coding.agreeing import Reading
from synthema.coding.alignment import Coded, Proposal, Shared, align
from synthema.coding.book import Listed
from synthema.coding.model import CodingUnit
from synthema.coding.round_readings import RoundBook, book_of, called, opened, readings, where
from synthema.coding.tables import MergeRow, RoundRow, codings, quotes, visible
from synthema.documents.tables import Document

COLUMNS = ("coder", "code", "definition", "quotes", "beside", "share", "counts_as", "team_code", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A code as the table shows it: what it counts as, and the merge that said so; a code of the team is no news."""

    id: UUID
    name: str
    definition: str
    color: str
    brought: bool
    counts_as: str = ""
    left_out: bool = False
    merge: UUID | None = None
    reason: str = ""

    @property
    def decided(self) -> bool:
        """Whether it is a team's code or was decided upon."""
        return not self.brought or bool(self.counts_as) or self.left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Two quotes that overlap, in the words of the text."""

    study: str
    document: UUID
    report: UUID
    first: str
    second: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: codes that may mean the same, or one that stands alone; percentages are whole numbers."""

    first: tuple[Side, ...]
    second: tuple[Side, ...]
    support: tuple[Support, ...] = ()
    jaccard: int | None = None
    certainty: int | None = None
    first_share: int | None = None
    second_share: int | None = None
    quotes: int = 0

    @property
    def sides(self) -> tuple[Side, ...]:
        """All its codes."""
        return self.first + self.second

    @property
    def open(self) -> tuple[Side, ...]:
        """The codes that nobody decided upon yet."""
        return tuple(side for side in self.sides if not side.decided)

    @property
    def known(self) -> tuple[Side, ...]:
        """The codes of the row that count as one of the team's already, or are one."""
        return tuple(side for side in self.sides if side.decided and not side.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """The table of two coders of a round, and how many of all codes brought are decided."""

    first: str
    second: str
    lines: tuple[Line, ...]
    decided: int
    of: int


def aligned(review: UUID, row: RoundRow, viewer: UUID, pair: tuple[UUID, UUID] | None = None) -> Aligned | None:
    """Two coders' codes side by side, the first two unless a pair is asked for: pairs and splits, the most certain
    first, then codes of one alone. Rows without a code that was brought to this round are left out; None where fewer
    than two finished it."""
    coders = called(review, opened(row))
    if len(coders) < 2:
        return None
    one, other = pair if pair and {*pair} <= coders.keys() and pair[0] != pair[1] else tuple(coders)[:2]
    book = book_of(review, row, viewer)
    given = readings(review, row, viewer, as_given=True)
    found = align(
        _coded(given, coders[one]),
        _coded(given, coders[other]),
        codes=([str(code) for code in book.own[one]], [str(code) for code in book.own[other]]),
        sentences=_starts(given) if row.unit == CodingUnit.SENTENCE else None,
    )
    sides, words = _sides(review, row, book), _words(review, row, viewer, given)
    lines = [_line(proposal, sides, words) for proposal in (*found.pairs, *found.splits)]
    lines += [Line(first=(sides[UUID(code)],), second=()) for code in found.only_first]
    lines += [Line(first=(), second=(sides[UUID(code)],)) for code in found.only_second]
    return Aligned(
        first=coders[one],
        second=coders[other],
        lines=tuple(line for line in lines if any(side.brought for side in line.sides)),
        decided=book.brought - len(book.undecided),
        of=book.brought,
    )


def _coded(given: Iterable[Reading], coder: str) -> list[Coded]:
    return [
        Coded(str(reading.document), mark.start, mark.end, mark.code)
        for reading in given
        for mark in reading.marks
        if mark.coder == coder
    ]


def _starts(given: Iterable[Reading]) -> Mapping[str, Sequence[int]]:
    return {str(reading.document): [one.start for one in reading.sentences] or [0] for reading in given}


def _sides(review: UUID, row: RoundRow, book: RoundBook) -> dict[UUID, Side]:
    merges = {
        code: merge
        for merge in MergeRow.objects.filter(review=review, round=row.id, withdrawn_seq=None).order_by("seq")
        for code in merge.code_ids
    }
    brought = {*chain.from_iterable(book.own.values())}
    return {code: _side(one, book, merges.get(code), code in brought) for code, one in book.codes.items()}


def sides_of(review: UUID, row: RoundRow, viewer: UUID) -> dict[UUID, Side]:
    """Every code that can be seen in an opened round, with what was decided on it."""
    return _sides(review, row, book_of(review, opened(row), viewer))


def _side(code: Listed, book: RoundBook, merge: MergeRow | None, brought: bool) -> Side:
    return Side(
        id=code.id,
        name=code.path,
        definition=code.definition,
        color=code.color,
        brought=brought,
        counts_as=book.called(code.effective) if code.merged and code.effective else "",
        left_out=code.merged and code.effective is None,
        merge=merge.id if merge else None,
        reason=merge.reason if merge else "",
    )


def brought(review: UUID, row: RoundRow, viewer: UUID) -> list[tuple[object, ...]]:
    """A line for every code that the coders of an opened round brought, as the file to fill in has it (`COLUMNS`);
    `beside` is what the table of the first two coders proposes, `share` what both share in per cent."""
    proposed = _proposed(aligned(review, row, viewer))
    coders, book = called(review, opened(row)), book_of(review, row, viewer)
    sides, times = _sides(review, row, book), Counter(_codes_used(review, row, viewer))
    return [
        (
            *(name, side.name, side.definition, times[code], *proposed.get(code, ("", ""))),
            *(side.counts_as, side.counts_as, side.reason),
        )
        for person, name in coders.items()
        for code in book.own[person]
        for side in (sides[code],)
    ]


def _proposed(table: Aligned | None) -> dict[UUID, tuple[str, int]]:
    """For each code its most certain proposal: the codes beside it, and what both share."""
    found: dict[UUID, tuple[str, int]] = {}
    for line in table.lines if table else ():
        for here, beside in ((line.first, line.second), (line.second, line.first)):
            if line.jaccard is not None:
                for side in here:
                    found.setdefault(side.id, (" + ".join(one.name for one in beside), line.jaccard))
    return found


def _codes_used(review: UUID, row: RoundRow, viewer: UUID) -> Iterable[UUID]:
    return codings(review, visible(review, viewer)).filter(round=row.id).values_list("code", flat=True)


Words = Mapping[tuple[str, int, int], tuple[UUID, str, str]]


def _words(review: UUID, row: RoundRow, viewer: UUID, given: Iterable[Reading]) -> Words:
    """The report, the study and the words of every marked range."""
    studies = {reading.document: reading.study for reading in given}
    reports = dict(Document.objects.filter(review=review, id__in=studies).values_list("id", "report"))
    found = {}
    for quote in quotes(review, visible(review, viewer)).filter(round=row.id):
        document, spans = where(quote)
        for span in spans:
            if document in studies:
                found[str(document), span.start, span.end] = (reports[document], studies[document], quote.exact)
    return found


def _line(proposal: Proposal, sides: Mapping[UUID, Side], words: Words) -> Line:
    return Line(
        first=tuple(sides[UUID(code)] for code in proposal.first),
        second=tuple(sides[UUID(code)] for code in proposal.second),
        support=tuple(_support(one, words) for one in proposal.support),
        jaccard=round(100 * proposal.jaccard),
        certainty=round(100 * proposal.certainty),
        first_share=round(100 * proposal.first_share),
        second_share=round(100 * proposal.second_share),
        quotes=proposal.quotes,
    )


def _support(shared: Shared, words: Words) -> Support:
    report, study, first = words[shared.first.text, shared.first.start, shared.first.end]
    second = words[shared.second.text, shared.second.start, shared.second.end][2]
    return Support(
        study=study,
        document=UUID(shared.first.text),
        report=report,
        first=first,
        second=second,
        start=max(shared.first.start, shared.second.start),
        end=min(shared.first.end, shared.second.end),
    )
