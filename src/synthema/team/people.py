"""Who is in a review, since when and by whom, and who has left; read from the trail."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from synthema.audit.tables import Event
from synthema.audit.trail import recorded
from synthema.team.events import PersonJoined, PersonLeft, ReviewStarted
from synthema.team.model import Role
from synthema.team.tables import Account, names


@dataclass(frozen=True, slots=True, kw_only=True)
class Sits:
    """One role a person has: since when, and who gave it."""

    role: str
    since: datetime
    by: str


@dataclass(slots=True, kw_only=True)
class Member:
    """A person of a review, or one who was."""

    person: UUID
    name: str
    sits: list[Sits] = field(default_factory=list)
    left_at: datetime | None = None
    has_account: bool = False

    @property
    def roles(self) -> list[str]:
        """The roles now, in the order of their weight."""
        return [sits.role for sits in self.sits]

    @property
    def may_get(self) -> list[str]:
        """The roles this person has not, the least weighty first."""
        return [role for role in reversed(Role) if role not in self.roles]


def members(review: UUID) -> list[Member]:
    """Everybody who sits in a review or did, by name; those who left come last."""
    known, found = names(review), dict[UUID, Member]()
    kinds = [kind.__name__ for kind in (ReviewStarted, PersonJoined, PersonLeft)]
    for row in Event.objects.filter(review=review, kind__in=kinds).order_by("seq"):
        event = recorded(row)
        who = event.actor if isinstance(event.body, ReviewStarted) else event.body.person
        role = Role.LEAD if isinstance(event.body, ReviewStarted) else event.body.role
        member = found.setdefault(who, Member(person=who, name=known[who]))
        member.sits = [one for one in member.sits if one.role != role]
        member.left_at = None
        if isinstance(event.body, PersonLeft):
            member.left_at = None if member.sits else event.at
        else:
            member.sits.append(Sits(role=role, since=event.at, by=known[event.actor]))
    order = list(Role)
    with_account = set(Account.objects.filter(person__in=found).values_list("person", flat=True))
    for member in found.values():
        member.sits.sort(key=lambda one: order.index(Role(one.role)))
        member.has_account = member.person in with_account
    return sorted(found.values(), key=lambda one: (one.left_at is not None, one.name.casefold()))
