"""Text that means something to a browser or a template stays text on every page, whoever wrote it and wherever.

The payloads come in by a RIS file, as names of people and of files, and through every field of every form; then every
page is opened in Chromium: nothing runs, no report of the Content-Security-Policy, nothing on the console.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.urls import resolve, reverse
from playwright.sync_api import Browser as Chromium

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.frame.routes import ROUTES, Route
from synthema.jobs.actions import run_now
from synthema.jobs.tables import Job
from synthema.records.actions import import_file
from synthema.refused import Refused
from synthema.screening.actions import resolve_conflict
from synthema.team.actions import add_person, register_person
from synthema.team.tables import Account, Person
from tests import databases
from tests.browser import chromium, logged_in, mishaps, served
from tests.cast import seat_everybody
from tests.hostile import world_of_pages as p
from tests.hostile.every_address import ADDRESSES, Address, Free, Parts
from tests.hostile.twin_worlds import World, a_world_that_ends, found
from tests.pages import Browser, account_of, words
from tests.screening.stage import TA, vote

BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
RUNS = "<script>boom(1)</script><img src=x onerror=boom(2)><svg onload=boom(3)>"
PAYLOADS = (
    f"'\"></textarea></title></option>{RUNS}seven{{{{ 7|add:7 }}}}seven{{% now 'Y' %}}]]><!-- \u202e",
    "<svg onload=boom(5)>\" onfocus=boom(6) autofocus x='",
    "javascript:boom(7)//\u2028seven{{ 7|add:7 }}seven",
    f"{RUNS} " * 400,
)
SEEN_BY = {"reviewer": "/screening/", "librarian": "/reports/files/"}  # what a lead does not see alike
WHO = {"lead": "chloe", "librarian": "dev", "reviewer": "ben"}
NAMES = ('"><svg onload=boom(8)>.ris', "<img src=x onerror=boom(9)>.svg", "\u202efdp.exe';boom(10)//.txt")
NO_PAGES = {  # files, pictures, what answers scripts (`test_files_of_pages.py` looks at them), and parts of pages
    "dedup:figures", "dedup:sources", "frame:job_state", "reporting:again_note", "reporting:impact",
    "documents:file", "documents:picture", "records:export", "records:file", "reporting:flow_download",
    "reporting:protocol_file", "coding:by_study_table", "coding:codebook_file", "coding:consensus_log",
    "coding:export", "coding:losses", "coding:memos_of", "coding:paper_of", "coding:query_table",
    "coding:quotes_table", "coding:together_table",
    "screening:cards_ahead", "screening:offered", "web:download", "web:trail_csv",
}  # fmt: skip
NOT_SENT = {"team:add", "screening:settle"}  # refused on a server; a settlement with such a note is there already
LATE = (  # these take away what others write to
    "dedup:withdraw", "documents:take_out", "protocol:put_in_force", "protocol:restore", "records:withdraw",
    "screening:stop", "screening:resume", "screening:withdraw", "search:withdraw",
    "studies:remove", "studies:take_back_attempt", "studies:take_back_outcome", "studies:unlink",
    "studies:seek_no_longer", "screening:unsettle", "coding:retire", "coding:excuse",
)  # fmt: skip
SEARCHES = """() => [...document.querySelectorAll('form input')]
  .filter((one) => one.form && one.form.method === 'get' && ['text', 'search'].includes(one.type) && one.name)
  .map((one) => [one.form.action || location.href, one.name])"""
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
    import_file(By(w.cast.dev), review, w.files / "hostile.ris", "late")
    find_duplicates(By(w.cast.dev), review)
    vote(w.cast, w.records["nuthatch"], ana="include", ben="exclude")
    how = {"how": "arbiter", "decision": "exclude", "reason": "date"}
    resolve_conflict(By(w.cast.chloe), review, TA, w.records["nuthatch"], **how, note=PAYLOADS[0])
    account = account_of(w.cast.chloe)
    Account.objects.filter(pk=account.pk).update(is_operator=True)


def free_fields(w: World, asked: Address) -> list[str]:
    """The fields of a form that take free words; none where what it is about is gone."""
    with suppress(ObjectDoesNotExist, StopIteration, IndexError, Refused), a_world_that_ends():
        asked.first(w)
        return [name for name, value in asked.fields(w).items() if isinstance(value, Free)]
    return []


def send(w: World, name: str) -> tuple[bool, int]:
    """Hostile words in all free fields of a form, shorter ones where long ones are refused: taken, the worst answer."""
    route, asked, worst = BY_NAME[name], ADDRESSES[name], 0
    who = next(
        (getattr(w.cast, one) for role, one in WHO.items() if role in asked.may and role not in asked.told), None
    )
    browser = Browser(who if name != "team:join_anew" else None)
    for payload in PAYLOADS:
        for parts in (asked.parts, *asked.several):
            with suppress(Refused, StopIteration), transaction.atomic():
                asked.first(w)
            fields = {k: f"{payload} {len(name)}" if isinstance(v, Free) else v for k, v in asked.fields(w).items()}
            worst = max(worst, status := browser.post(address(w, route, parts), fields).status_code)
        if status < 400:
            return True, worst
    return False, worst


def address(w: World, route: Route, parts: Parts) -> str:
    """An address with its parts."""
    given = {"review": w.cast.review} if route.of_review else {}
    return reverse(f"{route.room}:{route.name}", kwargs={**given, **parts(w)})


def pages(w: World, role: str) -> Iterator[str]:
    """The addresses of all pages that somebody may see, with their queries."""
    for name, asked in ADDRESSES.items():
        route = BY_NAME[name]
        may = role not in asked.told and (role in asked.may or "operator" in asked.may)
        if route.method == "GET" and name not in NO_PAGES and may:
            with suppress(ObjectDoesNotExist, StopIteration, IndexError):
                for parts in (asked.parts, *asked.several):
                    yield address(w, route, parts)
                yield from (address(w, route, asked.parts) + query for query in list(asked.queries(w))[1:4])


class Forms(HTMLParser):
    """The forms of a page: method, address and the names of the fields in which people write."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, set[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((said.get("method", "get").lower(), said.get("action", ""), set()))
        written = tag == "textarea" or (
            tag == "input" and said.get("type", "text") in ("text", "search", "url", "email")
        )
        if written and self.found and "form" not in said and said.get("name"):
            self.found[-1][2].add(said["name"])


def test_every_field_of_every_form_gets_hostile_words(world: World) -> None:
    """What is sent below is all that people can write: forms on pages have no other fields of text."""
    unknown = set()
    with a_world_that_ends():
        p.dev_uploaded_and_read(world)
        p.dev_dropped(world)
        for person, role in ((world.cast.chloe, "lead"), (world.cast.ben, "reviewer"), (world.cast.dev, "librarian")):
            browser = Browser(person)
            for url in pages(world, role):
                for method, action, names in Forms(words(browser.get(url))).found:
                    if method == "post":
                        unknown |= {
                            (name, field)
                            for name in [posted(action or url)]
                            if name
                            for field in names - sent_to(world, name)
                        }
    assert unknown == set()


def posted(action: str) -> str:
    """The name of what takes a form."""
    match = resolve(action.split("?", maxsplit=1)[0])
    path = match.route
    return next((name for name, route in BY_NAME.items() if (route.path, route.method) == (path, "POST")), "")


def sent_to(w: World, name: str) -> set[str]:
    """The names of the fields that are sent there, with all rows of a kind."""
    with a_world_that_ends():
        ADDRESSES[name].first(w)
        known = set(ADDRESSES[name].fields(w))
    more = {re.sub(r"_0\b", f"_{row}", one) for one in known for row in range(45)}
    return {*known, *more}


def test_nothing_runs_whatever_people_write(world: World) -> None:
    wanted = [name for name, asked in ADDRESSES.items() if BY_NAME[name].method == "POST" and free_fields(world, asked)]
    for name in sorted(set(wanted) - NOT_SENT, key=lambda one: (one in LATE and LATE.index(one) + 1, one)):
        taken, worst = send(world, name)
        assert taken, name
        assert worst < 500, name
    Browser(world.cast.dev).post(
        address(world, BY_NAME["documents:add_files"], ADDRESSES["documents:add_files"].parts),
        {"files": [SimpleUploadedFile(name, b"no PDF") for name in NAMES]},
    )
    for job in Job.objects.filter(state="waiting"):
        with suppress(Refused):
            run_now(job)
    with served() as home, chromium() as running:
        connections["default"].close()
        del connections["default"]
        wrong = [
            line
            for role, person in (
                ("lead", world.cast.chloe),
                ("reviewer", world.cast.ben),
                ("librarian", world.cast.dev),
            )
            for line in _opened(world, running, home, role, person)
        ]
        connections["default"].close()
    assert wrong == []


def _opened(world: World, running: Chromium, home: str, role: str, person: UUID) -> list[str]:
    """What happens when somebody opens every page, looks for hostile words, and leafs through the records."""
    context = logged_in(running, home, person)
    page, wrong = context.new_page(), list[str]()
    seen = mishaps(page)
    for url in pages(world, role):
        if role != "lead" and SEEN_BY[role] not in url:
            continue
        answer = page.goto(url)
        if answer is None or answer.status >= 500 or "seven14seven" in page.content():
            wrong.append(f"{url} answers {answer and answer.status}")
        for action, name in page.evaluate(SEARCHES):
            page.goto(f"{action.split('?')[0]}?{name}={quote(PAYLOADS[0])}")
        wrong += [f"{role} {url}: {line}" for line in seen if "status of 4" not in line]  # an invitation that was used
        seen.clear()
    page.evaluate("document.body.innerHTML = '<img src=x onerror=boom()>'")
    page.wait_for_timeout(200)
    assert any("Content Security Policy" in line for line in seen)  # so the walk would have seen it
    context.close()
    return wrong
