"""A protocol read from a TOML file, with errors that say where."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import cattrs

from synthema.protocol.model import Protocol
from synthema.protocol.rules import problems
from synthema.refused import Refused

T = TypeVar("T")
_converter = cattrs.Converter(forbid_extra_keys=True)


@_converter.register_structure_hook
def _text(value: Any, _: type[str]) -> str:
    """A text stays one: cattrs would turn a forgotten list or number into its printed form."""
    if not isinstance(value, str):
        raise TypeError(f"write text in quotation marks, not {value!r}")
    return value


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a mapping; raises Refused when it is missing, a folder or not TOML."""
    if path.is_dir():
        raise Refused(f"{path} is a folder. Name the TOML file in it.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except UnicodeDecodeError as error:
        raise Refused(f"{path.name} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path.name} is not valid TOML: {error}.") from None


def structured(values: dict[str, Any], into: type[T], where: str) -> T:
    """A mapping as a dataclass; raises Refused naming the keys that do not fit."""
    try:
        return _converter.structure(values, into)
    except cattrs.BaseValidationError as error:
        raise Refused("; ".join(cattrs.transform_error(error, path=where)) + ". Correct it and try again.") from None


def read_protocol(path: Path) -> Protocol:
    """The protocol in a TOML file; raises Refused with every problem at once."""
    values = read_toml(path)
    for one, many in (("criterion", "criteria"), ("source", "sources")):
        values[many] = values.pop(one, [])
    protocol = structured(values, Protocol, path.name)
    found = problems(protocol)
    if found:
        raise Refused(f"{path.name}: " + " ".join(found))
    return protocol
