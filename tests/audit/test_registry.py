"""Event kinds: known, versioned, lifted, with a declared undo."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from synthema.audit import registry
from synthema.audit.model import free
from synthema.audit.registry import KINDS, UnknownKind, decode, encode, event_kind


@pytest.fixture
def lifted() -> Iterator[type[Any]]:
    def rename(values: dict[str, Any]) -> dict[str, Any]:
        return {"colour": values["color"], "note": values.get("note", "")}

    @event_kind("testing", undo="cannot be undone: a test", version=2, lifts=(rename,))
    @dataclass(frozen=True)
    class ColourChosen:
        colour: str
        note: str = free("")

    yield ColourChosen
    del KINDS["ColourChosen"]


def test_an_older_version_is_lifted(lifted: type[Any]) -> None:
    assert decode("ColourChosen", 1, {"color": "red"}, {"note": "why"}) == lifted("red", "why")
    assert decode("ColourChosen", 2, {"colour": "red"}, {}) == lifted("red")


def test_a_newer_version_and_an_unknown_kind_are_refused(lifted: type[Any]) -> None:
    with pytest.raises(UnknownKind, match="version 3"):
        decode("ColourChosen", 3, {}, {})
    with pytest.raises(UnknownKind, match="NeverHeardOf"):
        decode("NeverHeardOf", 1, {}, {})


def test_free_text_leaves_the_payload(lifted: type[Any]) -> None:
    kind, payload, texts = encode(lifted("red", "because of Ben"))
    assert kind.version == 2
    assert payload == {"colour": "red"}
    assert texts == {"note": "because of Ben"}


def test_a_version_without_its_upcasters_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="needs 1 upcasters"):
        event_kind("testing", undo="cannot be undone: a test", version=2)(dataclass(type("Half", (), {})))


def test_every_kind_declares_an_undo_that_exists() -> None:
    assert registry.undo_missing() == []
    assert len(KINDS) > 5
