"""How acts of extraction change the tables, and what rests on them."""

from uuid import UUID

from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, hides, projects
from synthema.extraction.events import (
    DataExtracted,
    ExtractionReconciled,
    ExtractionReopened,
    ExtractionToolSet,
    ExtractionWithdrawn,
    ExtractorsSet,
)
from synthema.forms.filing import file_form, file_number, file_sheet, resting_on, sheets_on, take_back
from synthema.forms.tables import open_acts
from synthema.studies.events import StudyNamed
from synthema.studies.tables import studies


@projects(ExtractionToolSet)
def extraction_tool_set(event: Recorded[ExtractionToolSet]) -> None:
    """Put the tool beside its earlier versions."""
    file_form(event, "extraction", event.body.form)


@projects(ExtractorsSet)
def extractors_set(event: Recorded[ExtractorsSet]) -> None:
    """Keep how many extract from here on."""
    file_number(event, "extraction", event.body.number, event.body.reason)


@projects(DataExtracted)
def data_extracted(event: Recorded[DataExtracted]) -> None:
    """Put the sheet down, in place of an earlier one where it replaces that."""
    body = event.body
    if body.replaces is not None:
        take_back(event, body.replaces)
    file_sheet(
        event,
        "extraction",
        body.sheet_id,
        form=body.form,
        study=body.study_id,
        answers=body.answers,
        reasons=body.reasons,
    )


@projects(ExtractionWithdrawn)
def extraction_withdrawn(event: Recorded[ExtractionWithdrawn]) -> None:
    """The sheet stands no longer."""
    take_back(event, event.body.sheet_id)


@projects(ExtractionReconciled)
def extraction_reconciled(event: Recorded[ExtractionReconciled]) -> None:
    """Put the consensus beside the two sheets."""
    body = event.body
    file_sheet(
        event,
        "extraction",
        body.consensus_id,
        form=body.form,
        study=body.study_id,
        answers=body.answers,
        reasons=body.reasons,
        kind=body.how,
    )


@projects(ExtractionReopened)
def extraction_reopened(event: Recorded[ExtractionReopened]) -> None:
    """The consensus stands no longer."""
    take_back(event, event.body.consensus_id)


@hides
def open_extractions(review: UUID) -> set[int]:
    """The acts that gave or withdrew extractions of studies on which somebody's answers are still to come."""
    return open_acts(review, "extraction", [one.id for one in studies(review)])


@builds_on(DataExtracted)
def consensus_on_extraction(review: UUID, sheet_id: UUID) -> list[str]:
    """The consensus that rests on what a person extracted."""
    return resting_on(review, sheet_id)


@builds_on(StudyNamed)
def extractions_of_study(review: UUID, study_id: UUID) -> list[str]:
    """What was extracted from a study."""
    return sheets_on(review, "extraction", study_id)
