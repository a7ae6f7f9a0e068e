"""The record that stands for a group, field by field: the value taken, where it came from, and what others say."""

from collections.abc import Sequence
from dataclasses import dataclass

from synthema.dedup.beside import Copy
from synthema.dedup.best import best_fields
from synthema.dedup.differences import FIELDS
from synthema.records.model import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a field, and the sources whose records give it."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the merged record: the value taken, which record gave it, and the other values."""

    field: str
    value: Value
    others: tuple[Value, ...]


def merged(copies: Sequence[Copy]) -> tuple[Field, ...]:
    """Every filled field of the record that the others of a group are shown as."""
    known = {f"{place:06d}": copy for place, copy in enumerate(copies)}  # the names that screening gives them
    best = best_fields({name: copy.row.record for name, copy in known.items()})
    return tuple(
        _field(name, text, [known[one].source for one in best.sources.get(name, ())], copies)
        for name in (*FIELDS, "keywords")
        if (text := _text(best.record, name))
    )


def _field(name: str, text: str, sources: Sequence[str], copies: Sequence[Copy]) -> Field:
    others: dict[str, list[str]] = {}
    for copy in copies:
        said = _text(copy.row.record, name)
        if said and said != text:
            others.setdefault(said, []).append(copy.source)
    return Field(
        field=name,
        value=Value(text=text, sources=tuple(dict.fromkeys(sources))),
        others=tuple(Value(text=said, sources=tuple(dict.fromkeys(by))) for said, by in others.items()),
    )


def _text(record: Record, name: str) -> str:
    value = getattr(record, name)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value).strip()
