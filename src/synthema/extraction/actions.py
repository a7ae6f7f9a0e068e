"""Lay down the extraction tool, extract, settle differences; each can be undone."""

from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.audit.registry import refuse_if_built_on
from synthema.extraction.events import (
    DataExtracted,
    ExtractionReconciled,
    ExtractionReopened,
    ExtractionToolSet,
    ExtractionWithdrawn,
    ExtractorsSet,
)
from synthema.forms.admission import (
    Filled,
    admit,
    next_form,
    own_sheet,
    pair_to_settle,
    refuse_incomplete,
    refuse_number,
    refuse_unsettled,
    standing_agreement,
)
from synthema.forms.batch import AnswerFile, Done, plan_agreements, plan_sheets
from synthema.forms.formats import form_to_plain
from synthema.forms.model import Form, Value
from synthema.forms.tables import form_in_force, forms
from synthema.refused import Refused
from synthema.studies.tables import study, study_ids
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need


@action(Need.LEAD)
def set_tool(desk: Desk, form: Form) -> ExtractionToolSet:
    """Lay down the extraction tool, or its next version."""
    next_form(desk.review, "extraction", form)
    earlier = forms(desk.review, "extraction")
    if earlier and earlier[-1].form == form:
        raise Refused(
            "{form_title}, version {version}, is in force already.", form_title=form.title, version=form.version
        )
    return ExtractionToolSet(form_to_plain(form))


@action(Need.LEAD)
def set_extractors(desk: Desk, number: int, reason: str = "") -> ExtractorsSet:
    """Say how many people extract from each study; one instead of two needs a reason, which the report prints."""
    refuse_number(desk.review, "extraction", number, reason)
    return ExtractorsSet(number, reason)


@action(Need.DECIDE)
def extract(
    desk: Desk, study_id: UUID, answers: dict[str, Value], reasons: dict[str, str] | None = None
) -> DataExtracted:
    """Fill in the tool for one study, unseen by the other extractor until both have done so."""
    filled = Filled(study=study_id, answers=answers, reasons=reasons or {})
    study(desk.review, study_id)
    door = admit(desk, "extraction", study_id)
    refuse_incomplete(door.form.form, filled)
    return DataExtracted(
        sheet_id=desk.new_id("sheet"),
        study_id=study_id,
        form=door.form.id,
        replaces=door.replaces,
        answers=answers,
        reasons=reasons or {},
    )


@action(Need.DECIDE)
def withdraw_extraction(desk: Desk, study_id: UUID, reason: str = "") -> ExtractionWithdrawn:
    """Take back what one extracted from a study; refused while a consensus rests on it."""
    sheet = own_sheet(desk, "extraction", study_id)
    refuse_if_built_on(DataExtracted, desk.review, sheet)
    return ExtractionWithdrawn(sheet_id=sheet, study_id=study_id, reason=reason)


@action(Need.ARBITRATE)
def reconcile_extraction(
    desk: Desk,
    study_id: UUID,
    answers: dict[str, Value],
    reasons: dict[str, str] | None = None,
    how: str = "consensus",
) -> ExtractionReconciled:
    """Settle every question two people answered differently, and no other; how is consensus or arbiter."""
    form = form_in_force(desk.review, "extraction")
    pair = pair_to_settle(desk, "extraction", study_id, how)
    refuse_unsettled(form.form, pair, Filled(study=study_id, answers=answers, reasons=reasons or {}))
    return ExtractionReconciled(
        consensus_id=desk.new_id("consensus"),
        study_id=study_id,
        form=form.id,
        sheets=(pair[0].id, pair[1].id),
        how="arbiter" if how == "arbiter" else "consensus",
        answers=answers,
        reasons=reasons or {},
    )


@action(Need.ARBITRATE)
def reopen_extraction(desk: Desk, study_id: UUID, reason: str = "") -> ExtractionReopened:
    """Take the consensus on a study back; both originals stand."""
    consensus = standing_agreement(desk, "extraction", study_id)
    return ExtractionReopened(consensus_id=consensus, study_id=study_id, reason=reason)


def import_extractions(by: By, review: UUID, path: Path) -> Done:
    """Give a person's extraction in a CSV file; all of it is checked first, and the same file again does nothing."""
    access_review(by.person, review, Need.DECIDE)
    plan = plan_sheets(_file(by, review, path), refuse_incomplete)
    for step in plan.steps:
        extract(step.by, review, step.filled.study, dict(step.filled.answers), dict(step.filled.reasons))
    return Done(len(plan.steps), plan.unchanged)


def reconcile_extractions(by: By, review: UUID, path: Path, how: str = "consensus") -> Done:
    """Settle what a CSV file answers, the differing questions only; all of it is checked first."""
    roles = access_review(by.person, review, Need.ARBITRATE)
    plan = plan_agreements(_file(by, review, path), roles, how)
    for step in plan.steps:
        filled = step.filled
        reconcile_extraction(step.by, review, filled.study, dict(filled.answers), dict(filled.reasons), how)
    return Done(len(plan.steps), plan.unchanged)


def _file(by: By, review: UUID, path: Path) -> AnswerFile:
    return AnswerFile(by=by, review=review, stage="extraction", path=path, find=study_ids(review))
