"""The hash chain of a review's events, over all their columns."""

from synthema.audit.canonical import canonical, moment, sha256
from synthema.audit.tables import Event

COLUMNS = ("id", "review", "seq", "version", "actor", "act_id", "at", "kind", "stage", "payload", "previous_hash")


def row(event: Event) -> dict[str, str | int]:
    """The hashed columns of an event as plain values."""
    return {
        "id": str(event.id),
        "review": str(event.review_id),
        "seq": event.seq,
        "version": event.version,
        "actor": str(event.actor),
        "act_id": str(event.act_id),
        "at": moment(event.at),
        "kind": event.kind,
        "stage": event.stage,
        "payload": event.payload,
        "previous_hash": event.previous_hash,
    }


def link(event: Event) -> str:
    """The hash an event must carry."""
    values = row(event)
    return sha256(canonical([values[name] for name in COLUMNS]))
