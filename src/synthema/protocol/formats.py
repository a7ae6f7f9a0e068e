"""A protocol read from a TOML file, with errors that say where."""

from pathlib import Path

from synthema.protocol.model import Protocol
from synthema.protocol.rules import problems
from synthema.refused import Refused
from synthema.toml import read_toml, structured


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
