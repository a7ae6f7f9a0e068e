"""The forms in force, how many people answer them, and their sheets, for appraisal and extraction alike."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from synthema.audit.tables import Projection
from synthema.forms import standing
from synthema.forms.formats import form_from_plain
from synthema.forms.model import Form, Value
from synthema.forms.standing import Agreed, Given, Progress, Settled
from synthema.refused import Refused

Stage = Literal["appraisal", "extraction"]
_NEVER = 1 << 62  # later than any place in a trail
NEEDED = 2  # people per study, unless a review declares one
_HOW_TO_BEGIN = {
    "appraisal": "No instrument is chosen yet. `synthema appraisal choose casp_2018` chooses one.",
    "extraction": "There is no extraction tool yet. `synthema extraction tool FILE` lays one down.",
}


class FormVersion(Projection):
    """One version of a stage's form, as canonical JSON."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    form_id = models.TextField()
    version = models.PositiveIntegerField()
    scoring = models.CharField(max_length=40, blank=True)  # the appraisal's preset; empty elsewhere
    body = models.TextField()
    seq = models.PositiveIntegerField()

    @property
    def form(self) -> Form:
        """The form itself."""
        return form_from_plain(json.loads(self.body))


class AssessorNumber(Projection):
    """How many people answer for each study from here on, and why when it is one."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    person = models.UUIDField()
    seq = models.PositiveIntegerField()


class AnswerSheet(Projection):
    """One person's answers on a study, or the consensus on what two answered differently; withdrawn ones stay."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="sheets")
    study = models.UUIDField()
    person = models.UUIDField()
    kind = models.CharField(max_length=20)  # answers, consensus or arbiter
    answers = models.TextField()
    reasons = models.TextField()
    rating = models.CharField(max_length=100, blank=True)
    rating_reason = models.TextField(blank=True)
    seq = models.PositiveIntegerField()
    withdrawn_seq = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "synthema"
        indexes = (models.Index(fields=("review", "stage", "study"), name="answer_sheet_study"),)

    @property
    def given(self) -> Given:
        """The sheet as a noun."""
        return Given(
            id=self.id,
            study=self.study,
            person=self.person,
            answers=json.loads(self.answers),
            reasons=json.loads(self.reasons),
            rating=self.rating,
            rating_reason=self.rating_reason,
            given=self.seq,
            withdrawn=self.withdrawn_seq,
        )

    @property
    def agreed(self) -> Agreed:
        """The consensus as a noun."""
        sheet = self.given
        return Agreed(
            id=sheet.id,
            study=sheet.study,
            person=sheet.person,
            how="arbiter" if self.kind == "arbiter" else "consensus",
            answers=sheet.answers,
            reasons=sheet.reasons,
            rating=sheet.rating,
            rating_reason=sheet.rating_reason,
        )


def form_in_force(review: UUID, stage: Stage) -> FormVersion:
    """The version of a stage's form that holds now; raises Refused when there is none yet."""
    found = forms(review, stage)
    if not found:
        raise Refused(_HOW_TO_BEGIN[stage])
    return found[-1]


def forms(review: UUID, stage: Stage) -> list[FormVersion]:
    """Every version of a stage's form, oldest first."""
    return list(FormVersion.objects.filter(review=review, stage=stage).order_by("seq"))


def needed(review: UUID, stage: Stage) -> int:
    """How many people answer for each study."""
    row = assessors(review, stage)
    return row.number if row else NEEDED


def assessors(review: UUID, stage: Stage) -> AssessorNumber | None:
    """What was declared last on how many people answer, with the reason; None = nothing, so two do."""
    return AssessorNumber.objects.filter(review=review, stage=stage).order_by("-seq").first()


def _rows(review: UUID, stage: Stage) -> "QuerySet[AnswerSheet]":
    return AnswerSheet.objects.filter(review=review, stage=stage).order_by("study", "person", "seq")


def all_sheets(review: UUID, stage: Stage) -> "QuerySet[AnswerSheet]":
    """Every sheet people ever gave, withdrawn ones too and whoever looks: for rules and counts, not for eyes."""
    return _rows(review, stage).filter(kind="answers")


def all_agreements(review: UUID, stage: Stage) -> "QuerySet[AnswerSheet]":
    """Every consensus ever recorded, withdrawn ones too."""
    return _rows(review, stage).exclude(kind="answers")


def standing_sheets(review: UUID, stage: Stage) -> dict[UUID, list[Given]]:
    """The sheets that stand, by study and in order of person: for rules and counts, not for eyes."""
    found: dict[UUID, list[Given]] = defaultdict(list)
    for row in all_sheets(review, stage).filter(withdrawn_seq=None):
        found[row.study].append(row.given)
    return dict(found)


def agreements(review: UUID, stage: Stage) -> dict[UUID, Agreed]:
    """The consensus that stands, by study."""
    return {row.study: row.agreed for row in all_agreements(review, stage).filter(withdrawn_seq=None)}


def sheets(review: UUID, stage: Stage, viewer: UUID) -> dict[UUID, list[Given]]:
    """The standing sheets a person may see, by study: their own, and all once all required ones are in."""
    number = needed(review, stage)
    seen = {s: standing.visible(given, viewer, number) for s, given in standing_sheets(review, stage).items()}
    return {study: given for study, given in seen.items() if given}


def settled(review: UUID, stage: Stage) -> dict[UUID, Settled]:
    """What the team stands by, for each study that is settled."""
    if not FormVersion.objects.filter(review=review, stage=stage).exists():
        return {}
    form, number, agreed = form_in_force(review, stage).form, needed(review, stage), agreements(review, stage)
    found = {
        study: standing.settle(form, given, agreed.get(study), number)
        for study, given in standing_sheets(review, stage).items()
    }
    return {study: done for study, done in found.items() if done}


def final_answers(review: UUID, stage: Stage) -> dict[UUID, dict[str, Value]]:
    """The answers the team stands by, for each study that is settled."""
    return {study: dict(done.answers) for study, done in settled(review, stage).items()}


def to_settle(review: UUID, stage: Stage) -> dict[UUID, tuple[Given, Given]]:
    """The two sheets of each study whose answers are in, differ and have no consensus; open to everybody by then."""
    done = settled(review, stage)
    return {
        study: (given[0], given[1])
        for study, given in standing_sheets(review, stage).items()
        if len(given) > 1 and study not in done
    }


def open_acts(review: UUID, stage: Stage, studies: Iterable[UUID]) -> set[int]:
    """The numbers of the acts that gave or withdrew sheets on those of these studies that await more sheets.

    Only the giver may know them, a withdrawn sheet too. None where one person's answers are enough.
    """
    number = needed(review, stage)
    if number < NEEDED:
        return set()
    standing = standing_sheets(review, stage)
    awaiting = [study for study in studies if len(standing.get(study, ())) < number]
    rows = all_sheets(review, stage).filter(study__in=awaiting).values_list("seq", "withdrawn_seq")
    return {seq for row in rows for seq in row if seq is not None}


def outdated(review: UUID, stage: Stage, viewer: UUID) -> list[Given]:
    """The sheets a person may see that were given to an earlier version of the form and no longer answer it."""
    versions = forms(review, stage)
    if len(versions) < 2:
        return []
    now = versions[-1]
    form = now.form
    seen = {sheet.id for given in sheets(review, stage, viewer).values() for sheet in given}
    older = all_sheets(review, stage).filter(withdrawn_seq=None).exclude(form=now)
    return [row.given for row in older if row.id in seen and standing.outdated(form, row.given)]


def progress(review: UUID, stage: Stage, studies: Iterable[UUID], viewer: UUID) -> Progress:
    """How many of these studies stand where, as far as this person may know."""
    wanted = set(studies)
    given, number, done = standing_sheets(review, stage), needed(review, stage), settled(review, stage)
    waiting = sum(0 < len(given.get(study, ())) < number for study in wanted)
    ready = sum(study in done for study in wanted)
    differing = sum(len(given.get(study, ())) >= number for study in wanted) - ready
    return Progress(
        studies=len(wanted),
        untouched=sum(study not in given for study in wanted),
        waiting=waiting,
        differing=differing,
        settled=ready,
        outdated=len({sheet.study for sheet in outdated(review, stage, viewer)} & wanted),
    )


def agreement_pairs(review: UUID, stage: Stage, question: str) -> list[tuple[UUID, Value | None, Value | None]]:
    """(study, first answer, second answer) of the originals given blind, before any consensus; None = not answered.

    The persons of a pair keep their order. A study one of whose sheets lay open when the other was given is left out.
    """
    return [
        (first.study, first.answers.get(question), second.answers.get(question))
        for first, second in blind_pairs(review, stage)
    ]


def blind_pairs(review: UUID, stage: Stage) -> list[tuple[Given, Given]]:
    """The two original sheets of each study that two people answered without seeing each other's."""
    by_study: dict[UUID, list[Given]] = defaultdict(list)
    for row in all_sheets(review, stage):
        by_study[row.study].append(row.given)
    times = _open_times(list(AssessorNumber.objects.filter(review=review, stage=stage).order_by("seq")))
    pairs = (standing.blind_pair(given, times) for given in by_study.values())
    return [pair for pair in pairs if pair]


def _open_times(rows: Sequence[AssessorNumber]) -> list[tuple[int, int]]:
    """When one assessor was enough: (from, until) in the trail."""
    ends = (*(row.seq for row in rows[1:]), _NEVER)
    return [(row.seq, end) for row, end in zip(rows, ends, strict=False) if row.number < NEEDED]
