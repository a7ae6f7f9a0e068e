"""A review's trail and contents as files of a package, and back."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from synthema import __version__
from synthema.audit import chain, registry, replay, scratch, trail
from synthema.audit.archive import Archive, BadArchive
from synthema.audit.batches import BATCH
from synthema.audit.canonical import canonical, visible
from synthema.audit.model import Content
from synthema.audit.tables import Event, Review
from synthema.refused import Refused

FORMAT = 1
TRAIL, MANIFEST = "trail.jsonl", "package.json"
_NAME = re.compile("[0-9a-f]{64}")
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


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
        if int(values["format"]) > FORMAT:  # asked first: a newer manifest may hold other things
            maker = values.get("made_with", "a later Synthema")
            raise BadArchive(
                "{path_name} was made by {maker}, whose packages are newer. Upgrade Synthema.",
                path_name=archive.path.name,
                maker=maker,
            )
        return Manifest(**values | {"review": UUID(values["review"]), "head_seq": int(values["head_seq"])})
    except BadArchive:
        raise
    except _MALFORMED:
        raise BadArchive(
            "{path_name} has no readable {manifest}. It is no Synthema package.",
            path_name=archive.path.name,
            manifest=MANIFEST,
        ) from None


def events_of(archive: Archive) -> Iterator[Event]:
    """The events of a package, each checked against the chain; raises BadArchive at the first that does not hold."""
    previous, review = "", manifest_of(archive).review
    for number, line in enumerate(archive.read(TRAIL).removesuffix(b"\n").split(b"\n"), start=1):
        try:
            event = Event(**_columns(json.loads(line)))
        except _MALFORMED:
            raise BadArchive(
                "Line {number} of {trail} is no event. Nothing was imported.", number=number, trail=TRAIL
            ) from None
        sound = event.seq == number and event.previous_hash == previous and event.hash == chain.link(event)
        if not sound or event.review_id != review:
            raise BadArchive(
                "Event {number} of {path_name} does not match its hash. Nothing was imported.",
                number=number,
                path_name=archive.path.name,
            )
        if event.kind not in registry.KINDS:
            raise registry.UnknownKind(
                f"The package holds an event {event.kind}, unknown to this Synthema. Upgrade it."
            )
        previous = event.hash
        yield event


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    uuids = {name: UUID(values[name]) for name in ("id", "actor", "act_id")}
    plain: dict[str, Any] = {name: values[name] for name in ("kind", "stage", "payload", "previous_hash", "hash")}
    for name, text in plain.items():
        longest = getattr(Event._meta.get_field(name), "max_length", None)
        if not isinstance(text, str) or visible(text) != text or len(text) > (longest or len(text)):
            raise ValueError(f"a {name} that no trail holds")
    for name in ("seq", "version"):
        if type(values[name]) is not int or values[name] < 1:
            raise ValueError(f"a {name} that no trail holds")
        plain[name] = values[name]
    at = datetime.strptime(values["at"], "%Y-%m-%dT%H:%M:%S.%f%z")
    return {**uuids, **plain, "at": at, "review_id": UUID(values["review"])}


def take_in(archive: Archive, settle: Callable[[], None] = lambda: None) -> tuple[UUID, int]:
    """Add a complete package's events to the review here; returns the review and how many events were new.

    `settle` is called when nothing can be refused any more and before the review is open again.
    """
    archive.read_all()
    manifest = manifest_of(archive)
    if manifest.purpose != "complete":
        raise BadArchive(
            "{path_name} is a {purpose} package: parts are withheld, so work cannot go on from it. Ask the "
            "team for a complete one.",
            path_name=archive.path.name,
            purpose=manifest.purpose,
        )
    events = list(events_of(archive))
    if not events or (events[-1].seq, events[-1].hash) != (manifest.head_seq, manifest.head_hash):
        raise BadArchive(
            "The trail in {path_name} does not end where its manifest says. Nothing was imported.",
            path_name=archive.path.name,
        )
    new = _beyond_what_is_here(manifest.review, events)
    _refuse_foreign(archive, new)
    taken = _take_contents(archive, manifest.review, events)
    try:
        if new:
            _rehearse(archive, events)
    except BaseException:
        for content in taken:
            trail.store(manifest.review).withdraw(content)
        raise
    _add(manifest.review, new)
    if new or Review.objects.get(pk=manifest.review).offline:  # offline: an earlier import was cut short here
        settle()
        replay.rebuild(manifest.review)
    return manifest.review, len(new)


def _refuse_foreign(archive: Archive, new: list[Event]) -> None:
    """Raise BadArchive for identifiers that stand twice in the package or belong to another review here."""
    ids, acts = {event.id for event in new}, {event.act_id for event in new}
    known = any(
        Event.objects.filter(pk__in=[event.id for event in new[start : start + BATCH]]).exists()
        for start in range(0, len(new), BATCH)
    )
    if known or len(ids) < len(new) or len(acts) < len(new):
        raise BadArchive(
            "{path_name} gives one identifier to two events. Nothing was imported.", path_name=archive.path.name
        )


def _rehearse(archive: Archive, events: list[Event]) -> None:
    """Replay a trail in a scratch database before any of it is added; raises BadArchive where it cannot be."""
    with scratch.scratch() as alias:
        with transaction.atomic(using=alias):
            for event in events:
                where = f"Event {event.seq} ({event.kind}) of {archive.path.name}"
                try:
                    registry.project(trail.recorded(event))
                except Exception as error:
                    raise BadArchive(
                        "{where} cannot be replayed ({short}). Nothing was imported.", where=where, short=_short(error)
                    ) from error
        wrong = scratch.misfits(alias)
    if wrong:
        raise BadArchive(
            "{path_name} holds what no database takes: {wrong}. Nothing was imported.",
            path_name=archive.path.name,
            wrong=wrong,
        )


def _short(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:200]}".rstrip(": ")


def _beyond_what_is_here(review: UUID, events: list[Event]) -> list[Event]:
    here = list(Event.objects.filter(review=review).order_by("seq").values_list("seq", "hash"))
    for (seq, own), theirs in zip(here, events, strict=False):
        if own != theirs.hash:
            raise Diverged(
                "This review and the package differ from event {seq} on, so neither continues the other. "
                "Nothing was imported. Agree on one of the two; the other can be opened under another home "
                "(--home).",
                seq=seq,
            )
    if len(here) > len(events):
        raise Diverged(
            "The package ends at event {events}; this review goes on to event {here}. Nothing was imported.",
            events=len(events),
            here=len(here),
        )
    return events[len(here) :]


def _take_contents(archive: Archive, review: UUID, events: list[Event]) -> list[Content]:
    """Put the contents that are not here yet into the store; returns them. `rebuild` deletes the withdrawn ones."""
    shelf, taken = trail.store(review), []
    wanted = _wanted_contents(archive, events)
    try:
        for content in wanted:
            if not shelf.has(content):
                taken.append(shelf.put_salted(archive.read(content_member(content)), expected=content.content))
    except BaseException:
        for content in taken:
            shelf.withdraw(content)
        raise
    return taken


def _wanted_contents(archive: Archive, events: list[Event]) -> list[Content]:
    """The contents that the events name and none withdraws; raises BadArchive for a name that is none."""
    try:
        named = [(event.kind, content) for event in events for content in trail.contents(event)]
    except _MALFORMED:
        raise BadArchive(
            "{path_name} holds an event that cannot be read. Nothing was imported.", path_name=archive.path.name
        ) from None
    odd = next((content for _, content in named if not _NAME.fullmatch(content.content)), None)
    if odd is not None:
        raise BadArchive(
            "{path_name} names the content {content!r}, which is no name of one.",
            path_name=archive.path.name,
            content=odd.content[:70],
        )
    gone = {content for kind, content in named if kind == "ContentWithdrawn"}
    return [content for _, content in named if content not in gone]


def _add(review: UUID, new: list[Event]) -> None:
    if not new:
        return
    trail.open_trail(review)
    Review.objects.filter(pk=review).update(
        offline="a package is being imported; running the same import again completes it"
    )
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        with transaction.atomic():
            Event.objects.bulk_create(batch)
            Review.objects.filter(pk=review).update(head_seq=batch[-1].seq, head_hash=batch[-1].hash)
