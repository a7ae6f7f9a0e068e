"""Text that means something to a browser or a template stays text on every page, whoever wrote it and wherever.

The payloads come in by a RIS file, as names of people and of files, and through every field of every form; then every
page is opened in Chromium: nothing runs, no report of the Content-Security-Policy, nothing on the console.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Browser as Chromium

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.frame.routes import ROUTES, Route
from synthema.records.actions import import_file
from synthema.refused import Refused
from synthema.team.actions import add_person, register_person
from synthema.team.tables import Account, Person
from tests import databases
from tests.browser import chromium, logged_in, mishaps, served
from tests.cast import seat_everybody
from tests.hostile import world_of_pages as p
from tests.hostile.every_address import ADDRESSES, Address, Free
from tests.hostile.twin_worlds import World, found
from tests.pages import Browser, account_of, words

BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
RUNS = "<script>boom(1)</script><img src=x onerror=boom(2)><svg onload=boom(3)>"
PAYLOADS = (
    f"'\"></textarea></title></option>{RUNS}{{{{ 7|add:7 }}}}{{% now 'Y' %}}]]><!-- \u202e javascript:boom(4)",
    "<svg onload=boom(5)>\" onfocus=boom(6) autofocus x='",
    "javascript:boom(7)//\u2028{{ 7|add:7 }}",
    f"{RUNS} " * 400,
)
LETTERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
WHO = {"lead": "chloe", "librarian": "dev", "reviewer": "ben"}
NAMES = ('"><svg onload=boom(8)>.ris', "<img src=x onerror=boom(9)>.svg", "\u202efdp.exe';boom(10)//.txt")
RIS = "".join(
    f"TY  - JOUR\nTI  - {number} {text}\nAU  - {text}, I\nPY  - 2020\nT2  - {text}\nAB  - {text} BACKGROUND: {text}\n"
    f"KW  - {text}\nUR  - {url}\nDO  - 10.1000/{number}\"><svg/onload=boom(11)>\nAN  - {text}\nN1  - {text}\nER  - \n\n"
    for number, (text, url) in enumerate(
        zip(PAYLOADS, ("javascript:boom(12)", "data:text/html,<script>boom(13)</script>", " java\tscript:boom(14)",
                       "https://example.org/\"onmouseover=boom(15)"), strict=True)
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The furnished world with hostile people and records in it, and hostile words in every field of every form."""
    folder = tmp_path_factory.mktemp("hostile-pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread
        with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
            (folder / "files").mkdir()
            w = p.furnish(found(seat_everybody(), folder / "files"))
            _hostile(w)
            yield w


def _hostile(w: World) -> None:
    review = w.cast.review
    Person.objects.filter(pk=w.cast.ana).update(name=PAYLOADS[1])
    add_person(By(w.cast.chloe), review, register_person(f"Zoe {PAYLOADS[0][:120]}").id, "reviewer")
    (w.files / "hostile.ris").write_text(RIS, encoding="utf-8")
    import_file(By(w.cast.dev), review, w.files / "hostile.ris", "empty")
    find_duplicates(By(w.cast.dev), review)
    account = account_of(w.cast.chloe)
    Account.objects.filter(pk=account.pk).update(is_operator=True)


def free_fields(w: World, asked: Address) -> list[str]:
    """The fields of a form that take free words."""
    with transaction.atomic():
        asked.first(w)
        fields = asked.fields(w)
        transaction.set_rollback(True)
    return [name for name, value in fields.items() if isinstance(value, Free)]


def sent(w: World, name: str) -> list[int]:
    """The answers to a form with each payload in all its free fields; what was taken in stays."""
    route, asked = BY_NAME[name], ADDRESSES[name]
    who = next((person for role, person in WHO.items() if role in asked.may and role not in asked.told), "chloe")
    browser, answers = Browser(getattr(w.cast, who)), []
    for payload in PAYLOADS:
        with transaction.atomic():
            try:
                asked.first(w)
            except Refused:
                pass
        for parts in (asked.parts, *asked.several):
            try:
                given = {k: payload if isinstance(v, Free) else v for k, v in asked.fields(w).items()}
                of = {"review": w.cast.review} if route.of_review else {}
                url = reverse(name, kwargs={**of, **parts(w)})
            except (LookupError, StopIteration, Person.DoesNotExist, ObjectGone):
                continue  # an earlier payload took it away
            answers.append(browser.post(url, given).status_code)
    return answers


class ObjectGone(Exception):
    """What a form was about is gone."""
