"""The versions of the protocol, and the draft of the next one."""

import json
from functools import lru_cache
from uuid import UUID

import cattrs
from django.db import models

from synthema.audit.canonical import canonical
from synthema.audit.tables import Event, Operational, Projection
from synthema.protocol.model import Protocol
from synthema.refused import Refused

_converter = cattrs.Converter()
_converter.register_structure_hook(UUID, lambda value, _: UUID(value))


def as_text(protocol: Protocol) -> str:
    """A protocol as canonical JSON."""
    return canonical(_converter.unstructure(protocol))


@lru_cache(maxsize=64)
def from_text(text: str) -> Protocol:
    """A protocol from canonical JSON; protocols are frozen, and one page asks for the same one often."""
    return _converter.structure(json.loads(text), Protocol)


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
        return from_text(self.body)


class ProtocolDraft(Operational):
    """The next version while the leads write it; nothing of it counts before it is laid down."""

    review = models.UUIDField(primary_key=True)
    based_on = models.PositiveIntegerField(default=0)  # the version in force when it was begun
    body = models.TextField()
    at = models.DateTimeField()
    person = models.UUIDField()

    @property
    def protocol(self) -> Protocol:
        """The draft as a protocol, which may be incomplete."""
        return from_text(self.body)


def versions(review: UUID) -> list[ProtocolVersion]:
    """All versions, oldest first."""
    return list(ProtocolVersion.objects.filter(review=review).order_by("number"))


def latest(review: UUID) -> ProtocolVersion | None:
    """The version in force, or None."""
    return ProtocolVersion.objects.filter(review=review).order_by("-number").first()


def current(review: UUID) -> ProtocolVersion:
    """The version in force; raises Refused when there is none yet."""
    version = latest(review)
    if version is None:
        raise Refused("This review has no protocol yet. `synthema protocol set FILE` lays it down.")
    return version


def version(review: UUID, number: int) -> ProtocolVersion:
    """One version; raises Refused when there is none of this number."""
    found = ProtocolVersion.objects.filter(review=review, number=number).first()
    if found is None:
        raise Refused("There is no version {number} of this protocol.", number=number)
    return found


def in_use(review: UUID) -> bool:
    """Whether any verdict was ever given, so that an amendment needs an explanation."""
    return Event.objects.filter(review=review, kind="VerdictGiven").exists()
