"""What a database holds, at one moment: where each trail ends, what it names, and whether its chain holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from synthema.audit import chain, trail
from synthema.audit.tables import Event, Review
from synthema.keeping.model import Head

APP = "synthema"


@dataclass
class Seen:
    """What was found in a database."""

    heads: list[Head] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list)
    contents: dict[UUID, set[str]] = field(default_factory=dict)  # named and not withdrawn
    withdrawn: set[str] = field(default_factory=set)
    events: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def beside(settings: dict[str, Any]) -> Iterator[str]:
    """Another database, or another connection to the same one, under an alias of its own."""
    alias = f"beside-{uuid4().hex[:8]}"
    connections.settings[alias] = {**connections.settings["default"], **settings}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def migrations(alias: str = "default") -> list[str]:
    """The names of our migrations that a database has had."""
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(name for app, name in applied if app == APP)


def look(alias: str) -> Seen:
    """Read all trails of a database; what does not hold is named, and stops nothing."""
    seen = Seen(migrations=migrations(alias))
    if Event._meta.db_table not in connections[alias].introspection.table_names():
        return seen
    versions = Event.objects.using(alias).order_by().values_list("kind").annotate(version=Max("version"))
    seen.kinds = dict(versions)
    for review, seq, hash_ in Review.objects.using(alias).order_by("pk").values_list("pk", "head_seq", "head_hash"):
        seen.heads.append(Head(review, seq, hash_))
        _follow(alias, seen.heads[-1], seen)
    return seen


def _follow(alias: str, head: Head, seen: Seen) -> None:
    named: set[str] = set()
    gone: set[str] = set()
    previous, count = "", 0
    events = Event.objects.using(alias).filter(review=head.review).order_by("seq")
    for count, event in enumerate(events.iterator(chunk_size=500), start=1):
        (gone if event.kind == "ContentWithdrawn" else named).update(c.content for c in trail.contents(event))
        if (event.seq, event.previous_hash) != (count, previous) or event.hash != chain.link(event):
            seen.faults.append(f"Review {head.review}: event {event.seq} does not match its hash.")
        previous = event.hash
    if (head.seq, head.hash) != (count, previous):
        seen.faults.append(f"Review {head.review}: its trail ends at event {count}, its head names {head.seq}.")
    seen.events += count
    seen.contents[head.review] = named - gone
    seen.withdrawn |= gone
