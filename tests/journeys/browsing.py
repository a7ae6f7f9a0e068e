"""What a person does in a real browser, told in the words of a person: come in, write, screen, settle, look."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import WIDE, mishaps
from tests.journeys.example import Row, folded
from tests.web.running import Started, Window, answers, free_port

expect.set_options(timeout=20_000)  # a machine may be busy; nothing here is timed
PASSWORD = "seven herons at dawn"
READY = "#screening[data-ready]"
OUTBOX = "() => !Object.keys(localStorage).some((key) => key.startsWith('synthema:out:'))"


class Served:
    """`synthema serve` as a process of its own, which may be ended and started again at the same address."""

    def __init__(self, home: Path) -> None:
        self.home, port = home, free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._words = ("serve", "--local-test", "--bind", f"127.0.0.1:{port}", "--workers", "1")
        self._running: Started | None = None

    def start(self) -> None:
        """Start and wait for the first answer."""
        self._running = Started(self.home, *self._words)
        assert answers(Window(self.address))[0] == 200

    def end(self) -> None:
        """End it as an operator does."""
        if self._running is not None:
            self._running.__exit__(None, None, None)
            self._running = None

    def operator_link(self) -> str:
        """The link to the first account, as the command line prints it."""
        with Started(self.home, "team", "invite-operator") as said:
            return re.sub(r"^http://[^/]+", "", said.wait_for("/invitations/").strip())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()


@dataclass
class Desk:
    """One person at a window of their own."""

    name: str
    context: BrowserContext
    page: Page
    review: str = ""
    mishaps: list[str] = field(default_factory=list)

    def to(self, path: str) -> Page:
        """Go to a page of the review."""
        answer = self.page.goto(f"{self.review}{path}")
        assert answer is not None
        assert answer.ok, f"{self.review}{path}: {answer.status}"
        return self.page

    def press(self, words: str) -> None:
        """Press the button of these words."""
        self.page.get_by_role("button", name=words).first.click()

    def told(self, words: str) -> None:
        """Wait until the page says so."""
        expect(self.page.locator("#said")).to_contain_text(words)

    def write(self, **fields: object) -> None:
        """Write into the fields of these names."""
        for name, words in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(str(words))

    def reads(self, path: str) -> str:
        """All words of a page, and those behind them."""
        return self.to(path).content()


@contextmanager
def desk(browser: Browser, address: str, name: str) -> Iterator[Desk]:
    """A window of its own for one person."""
    context = browser.new_context(base_url=address, viewport=WIDE, accept_downloads=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    yield Desk(name, context, page, mishaps=mishaps(page))
    context.close()


def come_in(desk: Desk, link: str) -> None:
    """Open a link to an account, and make it."""
    desk.page.goto(link)
    desk.write(name=desk.name, email=f"{desk.name.split()[0].lower()}@example.org", password=PASSWORD)
    desk.page.locator("main form button.main").click()
    expect(desk.page.locator("header .menu summary")).to_have_text(desk.name)


def invite(lead: Desk, role: str) -> str:
    """A link for one person with one role."""
    page = lead.to("team/")
    for box in page.locator("section[aria-labelledby=inviting] input[name=role]").all():
        box.set_checked(box.get_attribute("value") == role)
    lead.write(note=f"a {role}")
    lead.press("Make a link")
    return page.locator("#link").input_value()


def job_done(page: Page) -> None:
    """Wait until no background work is shown as under way."""
    expect(page.locator("section.job progress")).to_have_count(0, timeout=120_000)


def deck(page: Page) -> str:
    """The title on screen once there is one; "" where nothing awaits this person."""
    page.wait_for_selector(f"{READY} #record-title, {READY} .done")
    shown = page.locator("#record-title")
    return shown.inner_text() if shown.count() else ""


def judge(page: Page, row: Mapping[str, str], reasons: list[str]) -> None:
    """Give the verdict of a row by keys: note, reason, verdict."""
    if row["note"]:
        page.keyboard.press("n")
        page.keyboard.insert_text(row["note"])
        page.keyboard.press("Escape")
    if row["reason"]:
        page.keyboard.press(str(1 + reasons.index(row["reason"])))
    page.keyboard.press(row["verdict"][0])


def screen(desk: Desk, stage: str, rows: Mapping[str, Row], reasons: list[str], most: int = 10_000) -> list[str]:
    """Judge by keys what comes up, until nothing does or as many as said; the titles, folded."""
    page, judged = desk.to(f"screening/{stage}/"), list[str]()
    while len(judged) < most and (title := deck(page)):
        judge(page, rows[folded(title)], reasons)
        judged.append(folded(title))
        page.wait_for_function("(was) => document.getElementById('record-title')?.innerText !== was", arg=title)
    page.wait_for_function(OUTBOX)
    return judged
