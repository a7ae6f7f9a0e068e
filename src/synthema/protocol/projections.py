"""How acts on the protocol change the tables."""

import cattrs

from synthema.audit.canonical import canonical
from synthema.audit.model import Recorded
from synthema.audit.registry import projects
from synthema.protocol.events import ProtocolSet
from synthema.protocol.tables import ProtocolVersion


@projects(ProtocolSet)
def protocol_set(event: Recorded[ProtocolSet]) -> None:
    """Keep the version beside the earlier ones."""
    ProtocolVersion.objects.create(
        id=event.id,
        review=event.review,
        number=event.body.number,
        body=canonical(cattrs.unstructure(event.body.protocol)),
        explanation=event.body.explanation,
        at=event.at,
        person=event.actor,
    )
