"""Lay down the protocol and amend it."""

from synthema.protocol.events import ProtocolSet
from synthema.protocol.model import Protocol
from synthema.protocol.rules import problems
from synthema.protocol.tables import versions
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need


@action(Need.LEAD)
def set_protocol(desk: Desk, protocol: Protocol, explanation: str = "") -> ProtocolSet:
    """The next version of the protocol; an amendment needs an explanation."""
    found = problems(protocol)
    if found:
        raise Refused(" ".join(found))
    earlier = versions(desk.review)
    if earlier and not explanation.strip():
        raise Refused("An amendment of the protocol needs an explanation of what changed and why.")
    if earlier and earlier[-1].protocol == protocol:
        raise Refused(f"This is version {earlier[-1].number} of the protocol, unchanged.")
    return ProtocolSet(len(earlier) + 1, protocol, explanation)
