"""A search log read from a TOML file."""

from pathlib import Path

from synthema.refused import Refused
from synthema.search.model import Search
from synthema.search.rules import problems
from synthema.toml import read_toml, structured


def read_searches(path: Path) -> list[tuple[Search, Path | None]]:
    """The searches of a TOML file, each with the export file it names beside it; raises Refused."""
    entries = read_toml(path).get("search", [])
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise Refused("{path_name} holds no [[search]]. Each begins with key and source.", path_name=path.name)
    found = []
    for number, entry in enumerate(entries, start=1):
        name = entry.pop("file", "")
        if not isinstance(name, str):
            raise Refused(
                "{path_name}, search {number}: file = {name!r} is no name. Write it in quotation marks.",
                path_name=path.name,
                number=number,
                name=name,
            )
        date_run = entry.get("date_run")
        if date_run is not None:
            entry["date_run"] = str(date_run)
        search: Search = structured(entry, Search, f"{path.name}, search {number}")
        faults = problems(search)
        if faults:
            raise Refused(
                "{path_name}, search {number}: {faults}", path_name=path.name, number=number, faults=" ".join(faults)
            )
        found.append((search, path.parent / name if name else None))
    return found
