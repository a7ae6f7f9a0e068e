"""Which report is which file: sure, to check, none, right or wrong; and the time a PDF takes.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/documents/run.py [reports] [pdfs]
The first pages are printed here from bibliographic facts (the worked review and a labelled set of duplicates), in the
ways journals and repositories print them, among documents that look like the reports and are not.
"""

import csv
import gzip
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.documents import pdfs

from synthema.dedup.names import split_authors
from synthema.documents.beginnings import Wanted, beginning
from synthema.documents.matching import Verdict, match
from synthema.documents.reading import read_file

DATA = Path(os.environ.get("SYNTHEMA_DATA", Path(__file__).parents[3] / "shared" / "data"))
BODY = "Background. Much is said of it and little is known. Methods. We asked those who were there and wrote it down. "


@dataclass(frozen=True)
class Known:
    """What a bibliography says of a report."""

    title: str
    authors: tuple[str, ...]
    year: int | None
    doi: str
    journal: str


def known_reports(most: int) -> list[Known]:
    """The records of the worked review, filled up with a labelled set, one of each work."""
    with (DATA / "peer-support" / "records.csv").open(encoding="utf-8", newline="") as lines:
        found = [_known(row) for row in csv.DictReader(lines)]
    folder = DATA / "dedup" / "ship" / "haematology"
    with gzip.open(folder / "truth.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        group = {row["ID"]: row["group"] for row in csv.DictReader(lines)}
    seen: set[str] = set()
    with gzip.open(folder / "records.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if group.get(row["ID"], row["ID"]) not in seen:
                seen.add(group.get(row["ID"], row["ID"]))
                found.append(_known({key.lower(): value for key, value in row.items()}))
    titles: set[str] = set()
    kept = [
        one
        for one in found
        if len(one.title) > 15 and not (one.title.lower() in titles or titles.add(one.title.lower()))
    ]
    # Exports of ten years ago seldom hold DOIs; four of five works have one now.
    given = [one if one.doi or n % 5 == 0 else replace(one, doi=f"10.5555/invented.{n}") for n, one in enumerate(kept)]
    return given[:most]


def _known(row: dict[str, str]) -> Known:
    authors = split_authors(row.get("authors") or row.get("author") or "")
    year = row.get("year") or ""
    return Known(
        row["title"], authors, int(year) if year.isdigit() else None, row.get("doi") or "", row.get("journal") or ""
    )


Printed = Callable[[Known, random.Random], bytes]


def _page(one: Known, title: str, *, doi: str = "", year: int | None = None, more: str = "") -> bytes:
    said = year or one.year or 2018
    first = [(8.0, 60.0, 810.0, f"{one.journal[:60]} ({said})")]
    if doi:
        first.append((8.0, 60.0, 798.0, f"https://doi.org/{doi}"))
    lines = pdfs.wrapped(title, 16, 760, width=52)
    below = pdfs.wrapped(", ".join(_spoken(name) for name in one.authors[:12]), 10, lines[-1][2] - 28)
    text = pdfs.wrapped(f"{more}{BODY * 12}", 9, below[-1][2] - 30, width=105)
    return pdfs.pdf([[*first, *lines, *below, *text], pdfs.wrapped(BODY * 30, 9, 790, width=105)])


def _spoken(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family}".strip() if comma else name


def with_doi(one: Known, _: random.Random) -> bytes:
    return _page(one, one.title, doi=one.doi)


def in_metadata(one: Known) -> bytes:
    lines = [*pdfs.wrapped(one.title, 16, 760, width=52), *pdfs.wrapped(", ".join(one.authors[:12]), 10, 640)]
    return pdfs.pdf([[*lines, *pdfs.wrapped(BODY * 12, 9, 600, width=105)]], doi=one.doi, title="untitled.indd")


def without_doi(one: Known, _: random.Random) -> bytes:
    return _page(one, one.title)


def in_capitals(one: Known, _: random.Random) -> bytes:
    return _page(one, one.title.upper())


def behind_a_cover(one: Known, _: random.Random) -> bytes:
    who = "; ".join(one.authors[:3])
    version = "Repository of Invented University. This is the accepted version of:"
    cover = f"{version} {who} ({one.year}). {one.title}. {one.journal}."
    title = [*pdfs.wrapped(one.title, 14, 760, width=60), *pdfs.wrapped(", ".join(one.authors), 10, 660)]
    return pdfs.pdf([pdfs.wrapped(cover, 11, 700, width=80), [*title, *pdfs.wrapped(BODY * 12, 9, 600, width=105)]])


def without_subtitle(one: Known, _: random.Random) -> bytes:
    return _page(one, one.title.split(":")[0].split("?")[0], doi=one.doi)


def as_preprint(one: Known, rng: random.Random) -> bytes:
    return _page(one, one.title, doi=f"10.31234/osf.io/{rng.randrange(10**6):06d}")


def as_a_scan(_: Known, __: random.Random) -> bytes:
    return pdfs.scan(3)


RIGHT: dict[str, Printed] = {
    "DOI and title": with_doi,
    "DOI in metadata": lambda one, rng: in_metadata(one) if one.doi else without_doi(one, rng),
    "title only": without_doi,
    "title in capitals": in_capitals,
    "behind a cover page": behind_a_cover,
    "subtitle left out": without_subtitle,
    "preprint, another DOI": as_preprint,
    "scan": as_a_scan,
}


def correction(one: Known, _: random.Random) -> bytes:
    return _page(one, f"Correction to: {one.title}", doi=one.doi)


def comment(one: Known, _: random.Random) -> bytes:
    return _page(
        Known("", ("Nobody, Nora",), 2019, "", one.journal), f"Comment on “{one.title}”", more=f"See {one.doi}. "
    )


def protocol(one: Known, _: random.Random) -> bytes:
    return _page(one, f"{one.title}: study protocol", year=(one.year or 2018) - 2)


def citing(one: Known, _: random.Random) -> bytes:
    who = _spoken(one.authors[0]) if one.authors else "some"
    more = f"As {who} et al. ({one.year}) showed in {one.title}, https://doi.org/{one.doi}, "
    other = Known("", ("Nobody, Nora",), 2021, "", "Journal of Other Things")
    return _page(other, "What others made of it, ten years on", more=more)


def supplement(one: Known, _: random.Random) -> bytes:
    return _page(one, f"Supplementary material for {one.title}", doi=one.doi)


WRONG: dict[str, Printed] = {
    "correction": correction,
    "comment by others": comment,
    "protocol": protocol,
    "cites it on page 1": citing,
    "supplement": supplement,
}


def main() -> None:
    """Print the tables."""
    most, number = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 600), (2, 1300)))
    rng = random.Random(7)
    known = known_reports(most + most // 2)
    rng.shuffle(known)
    sought, others = known[:most], known[most:]
    reports = [
        Wanted(
            report=UUID(int=n),
            called=one.title[:20],
            titles=(one.title,),
            authors=one.authors,
            year=one.year,
            dois=(one.doi,),
        )
        for n, one in enumerate(sought)
    ]
    ways = [
        *((name, make, True) for name, make in RIGHT.items()),
        *((name, make, False) for name, make in WRONG.items()),
    ]
    ways.append(("report of another review", with_doi, False))
    counts: dict[str, Counter[str]] = {name: Counter() for name, _, _ in ways}
    times, matching = [], 0.0
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "file.pdf"
        for n in range(number):
            name, make, right = ways[n % len(ways)]
            at = rng.randrange(len(sought))
            source = others[rng.randrange(len(others))] if name == "report of another review" else sought[at]
            file.write_bytes(make(source, rng))
            started = time.perf_counter()
            reading = read_file(file, "file.pdf")
            times.append(time.perf_counter() - started)
            started = time.perf_counter()
            (found,) = match([beginning(UUID(int=10**9 + n), f"{n}.pdf", reading)], reports)
            matching += time.perf_counter() - started
            if name == "subtitle left out" and any(
                o is not source and o.title.startswith(source.title.split(":")[0].split("?")[0]) for o in sought
            ):
                continue  # what is printed is the title of another report: nobody could tell
            hit = found.report == UUID(int=at) and right
            verdict = found.verdict.value
            counts[name][f"{verdict}, {'right' if hit else 'wrong'}" if verdict != Verdict.NONE else verdict] += 1
            if verdict == Verdict.SURE and not hit:
                sys.stderr.write(f"WRONG {name}: {source.title} -> {found.why}\n")
    columns = ("sure, right", "to check, right", "none", "to check, wrong", "sure, wrong")
    print(
        f"{len(sought)} reports, {number} files\n\n| printed as | " + " | ".join(columns) + " |\n" + "| --- " * 6 + "|"
    )
    for name, _, right in ways:
        print(
            f"| {name}{'' if right else ' (not the report)'} | "
            + " | ".join(str(counts[name][c]) for c in columns)
            + " |"
        )
    times.sort()
    median, p95 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.95))
    print(f"\nreading a PDF: median {median:.0f} ms, p95 {p95:.0f} ms")
    print(f"matching a file to {len(sought)} reports: {matching / number * 1000:.1f} ms")


if __name__ == "__main__":
    main()
