"""Choose the instrument, appraise studies, settle differences; each can be undone."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from synthema.appraisal.designs import asked
from synthema.appraisal.events import (
    AppraisalGiven,
    AppraisalReconciled,
    AppraisalReopened,
    AppraisalWithdrawn,
    AppraisersSet,
    InstrumentChosen,
)
from synthema.appraisal.formats import read_ratings
from synthema.appraisal.scoring import preset, presets, rate, score
from synthema.audit.model import By
from synthema.audit.registry import refuse_if_built_on
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
from synthema.forms.batch import AnswerFile, Done, content_of, plan_agreements, plan_sheets
from synthema.forms.formats import form_to_plain
from synthema.forms.model import Form, Value
from synthema.forms.tables import form_in_force, forms
from synthema.refused import Refused
from synthema.studies.tables import study, study_ids
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import Need

_MARKS = ("choice", "many", "number", "date")  # kinds whose answers are no free text


@action(Need.LEAD)
def choose_instrument(desk: Desk, form: Form, scoring: str = "none", checked: bool = False) -> InstrumentChosen:
    """Appraise with this instrument from here on; checked says that an unverified one was compared with its sheet."""
    next_form(desk.review, "appraisal", form)
    chosen = preset(scoring)
    if chosen not in presets(form):
        names = ", ".join(one.id for one in presets(form))
        raise Refused(
            "{form_title} cannot be scored with {scoring}. Use one of: {names}.",
            form_title=form.title,
            scoring=scoring,
            names=names,
        )
    if not form.verified and not checked:
        raise Refused(
            "{form_title} was not held against the official sheet when Synthema was made. Compare it with "
            "the sheet yourself, then choose it with --checked.",
            form_title=form.title,
        )
    earlier = forms(desk.review, "appraisal")
    if earlier and (earlier[-1].form, earlier[-1].scoring) == (form, scoring):
        raise Refused(
            "{form_title}, version {version}, is in force already.", form_title=form.title, version=form.version
        )
    plain = form_to_plain(form)
    bare = [{name: value for name, value in row.items() if name != "wording"} for row in plain["question"]]
    wording = {question.key: question.wording for question in form.questions if question.wording}
    return InstrumentChosen(form=plain | {"question": bare}, scoring=scoring, checked=checked, wording=wording)


@action(Need.LEAD)
def set_appraisers(desk: Desk, number: int, reason: str = "") -> AppraisersSet:
    """Say how many people appraise each study; one instead of two needs a reason, which the report prints."""
    refuse_number(desk.review, "appraisal", number, reason)
    return AppraisersSet(number, reason)


@action(Need.DECIDE)
def give_appraisal(
    desk: Desk,
    study_id: UUID,
    answers: dict[str, Value],
    reasons: dict[str, str],
    *,
    rating: str = "",
    rating_reason: str = "",
) -> AppraisalGiven:
    """Appraise one study, unseen by the other appraiser until both have done so."""
    filled = Filled(study=study_id, answers=answers, reasons=reasons, rating=rating, rating_reason=rating_reason)
    study(desk.review, study_id)
    door = admit(desk, "appraisal", study_id)
    fit(door.form.form, door.form.scoring, filled)
    marks, words = _parted(door.form.form, answers)
    return AppraisalGiven(
        sheet_id=desk.new_id("sheet"),
        study_id=study_id,
        form=door.form.id,
        answers=marks,
        words=words,
        reasons=reasons,
        rating=rating,
        rating_reason=rating_reason,
        replaces=door.replaces,
    )


def fit(form: Form, scoring: str, filled: Filled) -> None:
    """Raise FormError unless a study's answers, reasons and rating are complete under this instrument and scoring."""
    refuse_incomplete(asked(form, filled.answers), filled)
    if filled.rating or filled.rating_reason:
        rate(filled.rating, filled.rating_reason, score(preset(scoring), form, filled.answers))


@action(Need.DECIDE)
def withdraw_appraisal(desk: Desk, study_id: UUID, reason: str = "") -> AppraisalWithdrawn:
    """Take one's own appraisal of a study back; refused while a consensus rests on it."""
    sheet = own_sheet(desk, "appraisal", study_id)
    refuse_if_built_on(AppraisalGiven, desk.review, sheet)
    return AppraisalWithdrawn(sheet_id=sheet, study_id=study_id, reason=reason)


@action(Need.ARBITRATE)
def reconcile_appraisal(
    desk: Desk,
    study_id: UUID,
    answers: dict[str, Value],
    reasons: dict[str, str],
    *,
    rating: str = "",
    rating_reason: str = "",
    how: str = "consensus",
) -> AppraisalReconciled:
    """Settle every question two people answered differently, and no other; how is consensus or arbiter."""
    form = form_in_force(desk.review, "appraisal")
    pair = pair_to_settle(desk, "appraisal", study_id, how)
    filled = Filled(study=study_id, answers=answers, reasons=reasons, rating=rating, rating_reason=rating_reason)
    refuse_unsettled(form.form, pair, filled)
    marks, words = _parted(form.form, answers)
    return AppraisalReconciled(
        consensus_id=desk.new_id("consensus"),
        study_id=study_id,
        form=form.id,
        sheets=(pair[0].id, pair[1].id),
        how="arbiter" if how == "arbiter" else "consensus",
        answers=marks,
        words=words,
        reasons=reasons,
        rating=rating,
        rating_reason=rating_reason,
    )


@action(Need.ARBITRATE)
def reopen_appraisal(desk: Desk, study_id: UUID, reason: str = "") -> AppraisalReopened:
    """Take the consensus on a study back; both originals stand."""
    consensus = standing_agreement(desk, "appraisal", study_id)
    return AppraisalReopened(consensus_id=consensus, study_id=study_id, reason=reason)


def import_appraisals(by: By, review: UUID, path: Path, ratings: Path | None = None) -> Done:
    """Give a person's appraisals from a CSV file; all of it is checked first, and the same file again does nothing."""
    access_review(by.person, review, Need.DECIDE)
    scoring = form_in_force(review, "appraisal").scoring

    def judge(form: Form, filled: Filled) -> None:
        fit(form, scoring, filled)

    plan = plan_sheets(_file(by, review, path, ratings), judge)
    for step in plan.steps:
        filled = step.filled
        answers, reasons, rated = dict(filled.answers), dict(filled.reasons), _rated(filled)
        give_appraisal(step.by, review, filled.study, answers, reasons, **rated)
    return Done(len(plan.steps), plan.unchanged)


def reconcile_appraisals(by: By, review: UUID, path: Path, ratings: Path | None = None, how: str = "consensus") -> Done:
    """Settle what a CSV file answers, the differing questions only; all of it is checked first."""
    roles = access_review(by.person, review, Need.ARBITRATE)
    plan = plan_agreements(_file(by, review, path, ratings), roles, how)
    for step in plan.steps:
        filled = step.filled
        answers, reasons, rated = dict(filled.answers), dict(filled.reasons), _rated(filled)
        reconcile_appraisal(step.by, review, filled.study, answers, reasons, how=how, **rated)
    return Done(len(plan.steps), plan.unchanged)


def _file(by: By, review: UUID, path: Path, ratings: Path | None) -> AnswerFile:
    find = study_ids(review)
    rated = read_ratings(content_of(ratings), ratings.name, find) if ratings else {}
    return AnswerFile(by=by, review=review, stage="appraisal", path=path, find=find, rated=rated)


def _rated(filled: Filled) -> dict[str, str]:
    return {"rating": filled.rating, "rating_reason": filled.rating_reason}


def _parted(form: Form, answers: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """Answers that stay in the trail for good, and answers in words, which can be withdrawn."""
    marks = {q.key for q in form.questions if q.kind in _MARKS}
    return {k: v for k, v in answers.items() if k in marks}, {k: v for k, v in answers.items() if k not in marks}
