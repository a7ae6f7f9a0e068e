"""Records that hold little: what is found, lost and missed when only title, authors, venue and year are left.

Usage: SYNTHEMA_DATA=path/to/data python -m benchmarks.dedup.sparse [set ...]
Three ways to print each labelled set:
  cut      title, author, year and journal (or book title) alone, as the sources print them
  scholar  as Google Scholar prints them: A Doan, P Domingos; long titles, venues and lists of authors end in an
           ellipsis; a year is missing now and then
  beside   each record by chance whole or as Google Scholar prints it: a search there added to those of databases
What is cut is drawn by the set, the ID and a seed, so the order of records has no influence.
Written: docs/dedup/sparse.json and, made from it, docs/dedup/sparse.md.
"""

import argparse
import csv
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.dedup import labelled
from benchmarks.dedup.beside_tables import table

from synthema.dedup import MATCHER, find, to_records
from synthema.dedup.names import split_authors

DOCS = Path(__file__).resolve().parents[2] / "docs" / "dedup"
SEED = 1
TITLE, VENUE, AUTHORS = 80, 30, 40  # characters that Google Scholar shows before it may cut
CUT, YEARLESS, WHOLE = 0.3, 0.05, 0.5  # shares of the long titles cut, of years missing, of records printed whole
WAYS = {
    "cut": "Title, authors, year, venue",
    "scholar": "As Google Scholar prints",
    "beside": "Half of them so, half whole",
}
ABBREVIATED = re.compile(r"^(.*\w)\s+((?:[A-Z]\.?[ -]?){1,4})$")  # Adeli K.; Lewis G. F.
INTRODUCTION = """Made by `benchmarks/dedup/sparse.py`, which tells how records are cut. *Precision* and *recall* are of
the pairs merged without asking; *missed after* is what is still missed when a person answers each question as the
labels have it. The labels were made on whole records: some cannot be told any more when pages and DOI are gone.
"""
Row = Mapping[str, str | None]


def cut(row: Row) -> dict[str, str]:
    """Only what a sparse source gives."""
    venue = (row.get("journal") or "").strip() or (row.get("booktitle") or "")
    return {**{name: row.get(name) or "" for name in ("ID", "title", "author", "year")}, "journal": venue}


def scholar(row: Row, chance: random.Random) -> dict[str, str]:
    """The same as Google Scholar prints it."""
    kept = cut(row)
    if chance.random() < CUT:
        kept["title"] = ended(kept["title"], TITLE)
    kept["journal"] = ended(kept["journal"], VENUE)
    kept["author"] = initials(kept["author"])
    if chance.random() < YEARLESS:
        kept["year"] = ""
    return kept


def initials(authors: str) -> str:
    """Doan, AnHai and Domingos, Pedro -> A Doan, P Domingos; a list that is too long ends in an ellipsis."""
    printed: list[str] = []
    for author in split_authors(authors):
        surname, _, given = (author if "," in author else ABBREVIATED.sub(r"\1, \2", author)).partition(",")
        letters = "".join(word[0] for word in given.replace("-", " ").replace(".", " ").split())
        one = f"{letters.upper()} {surname.strip()}".strip()
        if printed and len(", ".join([*printed, one])) > AUTHORS:
            return ", ".join(printed) + "…"
        printed.append(one)
    return ", ".join(printed)


def ended(text: str, length: int) -> str:
    """Cut at the last word that fits, with an ellipsis."""
    return text if len(text) <= length else text[:length].rpartition(" ")[0] + " …"


def printed(row: Row, name: str, way: str) -> dict[str, str]:
    """A row of a set, printed in one of the three ways."""
    chance = random.Random(f"{SEED} {name} {row['ID']}")
    if way == "cut":
        return cut(row)
    if way == "beside" and chance.random() < WHOLE:
        return {column: value or "" for column, value in row.items()}
    return scholar(row, chance)


def held(folder: Path, way: str) -> dict[str, Any]:
    """One set printed in one way: what is found, against its labels."""
    with gzip.open(folder / "records.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        records = to_records(printed(row, folder.name, way) for row in csv.DictReader(lines))
    begin = time.perf_counter()
    found = find(records, sparse=None)
    seconds = time.perf_counter() - begin
    groups = {one: str(at) for at, group in enumerate(found.groups) for one in group.members}
    answer = labelled.measure(labelled.truth_of(folder), groups, [(pair.a, pair.b) for pair in found.review])
    return {**asdict(answer), "related": len(found.relations), "seconds": seconds}


def page(known: Mapping[str, Any]) -> str:
    """The tables in Markdown."""
    said = [
        "# Records that hold little\n",
        INTRODUCTION,
        f"Matcher `{known['matcher']}`.",
    ]
    header = ("set", "records", "superfluous", "precision", "recall", "works lost", "missed", "families")
    for way, sets in known["ways"].items():
        lines = [line(name, row) for name, row in sets.items()]
        if sets:
            lines.append(line("**together**", total(sets.values())))
        said += [f"\n## {WAYS[way]}\n", table((*header, "missed after", "related"), lines)]
    return "\n".join(said) + "\n"


def total(rows: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """The sums of all counts."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row)
    return counts


def line(name: str, row: Mapping[str, Any]) -> list[str]:
    """One line of a table."""
    shares = [f"{row['pairs_right'] / max(1, row[of]):.4f}" for of in ("pairs", "pairs_there")]
    counts = [f"{row[one]:,}" for one in ("lost", "missed", "families", "missed_after", "related")]
    return [name, f"{row['records']:,}", f"{row['removable']:,}", *shares, *counts]


def main() -> int:
    """Measure the sets asked for; what else is known from a run of the same matcher is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--out", type=Path, default=DOCS)
    asked = parser.parse_args()
    kept = asked.out / "sparse.json"
    known = json.loads(kept.read_text()) if kept.exists() else {}
    if known.get("matcher") != MATCHER:
        known = {"matcher": MATCHER, "ways": {way: {} for way in WAYS}}
    for folder in labelled.folders():
        for way in asked.ways.split(",") if not asked.sets or folder.name in asked.sets else ():
            row = known["ways"][way][folder.name] = held(folder, way)
            asked.out.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(known, indent=1) + "\n")
            (asked.out / "sparse.md").write_text(page(known))
            print(*line(f"{folder.name}, {way}", row), sep="; ", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
