"""The doors: every act passes here, with one permission, in one transaction, leaving one event."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID, uuid5

from synthema.audit import trail
from synthema.audit.clock import now
from synthema.audit.model import By, Recorded
from synthema.audit.store import Store
from synthema.refused import Refused
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import roles_of

P = ParamSpec("P")


class NotAllowed(Refused):
    """This person may not do this in this review."""


def access_review(person: UUID, review: UUID, needs: Need = Need.READ) -> set[str]:
    """The roles of a person in a review; raises NoSuchReview to strangers and NotAllowed where a role is lacking."""
    roles = roles_of(review, person)
    if not roles:
        raise trail.NoSuchReview(f"There is no review {review} for you here. `synthema review list` names yours.")
    if not roles & {str(role) for role in ROLES_FOR[needs]}:
        wanted = sorted(ROLES_FOR[needs])
        ask = f"one of the roles {', '.join(wanted)}" if len(wanted) > 1 else f"the role {wanted[0]}"
        raise NotAllowed("This needs {ask}; you are {roles} in this review.", ask=ask, roles=", ".join(sorted(roles)))
    return roles


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an act happens: the review, the person, their roles, and identifiers that a retry makes again."""

    review: UUID
    person: UUID
    act_id: UUID
    roles: frozenset[str]
    at: datetime

    def new_id(self, name: object = "") -> UUID:
        """An identifier made in this act; the same act and name give the same one."""
        return uuid5(self.act_id, f"id:{name}")

    @property
    def store(self) -> Store:
        """The review's content store."""
        return trail.store(self.review)


def action(
    needs: Need,
) -> Callable[[Callable[Concatenate[Desk, P], Any]], Callable[Concatenate[By, UUID, P], Recorded[Any]]]:
    """Make a function that checks the rules and returns an event's body into an act: `act(by, review, …)`."""

    def wrap(decide: Callable[Concatenate[Desk, P], Any]) -> Callable[Concatenate[By, UUID, P], Recorded[Any]]:
        @wraps(decide)
        def act(by: By, review: UUID, *args: P.args, **kwargs: P.kwargs) -> Recorded[Any]:
            request = trail.request_digest(decide.__qualname__, args, kwargs)
            with trail.writing(review) as head:
                roles = access_review(by.person, review, needs)
                done = trail.earlier(review, by, request)
                if done is not None:
                    return done
                desk = Desk(review, by.person, by.act_id, frozenset(roles), now())
                return trail.append(head, by, decide(desk, *args, **kwargs), request)

        return cast(Callable[Concatenate[By, UUID, P], Recorded[Any]], act)

    return wrap
