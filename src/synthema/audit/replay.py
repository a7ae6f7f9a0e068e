"""Verify, rebuild and look back: replay a trail into a scratch database and compare what follows from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from synthema.audit import registry, scratch, trail
from synthema.audit.batches import BATCH, in_batches, remove
from synthema.audit.canonical import canonical, sha256
from synthema.audit.chain import link
from synthema.audit.model import Content
from synthema.audit.store import Damaged
from synthema.audit.tables import Event, Projection, Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was looked at and every fault found."""

    events: int
    contents: int
    rows: int
    head_hash: str
    faults: tuple[str, ...]
    withdrawn: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether chain, files and projections all hold."""
        return not self.faults


def verify(review: UUID, *, projections: bool = True) -> Verification:
    """Check the chain, every named content and, by replay, every projected row."""
    faults, head, count = _chain_faults(review)
    gone = withdrawn(review)
    named, file_faults = _content_faults(review, gone)
    rows, row_faults = _projection_faults(review) if projections and not faults and not file_faults else (0, [])
    return Verification(
        events=count,
        contents=named,
        rows=rows,
        head_hash=head,
        faults=tuple(faults + file_faults + row_faults),
        withdrawn=tuple(sorted(gone)),
    )


def _chain_faults(review: UUID) -> tuple[list[str], str, int]:
    faults: list[str] = []
    previous, count = "", 0
    for count, event in enumerate(trail.events(review), start=1):
        if event.seq != count:
            faults.append(f"Event {count} is missing: the next one found is {event.seq}.")
            break
        if event.previous_hash != previous or event.hash != link(event):
            faults.append(
                f"Event {event.seq} ({event.kind}) does not match its hash: it, or one before it, was altered."
            )
            break
        previous = event.hash
    head = Review.objects.filter(pk=review).first()
    if not faults and head and (head.head_seq, head.head_hash) != (count, previous):
        faults.append(f"The trail ends at event {count}, but its head names event {head.head_seq}.")
    return faults, previous, count


def withdrawn(review: UUID, until: int | None = None) -> set[str]:
    """The names of contents whose bytes were withdrawn by an act."""
    return {
        content.content
        for event in trail.events(review, until=until, kind="ContentWithdrawn")
        for content in trail.contents(event)
    }


def _content_faults(review: UUID, gone: set[str]) -> tuple[int, list[str]]:
    shelf, faults, seen = trail.store(review), [], set()
    for event in trail.events(review):
        for content in trail.contents(event):
            if content.content in seen or content.content in gone:
                continue
            seen.add(content.content)
            try:
                shelf.read_salted(content)
            except Damaged as error:
                faults.append(f"Event {event.seq} ({event.kind}): {error}")
    return len(seen), faults


def _projection_faults(review: UUID) -> tuple[int, list[str]]:
    live = digests(review)
    with replayed(review):
        again = digests(review)
    faults = [
        f"{name}: {live[name][0]} rows here, {again[name][0]} follow from the trail, or they differ. "
        "`synthema review rebuild` makes them anew."
        for name in live
        if live[name] != again[name]
    ]
    return sum(count for count, _ in live.values()), faults


def digests(review: UUID) -> dict[str, tuple[int, str]]:
    """Number and hash of a review's rows in each projection table of the database in use."""
    return {model.__name__: _digest(model, review) for model in scratch.projections()}


def _digest(model: type[Projection], review: UUID) -> tuple[int, str]:
    columns = sorted(f.attname for f in model._meta.concrete_fields)
    rows = sorted(canonical(list(row)) for row in model.settled(review).values_list(*columns))
    return len(rows), sha256("\n".join(rows))


@contextmanager
def replayed(review: UUID, until: int | None = None) -> Iterator[str]:
    """The review as its trail says it was after an event, in a scratch database that queries inside go to."""
    with scratch.scratch() as alias:
        with transaction.atomic(using=alias), registry.gathered(review):
            for event in trail.events(review, until=until):
                registry.project(trail.recorded(event))
        yield alias


def seq_at(review: UUID, at: datetime) -> int:
    """The last event at or before a moment; 0 before the first."""
    return Event.objects.filter(review=review, at__lte=at).order_by("-seq").values_list("seq", flat=True).first() or 0


def rebuild(review: UUID, why: str = "its tables are being rebuilt from the trail") -> int:
    """Make all projected rows anew from the trail; the review is offline meanwhile. Returns the number of rows."""
    for name in withdrawn(review):  # completes a withdrawal that was interrupted
        trail.store(review).withdraw(Content(name))
    Review.objects.filter(pk=review).update(offline=why)
    with replayed(review) as alias:
        rows = _write_back(review, alias)
    Review.objects.filter(pk=review).update(offline="")
    return rows


def _write_back(review: UUID, alias: str) -> int:
    models = scratch.projections()
    for model in reversed(models):
        remove(model._base_manager.using("default").filter(review=review), pause=0)
    written = 0
    for model in models:
        rows = model._default_manager.using(alias).filter(review=review).iterator(chunk_size=BATCH)
        for batch in in_batches(rows):
            written += len(model._base_manager.using("default").bulk_create(batch))
    return written


def content_names(review: UUID) -> set[Content]:
    """Every content the trail names and that was not withdrawn."""
    gone = withdrawn(review)
    return {c for e in trail.events(review) for c in trail.contents(e) if c.content not in gone}
