"""Uploaded files on their way to become full texts: read, matched to reports, attached by one confirming act."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

import cattrs
from django.db import transaction

from synthema.audit import trail
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.audit.registry import refuse_if_built_on
from synthema.documents.actions import Upload, add_document, withdraw_document
from synthema.documents.beginnings import Beginning, Wanted, beginning
from synthema.documents.events import DocumentAdded
from synthema.documents.matching import Match, match
from synthema.documents.model import DocumentText, Layout, Reading
from synthema.documents.reading import AT_ONCE, read_file
from synthema.documents.structure import Structure
from synthema.documents.tables import Document, FileState, IncomingFile, document
from synthema.jobs.staging import staged
from synthema.jobs.tables import Staged
from synthema.progress import Progress, silent
from synthema.refused import Refused
from synthema.studies.actions import record_retrieval, withdraw_retrieval
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, report, report_names, reports
from synthema.team.doors import access_review
from synthema.team.model import Need

MOST = 500  # files in one upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A file, the report it is the full text of, and in words what told so."""

    file: UUID
    report: UUID
    matched: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What became of the pairs: the documents made, and the files that were refused with the reason."""

    documents: tuple[UUID, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def intake(person: UUID, review: UUID, files: Sequence[UUID], tell: Progress = silent) -> list[IncomingFile]:
    """Read staged files; a bad one never harms the others, and those that were read already are not read again."""
    access_review(person, review, Need.SEARCH)
    if len(files) > MOST:
        raise Refused(
            "{files:,} files are too many at once; at most {most:,} are taken. Upload them in parts.",
            files=len(files),
            most=MOST,
        )
    _sweep(review, person)
    for one in files:
        _enter(review, staged(person, review, one))
    unread = [row for row in incoming(review, person) if row.state == FileState.WAITING and row.id in set(files)]
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for done, (row, found) in enumerate(zip(unread, pool.map(_read, [_path(r) for r in unread]), strict=True)):
            tell("reading full texts", done, len(unread))
            _note(row, found)
    finally:
        pool.shutdown(cancel_futures=True)
    tell("reading full texts", len(unread), len(unread))
    return [row for row in incoming(review, person) if row.id in set(files)]


def incoming(review: UUID, person: UUID) -> list[IncomingFile]:
    """The files this person uploaded and that are still here, in the order of uploading."""
    there = Staged.objects.filter(review=review, person=person).values("id")
    return list(IncomingFile.objects.filter(review=review, person=person, id__in=there).order_by("made_at", "name"))


def _sweep(review: UUID, person: UUID) -> None:
    there = Staged.objects.filter(review=review, person=person).values("id")
    IncomingFile.objects.filter(review=review, person=person).exclude(id__in=there).delete()


def _enter(review: UUID, file: Staged) -> None:
    """Enter a staged file once; one whose bytes are here already is told so and not read."""
    if IncomingFile.objects.filter(pk=file.id).exists():
        return
    said = _here_already(review, file)
    IncomingFile.objects.create(
        id=file.id,
        review=review,
        person=file.person,
        name=file.name,
        sha256=file.sha256,
        state=FileState.SAME if said else FileState.WAITING,
        message=said,
        made_at=now(),
    )


def _here_already(review: UUID, file: Staged) -> str:
    held = Document.objects.filter(review=review, file_sha256=file.sha256).select_related("report").first()
    if held is not None:
        return f"the same file is the full text of “{held.report.title}” already, as {held.file_name}"
    others = IncomingFile.objects.filter(review=review, person=file.person, sha256=file.sha256)
    other = others.exclude(state__in=(FileState.SAME, FileState.ATTACHED)).order_by("made_at").first()
    return f"the same file as {other.name}" if other else ""


def _path(row: IncomingFile) -> Path:
    return staged(row.person, row.review, row.id).path


def _read(path: Path) -> Reading | Refused:
    """Read a file and keep the reading beside it; runs in a thread, away from the database."""
    try:
        reading = read_file(path, path.name)
        _keep(path, reading)
    except Refused as refusal:
        return refusal
    except OSError as error:
        return Refused(
            "{path_name} cannot be read: {strerror}. Upload it again.", path_name=path.name, strerror=error.strerror
        )
    return reading


def _note(row: IncomingFile, found: Reading | Refused) -> None:
    if isinstance(found, Refused):
        row.state, row.message = FileState.REFUSED, str(found)
    else:
        first = beginning(row.id, row.name, found)
        values = {"pages": first.pages, "titles": first.titles, "dois": first.dois}
        row.state, row.pages, row.bare = FileState.READ, found.text.pages, found.bare
        row.beginning = json.dumps(values, ensure_ascii=False)
    row.save()


def _keep(path: Path, reading: Reading) -> None:
    layout = asdict(reading.layout) if reading.layout else None
    structure = asdict(reading.structure) if reading.structure else None
    kept = {"text": reading.text.text, "extractor": reading.extractor, "layout": layout, "structure": structure}
    place = path.parent / ".reading"  # no name of an upload begins with a full stop
    place.with_suffix(".part").write_text(json.dumps(kept), encoding="utf-8")
    place.with_suffix(".part").replace(place)


def _kept(path: Path) -> Reading:
    """The reading kept beside a staged file; read again where it is gone."""
    try:
        kept = json.loads((path.parent / ".reading").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return read_file(path, path.name)
    layout = cattrs.structure(kept["layout"], Layout) if kept["layout"] else None
    structure = cattrs.structure(told, Structure) if (told := kept.get("structure")) else None
    return Reading(text=DocumentText(kept["text"]), extractor=kept["extractor"], layout=layout, structure=structure)


def matches(review: UUID, rows: Sequence[IncomingFile]) -> dict[UUID, Match]:
    """For each file that was read the report it may be, as the reports stand now."""
    files = [_beginning(row) for row in rows if row.state == FileState.READ]
    return {one.file: one for one in match(files, wanted(review))} if files else {}


def _beginning(row: IncomingFile) -> Beginning:
    held = json.loads(row.beginning)
    return Beginning(row.id, row.name, tuple(held["pages"]), tuple(held["titles"]), tuple(held["dois"]))


def wanted(review: UUID) -> list[Wanted]:
    """The reports of a review as files are matched to them."""
    held: dict[UUID, list[str]] = {}
    for of, name in Document.objects.filter(review=review).order_by("number").values_list("report", "file_name"):
        held.setdefault(of, []).append(name)
    called: dict[UUID, list[tuple[str, str]]] = {}
    for one in report_names(review):
        called.setdefault(one.id, []).append((one.title, one.doi))
    return [_wanted(row, called[row.id], held.get(row.id, ())) for row in reports(review)]


def _wanted(row: Report, called: Sequence[tuple[str, str]], held: Sequence[str]) -> Wanted:
    return Wanted(
        report=row.id,
        called=row.short_name,
        titles=tuple(dict.fromkeys(title for title, _ in called if title)),
        authors=tuple(row.author_names),
        year=row.year,
        dois=tuple(dict.fromkeys(doi for _, doi in called if doi)),
        held=tuple(held),
        given_up=row.outcome == Outcome.NOT_RETRIEVED,
    )


def attach(by: By, review: UUID, pairs: Sequence[Pair], tell: Progress = silent) -> Attached:
    """Make files the full texts of reports, which are retrieved by that; run again after a crash, it goes on.

    A file that is refused does not hold up the others.
    """
    access_review(by.person, review, Need.SEARCH)
    _refuse_doubled(pairs)
    made: list[UUID] = []
    refused: list[tuple[str, str]] = []
    for number, pair in enumerate(pairs):
        tell("attaching full texts", number, len(pairs))
        name = str(pair.file)
        try:
            name = staged(by.person, review, pair.file).name
            made.append(_attach_one(by.then(pair.file), review, pair))
        except Refused as refusal:
            refused.append((name, str(refusal)))
    tell("attaching full texts", len(pairs), len(pairs))
    return Attached(documents=tuple(made), refused=tuple(refused))


def _refuse_doubled(pairs: Sequence[Pair]) -> None:
    if len({pair.file for pair in pairs}) < len(pairs):
        raise Refused("One of the files was given to two reports. Choose one report for each file.")


def _attach_one(by: By, review: UUID, pair: Pair) -> UUID:
    upload = taken(by.person, review, pair.file, pair.matched)
    with transaction.atomic():
        made = attach_upload(by, review, pair.report, upload)
        IncomingFile.objects.filter(pk=pair.file).update(state=FileState.ATTACHED, document=made)
    return made


def attach_upload(by: By, review: UUID, report_id: UUID, upload: Upload) -> UUID:
    """Make one file the full text of a report, which is retrieved by that where it awaited it; the new document."""
    with transaction.atomic():
        if not report(review, report_id).outcome:
            record_retrieval(by.then("retrieved"), review, report_id, Outcome.RETRIEVED)
        made: UUID = add_document(by, review, report_id, upload).body.document_id
    return made


def taken(person: UUID, review: UUID, file: UUID, matched: str = "") -> Upload:
    """A staged file as read; raises Refused where it was swept or cannot be read."""
    path = staged(person, review, file).path
    return Upload(path.name, path.read_bytes(), _kept(path), matched)


def detach(by: By, review: UUID, documents: Sequence[UUID], reason: str = "", *, retrieval: bool = False) -> int:
    """Take full texts out again, and with `retrieval` what attaching recorded of it; how many went, all or none."""
    access_review(by.person, review, Need.SEARCH)
    with transaction.atomic():
        for one in _still_there(by, review, documents):
            of = document(review, one).report_id
            withdraw_document(by.then(one), review, one, reason)
            if retrieval and not Document.objects.filter(review=review, report=of).exists():
                _await_again(by.then(f"awaits {one}"), review, of, reason)
            IncomingFile.objects.filter(review=review, document=one).update(state=FileState.READ, document=None)
    return len(documents)


def _still_there(by: By, review: UUID, documents: Sequence[UUID]) -> Iterator[UUID]:
    for one in documents:
        if not trail.happened(review, by.then(one)):
            yield one


def _await_again(by: By, review: UUID, report_id: UUID, reason: str) -> None:
    try:
        with transaction.atomic():
            withdraw_retrieval(by, review, report_id, reason)
    except Refused:  # verdicts rest on it: the report stays retrieved, without a file
        return


def may_be_detached(review: UUID, document_id: UUID) -> bool:
    """Whether nothing is built on a full text yet."""
    try:
        refuse_if_built_on(DocumentAdded, review, document_id)
    except Refused:
        return False
    return True
