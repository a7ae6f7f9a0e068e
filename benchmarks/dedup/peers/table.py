"""What every adapter does: read the records, join pairs to groups, write both tables; standard library only."""

import csv
import gzip
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

FIELDS = ("ID", "ENTRYTYPE", "title", "author", "year", "journal", "booktitle", "volume", "number", "pages", "doi")
FIELDS += ("isbn", "abstract")
csv.field_size_limit(sys.maxsize)


def read() -> dict[str, list[str]]:
    """The columns of the records named by the first argument; absent ones are empty."""
    with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row.get(name) or "" for row in rows] for name in FIELDS}


def joined(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A group for each record: those that pairs connect, in however many steps."""
    leader = {one: one for one in ids}

    def find(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for a, b in pairs:
        leader[find(a)] = find(b)
    return {one: find(one) for one in ids}


def write(groups: Mapping[str, str], review: Iterable[tuple[str, str]] = ()) -> None:
    """Both tables, to where the second and third argument say."""
    for path, header, rows in zip(
        sys.argv[2:4], (("ID", "group"), ("ID_1", "ID_2")), (groups.items(), review), strict=True
    ):
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
