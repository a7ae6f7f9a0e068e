"""The versions of the protocol."""

import json
from uuid import UUID

import cattrs
from django.db import models

from synthema.audit.tables import Projection
from synthema.protocol.model import Protocol
from synthema.refused import Refused


class ProtocolVersion(Projection):
    """One version, as canonical JSON."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    body = models.TextField()
    explanation = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    person = models.UUIDField()

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "number"), name="protocol_number"),)

    @property
    def protocol(self) -> Protocol:
        """The protocol itself."""
        return cattrs.structure(json.loads(self.body), Protocol)


def versions(review: UUID) -> list[ProtocolVersion]:
    """All versions, oldest first."""
    return list(ProtocolVersion.objects.filter(review=review).order_by("number"))


def current(review: UUID) -> ProtocolVersion:
    """The version in force; raises Refused when there is none yet."""
    version = ProtocolVersion.objects.filter(review=review).order_by("-number").first()
    if version is None:
        raise Refused("This review has no protocol yet. `synthema protocol set FILE` lays it down.")
    return version
