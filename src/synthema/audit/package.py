"""A review's trail and contents as files of a package, and back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from synthema import __version__
from synthema.audit import chain, registry, replay, trail
from synthema.audit.archive import Archive, BadArchive
from synthema.audit.canonical import canonical
from synthema.audit.model import Content
from synthema.audit.tables import Event, Review
from synthema.refused import Refused

FORMAT = 1
TRAIL, MANIFEST = "trail.jsonl", "package.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a package says of itself."""

    format: int
    purpose: str  # complete or publishable
    review: UUID
    head_seq: int
    head_hash: str
    made_with: str


class Diverged(Refused):
    """The package and the review here went different ways."""


def trail_members(review: UUID, purpose: str) -> dict[str, bytes]:
    """The manifest and the trail of a review as package members."""
    head = Review.objects.get(pk=review)
    lines = [canonical({**chain.row(event), "hash": event.hash}) for event in trail.events(review)]
    manifest = {
        "format": FORMAT,
        "purpose": purpose,
        "review": review,
        "head_seq": head.head_seq,
        "head_hash": head.head_hash,
        "made_with": f"Synthema {__version__}",
    }
    return {TRAIL: ("\n".join(lines) + "\n").encode(), MANIFEST: (canonical(manifest) + "\n").encode()}


def content_member(content: Content) -> str:
    """Where a content lies in a package."""
    return f"content/{content.content[:2]}/{content.content}"


def content_members(review: UUID, names: set[Content]) -> dict[str, bytes]:
    """The named contents, salt and bytes, as package members."""
    shelf = trail.store(review)
    return {content_member(content): shelf.read_salted(content) for content in names}


def manifest_of(archive: Archive) -> Manifest:
    """What the package says of itself; raises BadArchive when that cannot be read or is of a newer format."""
    data = archive.read(MANIFEST)
    try:
        values: dict[str, Any] = json.loads(data)
        manifest = Manifest(**values | {"review": UUID(values["review"])})
    except (ValueError, TypeError, KeyError):
        raise BadArchive(f"{archive.path.name} has no readable {MANIFEST}. It is no Synthema package.") from None
    if manifest.format > FORMAT:
        raise BadArchive(
            f"{archive.path.name} was made by {manifest.made_with}, whose packages are newer. Upgrade Synthema."
        )
    return manifest


def events_of(archive: Archive) -> Iterator[Event]:
    """The events of a package, each checked against the chain; raises BadArchive at the first that does not hold."""
    previous, review = "", manifest_of(archive).review
    for number, line in enumerate(archive.read(TRAIL).decode("utf-8").splitlines(), start=1):
        try:
            values = json.loads(line)
            event = Event(**_columns(values))
        except (ValueError, TypeError, KeyError):
            raise BadArchive(f"Line {number} of {TRAIL} is no event.") from None
        sound = event.seq == number and event.previous_hash == previous and event.hash == chain.link(event)
        if not sound or event.review_id != review:
            raise BadArchive(f"Event {number} of {archive.path.name} does not match its hash. Nothing was imported.")
        if event.kind not in registry.KINDS:
            raise registry.UnknownKind(
                f"The package holds an event {event.kind}, unknown to this Synthema. Upgrade it."
            )
        previous = event.hash
        yield event


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    uuids = {name: UUID(values[name]) for name in ("id", "actor", "act_id")}
    plain = {name: values[name] for name in ("seq", "version", "kind", "stage", "payload", "previous_hash", "hash")}
    at = datetime.strptime(values["at"], "%Y-%m-%dT%H:%M:%S.%f%z")
    return {**uuids, **plain, "at": at, "review_id": UUID(values["review"])}


def take_in(archive: Archive) -> tuple[UUID, int]:
    """Add a complete package's events to the review here; returns the review and how many events were new."""
    archive.read_all()
    manifest = manifest_of(archive)
    if manifest.purpose != "complete":
        raise BadArchive(
            f"{archive.path.name} is a {manifest.purpose} package: parts are withheld, so work cannot go on from it. "
            "Ask the team for a complete one."
        )
    events = list(events_of(archive))
    if not events or (events[-1].seq, events[-1].hash) != (manifest.head_seq, manifest.head_hash):
        raise BadArchive(
            f"The trail in {archive.path.name} does not end where its manifest says. Nothing was imported."
        )
    new = _beyond_what_is_here(manifest.review, events)
    if not new:
        return manifest.review, 0
    _take_contents(archive, manifest.review, events)
    _add(manifest.review, new)
    replay.rebuild(manifest.review)
    return manifest.review, len(new)


def _beyond_what_is_here(review: UUID, events: list[Event]) -> list[Event]:
    here = list(Event.objects.filter(review=review).order_by("seq").values_list("seq", "hash"))
    for (seq, own), theirs in zip(here, events, strict=False):
        if own != theirs.hash:
            raise Diverged(
                f"This review and the package differ from event {seq} on, so neither continues the other. Nothing was "
                "imported. Agree on one of the two; the other can be opened under another home (--home)."
            )
    if len(here) > len(events):
        raise Diverged(
            f"The package ends at event {len(events)}; this review goes on to event {len(here)}. Nothing was imported."
        )
    return events[len(here) :]


def _take_contents(archive: Archive, review: UUID, events: list[Event]) -> None:
    shelf = trail.store(review)
    gone = {c.content for e in events if e.kind == "ContentWithdrawn" for c in trail.contents(e)}
    for event in events:
        for content in trail.contents(event):
            if content.content not in gone and not shelf.has(content):
                shelf.put_salted(archive.read(content_member(content)), expected=content.content)
    for name in gone:
        shelf.withdraw(Content(name))


def _add(review: UUID, new: list[Event]) -> None:
    trail.open_trail(review)
    Review.objects.filter(pk=review).update(
        offline="a package is being imported; running the same import again completes it"
    )
    for start in range(0, len(new), replay.BATCH):
        batch = new[start : start + replay.BATCH]
        with transaction.atomic():
            Event.objects.bulk_create(batch)
            Review.objects.filter(pk=review).update(head_seq=batch[-1].seq, head_hash=batch[-1].hash)
