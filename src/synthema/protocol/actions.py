"""Lay down the protocol and amend it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from synthema.audit.registry import hidden
from synthema.protocol.events import ProtocolSet
from synthema.protocol.model import Protocol
from synthema.protocol.rules import problems
from synthema.protocol.tables import in_use, versions
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need, Role
from synthema.team.tables import Seat


def next_version(review: UUID, protocol: Protocol, explanation: str) -> ProtocolSet:
    """The next version of the protocol, if it may stand; from the first verdict on it needs an explanation."""
    found = problems(protocol)
    if found:
        raise Refused(" ".join(found))
    earlier = versions(review)
    if earlier and earlier[-1].protocol == protocol:
        raise Refused("This is version {earlier_number} of the protocol, unchanged.", earlier_number=earlier[-1].number)
    if earlier and not explanation.strip() and in_use(review):
        raise Refused("An amendment of the protocol needs an explanation of what changed and why.")
    if earlier and earlier[-1].protocol.screening.blind and not protocol.screening.blind and hidden(review):
        raise Refused(
            "Some have given verdicts or answers that were promised to stay hidden until the others have decided. "
            "Switch blinding off once nothing is open any more, or before anybody begins."
        )
    named = set(protocol.screening.arbiters) - set(earlier[-1].protocol.screening.arbiters if earlier else ())
    _refuse_strangers(review, named)
    return ProtocolSet(len(earlier) + 1, protocol, explanation.strip())


def _refuse_strangers(review: UUID, named: set[UUID]) -> None:
    seated = Seat.objects.filter(review=review, person__in=named, role__in=(Role.ARBITER, Role.LEAD))
    if named - set(seated.values_list("person", flat=True)):
        raise Refused("A named arbiter must be an arbiter or the lead of this review. Give them that role first.")


@action(Need.LEAD)
def set_protocol(desk: Desk, protocol: Protocol, explanation: str = "") -> ProtocolSet:
    """The next version of the protocol, whole."""
    return next_version(desk.review, protocol, explanation)


@action(Need.LEAD)
def amend(desk: Desk, /, explanation: str = "", **sections: Any) -> ProtocolSet:
    """The next version of the protocol: the one in force with these sections, such as title or criteria, replaced."""
    earlier = versions(desk.review)
    if not earlier:
        raise Refused("There is no protocol to amend yet. Lay down the first version whole.")
    strange = sorted(set(sections) - set(Protocol.__dataclass_fields__))
    if strange:
        raise Refused(
            "A protocol has no section {strange!r}. Sections: {dataclass_fields}.",
            strange=strange[0],
            dataclass_fields=", ".join(Protocol.__dataclass_fields__),
        )
    return next_version(desk.review, replace(earlier[-1].protocol, **sections), explanation)
