"""The next record and a label, over HTTP on this machine: ASReview LAB's web application beside Synthema, in turn.

    ASREVIEW_PYTHON=other/venv/bin/python python -m benchmarks.pages.asreview_lab [--records 2000 10000]
        [--rounds 300] [--decided 0.5]

asreview is no dependency: install it in a virtual environment of its own. Both are served by waitress with the same
invented records, the same share of them decided; one person labels one record in each, in turn.
"""

import argparse
import csv
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.pages.tables import HEAD, late, told
from benchmarks.pages.worlds import built, for_another_house, invented, on_sqlite
from django.conf import settings
from django.db import connections
from tests.hostile.screeners import Screener, at_work, quiet_port
from tests.web.running import Started, Window, answers
from tests.web.test_serving import WAITRESS

PATIENCE = 900.0  # seconds until a file is read


class Lab:
    """ASReview LAB over HTTP, one project."""

    def __init__(self, port: int) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.project = ""

    def ask(self, method: str, path: str, body: bytes | str | None = None, kind: str = "") -> Any:
        """What it answers."""
        self.line.request(method, f"/api/projects/{path}", body, {"Content-Type": kind} if kind else {})
        answer = self.line.getresponse()
        text = answer.read()
        assert answer.status < 300, (path, answer.status, text[:300])
        return json.loads(text)

    def form(self, method: str, path: str, **fields: object) -> Any:
        """Send a form."""
        return self.ask(method, path, urlencode(fields), "application/x-www-form-urlencoded")

    def begin(self, file: Path) -> None:
        """Make a project of a file, and begin to review it in random order."""
        edge = uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="mode"\r\n\r\noracle\r\n',
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
            "Content-Type: text/csv\r\n\r\n",
        ]
        body = "".join(parts).encode() + file.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        made = self.ask("POST", "create", body, f"multipart/form-data; boundary={edge}")
        self.project = made["id"]
        self.form("POST", f"{self.project}/train", ranking="random")
        self.form("PUT", f"{self.project}/review", status="review")

    def next(self) -> int:
        """The record to label."""
        return int(self.ask("GET", f"{self.project}/get_record")["result"]["record_id"])

    def label(self, record: int, label: int, learn: bool) -> None:
        """Label it; its page asks for learning after every label unless that is switched off."""
        more: dict[str, object] = {"retrain_model": 1} if learn else {}
        self.form("POST", f"{self.project}/record/{record}", record_id=record, label=label, tags="[]", **more)


def as_csv(file: Path, records: int, decided: int) -> None:
    """The invented records, the first of them with a label."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["title", "abstract", "authors", "year", "keywords", "included"])
        for number in range(records):
            one = invented(number)
            label = int(not number % 10) if number < decided else ""
            rows.writerow([one.title, one.abstract, "; ".join(one.authors), one.year, "; ".join(one.keywords), label])


@contextmanager
def lab(folder: Path) -> Iterator[int]:
    """ASReview LAB as it starts by itself, without a browser; its port."""
    port = quiet_port()
    words = ("-m", "asreview", "lab", "--no-browser", "--skip-update-check", "--host", "127.0.0.1", "--port")
    with (folder / "lab.log").open("w") as log:
        running = subprocess.Popen(
            [os.environ["ASREVIEW_PYTHON"], *words, str(port)],
            env=os.environ | {"ASREVIEW_PATH": str(folder / "projects")}, stdout=log, stderr=subprocess.STDOUT,
            cwd=folder, start_new_session=True,
        )  # fmt: skip
        try:
            answers(Window(f"http://127.0.0.1:{port}"), "/api/projects")
            yield port
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)


def compared(theirs: Lab, ours: Screener, rounds: int, learn: bool) -> None:
    """One record each, in turn."""
    found = {name: list[float]() for name in ("asreview: next", "asreview: label", "ours: next", "ours: verdict")}

    def timed(name: str, act: Any) -> Any:
        begun = time.perf_counter()
        given = act()
        found[name].append(1000 * (time.perf_counter() - begun))
        return given

    for number in range(rounds):
        record = timed("asreview: next", theirs.next)
        label = int(not number % 10)
        timed("asreview: label", lambda record=record, label=label: theirs.label(record, label, learn))
        status, text = timed("ours: next", lambda: ours.ask("GET", "cards/?n=1", None))
        assert status == 200, text[:300]
        (card,) = json.loads(text)["cards"]
        said = "exclude" if number % 10 else "include"
        fields = {name: card[name] for name in ("subject", "order", "position")}
        fields |= {"act_id": uuid4(), "verdict": said, "opened_by": ours.person}
        status, text = timed("ours: verdict", lambda fields=fields: ours.ask("POST", "judge/", fields))
        assert status == 200, text[:300]
    for name, times in found.items():
        told(f"{name}{', learning after every label' if learn and name.startswith('asr') else ''}", times)
    for one, other in (("next", "next"), ("label", "verdict")):
        a, b = found[f"asreview: {one}"], found[f"ours: {other}"]
        print(f"| asreview / ours, {other} | | {late(a, 0.5) / late(b, 0.5):.2f} | {late(a) / late(b):.2f} | |")


def measured(records: int, rounds: int, share: float, folder: Path) -> None:
    """Both with so many records."""
    decided, file = int(share * records), folder / "records.csv"
    big = built(records, decided)
    (ours,) = at_work(quiet_port(), big.review, [big.people[0]])
    connections.close_all()
    as_csv(file, records, decided)
    words = ("serve", "--local-test", "--bind", f"127.0.0.1:{ours.port}")
    with lab(folder) as port, Started(settings.SYNTHEMA_HOME, *words, code=WAITRESS, **for_another_house()):
        answers(Window(f"http://127.0.0.1:{ours.port}"))
        theirs, begun = Lab(port), time.perf_counter()
        theirs.begin(file)
        took = time.perf_counter() - begun
        print(f"\n{records:,} records, {decided:,} decided; read by asreview in {took:.0f} s; "
              f"load {os.getloadavg()[0]:.1f}\n\n{HEAD}", flush=True)  # fmt: skip
        for learn in (False, True):
            compared(theirs, ours, rounds, learn)
    ours.leave()


def main() -> None:
    """Measure with each number of records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[2000, 10_000])
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--decided", type=float, default=0.5)
    asked = parser.parse_args()
    if not os.environ.get("ASREVIEW_PYTHON"):
        raise SystemExit("Say with ASREVIEW_PYTHON which Python has asreview; see benchmarks/pages/README.md.")
    for records in asked.records:
        with tempfile.TemporaryDirectory() as folder, on_sqlite(Path(folder)):
            measured(records, asked.rounds, asked.decided, Path(folder))


if __name__ == "__main__":
    main()
