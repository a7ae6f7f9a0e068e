"""How acts on the protocol change the tables."""

from synthema.audit.model import Recorded
from synthema.audit.registry import projects
from synthema.protocol.events import ProtocolSet
from synthema.protocol.tables import ProtocolVersion, as_text


@projects(ProtocolSet)
def protocol_set(event: Recorded[ProtocolSet]) -> None:
    """Keep the version beside the earlier ones."""
    ProtocolVersion.objects.create(
        id=event.id,
        review=event.review,
        number=event.body.number,
        body=as_text(event.body.protocol),
        explanation=event.body.explanation,
        at=event.at,
        person=event.actor,
    )
