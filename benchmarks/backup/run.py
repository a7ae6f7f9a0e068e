"""Copy a live SQLite database naively and back it up as Synthema does, while a process writes; count what is usable."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from synthema.web.sqlite import prefer_bundled

prefer_bundled()  # two SQLite libraries in one process lose each other's locks, and damage what both have open
import sqlite3  # noqa: E402

ROWS = 40_000  # of about 1.5 kB: a database of some 60 MB, so that a copy takes a moment


def prepared(folder: Path) -> None:
    """A home with a review whose database has some size."""
    os.environ["SYNTHEMA_HOME"] = str(folder)
    from synthema.cli.common import open_house

    open_house()
    from django.db import connection

    from synthema.team.actions import begin_review

    begin_review("Ana", "A review to be backed up")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ballast (id INTEGER PRIMARY KEY, words TEXT)")
        cursor.executemany("INSERT INTO ballast (words) VALUES (%s)", [[os.urandom(750).hex()] for _ in range(ROWS)])


def write(folder: Path) -> None:
    """Acts without end, each with rows all over the database, as an import and verdicts would write them."""
    os.environ["SYNTHEMA_HOME"] = str(folder)
    import random

    from synthema.cli.common import open_house

    open_house()
    from django.db import connection, transaction

    from synthema.audit.model import By
    from synthema.audit.tables import Review
    from synthema.search.actions import log_search
    from synthema.search.model import Search
    from synthema.team.actions import find_person

    review, ana = Review.objects.get().pk, find_person("Ana").id
    for n in range(10**9):
        with transaction.atomic(), connection.cursor() as cursor:
            for _ in range(20):
                cursor.execute(
                    "UPDATE ballast SET words = %s WHERE id = %s", [os.urandom(750).hex(), random.randint(1, ROWS)]
                )
            log_search(By(ana), review, Search(key=f"s{n}", source="Invented"))


def database_alone(home: Path, target: Path) -> None:
    """What a file manager or a synchronised folder copies when it looks at the database only."""
    copy(target, home / "synthema.sqlite3")


def all_files(home: Path, target: Path) -> None:
    """What `cp -r` of the folder does: the database, its write-ahead log and its index, one after the other."""
    copy(target, *(home / f"synthema.sqlite3{side}" for side in ("", "-shm", "-wal")))


def copy(target: Path, *files: Path) -> None:
    """Copy as another program does: one that has a database open loses its locks when it reads its file as a file."""
    target.mkdir()
    words = "import shutil, sys; [shutil.copy(file, sys.argv[1]) for file in sys.argv[2:]]"
    subprocess.run([sys.executable, "-c", words, str(target), *map(str, files)], check=True)


def ours(_home: Path, target: Path) -> None:
    """`synthema backup`, and its database taken out of the zip."""
    import zipfile

    from synthema.keeping.making import make_backup

    target.mkdir()
    made = make_backup(target / "b.zip")
    with zipfile.ZipFile(made.path) as opened:
        opened.extract("database.sqlite3", target)
    (target / "database.sqlite3").rename(target / "synthema.sqlite3")


def verdict(folder: Path, acknowledged: int) -> str:
    """What a copy is worth: damaged, or how many of the acts acknowledged before it began are missing."""
    try:
        with closing(sqlite3.connect(folder / "synthema.sqlite3")) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                return "damaged"
            seq, events = copy.execute(
                "SELECT head_seq, (SELECT count(*) FROM synthema_event) FROM synthema_review"
            ).fetchone()
    except sqlite3.Error:
        return "damaged"
    if seq != events:
        return "damaged"
    return "whole" if events >= acknowledged else "acts missing"


def acknowledged(home: Path) -> int:
    """How many acts had been acknowledged."""
    with closing(sqlite3.connect(home / "synthema.sqlite3", timeout=20)) as live:
        return int(live.execute("SELECT count(*) FROM synthema_event").fetchone()[0])


def measured(home: Path, way: Callable[[Path, Path], None], times: int, folder: Path) -> tuple[dict[str, int], float]:
    """How many copies came out how, and the median seconds of one."""
    found: dict[str, int] = {"whole": 0, "acts missing": 0, "damaged": 0}
    seconds = []
    for n in range(times):
        before, target = acknowledged(home), folder / f"{way.__name__}-{n}"
        began = time.perf_counter()
        way(home, target)
        seconds.append(time.perf_counter() - began)
        found[verdict(target, before)] += 1
        shutil.rmtree(target)
    return found, sorted(seconds)[len(seconds) // 2]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    if asked.write:
        write(asked.write)
        return
    with tempfile.TemporaryDirectory() as place:
        home, copies = Path(place) / "home", Path(place) / "copies"
        copies.mkdir()
        prepared(home)
        writer = subprocess.Popen([sys.executable, __file__, "--write", str(home)])
        try:
            while acknowledged(home) < 50:
                time.sleep(0.1)
            sys.stdout.write(
                "| way | whole | acts missing | damaged | median seconds |\n| --- | --- | --- | --- | --- |\n"
            )
            for way in (database_alone, all_files, ours):
                found, seconds = measured(home, way, asked.times, copies)
                counts = " | ".join(str(found[name]) for name in ("whole", "acts missing", "damaged"))
                sys.stdout.write(f"| {way.__name__} | {counts} | {seconds:.1f} |\n")
                sys.stdout.flush()
        finally:
            writer.kill()
            writer.wait()


if __name__ == "__main__":
    main()
