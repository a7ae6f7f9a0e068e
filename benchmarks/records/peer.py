"""Read files of records with another program's reader, run by the Python of a venv that has it; prints JSON lines.

Usage: peer.py                          which readers can be imported
       peer.py --time FILE              rispy over one file: seconds, peak memory, records, characters kept
       peer.py READER < list of paths   one line for each file: records and characters kept, or why it was given up
"""

import importlib.metadata
import json
import logging
import resource
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

SECONDS = 60  # for one file


def rispy(path: Path) -> list[Any]:
    import rispy

    with path.open(encoding="utf-8") as file:
        return rispy.load(file)


def rispy_wos(path: Path) -> list[Any]:
    import rispy

    with path.open(encoding="utf-8") as file:
        return rispy.load(file, implementation=rispy.WokParser)


def nbib(path: Path) -> list[Any]:
    import nbib

    return nbib.read_file(str(path))


def bibtexparser(path: Path) -> list[Any]:
    import bibtexparser

    entries = bibtexparser.parse_file(str(path)).entries
    return [[one.entry_type, one.key, *(field.value for field in one.fields)] for one in entries]


def pybtex(path: Path) -> list[Any]:
    from pybtex.database import parse_file

    entries = parse_file(str(path), bib_format="bibtex").entries.values()
    return [
        [one.type, one.key, *one.fields.values(), *(str(who) for all in one.persons.values() for who in all)]
        for one in entries
    ]


def typed(entry: dict[str, Any]) -> None:
    entry.setdefault("ENTRYTYPE", "")


def colrev(path: Path) -> list[Any]:
    from colrev.loader.load_utils import load

    with tempfile.TemporaryDirectory() as folder:  # it goes by the ending of the name
        copy = Path(folder) / f"export{SUFFIX}"
        copy.write_bytes(path.read_bytes())
        try:
            return list(load(copy, entrytype_setter=typed).values())
        except (AssertionError, TypeError):  # no identifiers, or the same twice
            found = load(copy, unique_id_field="INCREMENTAL", entrytype_setter=typed)
    return [{name: value for name, value in one.items() if name != "ID"} for one in found.values()]


READERS = {  # name -> the format it reads, what reads it, the distribution
    "rispy": ("ris", rispy, "rispy"),
    "rispy (WokParser)": ("wos", rispy_wos, "rispy"),
    "nbib": ("nbib", nbib, "nbib"),
    "bibtexparser": ("bibtex", bibtexparser, "bibtexparser"),
    "pybtex": ("bibtex", pybtex, "pybtex"),
    "colrev .ris": ("ris", colrev, "colrev"),
    "colrev .nbib": ("nbib", colrev, "colrev"),
    "colrev .bib": ("bibtex", colrev, "colrev"),
    "colrev .enl": ("endnote-tagged", colrev, "colrev"),
    "colrev .csv": ("csv", colrev, "colrev"),
}
SUFFIX = ""


def importable() -> dict[str, dict[str, str]]:
    found = {}
    for name, (format, _, distribution) in READERS.items():
        try:
            found[name] = {"format": format, "version": importlib.metadata.version(distribution)}
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def characters(value: Any) -> int:
    """Visible characters of every value, however deep; the names of fields are none."""
    if isinstance(value, dict):
        return sum(map(characters, value.values()))
    if isinstance(value, list | tuple | set):
        return sum(map(characters, value))
    return len("".join(str(value).split())) if value is not None else 0


def given_up(*_: object) -> None:
    raise TimeoutError(f"gave up after {SECONDS} s")


def attempt(name: str, path: Path) -> dict[str, Any]:
    signal.signal(signal.SIGALRM, given_up)
    signal.alarm(SECONDS)
    try:
        records = READERS[name][1](path)
        return {"records": len(records), "kept": characters(list(records))}
    except (Exception, SystemExit) as error:
        return {"aborted": f"{type(error).__name__}: {error}"[:200]}
    finally:
        signal.alarm(0)


def timed(path: Path) -> dict[str, Any]:
    import rispy  # noqa: F401

    begin, cpu = time.perf_counter(), time.process_time()
    records = READERS["rispy"][1](path)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = sum(map(characters, records))
    return {"seconds": seconds, "cpu": cpu, "peak": peak, "records": len(records), "kept": kept}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable()
    match sys.argv[1:]:
        case []:
            print(json.dumps(importable()))
        case ["--time", file]:
            print(json.dumps(timed(Path(file))))
        case [name]:
            SUFFIX = f".{name.rpartition('.')[2]}"
            for line in sys.stdin.read().splitlines():
                print(json.dumps(attempt(name, Path(line))), flush=True)
