"""How acts on reports and studies change the tables, and what rests on them."""

import json
from dataclasses import asdict
from datetime import date
from uuid import UUID

from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, projects
from synthema.dedup.reports import Sought, lists_reports
from synthema.records.events import RecordsImported
from synthema.records.tables import RecordRow
from synthema.studies.events import (
    AttemptWithdrawn,
    ReportLinked,
    ReportSoughtWithdrawn,
    ReportsSought,
    ReportUnlinked,
    RetrievalAttempted,
    RetrievalRecorded,
    RetrievalWithdrawn,
    StudyNamed,
    StudyRemoved,
    StudyRenamed,
)
from synthema.studies.tables import Attempt, Report, Study
from synthema.words import counted


@projects(ReportsSought)
def reports_sought(event: Recorded[ReportsSought]) -> None:
    """Groups become reports."""
    rows = []
    for place, one in enumerate(event.body.reports, start=1):
        values = asdict(one) | {"authors": json.dumps(one.authors, ensure_ascii=False)}
        values["id"] = values.pop("report_id")
        rows.append(Report(review=event.review, number=event.seq, place=place, **values))
    Report.objects.bulk_create(rows)


@projects(ReportSoughtWithdrawn)
def report_sought_withdrawn(event: Recorded[ReportSoughtWithdrawn]) -> None:
    """The group is a group of records again."""
    Report.objects.filter(review=event.review, id=event.body.report_id).delete()


@projects(RetrievalRecorded)
def retrieval_recorded(event: Recorded[RetrievalRecorded]) -> None:
    """Note what became of the report."""
    row = Report.objects.filter(review=event.review, id=event.body.report_id)
    row.update(outcome=event.body.outcome, note=event.body.note)


@projects(RetrievalWithdrawn)
def retrieval_withdrawn(event: Recorded[RetrievalWithdrawn]) -> None:
    """The report awaits retrieval again."""
    Report.objects.filter(review=event.review, id=event.body.report_id).update(outcome="", note="")


@projects(RetrievalAttempted)
def retrieval_attempted(event: Recorded[RetrievalAttempted]) -> None:
    """Note the attempt."""
    values = asdict(event.body) | {"on": date.fromisoformat(event.body.on)}
    values["id"] = values.pop("attempt_id")
    Attempt.objects.create(review=event.review, number=event.seq, person=event.actor, **values)


@projects(AttemptWithdrawn)
def attempt_withdrawn(event: Recorded[AttemptWithdrawn]) -> None:
    """Forget the attempt."""
    Attempt.objects.filter(review=event.review, id=event.body.attempt_id).delete()


@projects(StudyNamed)
def study_named(event: Recorded[StudyNamed]) -> None:
    """Enter the study."""
    Study.objects.create(id=event.body.study_id, review=event.review, number=event.seq, label=event.body.label)


@projects(StudyRenamed)
def study_renamed(event: Recorded[StudyRenamed]) -> None:
    """Change the label."""
    Study.objects.filter(review=event.review, id=event.body.study_id).update(label=event.body.label)


@projects(StudyRemoved)
def study_removed(event: Recorded[StudyRemoved]) -> None:
    """Take the study out."""
    Study.objects.filter(review=event.review, id=event.body.study_id).delete()


@projects(ReportLinked)
def report_linked(event: Recorded[ReportLinked]) -> None:
    """Join the report to its study."""
    Report.objects.filter(review=event.review, id=event.body.report_id).update(study=event.body.study_id)


@projects(ReportUnlinked)
def report_unlinked(event: Recorded[ReportUnlinked]) -> None:
    """Take the report from the study."""
    Report.objects.filter(review=event.review, id=event.body.report_id).update(study=None)


@lists_reports
def groups_sought(review: UUID) -> list[Sought]:
    """The groups that are reports, for the room of duplicates."""
    rows = Report.objects.filter(review=review).values_list("group", "record", "title")
    return [Sought(*row) for row in rows]


@builds_on(RecordsImported)
def reports_of_import(review: UUID, import_id: UUID) -> list[str]:
    """The reports shown by a record of an import."""
    records = RecordRow.objects.filter(review=review, import_id=import_id).values("id")
    rows = Report.objects.filter(review=review, record__in=records).order_by("number", "place")
    return [f"the report {one.title!r}" for one in rows[:10]]


@builds_on(ReportsSought)
def retrieval_of_report(review: UUID, report_id: UUID) -> list[str]:
    """What was recorded of a report after it was sought."""
    row = Report.objects.filter(review=review, id=report_id).select_related("study").first()
    found = [f"it is recorded as {row.outcome.replace('_', ' ')}"] if row and row.outcome else []
    tried = Attempt.objects.filter(review=review, report=report_id).count()
    found += [f"{counted(tried, 'attempt')} to retrieve it {'is' if tried == 1 else 'are'} noted"] if tried else []
    return found + ([f"it is linked to the study {row.study.label}"] if row and row.study else [])


@builds_on(StudyNamed)
def reports_of_study(review: UUID, study_id: UUID) -> list[str]:
    """The reports linked to a study."""
    rows = Report.objects.filter(review=review, study=study_id).order_by("number", "place")
    return [f"the report {one.title!r} is linked to it" for one in rows]
