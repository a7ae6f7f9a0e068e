"""The nouns of the trail: an event kind's body, what it names in the store, and a recorded event."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4, uuid5

Body = TypeVar("Body")


@dataclass(frozen=True, slots=True)
class Content:
    """The name of bytes in the content store: a salted SHA-256."""

    content: str


def free(default: Any = "") -> Any:
    """A field whose value goes to the content store, so that it can be withdrawn without touching the chain."""
    if callable(default):
        return field(default_factory=default, metadata={"free": True})
    return field(default=default, metadata={"free": True})


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of an event kind: its body, version, undo and how older versions are lifted."""

    name: str
    stage: str
    version: int
    body: type[Any]
    undo: str
    lifts: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and the act's identifier made by the client: a retry carries the same one."""

    person: UUID
    act_id: UUID = field(default_factory=uuid4)

    def then(self, name: object) -> "By":
        """The same person with an act identifier derived from this one, for one step of a longer act."""
        return By(self.person, uuid5(self.act_id, str(name)))

    def with_file(self, review: UUID, what: str, digest: str) -> "By":
        """The same person handing in a file: the same file in the same review is the same act."""
        return By(self.person, uuid5(review, f"{what} {self.person} {digest}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[Body]):
    """One event of the trail, decoded to the body of its kind."""

    id: UUID
    review: UUID
    seq: int
    actor: UUID
    at: datetime
    kind: str
    body: Body
