# ruff: noqa: E402 (Django is set up first)
"""How long pages take to answer while hostile PDFs are being read, and beside it while nothing is.

Usage: python benchmarks/documents/answering.py [requests]
A real server (waitress, SQLite in a fresh home) answers the page of reports; meanwhile threads of the same process
have PDFs read that draw themselves, hold millions of strokes, or unpack to gigabytes.
"""

import http.client
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
HOME = tempfile.mkdtemp(prefix="synthema-benchmark-")
os.environ |= {"SYNTHEMA_HOME": HOME, "DJANGO_SETTINGS_MODULE": "synthema.web.settings"}
os.environ.pop("SYNTHEMA_DATABASE", None)

import django

django.setup()

from django.core.management import call_command
from tests.cast import Cast, seat_everybody
from tests.documents import pdfs
from tests.pages import Browser
from tests.screening.stage import prepare, vote
from waitress.server import create_server

from synthema.audit.model import By
from synthema.documents.limits import Limits
from synthema.documents.reading import read_file
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.web.wsgi import application

PORT = 8141
HOSTILE = {"itself": pdfs.itself(), "strokes": pdfs.paths(8_000_000), "bomb": pdfs.bomb(3000)}


def review() -> Cast:
    """Thirty reports that are sought."""
    cast = seat_everybody()
    known = prepare(cast, Path(HOME), tuple(f"Report number {n} of what keepers hear at night" for n in range(30)))
    for record in known.values():
        vote(cast, record, ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return cast


def ask(url: str, cookie: str, number: int) -> list[float]:
    """The times of so many answers, in milliseconds, sorted."""
    times = []
    for _ in range(number):
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        connection.request("GET", url, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


@contextmanager
def reading(files: dict[str, Path], told: dict[str, int]) -> Iterator[None]:
    """Two threads have hostile PDFs read, over and over."""
    over = threading.Event()

    def work(name: str) -> None:
        while not over.is_set():
            try:
                read_file(files[name], f"{name}.pdf", Limits(seconds=20))
            except Refused:
                told[name] = told.get(name, 0) + 1

    threads = [threading.Thread(target=work, args=(name,)) for name in files]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def main() -> None:
    """Print both distributions."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    call_command("migrate", verbosity=0)
    cast = review()
    cookie = f"synthema={Browser(cast.dev).client.cookies['synthema'].value}"
    files = {}
    for name, data in HOSTILE.items():
        files[name] = Path(HOME) / f"{name}.pdf"
        files[name].write_bytes(data)
    server = create_server(application, listen=f"127.0.0.1:{PORT}", threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    url = f"/reviews/{cast.review}/reports/"
    ask(url, cookie, 20)
    quiet = ask(url, cookie, number)
    told: dict[str, int] = {}
    with reading(files, told):
        busy = ask(url, cookie, number)
    print("| page of reports | p50 ms | p95 ms | max ms |\n| --- | --- | --- | --- |")
    for name, times in (("nothing is read", quiet), ("hostile PDFs are read", busy)):
        print(f"| {name} | {times[number // 2]:.0f} | {times[int(number * 0.95)]:.0f} | {times[-1]:.0f} |")
    print(f"\nrefused meanwhile: {told}")


if __name__ == "__main__":
    main()
