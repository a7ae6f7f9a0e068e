from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from synthema.dedup.columns import LONGEST, MOST, from_batch, schema_of, to_batch
from synthema.dedup.facts import Facts, facts
from synthema.records.model import Record
from tests.dedup.invented import OTHER, PRINTED


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Bird:
    name: str
    eggs: int
    weight: float
    tame: bool
    songs: tuple[str, ...]
    colours: frozenset[str]
    year: int | None
    kind: Colour = Colour.RED
    note: str = "left out"


BIRD = Bird("Lark", 4, 0.5, True, ("b", "a"), frozenset("xyz"), None)


def there_and_back(*birds: Any) -> list[Any]:
    kind: Any = type(birds[0])
    return from_batch(to_batch(birds, schema_of(kind)), kind)


def test_every_kind_of_field_comes_back() -> None:
    assert there_and_back(BIRD, replace(BIRD, year=1990, songs=(), colours=frozenset(), name="")) == [
        BIRD,
        replace(BIRD, year=1990, songs=(), colours=frozenset(), name=""),
    ]
    assert isinstance(there_and_back(BIRD)[0].kind, Colour)


def test_a_part_of_a_batch_comes_back_as_itself() -> None:
    birds = [replace(BIRD, eggs=at, songs=("x",) * at) for at in range(5)]
    assert from_batch(to_batch(birds, schema_of(Bird)).slice(2, 2), Bird) == birds[2:4]


def test_fields_left_out_have_their_defaults() -> None:
    schema = schema_of(Bird, frozenset({"note"}))
    assert "note" not in schema.names
    assert from_batch(to_batch([replace(BIRD, note="secret")], schema), Bird) == [BIRD]


def test_what_is_no_text_becomes_readable_and_the_rest_stays() -> None:
    odd = replace(BIRD, name="a\ud800b", songs=("\udc80",))
    assert there_and_back(odd, BIRD) == [replace(BIRD, name="a\\ud800b", songs=("\\udc80",)), BIRD]


def test_endless_values_are_cut() -> None:
    long = replace(BIRD, name="x" * 1_000_000, songs=("y" * 1_000_000,) * 3, colours=frozenset(map(str, range(9_999))))
    (found,) = there_and_back(long)
    assert len(found.name) == LONGEST == len(found.songs[0])
    assert len(found.colours) == MOST


@pytest.mark.parametrize("record", [PRINTED, OTHER, Record()])
def test_facts_come_back_as_they_were(record: Record) -> None:
    assert there_and_back(facts(record)) == [facts(record)]
    assert schema_of(Facts).names[0] == "title"


PLAIN: Any = {"eggs": some.just(1), "weight": some.just(0.5), "year": some.none()}


def test_numbers_beyond_all_bounds_are_bounded() -> None:
    assert [bird.year for bird in there_and_back(replace(BIRD, year=10**30), BIRD)] == [2**63 - 1, None]


@settings(max_examples=30)
@given(some.lists(some.builds(Bird, name=some.text(), songs=some.lists(some.text()).map(tuple), **PLAIN)))
def test_any_text_comes_back(birds: list[Bird]) -> None:
    assert from_batch(to_batch(birds, schema_of(Bird)), Bird) == birds
