"""What is learned from, and when it is time to learn again."""

import gzip
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from synthema.audit.canonical import canonical
from synthema.protocol.model import Protocol
from synthema.ranking.model import Order
from synthema.screening.model import Standing, Verdict, Vote
from synthema.screening.rules import by_person

TITLE_TIMES = 3  # a title says more than as many words of an abstract
GROWTH = 33  # learn again when a 33rd (3 %) more is known; measured, waiting that long costs nothing
KEPT = 500  # units that an order names at least; it serves only until the next one is made


def text_of(title: str, abstract: str) -> str:
    """What is read of a record."""
    return f"{' '.join([title] * TITLE_TIMES)} {abstract}"


def text_of_protocol(protocol: Protocol, stage: str) -> str:
    """What is read of a protocol: the question, its parts, and what the criteria let in."""
    asked = protocol.question
    criteria = [one for one in protocol.criteria if one.stage in ("both", stage)]
    wanted = [part for one in criteria for part in (one.label, one.include)]
    return " ".join(part for part in (protocol.title, asked.text, *asked.slots.values(), *wanted) if part)


def labels(own: Mapping[UUID, Iterable[Vote]], settled: Mapping[UUID, Standing]) -> dict[UUID, bool]:
    """What each unit teaches: what the team settled, or else what the person said; doubt and contradiction nothing."""
    found = {unit: verdict for unit, votes in own.items() if (verdict := _clear(votes)) is not None}
    return found | {unit: standing is Standing.FORWARD for unit, standing in settled.items()}


def _clear(votes: Iterable[Vote]) -> bool | None:
    verdicts = {vote.verdict for given in by_person(votes).values() for vote in given}
    return {Verdict.INCLUDE} == verdicts if verdicts in ({Verdict.INCLUDE}, {Verdict.EXCLUDE}) else None


def due(then: int | None, now: int) -> bool:
    """Whether enough units were judged since the last order was made; None where there is none yet.

    Units are counted whatever was said of them, so that the moment of learning tells nothing either.
    """
    return then is None or abs(now - then) >= max(1, then // GROWTH)


def kept(judged: int) -> int:
    """How many units an order names: enough to last well beyond the next one."""
    return KEPT + judged // 10


def pack(order: Order) -> bytes:
    """An order as it is kept."""
    values = {name: getattr(order, name) for name in Order.__dataclass_fields__}
    return gzip.compress(canonical(values).encode(), mtime=0)


def unpack(kept_bytes: bytes) -> Order:
    """An order from what was kept."""
    values: dict[str, Any] = json.loads(gzip.decompress(kept_bytes))
    units = tuple(UUID(one) for one in values["units"])
    return Order(**values | {"person": UUID(values["person"]), "units": units})
