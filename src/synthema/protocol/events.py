"""Acts on the protocol."""

from dataclasses import dataclass

from synthema.audit.registry import event_kind
from synthema.protocol.model import Protocol


@event_kind("protocol", undo="ProtocolSet")
@dataclass(frozen=True, slots=True)
class ProtocolSet:
    """The protocol was laid down, or amended: the new version whole, with the explanation."""

    number: int
    protocol: Protocol
    explanation: str
