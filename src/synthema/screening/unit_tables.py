"""Where units stand that somebody has judged, and how many there are: kept so that nobody need read them all."""

import json
from uuid import UUID, uuid5

from django.db import models

from synthema.audit.tables import Projection
from synthema.screening.model import Standing, State


class UnitState(Projection):
    """The state of a unit that somebody has judged; a unit without a row waits for its first verdict."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    unit = models.UUIDField()
    standing = models.CharField(max_length=10)
    reason = models.CharField(max_length=100, blank=True, default="")
    how = models.CharField(max_length=20, blank=True, default="")
    conflict = models.CharField(max_length=20, blank=True, default="")
    voters = models.TextField(default="[]")
    reopened_for = models.TextField(default="[]")

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "stage", "unit"), name="unit_once"),)
        indexes = (models.Index(fields=("review", "stage", "standing", "unit"), name="unit_standing"),)

    @property
    def state(self) -> State:
        """The state as a noun."""
        return State(
            standing=Standing(self.standing),
            reason=self.reason,
            how=self.how,
            conflict=self.conflict,
            voters=ids_in(self.voters),
            reopened_for=ids_in(self.reopened_for),
        )


class Ground(Projection):
    """The latest act after which a stage has other units, or other people may judge them; and how many units it has."""

    id = models.UUIDField(primary_key=True)
    stage = models.CharField(max_length=20)
    units = models.PositiveIntegerField()
    event = models.UUIDField()


def ids_in(text: str) -> tuple[UUID, ...]:
    """The identifiers in a JSON list."""
    return tuple(UUID(one) for one in json.loads(text))


def state_id(stage: str, unit: UUID) -> UUID:
    """The identifier of a unit's row."""
    return uuid5(unit, stage)


def ground_id(review: UUID, stage: str) -> UUID:
    """The identifier of a stage's row."""
    return uuid5(review, f"ground {stage}")


def state_row(review: UUID, stage: str, unit: UUID, state: State) -> UnitState:
    """A state as a row."""
    return UnitState(
        id=state_id(stage, unit),
        review=review,
        stage=stage,
        unit=unit,
        standing=state.standing,
        reason=state.reason,
        how=state.how,
        conflict=state.conflict,
        voters=json.dumps([str(one) for one in state.voters]),
        reopened_for=json.dumps([str(one) for one in state.reopened_for]),
    )
