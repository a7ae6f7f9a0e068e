"""One page of what lies in a box of the flow, each line with the place where it can be looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from synthema.records.tables import Import, RecordRow
from synthema.reporting.flow_boxes import Box
from synthema.reporting.flow_contents import Held, Kind
from synthema.reporting.flow_model import Flow
from synthema.reporting.flow_words import chart
from synthema.reporting.places import Review, citation
from synthema.screening.model import Standing
from synthema.screening.rules import FULL_TEXT
from synthema.screening.shown import shown
from synthema.screening.states import TITLE_ABSTRACT
from synthema.screening.tables import UnitState
from synthema.studies.tables import Report, Study

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a box: its title, its reference, what is to be said of it, and where it is shown."""

    title: str
    reference: str
    note: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxPage:
    """One page of the entries of a box."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int


def words_of(flow: Flow, key: str) -> str:
    """What a box or line of the flow is called, with its number; empty where the flow has no such."""
    for box in chart(flow).boxes:
        if box.key == key:
            return _box_words(box)
        for line in box.lines:
            if line.key == key:
                return line.words
    return ""


def counting(flow: Flow) -> set[str]:
    """The boxes and lines of a flow that count anything."""
    found: set[str] = set()
    for box in chart(flow).boxes:
        some = {line.key or box.key for line in box.lines if any(digit in line.number for digit in "123456789")}
        found |= some | ({box.key} if some else set())
    return found


def _box_words(box: Box) -> str:
    return box.lines[0].words if len(box.lines) == 1 or box.lines[0].number else box.words


def entries_on(review: UUID, parts: Sequence[Held], page: int) -> BoxPage:
    """The entries on one page; pages beyond the last show the last."""
    counts = [_length(review, part) for part in parts]
    total = sum(counts)
    pages = max(1, -(-total // A_PAGE))
    at = min(max(page, 1), pages)
    first, room, found = (at - 1) * A_PAGE, A_PAGE, list[Entry]()
    for part, count in zip(parts, counts, strict=True):
        if first < count and room:
            if part.kind == "imports":
                taken = _of_imports(review, list(part.ids), first, room)
            else:
                taken = _WRITERS[part.kind](review, part.some(first, room))
            found += taken
            room -= len(taken)
        first = max(0, first - count)
    return BoxPage(entries=tuple(found), total=total, page=at, pages=pages)


def _length(review: UUID, part: Held) -> int:
    if part.kind != "imports":
        return part.number
    return sum(Import.objects.filter(review=review, pk__in=part.ids).values_list("stored", flat=True))


def _of_imports(review: UUID, ids: Sequence[UUID], first: int, room: int) -> list[Entry]:
    """Records by their imports: found import by import, so that a page far behind costs as little as the first."""
    stored = dict(Import.objects.filter(review=review, pk__in=ids).values_list("pk", "stored"))
    found: list[Entry] = []
    for one in ids:
        if first >= stored[one]:
            first -= stored[one]
            continue
        rows = RecordRow.objects.filter(review=review, import_id=one, number__gt=first).order_by("number")
        found += [_record(review, row) for row in rows[: room - len(found)]]
        first = 0
        if len(found) == room:
            break
    return found


def _of_records(review: UUID, wanted: Sequence[UUID]) -> list[Entry]:
    rows = RecordRow.settled(review).in_bulk(wanted)
    return [_record(review, rows[one]) for one in wanted if one in rows]


def _record(review: UUID, row: RecordRow) -> Entry:
    url = reverse("records:record", kwargs={"review": review, "record": row.id})
    return Entry(row.title, _cited(row, row.record.authors), "", url)


def _of_groups(review: UUID, wanted: Sequence[UUID]) -> list[Entry]:
    said = _reasons(review, TITLE_ABSTRACT, wanted)
    return [
        Entry(
            one.title,
            citation(one.authors.split("; ") if one.authors else (), one.year, one.journal, "", "", ""),
            said.get(one.unit, ""),
            reverse("screening:history", kwargs={"review": review, "stage": TITLE_ABSTRACT, "unit": one.unit}),
        )
        for one in shown(review, TITLE_ABSTRACT, wanted)
    ]


def _of_reports(review: UUID, wanted: Sequence[UUID]) -> list[Entry]:
    rows = {row.id: row for row in Report.objects.filter(review=review, pk__in=wanted).select_related("study")}
    said = _reasons(review, FULL_TEXT, wanted)
    return [
        Entry(
            rows[one].title,
            _cited(rows[one], rows[one].author_names),
            said.get(one) or rows[one].note or (study.label if (study := rows[one].study) else ""),
            reverse("studies:report", kwargs={"review": review, "report": one}),
        )
        for one in wanted
        if one in rows
    ]


def _of_studies(review: UUID, wanted: Sequence[UUID]) -> list[Entry]:
    rows = Study.objects.filter(review=review).in_bulk(wanted)
    there = [rows[one] for one in wanted if one in rows]
    url = reverse("studies:studies", kwargs={"review": review})
    titles = {row.id: [one.title for one in row.reports.order_by("number", "place")] for row in there}
    return [Entry(row.label, "; ".join(titles[row.id]), "", url) for row in there]


_WRITERS: dict[Kind, Callable[[UUID, Sequence[UUID]], list[Entry]]] = {
    "records": _of_records,
    "groups": _of_groups,
    "reports": _of_reports,
    "studies": _of_studies,
}


def _cited(row: RecordRow | Report, authors: Sequence[str]) -> str:
    return citation(authors, row.year, row.journal, row.volume, row.issue, row.pages)


def _reasons(review: UUID, stage: str, units: Sequence[UUID]) -> dict[UUID, str]:
    """Why units were excluded, in the words of the protocol; nothing of those that are not decided."""
    rows = UnitState.objects.filter(review=review, stage=stage, standing=Standing.EXCLUDED, unit__in=list(units))
    here = Review(review, 0)
    return {unit: here.reason(reason) for unit, reason in rows.values_list("unit", "reason") if reason}
