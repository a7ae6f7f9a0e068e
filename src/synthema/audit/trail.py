"""Append to the trail and read it: one event an act, chained, in the transaction of its projections."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction

from synthema.audit import registry
from synthema.audit.canonical import canonical, sha256
from synthema.audit.chain import link
from synthema.audit.clock import now
from synthema.audit.model import By, Content, Recorded
from synthema.audit.store import Store
from synthema.audit.tables import ActRequest, Event, Review
from synthema.refused import Refused


class NoSuchReview(Refused):
    """There is no such review, or this person may not know of it."""


class ActConflict(Refused):
    """The same act identifier came with other content."""


def store(review: UUID) -> Store:
    """The content store of a review."""
    return Store(settings.SYNTHEMA_HOME / "content" / str(review))


@contextmanager
def writing(review: UUID) -> Iterator[Review]:
    """One transaction with the review's row locked; refuses a review that is offline or unknown."""
    with transaction.atomic():
        head = Review.objects.select_for_update().filter(pk=review).first()
        if head is None:
            raise NoSuchReview(
                "There is no review {review} here. `synthema review list` names those there are.", review=review
            )
        if head.offline:
            raise Refused("This review is offline: {offline}. Try again when that is done.", offline=head.offline)
        yield head


def open_trail(review: UUID) -> None:
    """Begin an empty trail; harmless when it exists."""
    Review.objects.get_or_create(pk=review)


def earlier(review: UUID, by: By, request: str) -> Recorded[Any] | None:
    """The event this act already made; raises ActConflict if the act asked for something else then."""
    event = Event.objects.filter(review=review, act_id=by.act_id).first()
    if event is None:
        return None
    asked = ActRequest.objects.filter(event=event.id).values_list("digest", flat=True).first()
    if event.actor != by.person or asked != request:
        raise ActConflict(
            "Act {act_id} was already done with other content. Use a new act identifier.", act_id=by.act_id
        )
    return recorded(event)


def happened(review: UUID, by: By) -> bool:
    """Whether an act was done, whatever became of it since."""
    return Event.objects.filter(review=review, act_id=by.act_id).exists()


def append(head: Review, by: By, body: Any, request: str) -> Recorded[Any]:
    """Append one event to a locked trail, remember its request and run its projections."""
    kind, payload, texts = registry.encode(body)
    if texts:
        payload["texts"] = {"content": store(head.id).put(canonical(texts).encode()).content}
    event = Event(
        id=uuid5(by.act_id, "event"),
        review=head,
        seq=head.head_seq + 1,
        version=kind.version,
        actor=by.person,
        act_id=by.act_id,
        at=now(),
        kind=kind.name,
        stage=kind.stage,
        payload=canonical(payload),
        previous_hash=head.head_hash,
    )
    event.hash = link(event)
    try:
        event.save(force_insert=True)
    except IntegrityError as error:
        raise ActConflict(
            "Act {act_id} collides with an event that is already on the trail.", act_id=by.act_id
        ) from error
    head.head_seq, head.head_hash = event.seq, event.hash
    head.save(update_fields=["head_seq", "head_hash"])
    ActRequest.objects.create(event=event.id, digest=request)
    done = recorded(event)
    registry.project(done)
    return done


def request_digest(name: str, *asked: object) -> str:
    """What an act asks for, as one hash."""
    return sha256(canonical([name, *(_words(part) for part in asked)]))


def _words(part: object) -> object:
    return json.loads(json.dumps(part, default=_describe, sort_keys=True))


def _describe(part: object) -> object:
    return (
        part.isoformat()
        if hasattr(part, "isoformat")
        else repr(part)
        if hasattr(part, "__dataclass_fields__")
        else str(part)
    )


def texts_content(event: Event) -> Content | None:
    """The content that holds the free texts of an event, or None."""
    named = json.loads(event.payload).get("texts")
    return Content(named["content"]) if named else None


def texts_of(event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
    """Payload and free texts of an event; withdrawn texts are empty."""
    payload: dict[str, Any] = json.loads(event.payload)
    content, shelf = texts_content(event), store(event.review_id)
    if content is None or not shelf.has(content):
        return payload, {}
    return payload, json.loads(shelf.read(content))


def recorded(event: Event) -> Recorded[Any]:
    """An event row decoded to the body of its kind."""
    body = registry.decode(event.kind, event.version, *texts_of(event))
    return Recorded(
        id=event.id, review=event.review_id, seq=event.seq, actor=event.actor, at=event.at, kind=event.kind, body=body
    )


def events(review: UUID, *, until: int | None = None, kind: str = "") -> Iterator[Event]:
    """The events of a review in order, up to a sequence number, of one kind or all."""
    rows = Event.objects.filter(review=review).order_by("seq")
    if until is not None:
        rows = rows.filter(seq__lte=until)
    if kind:
        rows = rows.filter(kind=kind)
    yield from rows.iterator(chunk_size=500)


def contents(event: Event) -> list[Content]:
    """Every content an event names."""
    found: list[Content] = []
    _walk(json.loads(event.payload), found)
    return found


def _walk(value: object, found: list[Content]) -> None:
    if isinstance(value, dict):
        if set(value) == {"content"} and isinstance(value["content"], str):
            found.append(Content(value["content"]))
            return
        for inner in value.values():
            _walk(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, found)
