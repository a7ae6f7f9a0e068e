"""People who screen over HTTP as the page's script does: an act is sent again until the server has answered."""

import json
import os
import random
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.db.models import Count

from synthema.audit.tables import Event
from synthema.screening.tables import VerdictRow
from tests.pages import Browser
from tests.web.running import Started, children, gone

AHEAD, LOW, PATIENCE = 10, 6, 120.0
TOKEN = "a" * 32  # of a browser: the cookie and the header agree, and that is all the server asks
VERDICTS = ("exclude",) * 18 + ("include", "unsure")


@dataclass
class Screener:
    """One person at a browser; what the server acknowledged is kept under the act that was sent."""

    port: int
    review: UUID
    person: UUID
    session: str
    acknowledged: dict[UUID, UUID] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cut_off: int = 0
    fetching: list[float] = field(default_factory=list)
    judging: list[float] = field(default_factory=list)
    _line: HTTPConnection | None = None
    _deck: deque[dict[str, Any]] = field(default_factory=deque)

    def screen(self, enough: Callable[[], bool]) -> None:
        """Judge one record after the other until it is enough, or none is left."""
        luck = random.Random(str(self.person))
        while not enough():
            if len(self._deck) < LOW:
                self._deck.extend(self._more())
            if not self._deck:
                return
            self._judge(self._deck.popleft(), luck.choice(VERDICTS))
        self.leave()

    def leave(self) -> None:
        """Close the line."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _more(self) -> list[dict[str, Any]]:
        after = {"after": self._deck[-1]["unit"]} if self._deck else {}
        answer = self._until_answered("GET", f"cards/?{urlencode({'n': AHEAD} | after)}", None, self.fetching)[1]
        known = {card["unit"] for card in self._deck}
        return [card for card in answer["cards"] if card["unit"] not in known]

    def _judge(self, card: dict[str, Any], verdict: str) -> None:
        act = uuid4()
        fields = {name: card[name] for name in ("subject", "order", "position")}
        fields |= {"act_id": act, "verdict": verdict, "opened_by": self.person}
        status, answer = self._until_answered("POST", "judge/", fields, self.judging)
        if status == 200:
            self.acknowledged[act] = UUID(answer["verdict"])
        else:
            self.refused.append(answer.get("said") or str(status))

    def _until_answered(
        self, method: str, path: str, fields: dict[str, Any] | None, times: list[float]
    ) -> tuple[int, dict[str, Any]]:
        until = time.monotonic() + PATIENCE
        while True:
            begun = time.perf_counter()
            try:
                status, text = self.ask(method, path, fields)
            except (OSError, HTTPException) as error:
                self.leave()
                self.cut_off += not isinstance(error, ConnectionRefusedError)  # nobody there: nothing was sent
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
                continue
            times.append(1000 * (time.perf_counter() - begun))
            if status < 500:
                return status, json.loads(text)
            self.errors.append(f"{status} {text[:200]!r}")
            if len(self.errors) > 100:
                raise AssertionError(self.errors[-1])

    def ask(self, method: str, path: str, fields: dict[str, Any] | None) -> tuple[int, bytes]:
        """Status and text of one answer."""
        if self._line is None:
            self._line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": f"127.0.0.1:{self.port}",
            "Accept": "application/json",
            "Cookie": f"synthema={self.session}; synthema_csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(fields) if fields is not None else None
        self._line.request(method, f"/reviews/{self.review}/screening/title_abstract/{path}", body, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read()


def at_work(port: int, review: UUID, people: Iterable[UUID]) -> list[Screener]:
    """These people, logged in."""
    return [Screener(port, review, one, Browser(one).client.cookies["synthema"].value) for one in people]


def given(screeners: Iterable[Screener]) -> int:
    """How many verdicts were acknowledged so far."""
    return sum(len(one.acknowledged) for one in screeners)


def lost_or_doubled(review: UUID, screeners: Iterable[Screener]) -> list[str]:
    """Every acknowledged verdict that is not on the trail and in the tables once; every verdict that is there twice."""
    wrong, known = list[str](), list(screeners)
    people = [one.person for one in known]
    rows = VerdictRow.objects.filter(review=review, person__in=people)
    entered = dict(rows.filter(withdrawn_seq=None).values_list("id", "given_seq"))
    events = Event.objects.filter(review=review, actor__in=people, kind="VerdictGiven")
    seqs = dict(events.values_list("act_id", "seq"))
    for one in known:
        for act, verdict in one.acknowledged.items():
            seq = seqs.pop(uuid5(one.person, str(act)), None)
            if seq is None or entered.get(verdict) != seq:
                wrong.append(f"{verdict}: acknowledged, event {seq}, entered by event {entered.get(verdict)}")
    wrong += [f"event {seq} was never acknowledged" for seq in seqs.values()]
    twice = rows.values("person", "unit").annotate(number=Count("id")).filter(number__gt=1)
    return wrong + [f"{row['person']} judged {row['unit']} {row['number']} times" for row in twice]


def quiet_port() -> int:
    """A free port that no outgoing connection is given by chance, so that a server may leave it and come back."""
    while True:
        number = random.randint(18_000, 28_000)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", number))
            except OSError:
                continue
            return number


def kill(started: Started) -> None:
    """End a server and all its processes as a power cut does."""
    tree = [started.process.pid, *children(started.process.pid)]
    for pid in tree:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert gone(tree)
