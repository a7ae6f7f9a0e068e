"""TOML files that people write, and what is in them as dataclasses; errors say where."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin
from uuid import UUID

import cattrs
from cattrs.cols import homogenous_tuple_structure_factory, is_sequence

from synthema.files import read_bytes
from synthema.refused import Refused

T = TypeVar("T")
MOST_BYTES = 64 << 20
_converter = cattrs.Converter(forbid_extra_keys=True)


@_converter.register_structure_hook
def _text(value: Any, _: type[str]) -> str:
    """A text stays one: cattrs would turn a forgotten list or number into its printed form."""
    if not isinstance(value, str):
        raise TypeError(f"write text in quotation marks, not {value!r}")
    return value


@_converter.register_structure_hook
def _flag(value: Any, _: type[bool]) -> bool:
    """True or false and nothing that only counts as such."""
    if not isinstance(value, bool):
        raise TypeError(f"write true or false, not {value!r}")
    return value


@_converter.register_structure_hook
def _number(value: Any, _: type[int]) -> int:
    """A whole number stays one: cattrs would cut 3.7 to 3 and take true for 1."""
    if type(value) is not int:
        raise TypeError(f"write a whole number, not {value!r}")
    return value


@_converter.register_structure_hook
def _identifier(value: Any, _: type[UUID]) -> UUID:
    """An identifier is written as a text."""
    if not isinstance(value, str):
        raise TypeError(f"write an identifier in quotation marks, not {value!r}")
    return UUID(value)


@_converter.register_structure_hook_factory(is_sequence)
def _list(kind: Any, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    """A list stays one: cattrs would take a text apart into its letters."""
    structure = homogenous_tuple_structure_factory(kind, converter)

    def hook(value: Any, into: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise TypeError(f"write a list in square brackets, not {value!r}")
        return structure(value, into)

    return hook


def _worded(error: BaseException, kind: type[Any] | None) -> str:
    """What is wrong with a value, in words."""
    if type(error) is TypeError:
        return str(error)
    if isinstance(error, AttributeError):
        return "write a section with keys here"
    if get_origin(kind) is Literal:
        return f"write one of: {', '.join(map(str, get_args(kind)))}"
    return cattrs.v.format_exception(error, kind)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a mapping; raises Refused when it is missing, a folder or not TOML."""
    content = read_bytes(path, "TOML file", MOST_BYTES)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(
            "{path_name} is not UTF-8 (byte {start}). Save it as UTF-8.", path_name=path.name, start=error.start
        ) from None
    except (ValueError, RecursionError) as error:  # ValueError: also numbers too long to read
        raise Refused(
            "{path_name} is not valid TOML: {error}. Correct that place; a text stands in double quotes.",
            path_name=path.name,
            error=error,
        ) from None


def structured(values: dict[str, Any], into: type[T], where: str) -> T:
    """A mapping as a dataclass; raises Refused naming the keys that do not fit."""
    try:
        return _converter.structure(values, into)
    except cattrs.BaseValidationError as error:
        said = cattrs.transform_error(error, path=where, format_exception=_worded)
        raise Refused("{said}. Correct it and try again.", said="; ".join(said)) from None
