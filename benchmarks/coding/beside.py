"""Coding by HTTP in Synthema and in Taguette beside it: one web page, two thousand passages, codebooks out and in.

Usage: SYNTHEMA_DATA=path/to/data python benchmarks/coding/beside.py path/to/taguette [passages]
`taguette` is its command in an environment of its own (pip install taguette). Both run on this machine, each asked by
one client over one connection, one request after the other: what a person waits for after a key. Taguette is asked as
its own page asks; positions are those it counts (bytes of UTF-8 in its HTML's text).
"""

# ruff: noqa: E402 (Django is set up first)

import http.client
import http.cookiejar
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
os.environ.setdefault("SYNTHEMA_HOME", tempfile.mkdtemp(prefix="synthema-benchmark-"))

import django

django.setup()

from benchmarks.coding.desks import furnished, served
from benchmarks.coding.refound import article
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from tests.pages import Browser as Visitor

from synthema.audit.model import By
from synthema.coding.actions import create_code
from synthema.coding.export_held import export_project
from synthema.coding.import_acts import import_project
from synthema.documents.model import Span
from synthema.documents.tables import text_of

PORTS = (8460, 8461)
CODES = 40


def passages(text: str, count: int) -> list[Span]:
    """Random passages of a few words up to a few lines, on word ends."""
    chance = random.Random(9)
    ends = [found.start() for found in re.finditer(r"\b", text)]
    found: list[Span] = []
    while len(found) < count:
        at = chance.randrange(len(ends) - 90)
        span = Span(ends[at], ends[at + 1 + chance.randrange(80)])
        if text[span.start : span.end].strip() == text[span.start : span.end] and span not in found:
            found.append(span)
    return found


def spent(ask: Callable[[int], None], count: int) -> list[float]:
    """Milliseconds of each request."""
    times = []
    for number in range(count):
        before = time.perf_counter()
        ask(number)
        times.append((time.perf_counter() - before) * 1000)
    return times


def tell(what: str, times: list[float]) -> None:
    """Median and 95th percentile, and the last hundred."""
    ordered = sorted(times)
    last = statistics.median(times[-100:])
    print(
        f"  {what}: {statistics.median(times):.1f} ms (95 %: {ordered[int(len(ordered) * 0.95)]:.1f}; "
        f"the last hundred: {last:.1f})"
    )


# ---- Synthema


def synthema(page: Path, count: int, folder: Path) -> None:
    """Code the passages by the reader's own address, then export and import."""
    call_command("migrate", verbosity=0)
    cast, _, rows = furnished(folder / "files", [page])
    row = rows[0]
    held = text_of(row)
    assert held is not None
    text = held.text
    codes = [create_code(By(cast.ana), cast.review, f"code {n}").body.code_id for n in range(CODES)]
    spans = passages(text, count)
    session = Visitor(cast.ana).client.cookies[settings.SESSION_COOKIE_NAME].value
    token = "x" * 32
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    address = reverse("coding:code", kwargs={"review": cast.review})
    print("Synthema")
    with served(PORTS[0]):
        line = http.client.HTTPConnection("127.0.0.1", PORTS[0], timeout=60)

        def ask(number: int) -> None:
            span = spans[number]
            fields = {
                "act_id": uuid4(),
                "document": row.id,
                "sha": row.text_sha256,
                "ranges": f"{span.start}-{span.end}",
                "shown": text[span.start : span.end],
                "codes": codes[number % CODES],
            }
            line.request("POST", address, urllib.parse.urlencode(fields), headers)
            answer = line.getresponse()
            said = answer.read()
            assert answer.status == 200, (answer.status, said[:300])

        tell("code one passage", spent(ask, count))
    file = folder / "out.qdpx"
    before = time.perf_counter()
    export_project(cast.ana, cast.review, file)
    between = time.perf_counter()
    print(f"  the whole project out: {between - before:.2f} s, {file.stat().st_size / 1024:,.0f} KB")
    book = folder / "book.csv"
    book.write_text("path\n" + "".join(f"new {n}\n" for n in range(1000)), encoding="utf-8")
    before = time.perf_counter()
    import_project(By(cast.ana), cast.review, book)
    print(f"  a codebook of 1,000 codes in: {time.perf_counter() - before:.2f} s")


# ---- Taguette


class Client:
    """Taguette as its own page asks it."""

    def __init__(self, port: int, address: str) -> None:
        self.port, jar = port, http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        opener.open(address).read()
        opener.open(f"http://localhost:{port}/project/new").read()
        self.cookies = "; ".join(f"{one.name}={one.value}" for one in jar)
        self.token = next((one.value or "" for one in jar if one.name == "_xsrf"), "")
        self.line = http.client.HTTPConnection("localhost", port, timeout=120)

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> tuple[str, bytes]:
        """Ask; the place it leads to, and what it answers."""
        headers = {"Cookie": self.cookies, "X-XSRFToken": self.token, "Content-Type": kind}
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        said = answer.read()
        assert answer.status < 400, (path, answer.status, said[:500])
        return answer.getheader("Location", ""), said

    def form(self, path: str, fields: dict[str, str], file: Path | None = None) -> tuple[str, bytes]:
        """Send a form, with a file where there is one."""
        mark = uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**fields, "_xsrf": self.token}.items()
        ]
        if file:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
            parts += [f"{head}Content-Type: text/html\r\n\r\n".encode(), file.read_bytes(), b"\r\n"]
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={mark}")


def taguette(command: str, page: Path, count: int, folder: Path) -> None:
    """The same passages, as highlights with a tag each."""
    database = folder / "taguette.sqlite3"
    asked = [command, "--no-browser", "--port", str(PORTS[1]), "--database", str(database)]
    running = subprocess.Popen(
        asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    print("Taguette")
    try:
        client = Client(PORTS[1], _address(running))
        place, _ = client.form("/project/new", {"name": "Beside", "description": ""})
        project = re.findall(r"/project/(\d+)", place)[0]
        _, said = client.form(f"/api/project/{project}/document/new", {"name": "article", "description": ""}, page)
        document = json.loads(said)["created"]
        _, said = client.ask("GET", f"/api/project/{project}/document/{document}/contents")
        contents = "".join(one["contents"] for one in json.loads(said)["contents"])
        length = len(re.sub(r"<[^>]+>", "", contents).encode())
        tags = []
        for number in range(CODES):
            body = json.dumps({"path": f"code {number}", "description": ""}).encode()
            tags.append(json.loads(client.ask("POST", f"/api/project/{project}/tag/new", body)[1])["id"])
        chance = random.Random(9)
        spans = [(at := chance.randrange(length - 600), at + 5 + chance.randrange(500)) for _ in range(count)]

        def ask(number: int) -> None:
            start, end = spans[number]
            body = {"start_offset": start, "end_offset": end, "tags": [tags[number % CODES]]}
            client.ask("POST", f"/api/project/{project}/document/{document}/highlight/new", json.dumps(body).encode())

        tell("highlight and tag one passage", spent(ask, count))
        _export(client, project)
    finally:
        running.terminate()
        running.wait(10)


def _export(client: Client, project: str) -> None:
    for what, path in (("codebook out (.qdc)", "codebook.qdc"), ("project out (.sqlite3)", "project.sqlite3")):
        before = time.perf_counter()
        _, said = client.ask("GET", f"/project/{project}/export/{path}")
        print(f"  {what}: {time.perf_counter() - before:.2f} s, {len(said) / 1024:,.0f} KB")


def _address(running: "subprocess.Popen[str]") -> str:
    """The address with its token, which it prints when it is there."""
    assert running.stdout is not None
    for line in running.stdout:
        if found := re.search(r"http://\S+\?token=\w+", line):
            return found[0]
    raise SystemExit("Taguette did not begin.")


def main(command: str, count: int) -> None:
    """One after the other, the same page."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        page = folder / "article.html"
        body = "".join(f"<p>{one.replace('&', '&amp;').replace('<', '&lt;')}</p>" for one in article())
        page.write_text(f"<!doctype html><html lang=en><meta charset=utf-8><title>Article</title><body>{body}")
        synthema(page, count, folder)
        taguette(command, page, count, folder)


def _numbers(arguments: list[Any]) -> int:
    return int(arguments[0]) if arguments else 2_000


if __name__ == "__main__":
    main(sys.argv[1], _numbers(sys.argv[2:]))
