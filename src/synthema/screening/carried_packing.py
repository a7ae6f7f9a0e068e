"""Verdicts that are carried over, as the bytes that the file store keeps."""

import json
from collections.abc import Sequence
from uuid import UUID

from synthema.audit.canonical import canonical
from synthema.screening.carried_model import Carried


def pack(carried: Sequence[Carried]) -> bytes:
    """Verdicts as bytes; the same verdicts give the same bytes."""
    return canonical([[one.record, one.subject, one.verdict, one.reason] for one in carried]).encode()


def unpack(words: bytes) -> list[Carried]:
    """The verdicts in packed bytes."""
    return [
        Carried(UUID(record), UUID(subject), verdict, reason) for record, subject, verdict, reason in json.loads(words)
    ]
