"""What a backup says of itself and what was done with it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from synthema.audit.canonical import canonical
from synthema.refused import Refused

FORMAT = 1
SUITED = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_HASH = re.compile("([0-9a-f]{64})?")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the trail of one review ends."""

    review: UUID
    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: of which version, on which database, and where each trail ends."""

    format: int
    made_with: str
    made_at: str
    vendor: str
    migrations: tuple[str, ...]
    kinds: Mapping[str, int]
    heads: tuple[Head, ...]
    events: int
    absent: tuple[str, ...]  # contents that were missing or damaged when it was made


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupAccount:
    """A backup that was made and verified."""

    path: Path
    reviews: int
    events: int
    contents: int
    size: int
    faults: tuple[str, ...]  # what was wrong with the house before, and so is in the backup


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreAccount:
    """A backup that was restored, and where what it replaced lies now."""

    reviews: int
    events: int
    contents: int
    made_with: str
    made_at: str
    kept: Path | None
    withdrawn_again: int
    faults: tuple[str, ...]


def written(manifest: Manifest) -> bytes:
    """A manifest as bytes."""
    heads = [{"review": h.review, "seq": h.seq, "hash": h.hash} for h in manifest.heads]
    values = {name: getattr(manifest, name) for name in Manifest.__dataclass_fields__}
    return (canonical({**values, "heads": heads}) + "\n").encode()


def read(data: bytes, name: str) -> Manifest:
    """A manifest from bytes; raises Refused for what is none, or is of a newer format."""
    try:
        values: dict[str, Any] = json.loads(data)
        if int(values["format"]) > FORMAT:  # asked first: a newer manifest may hold other things
            maker = str(values.get("made_with", "a later Synthema"))
            raise Refused(
                "{name} was made by {maker}, whose backups are newer. Install that version to restore it.",
                name=name,
                maker=maker,
            )
        return _manifest(values)
    except Refused:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused(
            "{name} does not say what it holds, so it is no backup of Synthema's. Try another.", name=name
        ) from None


def _manifest(values: dict[str, Any]) -> Manifest:
    heads = tuple(Head(UUID(h["review"]), int(h["seq"]), str(h["hash"])) for h in values["heads"])
    if not all(_HASH.fullmatch(head.hash) for head in heads) or values["vendor"] not in SUITED:
        raise ValueError("no manifest of ours")
    return Manifest(
        format=int(values["format"]),
        made_with=str(values["made_with"]),
        made_at=str(values["made_at"]),
        vendor=values["vendor"],
        migrations=tuple(map(str, values["migrations"])),
        kinds={str(kind): int(version) for kind, version in values["kinds"].items()},
        heads=heads,
        events=int(values["events"]),
        absent=tuple(map(str, values["absent"])),
    )
