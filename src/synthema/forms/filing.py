"""How acts of appraisal and extraction change the tables they share; called by both stages' projections."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from synthema.audit.canonical import canonical
from synthema.audit.model import Recorded
from synthema.forms.model import Value
from synthema.forms.tables import AnswerSheet, AssessorNumber, FormVersion, Stage


def file_form(event: Recorded[Any], stage: Stage, plain: Mapping[str, Any], scoring: str = "") -> None:
    """Put a version of the form beside the earlier ones."""
    FormVersion.objects.create(
        id=event.id,
        review=event.review,
        stage=stage,
        form_id=plain["id"],
        version=plain["version"],
        scoring=scoring,
        body=canonical(plain),
        seq=event.seq,
    )


def file_number(event: Recorded[Any], stage: Stage, number: int, reason: str) -> None:
    """Keep how many people answer from here on."""
    AssessorNumber.objects.create(
        id=event.id, review=event.review, stage=stage, number=number, reason=reason, person=event.actor, seq=event.seq
    )


def file_sheet(
    event: Recorded[Any],
    stage: Stage,
    sheet_id: UUID,
    *,
    form: UUID,
    study: UUID,
    answers: Mapping[str, Value],
    reasons: Mapping[str, str],
    rating: str = "",
    rating_reason: str = "",
    kind: Literal["answers", "consensus", "arbiter"] = "answers",
) -> None:
    """Put down one person's sheet, or a consensus."""
    AnswerSheet.objects.create(
        id=sheet_id,
        review=event.review,
        stage=stage,
        form_id=form,
        study=study,
        person=event.actor,
        kind=kind,
        answers=canonical(answers),
        reasons=canonical(reasons),
        rating=rating,
        rating_reason=rating_reason,
        seq=event.seq,
    )


def take_back(event: Recorded[Any], sheet_id: UUID) -> None:
    """A sheet or a consensus stands no longer; its row stays, so that agreement can look at what stood when."""
    AnswerSheet.objects.filter(review=event.review, id=sheet_id, withdrawn_seq=None).update(withdrawn_seq=event.seq)


def resting_on(review: UUID, sheet_id: UUID) -> list[str]:
    """In words, the consensus that rests on a standing sheet."""
    sheet = AnswerSheet.objects.filter(review=review, id=sheet_id, kind="answers", withdrawn_seq=None).first()
    if sheet is None:
        return []
    settled = AnswerSheet.objects.filter(review=review, stage=sheet.stage, study=sheet.study, withdrawn_seq=None)
    return ["the consensus on this study"] if settled.exclude(kind="answers").exists() else []


def sheets_on(review: UUID, stage: Stage, study: UUID) -> list[str]:
    """In words, how many sheets on a study stand."""
    rows = AnswerSheet.objects.filter(review=review, stage=stage, study=study, kind="answers", withdrawn_seq=None)
    standing = rows.count()
    return [f"{standing} {'sheet' if standing == 1 else 'sheets'} of its {stage}"] if standing else []
