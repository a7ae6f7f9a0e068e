"""How acts of appraisal change the tables, and what rests on them."""

from typing import Any
from uuid import UUID

from synthema.appraisal.events import (
    AppraisalGiven,
    AppraisalReconciled,
    AppraisalReopened,
    AppraisalWithdrawn,
    AppraisersSet,
    InstrumentChosen,
)
from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, hides, projects
from synthema.forms.filing import file_form, file_number, file_sheet, resting_on, sheets_on, take_back
from synthema.forms.tables import open_acts
from synthema.studies.events import StudyNamed
from synthema.studies.tables import studies


@projects(InstrumentChosen)
def instrument_chosen(event: Recorded[InstrumentChosen]) -> None:
    """Put the instrument beside the earlier ones, with its wording."""
    file_form(event, "appraisal", worded(event.body.form, event.body.wording), event.body.scoring)


def worded(form: dict[str, Any], wording: dict[str, str]) -> dict[str, Any]:
    """A form as plain values, with official wording put back in its questions."""
    questions = [q | {"wording": wording[q["key"]]} if q["key"] in wording else q for q in form["question"]]
    return form | {"question": questions}


@projects(AppraisersSet)
def appraisers_set(event: Recorded[AppraisersSet]) -> None:
    """Keep how many appraise from here on."""
    file_number(event, "appraisal", event.body.number, event.body.reason)


@projects(AppraisalGiven)
def appraisal_given(event: Recorded[AppraisalGiven]) -> None:
    """Put the sheet down, in place of an earlier one where it replaces that."""
    body = event.body
    if body.replaces is not None:
        take_back(event, body.replaces)
    file_sheet(
        event,
        "appraisal",
        body.sheet_id,
        form=body.form,
        study=body.study_id,
        answers=body.answers | body.words,
        reasons=body.reasons,
        rating=body.rating,
        rating_reason=body.rating_reason,
    )


@projects(AppraisalWithdrawn)
def appraisal_withdrawn(event: Recorded[AppraisalWithdrawn]) -> None:
    """The sheet stands no longer."""
    take_back(event, event.body.sheet_id)


@projects(AppraisalReconciled)
def appraisal_reconciled(event: Recorded[AppraisalReconciled]) -> None:
    """Put the consensus beside the two sheets."""
    body = event.body
    file_sheet(
        event,
        "appraisal",
        body.consensus_id,
        form=body.form,
        study=body.study_id,
        answers=body.answers | body.words,
        reasons=body.reasons,
        rating=body.rating,
        rating_reason=body.rating_reason,
        kind=body.how,
    )


@projects(AppraisalReopened)
def appraisal_reopened(event: Recorded[AppraisalReopened]) -> None:
    """The consensus stands no longer."""
    take_back(event, event.body.consensus_id)


@hides
def open_appraisals(review: UUID) -> set[int]:
    """The acts that gave or withdrew appraisals of studies on which somebody's answers are still to come."""
    return open_acts(review, "appraisal", [one.id for one in studies(review)])


@builds_on(AppraisalGiven)
def consensus_on_appraisal(review: UUID, sheet_id: UUID) -> list[str]:
    """The consensus that rests on an appraisal."""
    return resting_on(review, sheet_id)


@builds_on(StudyNamed)
def appraisals_of_study(review: UUID, study_id: UUID) -> list[str]:
    """The appraisals of a study."""
    return sheets_on(review, "appraisal", study_id)
