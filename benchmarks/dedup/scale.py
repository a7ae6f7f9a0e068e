"""Records to measure growth with: those of the labelled sets mixed, and past these, works made of them."""

import csv
import gzip
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

from benchmarks.dedup import labelled

COLUMNS = ("ID", "ENTRYTYPE", "title", "author", "year", "journal", "booktitle", "volume", "number", "pages", "doi")
COLUMNS += ("isbn", "abstract", "group")
WORD = re.compile(r"[^\W\d_]{4,}")
NUMBER = re.compile(r"\d+")
CHANGED = 0.6  # of the longer words of a made work
csv.field_size_limit(sys.maxsize)


def mixed_records(n: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Rows of `n` records with the columns of COLUMNS; whole works, drawn with the seed, share their group.

    When all real works are used up, each is made into another: words of title and abstract and surnames are changed for
    words found elsewhere, pages, volume and DOI moved, in all records of the work alike, so that its duplicates stay.
    """
    works = _works()
    words = [word for work in works for word in WORD.findall(work[0]["title"])]
    names = [word for work in works for word in WORD.findall(work[0]["author"])]
    random.Random(seed).shuffle(works)
    given = 0
    for again in range(sys.maxsize):
        for work in works:
            for row in work if not again else _made(work, again, words, names):
                given += 1
                yield {**row, "ID": f"m{given:08}"}
                if given == n:
                    return


def write(path: Path, rows: Iterable[dict[str, str]], columns: Sequence[str] = COLUMNS[:-1]) -> None:
    """A table in gzip."""
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)


def _works() -> list[list[dict[str, str]]]:
    works: dict[str, list[dict[str, str]]] = {}
    for folder in labelled.folders():
        with gzip.open(folder / "truth.csv.gz", "rt", encoding="utf-8", newline="") as file:
            truth = {row["ID"]: f"{folder.name}:{row['group']}" for row in csv.DictReader(file)}
        with gzip.open(folder / "records.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                work = truth[row["ID"]]
                kept = {name: row.get(name) or "" for name in COLUMNS}
                works.setdefault(work, []).append({**kept, "group": work})
    return list(works.values())


def _made(
    work: Sequence[dict[str, str]], again: int, words: Sequence[str], names: Sequence[str]
) -> Iterator[dict[str, str]]:
    mark = f"{again}:{work[0]['group']}:"
    move = crc32(mark.encode()) % 97 + 1

    def other(pool: Sequence[str], share: float) -> "_Change":
        return _Change(mark, pool, share)

    def moved(text: str) -> str:
        return NUMBER.sub(lambda found: f"{int(found[0]) + move:0{len(found[0])}}", text)

    for row in work:
        yield row | {
            "group": f"{again}:{row['group']}",
            "title": WORD.sub(other(words, CHANGED), row["title"]),
            "abstract": WORD.sub(other(words, CHANGED), row["abstract"]),
            "author": WORD.sub(other(names, 1.0), row["author"]),
            "volume": moved(row["volume"]),
            "pages": moved(row["pages"]),
            "doi": row["doi"] and f"{row['doi']}.{again}{move}",
        }


class _Change:
    """The same word of one work always becomes the same other word."""

    def __init__(self, mark: str, pool: Sequence[str], share: float) -> None:
        self.mark, self.pool, self.share = mark, pool, share * 2**32

    def __call__(self, found: re.Match[str]) -> str:
        drawn = crc32((self.mark + found[0].casefold()).encode())
        if drawn >= self.share:
            return found[0]
        new = self.pool[crc32(b"word" + drawn.to_bytes(4, "big")) % len(self.pool)]
        return new.upper() if found[0].isupper() else new.capitalize() if found[0][0].isupper() else new.lower()
