"""A protocol read from a TOML file, with errors that say where."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from synthema.protocol.model import Protocol
from synthema.protocol.rules import problems
from synthema.refused import Refused
from synthema.toml import read_toml, structured


def read_protocol(path: Path, person: Callable[[str], UUID] | None = None) -> Protocol:
    """The protocol in a TOML file; raises Refused with every problem at once.

    `person` gives the identifier of a person named in `[screening] arbiters`; without it identifiers are read.
    """
    values = read_toml(path)
    for one, many in (("criterion", "criteria"), ("source", "sources")):
        values[many] = values.pop(one, [])
    screening = values.get("screening")
    if person is not None and isinstance(screening, dict) and isinstance(screening.get("arbiters"), list):
        screening["arbiters"] = [str(person(name)) for name in screening["arbiters"] if isinstance(name, str)]
    protocol = structured(values, Protocol, path.name)
    found = problems(protocol)
    if found:
        raise Refused("{path_name}: {found}", path_name=path.name, found=" ".join(found))
    return protocol
