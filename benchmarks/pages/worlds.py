"""A review of many records, half of them judged by two people, made below the acts but row for row as acts leave it."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID, uuid5

from benchmarks.pages import house
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from tests import databases
from tests.screening.stage import protocol

from synthema.audit import registry, trail
from synthema.audit.canonical import canonical
from synthema.audit.chain import link
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.audit.tables import ActRequest, Event, Review
from synthema.dedup.events import DuplicatesFound
from synthema.dedup.projections import write_rows as write_groups
from synthema.dedup.result import Grouped, Result
from synthema.dedup.result import pack as pack_groups
from synthema.protocol.actions import set_protocol
from synthema.records.events import RecordsImported
from synthema.records.model import Record
from synthema.records.parsed import READER, pack, record_id
from synthema.records.projections import write_rows
from synthema.screening.events import VerdictGiven
from synthema.screening.model import How, Standing, State
from synthema.screening.states import TITLE_ABSTRACT
from synthema.screening.tables import UnitState, VerdictRow
from synthema.screening.unit_tables import state_row
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import by_key
from synthema.team.actions import add_person, register_person, start_review
from synthema.web.settings import sqlite

WORDS = (
    "nurse", "family", "carer", "ward", "home", "voice", "silence", "night", "meaning", "support", "recovery", "story",
    "group", "peer", "trust", "fear", "hope", "stigma", "clinic", "rural", "urban", "youth", "older", "women", "men",
    "community", "interview", "theme", "grounded", "narrative", "diary",
)  # fmt: skip


assert house.HOME  # Django is set up


@dataclass(frozen=True)
class Big:
    """The review and who judges in it."""

    review: UUID
    lead: UUID
    people: tuple[UUID, UUID]


def built(records: int, judged: int) -> Big:
    """A review of this many records, each a group of its own, so many of them judged by both."""
    lead, ana, ben, dev = (register_person(name).id for name in ("Chloe", "Ana", "Ben", "Dev"))
    review = start_review(By(lead), "A large review")
    for person, role in ((ana, "reviewer"), (ben, "reviewer"), (dev, "librarian")):
        add_person(By(lead), review, person, role)
    set_protocol(By(lead), review, protocol())
    log_search(By(dev), review, Search(key="db", source="A database", kind="database"))
    import_id = _imported(By(dev), review, records)
    groups = _grouped(By(dev), review, import_id, records)
    _judged(review, groups[:judged], (ana, ben))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
    return Big(review, lead, (ana, ben))


def invented(number: int, words: int = 180) -> Record:
    """A record with an abstract of the usual length."""
    luck = Random(number)
    return Record(
        title=" ".join(luck.choices(WORDS, k=12)) + f" {number}",
        authors=(f"Invented, {luck.choice(WORDS).title()}",),
        year=2014 + number % 9,
        journal="Journal of Invented Care",
        abstract=" ".join(luck.choices(WORDS, k=words)),
        keywords=tuple(luck.choices(WORDS, k=3)),
    )


def _append(by: By, review: UUID, body: Any) -> None:
    with trail.writing(review) as head:
        trail.append(head, by, body, "benchmark")


def _imported(by: By, review: UUID, records: int) -> UUID:
    import_id, shelf = uuid5(by.act_id, "import"), trail.store(review)
    with TemporaryFile() as file:
        pack((invented(number) for number in range(records)), file)
        file.seek(0)
        parsed = shelf.put_file(file)
    for _ in write_rows(review, import_id, parsed):
        pass
    body = RecordsImported(
        import_id=import_id, search_id=by_key(review, "db").id, file_name="large.ris", file=shelf.put(b"invented"),
        parsed=parsed, reader=READER, format="RIS", source="", encoding="utf-8", markers=records, stored=records,
        refused=(), repairs=(), preamble="",
    )  # fmt: skip
    _append(by, review, body)
    return import_id


def _grouped(by: By, review: UUID, import_id: UUID, records: int) -> list[tuple[UUID, UUID]]:
    ids = [record_id(import_id, number) for number in range(1, records + 1)]
    groups = [(uuid5(one, "group"), one) for one in ids]
    run, shelf = uuid5(by.act_id, "run"), trail.store(review)
    result = shelf.put(pack_groups(Result(tuple(Grouped(r, import_id, g) for g, r in groups), (), ())))
    for _ in write_groups(review, run, result):
        pass
    body = DuplicatesFound(
        run_id=run, matcher="rules/1", result=result, records=records, groups=records, merged=0, uncertain=0
    )
    _append(By(by.person), review, body)
    return groups


def _judged(review: UUID, groups: list[tuple[UUID, UUID]], people: tuple[UUID, UUID]) -> None:
    luck = Random(1)
    for start in range(0, len(groups), 500):
        with transaction.atomic():
            _judge_some(review, groups[start : start + 500], people, luck)


def _judge_some(review: UUID, groups: list[tuple[UUID, UUID]], people: tuple[UUID, UUID], luck: Random) -> None:
    head = Review.objects.get(pk=review)
    events, verdicts, states = list[Event](), list[VerdictRow](), list[UnitState]()
    for group, record in groups:
        said = [luck.choices(("include", "exclude", "unsure"), (6, 90, 4))[0] for _ in people]
        state = _state(said, people)
        states.append(state_row(review, TITLE_ABSTRACT, group, state))
        for person, verdict in zip(people, said, strict=True):
            act = uuid5(record, str(person))
            body = VerdictGiven(
                verdict_id=uuid5(act, "verdict"), stage=TITLE_ABSTRACT, record=record, report=None, verdict=verdict,
                reason="", protocol_version=1, order="random", position=len(events) // 2,
            )  # fmt: skip
            kind, payload, _ = registry.encode(body)
            event = Event(
                id=uuid5(act, "event"), review=head, seq=head.head_seq + 1, version=kind.version, actor=person,
                act_id=act, at=now() - timedelta(days=2), kind=kind.name, stage=kind.stage, payload=canonical(payload),
                previous_hash=head.head_hash,
            )  # fmt: skip
            event.hash = link(event)
            head.head_seq, head.head_hash = event.seq, event.hash
            events.append(event)
            verdicts.append(
                VerdictRow(
                    id=body.verdict_id, review=review, stage=TITLE_ABSTRACT, subject=record, unit=group,
                    standing=state.standing, counted=True, person=person, verdict=verdict, protocol_version=1,
                    order="random", position=body.position, at=event.at, given_seq=event.seq,
                )
            )  # fmt: skip
    Event.objects.bulk_create(events)
    ActRequest.objects.bulk_create(ActRequest(event=event.id, digest="benchmark") for event in events)
    VerdictRow.objects.bulk_create(verdicts)
    UnitState.objects.bulk_create(states)
    head.save()


def _state(said: list[str], people: tuple[UUID, UUID]) -> State:
    if set(said) == {"exclude"}:
        return State(standing=Standing.EXCLUDED, how=How.AGREED, voters=people)
    if "exclude" in said:
        return State(standing=Standing.CONFLICT, conflict="verdict", voters=people)
    return State(standing=Standing.FORWARD, how=How.AGREED, voters=people)


@contextmanager
def on_sqlite(folder: Path) -> Iterator[None]:
    """An empty SQLite database as Synthema runs it."""
    home = folder / "home"
    home.mkdir()
    with databases.in_use(sqlite(home / "synthema.sqlite3"), home):
        call_command("migrate", verbosity=0)
        yield


@contextmanager
def on_postgresql(folder: Path) -> Iterator[None]:
    """An empty PostgreSQL database that syncs as in production."""
    with durable_postgresql() as server:
        server.run("CREATE DATABASE large")
        with databases.in_use(server.settings("large"), folder / "home"):
            call_command("migrate", verbosity=0)
            yield


WORLDS = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def for_another_house() -> dict[str, str]:
    """Settings with which another process uses the database in use, and knows the sessions made here."""
    using = connections.settings["default"]
    url = ""
    if "postgresql" in str(using["ENGINE"]):
        url = databases.PostgreSQL(str(using["HOST"]), str(using["USER"])).url(str(using["NAME"]))
    return {"SYNTHEMA_DATABASE": url, "SYNTHEMA_SECRET": settings.SECRET_KEY}


@contextmanager
def durable_postgresql() -> Iterator[databases.PostgreSQL]:
    """A server of our own with the settings it comes with."""
    programs, folder = databases.binaries(), Path(tempfile.mkdtemp(prefix="synthema-pg-"))
    user = ("postgres" if databases._exists("postgres") else "nobody") if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    name, cluster = user or getpass.getuser(), str(folder / "cluster")
    run(str(programs / "initdb"), "-D", cluster, "-U", name, "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses='' -k {folder}"
    run(str(programs / "pg_ctl"), "-D", cluster, "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield databases.PostgreSQL(str(folder), name)
    finally:
        run(str(programs / "pg_ctl"), "-D", cluster, "-m", "fast", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
