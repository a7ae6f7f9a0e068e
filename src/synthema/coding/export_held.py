"""What of a coded review goes into a project for other programs, as one person may see it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from synthema import __version__
from synthema.audit import trail
from synthema.audit.canonical import moment
from synthema.audit.model import Content
from synthema.coding.books import shown_under
from synthema.coding.counting import counting_rows
from synthema.coding.export_model import (
    Coded,
    CodeOut,
    CodingOut,
    DocumentOut,
    MarkOut,
    MemoOut,
    QuoteOut,
    SetOut,
    StudyOut,
)
from synthema.coding.exporting import as_project, losses
from synthema.coding.layers import layers
from synthema.coding.model import About
from synthema.coding.refi.writing import beyond_two_bytes, write_project
from synthema.coding.round_tables import rounds, visible
from synthema.coding.tables import CodeRow, MemoRow, QuoteRow, codes, codings, marks, memos, quotes
from synthema.coding.verifying import broken
from synthema.documents.tables import Document, documents, layout_of, text_of
from synthema.forms.model import Value
from synthema.forms.tables import Stage, final_answers, forms
from synthema.refused import Refused
from synthema.team.doors import access_review
from synthema.team.tables import ReviewTitle, names
from synthema.words import counted

ORIGIN = f"Synthema {__version__}"
_STAGES: tuple[Stage, ...] = ("appraisal", "extraction")


def coded(review: UUID, viewer: UUID, sets: Sequence[SetOut] = ()) -> Coded:
    """Everything that counts in this review and that this person may see."""
    look = visible(review, viewer)
    rows = documents(review)
    seen = layers(review, viewer, [row.id for row in rows])
    allowed = {key: {None, one.latest.id if one.latest else None} for key, one in seen.items()}
    held = {row.id: row for row in codes(review, look)}
    book = [row for row in held.values() if row.round is None and row.merged_seq is None]
    standing = [row for row in quotes(review, look) if row.round in allowed.get(row.document, ())]
    given = _codings(review, held)
    texts = [one for row in rows if (one := _document(row)) is not None]
    there = {one.id for one in texts}
    codes_on = Counter(codings(review, look).values_list("quote", flat=True))
    kept = [row for row in standing if row.round is None or given[row.id] or not codes_on[row.id]]
    uncounted = sum(codes_on[row.id] - len(given[row.id]) for row in standing)
    told = [_quote(row, given[row.id]) for row in kept if row.document in there]
    people = names(review)
    opened = {None, *(one.id for one in rounds(review) if one.opened_seq is not None)}
    notes = [row for row in memos(review, look) if row.round in opened]
    counts = {key: row.effective for key, row in held.items()}
    known: dict[str, set[UUID]] = {
        About.CODE: {row.id for row in book},
        About.QUOTE: {one.id for one in told},
        About.DOCUMENT: there,
    }
    everybody = {one.person for one in told} | {row.person for row in notes}
    everybody |= {coding.person for one in told for coding in one.codings}
    return Coded(
        title=ReviewTitle.objects.get(review=review).title,
        origin=ORIGIN,
        people={one: people[one] for one in sorted(everybody, key=lambda one: (people[one], str(one)))},
        codes=tuple(_in_order(book)),
        documents=tuple(texts),
        quotes=tuple(told),
        memos=tuple(_memos(notes, known, counts)),
        marks=tuple(
            MarkOut(id=row.id, document=row.document, kind=row.kind, ranges=row.spans)
            for row in marks(review)
            if row.document in there
        ),
        studies=tuple(_studies(review, rows)),
        sets=tuple(sets),
        losses=(*_losses(review, rows, there), *_left(uncounted, notes, known, counts)),
    )


def export_project(by_person: UUID, review: UUID, path: Path, sets: Sequence[SetOut] = ()) -> Path:
    """Write the project to a .qdpx and what it cannot hold to a .txt beside it; returns where that is."""
    access_review(by_person, review)
    if path.suffix.lower() != ".qdpx":
        raise Refused("{path} does not end in .qdpx. Name the file so, that other programs know it.", path=path.name)
    told = coded(review, by_person, sets)
    made = as_project(told)
    write_project(path, made.project, made.texts, made.files)
    beside = path.with_name(f"{path.stem} - what it does not hold.txt")
    beside.write_text(losses(told, beyond_two_bytes(made.texts)), encoding="utf-8")
    return beside


def _codings(review: UUID, held: Mapping[UUID, CodeRow]) -> dict[UUID, list[CodingOut]]:
    """The codings that count, under the codes of the team that they count as."""
    found: dict[UUID, list[CodingOut]] = defaultdict(list)
    rows = counting_rows(review).order_by("seq", "id").values_list("id", "quote", "code", "person", "at")
    for own, quote, code, person, at in rows:
        counts = held[code].effective if code in held else None
        if counts is not None and counts not in [one.code for one in found[quote]]:
            found[quote].append(CodingOut(id=own, code=counts, person=person, at=_at(at)))
    return found


def _at(at: datetime) -> str:
    return moment(at)


def _quote(row: QuoteRow, given: list[CodingOut]) -> QuoteOut:
    return QuoteOut(
        id=row.id,
        document=row.document,
        person=row.person,
        ranges=row.spans,
        regions=row.areas,
        exact=row.exact,
        voice=row.voice,
        dismissed=row.dismissed,
        at=_at(row.at),
        codings=tuple(given),
    )


def _in_order(rows: list[CodeRow]) -> Iterable[CodeOut]:
    """Codes each behind the one above it."""
    parents = shown_under(rows)
    known = {row.id for row in rows}
    below: dict[UUID | None, list[CodeRow]] = defaultdict(list)
    for row in rows:
        above = parents[row.id]
        below[above if above in known else None].append(row)
    waiting = list(reversed(below[None]))
    while waiting:
        row = waiting.pop()
        above = parents[row.id]
        yield CodeOut(
            id=row.id,
            name=row.name,
            definition=row.definition,
            color=row.color,
            parent=above if above in known else None,
        )
        waiting += reversed(below[row.id])


def _document(row: Document) -> DocumentOut | None:
    text = text_of(row)
    if text is None:
        return None
    pdf = None
    if row.is_pdf:
        shelf, content = trail.store(row.review), Content(row.file)
        pdf = shelf.read(content) if shelf.has(content) else None
    return DocumentOut(id=row.id, name=row.file_name, text=text.text, pdf=pdf, sizes=layout_of(row).sizes)


def _about(row: MemoRow, counts: Mapping[UUID, UUID | None]) -> UUID | None:
    """What a memo is about; of a code, the one it counts as."""
    return counts.get(row.about) if row.about_kind == About.CODE and row.about else row.about


def _memos(
    rows: Iterable[MemoRow], of: Mapping[str, set[UUID]], counts: Mapping[UUID, UUID | None]
) -> Iterable[MemoOut]:
    """The memos on what goes out too."""
    for row in rows:
        about = _about(row, counts)
        if row.about_kind not in of or about in of[row.about_kind]:
            yield MemoOut(
                id=row.id,
                about_kind=row.about_kind,
                about=about,
                text=row.text,
                person=row.person,
                at=_at(row.at),
            )


def _studies(review: UUID, rows: Sequence[Document]) -> Iterable[StudyOut]:
    """The studies of the full texts, with the answers the team stands by on appraisal and extraction."""
    answers = {stage: final_answers(review, stage) for stage in _STAGES}
    asked = {stage: {q.key: q for q in forms(review, stage)[-1].form.questions} for stage in _STAGES if answers[stage]}
    held: dict[UUID, list[Document]] = defaultdict(list)
    labels: dict[UUID, str] = {}
    for row in rows:
        if row.report.study is not None:
            held[row.report.study.id].append(row)
            labels[row.report.study.id] = row.report.study.label
    for study, own in held.items():
        values = {
            f"{stage}: {asked[stage][key].label}" if key in asked[stage] else f"{stage}: {key}": _said(value)
            for stage in asked
            for key, value in answers[stage].get(study, {}).items()
        }
        told = {name: said for name, said in values.items() if said}
        yield StudyOut(id=study, name=labels[study], documents=tuple(one.id for one in own), values=told)


def _said(value: Value) -> str:
    """An answer as words."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said}" for key, said in value.items() if said)
    return "; ".join(one if isinstance(one, str) else _said(one) for one in value)


def _left(
    uncounted: int, notes: Sequence[MemoRow], of: Mapping[str, set[UUID]], counts: Mapping[UUID, UUID | None]
) -> Iterable[str]:
    """Codings that do not count, and memos on what does not go out."""
    if uncounted:
        yield (
            f"{counted(uncounted, 'coding')} that do not count: their codes were left out, set aside, not brought "
            "together yet, or count as one that the passage has."
        )
    lost = [row for row in notes if row.about_kind in of and _about(row, counts) not in of[row.about_kind]]
    if lost:
        yield f"{counted(len(lost), 'memo')} on codes, quotes or documents that do not go out."


def _losses(review: UUID, rows: Sequence[Document], there: set[UUID]) -> Iterable[str]:
    if wrong := len(broken(review)):
        yield (
            f"{counted(wrong, 'quote')} whose words do not stand in the full text (see `synthema coding verify`) "
            "go out at the positions they have."
        )
    running = [one for one in rounds(review) if one.running]
    if running:
        numbers = ", ".join(str(one.number) for one in running)
        yield f"What is coded in rounds that are not opened (round {numbers})."
    for row in rows:
        if row.id not in there:
            yield f"{row.file_name}: its text was withdrawn."
