"""Event kinds and their projections, registered by the stages; the trail itself imports none of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import MISSING, fields
from typing import Any, TypeVar, cast
from uuid import UUID

import cattrs

from synthema.audit.canonical import Plain, plain
from synthema.audit.model import Kind, Recorded
from synthema.refused import Refused

T = TypeVar("T")
KINDS: dict[str, Kind] = {}
DEPENDENTS: dict[str, list[Callable[[UUID, UUID], list[str]]]] = {}
HANDLERS: dict[str, list[Callable[[Recorded[Any]], None]]] = {}
HIDES: list[Callable[[UUID], set[int]]] = []
AFTERWARDS: list[Callable[[UUID], None]] = []
_gathering: ContextVar[bool] = ContextVar("gathering", default=False)

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_structure_hook(UUID, lambda value, _: UUID(value))
_converter.register_unstructure_hook(UUID, str)


class UnknownKind(Refused):
    """An event of a kind or version this Synthema does not know."""


def event_kind(
    stage: str, *, undo: str, version: int = 1, lifts: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = ()
) -> Callable[[type[T]], type[T]]:
    """Register a frozen dataclass as the body of an event kind; undo names the kind that takes it back, or why none."""

    def register(body: type[T]) -> type[T]:
        name = body.__name__
        if name in KINDS:
            raise TypeError(f"event kind {name} is registered twice")
        if len(lifts) != version - 1:
            raise TypeError(f"{name} version {version} needs {version - 1} upcasters, not {len(lifts)}")
        KINDS[name] = Kind(name, stage, version, body, undo, lifts)
        return body

    return register


def projects(body: type[T]) -> Callable[[Callable[[Recorded[T]], None]], Callable[[Recorded[T]], None]]:
    """Register a function that brings the tables up to date with an event."""

    def register(handler: Callable[[Recorded[T]], None]) -> Callable[[Recorded[T]], None]:
        HANDLERS.setdefault(body.__name__, []).append(cast(Callable[[Recorded[Any]], None], handler))
        return handler

    return register


def builds_on(kind: type[Any]) -> Callable[[Callable[[UUID, UUID], list[str]]], Callable[[UUID, UUID], list[str]]]:
    """Register a function (review, id) that lists, in words, what later acts built on an act of this kind."""

    def register(listing: Callable[[UUID, UUID], list[str]]) -> Callable[[UUID, UUID], list[str]]:
        DEPENDENTS.setdefault(kind.__name__, []).append(listing)
        return listing

    return register


def refuse_if_built_on(kind: type[Any], review: UUID, subject: UUID) -> None:
    """Raise Refused, listing them, when later acts built on this one."""
    found = [line for listing in DEPENDENTS.get(kind.__name__, ()) for line in listing(review, subject)]
    if found:
        raise Refused("Others built on this; undo these first: {found}.", found="; ".join(found))


def hides(listing: Callable[[UUID], set[int]]) -> Callable[[UUID], set[int]]:
    """Register a function (review) that gives the numbers of the acts which only who did them may know yet."""
    HIDES.append(listing)
    return listing


def hidden(review: UUID) -> set[int]:
    """The numbers of the acts of a review that must give nothing away yet, not by a hash, a count or a copy either."""
    return {number for listing in HIDES for number in listing(review)}


def project(event: Recorded[Any]) -> None:
    """Run every projection of the event's kind."""
    for handler in HANDLERS.get(event.kind, ()):
        handler(event)


def afterwards(settle: Callable[[UUID], None]) -> Callable[[UUID], None]:
    """Register a function (review) that makes the rows which projections left for later while acts were gathered."""
    AFTERWARDS.append(settle)
    return settle


@contextmanager
def gathered(review: UUID) -> Iterator[None]:
    """Many acts are projected inside; rows that follow from all of them together are made once, at the end."""
    token = _gathering.set(True)
    try:
        yield
    finally:
        _gathering.reset(token)
    for settle in AFTERWARDS:
        settle(review)


def gathering() -> bool:
    """Whether rows that follow from many acts may be left for later."""
    return _gathering.get()


def encode(body: Any) -> tuple[Kind, dict[str, Plain], dict[str, Plain]]:
    """A body as (kind, payload, free texts); raises UnknownKind for an unregistered body."""
    kind = KINDS.get(type(body).__name__)
    if kind is None or kind.body is not type(body):
        raise UnknownKind("{name} is not a registered event kind.", name=type(body).__name__)
    values = cast(dict[str, Plain], plain(_converter.unstructure(body)))
    texts = {f.name: values.pop(f.name) for f in fields(body) if f.metadata.get("free")}
    return kind, values, {name: value for name, value in texts.items() if value not in ("", [], {}, None)}


def decode(name: str, version: int, payload: dict[str, Any], texts: dict[str, Any]) -> Any:
    """The body of an event, older versions lifted; raises UnknownKind for kinds and versions not known here."""
    kind = KINDS.get(name)
    if kind is None:
        raise UnknownKind(
            "This review holds an event of the kind {name}, which this Synthema does not know. Upgrade it.", name=name
        )
    if version > kind.version:
        raise UnknownKind(
            "An event {name} has version {version}; this Synthema knows versions up to {version_2}. Upgrade it.",
            name=name,
            version=version,
            version_2=kind.version,
        )
    values = {key: value for key, value in payload.items() if key != "texts"} | texts
    for lift in kind.lifts[version - 1 :]:
        values = lift(values)
    return _converter.structure(values, kind.body)


def undo_missing() -> list[str]:
    """Kinds whose declared undo is neither a known kind nor a reason in words."""
    return [k.name for k in KINDS.values() if " " not in k.undo and k.undo not in KINDS]


def field_table(kind: Kind) -> list[tuple[str, str, str]]:
    """The fields of a kind as (name, type, where it is kept), for the documentation."""
    rows = []
    for f in fields(kind.body):
        kept = "content store" if f.metadata.get("free") else "payload"
        optional = "" if f.default is MISSING and f.default_factory is MISSING else ", optional"
        rows.append((f.name, str(getattr(f.type, "__name__", f.type)), kept + optional))
    return rows
