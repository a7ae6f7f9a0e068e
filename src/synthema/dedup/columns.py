"""Dataclasses as columns of an Arrow table and back: how records and facts travel between processes."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import pairwise
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

T = TypeVar("T")
Places = npt.NDArray[np.int64]
Pairs = tuple[Places, Places]
LONGEST = 10_000  # characters of one value; what stands behind them is not compared
GREATEST = 2**63 - 1
MOST = 5_000  # members of one list


@cache
def schema_of(kind: Any, leave: frozenset[str] = frozenset()) -> pa.Schema:
    """The Arrow schema of a dataclass of str, int, bool, float, None, and tuples and sets of str."""
    hints = get_type_hints(kind)
    return pa.schema([(one.name, _arrow(hints[one.name])) for one in fields(kind) if one.name not in leave])


def to_batch(rows: Sequence[object], schema: pa.Schema) -> pa.RecordBatch:
    """One row per object; text that is no text (a lone surrogate) becomes a readable escape."""
    columns = [list(map(attrgetter(field.name), rows)) for field in schema]
    return pa.record_batch([_column(one, f.type) for one, f in zip(columns, schema, strict=True)], schema=schema)


def from_batch(batch: pa.RecordBatch, kind: type[T]) -> list[T]:
    """The objects of a batch that to_batch made; fields that it leaves out keep their defaults."""
    makers = _makers(kind)
    names = batch.schema.names
    columns = [_values(batch.column(name)) for name in names]
    columns = [
        list(map(makers[name], column)) if name in makers else column
        for name, column in zip(names, columns, strict=True)
    ]
    return [kind(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _arrow(hint: Any) -> pa.DataType:
    plain: Mapping[Any, pa.DataType] = {
        str: pa.large_string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()
    }  # fmt: skip
    if get_origin(hint) in (tuple, frozenset):
        return pa.large_list(_arrow(get_args(hint)[0]))
    if isinstance(hint, UnionType) or get_origin(hint) is Union:
        return _arrow(next(one for one in get_args(hint) if one is not type(None)))
    return plain[hint] if hint in plain else pa.large_string()  # a StrEnum is its text


def _makers(kind: type) -> dict[str, Any]:
    # What a plain value of Arrow is not yet: a tuple, a set, a member of an enumeration.
    hints = {name: get_origin(hint) or hint for name, hint in get_type_hints(kind).items()}
    return {
        name: hint for name, hint in hints.items()
        if hint in (tuple, frozenset) or (isinstance(hint, type) and issubclass(hint, str) and hint is not str)
    }  # fmt: skip


def _values(column: pa.Array) -> list[Any]:
    # Several times as fast as to_pylist, which makes an object of its own of every value.
    if column.null_count:
        return column.to_pylist()  # type: ignore[no-any-return]
    if pa.types.is_large_list(column.type):
        values, cuts = _values(column.values), column.offsets.to_numpy().tolist()
        return [values[begin:end] for begin, end in pairwise(cuts)]
    return column.to_numpy(zero_copy_only=False).tolist()  # type: ignore[no-any-return]


def _column(values: list[Any], type_: pa.DataType) -> pa.Array:
    if pa.types.is_large_list(type_):
        values = [sorted(one)[:MOST] if isinstance(one, frozenset) else one[:MOST] for one in values]
    try:
        array = pa.array(values, type_)
    except (UnicodeEncodeError, OverflowError):
        return pa.array(list(map(_fitting, _cut(values, type_))), type_)
    return pa.array(_cut(values, type_), type_) if _too_long(array) else array


def _too_long(array: pa.Array) -> bool:
    # Bytes are at least as many as characters, and Arrow knows their number at once.
    texts = array.flatten() if pa.types.is_large_list(array.type) else array
    if not pa.types.is_large_string(texts.type):
        return False
    return (pc.max(pc.binary_length(texts)).as_py() or 0) > LONGEST


def _cut(values: list[Any], type_: pa.DataType) -> list[Any]:
    if pa.types.is_large_list(type_):
        return [[part[:LONGEST] for part in one] for one in values]
    return [one and one[:LONGEST] for one in values] if pa.types.is_large_string(type_) else values


def _fitting(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value and max(-GREATEST, min(value, GREATEST))
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return [_fitting(one) for one in value]
