"""`kill -9` at random moments of a large import: the database opens, verify passes, the import completes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from synthema.audit import replay
from synthema.audit.model import By
from synthema.records.tables import Import, ImportDraft, RecordRow, records
from synthema.search.actions import log_search
from synthema.search.model import Search
from tests import databases
from tests.cast import Cast

RECORDS, KILLS = 50_000, 20


def generated_ris(path: Path, number: int) -> Path:
    """A RIS file of many invented records."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(number):
            file.write(
                f"TY  - JOUR\nTI  - Invented record {n} on peers\nAU  - Writer{n % 977}, Ada\nPY  - {1990 + n % 35}\n"
                f"JO  - Journal of Invention\nVL  - {n % 60}\nSP  - {n}\nAB  - {'Invented words. ' * 8}\nER  - \n\n"
            )
    return path


def environment(vendor: str, postgres: databases.PostgreSQL) -> dict[str, str]:
    """What a separate process needs to work on the same database and home."""
    url = postgres.url(str(connections.settings["default"]["NAME"])) if vendor == "postgresql" else ""
    return os.environ | {"SYNTHEMA_HOME": str(settings.SYNTHEMA_HOME), "SYNTHEMA_DATABASE": url}


@pytest.mark.timeout(900)
def test_nothing_is_lost_or_doubled_when_the_import_is_killed_again_and_again(
    cast: Cast, database: str, postgres: databases.PostgreSQL, tmp_path: Path
) -> None:
    if database == "sqlite":  # the other process looks for the database in the home folder
        move_sqlite_home()
    log_search(By(cast.dev), cast.review, Search(key="big", source="Invented database"))
    file = generated_ris(tmp_path / "big.ris", RECORDS)
    command = [sys.executable, "-m", "synthema.cli.main", "records", "import", str(file), "--search", "big"]
    command += ["--as", "Dev", "--review", str(cast.review)]
    surroundings = environment(database, postgres)
    luck = random.Random(database)
    killed, written = 0, [0]
    for attempt in range(KILLS):
        running = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_a_moment(running, luck, written[-1] if attempt >= KILLS // 4 else None)
        killed += running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.wait()
        connections["default"].close()
        written.append(RecordRow.objects.filter(review=cast.review).count())
        assert records(cast.review).count() in (0, RECORDS)
        assert replay.verify(cast.review).sound
    last = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert last.returncode == 0 or "already imported" in last.stderr, last.stderr
    assert killed == KILLS
    assert any(0 < rows < RECORDS for rows in written), written  # some kills fell into the writing of rows
    assert written == sorted(written)  # no row that was there is lost
    assert records(cast.review).count() == RECORDS == RecordRow.objects.filter(review=cast.review).count()
    assert len(set(records(cast.review).values_list("title", flat=True))) == RECORDS
    assert Import.objects.filter(review=cast.review).count() == 1
    assert not ImportDraft.objects.exists()
    assert replay.verify(cast.review).sound


def wait_for_a_moment(running: subprocess.Popen[bytes], luck: random.Random, written: int | None) -> None:
    """Wait a random time, or until a random number of rows more is written, or the process ended by itself."""
    if written is None:
        deadline, target = time.monotonic() + luck.uniform(0.3, 2.5), RECORDS + 1
    else:
        deadline, target = time.monotonic() + 60, min(written + luck.randint(1, 4000), RECORDS)
    while running.poll() is None and time.monotonic() < deadline:
        if RecordRow.objects.count() >= target:
            time.sleep(luck.uniform(0, 0.05))
            return
        time.sleep(0.01)


def move_sqlite_home() -> None:
    """Copy the fresh database to where a separate process looks for it, and use that one."""
    target = Path(settings.SYNTHEMA_HOME) / "synthema.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{target}'")
    connections["default"].close()
    connections.settings["default"]["NAME"] = str(target)
    del connections["default"]
