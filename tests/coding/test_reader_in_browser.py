"""Coding at the reader in a real browser, by keyboard alone: twenty passages, offline and back, what is painted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, expect

from synthema.coding.actions import code_passage, withdraw_quote
from synthema.coding.model import Voice
from synthema.coding.tables import CodeRow, CodingRow, MemoRow, QuoteRow
from synthema.documents.actions import add_file
from synthema.documents.model import Span
from synthema.documents.tables import document, text_of
from tests.browser import SMALL, chromium, logged_in, mishaps, served
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.documents import pdfs
from tests.documents.test_reader_in_browser import two_columns

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("allow_playwright"),
]
SPOKEN = "“I stood there for an hour and the water decided,” one keeper said (K{n})."
FINDINGS = [
    f"Keeper {n} waited by the water and grew calm in the {n}th year." if n % 4 else SPOKEN.format(n=n)
    for n in range(1, 31)
]
ARTICLE = (
    "<html><head><title>What herons teach</title></head><body><h1>What herons teach</h1><h2>Methods</h2>"
    "<p>We asked thirty keepers.</p><h2>Findings</h2>"
    + "".join(f"<p>{' '.join(FINDINGS[n : n + 5])}</p>" for n in range(0, 30, 5))
    + "<h2>Discussion</h2><p>Herons teach patience.</p></body></html>"
)
SHOTS = os.environ.get("SYNTHEMA_SHOTS", "")


@pytest.fixture
def allow_playwright(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Playwright runs a loop in this thread, which Django takes for asynchronous code; machines may be busy."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    expect.set_options(timeout=15_000)
    yield
    expect.set_options(timeout=5_000)


@contextmanager
def reading(cast: Cast, made: Scene, file: Path, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """Ana at the reader of the heron report, which has this file as its second full text."""
    made.documents["page"] = add_file(made.by("dev"), made.review, made.reports["heron"], file).body.document_id
    with served() as address, chromium() as browser:
        connections["default"].close()
        del connections["default"]
        page = logged_in(browser, address, cast.ana, **options).new_page()
        page.set_default_timeout(30_000)
        seen = mishaps(page)
        open_at(page, made)
        yield page, seen
        page.context.close()
        connections["default"].close()


def open_at(page: Page, made: Scene, query: str = "") -> None:
    """The reader, until what is coded is there."""
    there = reverse("coding:reader", kwargs={"review": made.review, "report": made.reports["heron"]})
    page.goto(f"{there}?document={made.documents['page']}{query}")
    page.locator("#coding-bar[data-ready]").wait_for()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def kept(page: Page) -> None:
    """Everything that was done has arrived."""
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('synthema:out:'))")


def sentence(page: Page) -> str:
    """The next uncoded sentence, selected by its key."""
    page.locator("#surface").focus()
    page.keyboard.press("u")
    expect(page.locator("#copy-selected")).to_be_visible()
    return page.locator("#desk-selected").inner_text()


def pick(page: Page, *keys: str, then: str = "Enter") -> None:
    """Type into the picker and choose."""
    page.keyboard.press("c")
    for one in keys:
        page.keyboard.type(one)
    page.keyboard.press(then)


def test_a_coder_goes_through_the_findings_by_keyboard(cast: Cast, tmp_path: Path) -> None:
    made, file = scene(cast, tmp_path, marked=False), tmp_path / "heron.html"
    file.write_text(ARTICLE, encoding="utf-8")
    with reading(cast, made, file) as (page, seen):
        expect(page.locator("#coverage-words")).to_contain_text("No findings are marked")
        page.get_by_role("button", name="“Findings”: these are the findings").press("Enter")
        page.locator("#coding-bar[data-ready]").wait_for()
        expect(page.locator("#coverage-words")).to_contain_text("0 of 30 sentences")
        assert FINDINGS[0] in sentence(page)
        pick(page, "waiting")  # made on the way
        expect(page.locator("#coverage-words")).to_contain_text("1 of 30 sentences")
        assert FINDINGS[1] in sentence(page)
        pick(page, "wait", then="Shift+Enter")  # known now; and a second one, below the first
        page.keyboard.type("waiting")
        page.keyboard.press("Tab")
        expect(page.locator("#code-input")).to_have_value("waiting / ")
        page.keyboard.type("calm")
        page.keyboard.press("Enter")
        expect(page.locator("#meant .chips li")).to_have_text(["waiting×", "waiting / calm×"])
        sentence(page)
        page.keyboard.press("n")
        expect(page.locator("#meant")).to_contain_text("no relevant finding")
        expect(page.locator("#coverage-words")).to_contain_text("3 of 30 sentences of the findings done, 1 of them")
        sentence(page)  # what a keeper said: only some of it stands in quotation marks
        page.keyboard.press("1")
        expect(page.locator("#voice-participant")).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("i")
        expect(page.locator("#meant")).to_contain_text("Participant")
        page.keyboard.press("m")
        page.locator("#memo-text").type("Who decides?")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#meant")).to_contain_text("1 memo")
        kept(page)
        assert MemoRow.objects.get(review=made.review).text == "Who decides?"
        in_vivo = CodeRow.objects.get(review=made.review, in_vivo__isnull=False)
        assert in_vivo.name == FINDINGS[3].removesuffix(".")
        assert QuoteRow.objects.get(pk=str(in_vivo.in_vivo)).voice == Voice.PARTICIPANT

        sentence(page)
        page.keyboard.press("Shift+ArrowLeft")  # the caret stands at its end
        expect(page.locator("#desk-selected")).to_contain_text(FINDINGS[4].removesuffix("."))
        expect(page.locator("#desk-selected")).not_to_contain_text(FINDINGS[4])
        page.keyboard.press("Escape")
        sentence(page)
        pick(page, "clam")  # a slip: the code goes with the passage
        page.keyboard.press("z")
        expect(page.locator("#coverage-words")).to_contain_text("4 of 30 sentences")
        page.keyboard.press("c")
        page.keyboard.type("clam")
        expect(page.locator("#code-list [role=option]")).to_have_text(["Bring “clam” back: it was retired"])
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        kept(page)
        assert CodeRow.objects.get(review=made.review, name="clam").retired_seq

        pick(page, "unheard")  # nothing is selected: it is said, and what was typed stays
        expect(page.locator("#told")).to_contain_text("Select words first")
        expect(page.locator("#code-input")).to_have_value("unheard")
        page.locator("#code-input").fill("")
        page.locator("#surface").focus()
        sentence(page)
        pick(page, "calm")
        page.locator("#meant .chip-off").press("Enter")  # a wrong code off, and the same words again
        expect(page.locator("#meant")).to_contain_text("marked, without a code")
        page.keyboard.press("k")
        assert sentence(page).startswith(FINDINGS[4])
        assert sentence(page).startswith(FINDINGS[5])
        pick(page, "waiting", then="Shift+Enter")
        page.keyboard.press("Escape")
        expect(page.locator("#meant .chips li")).to_have_text(["waiting×"])
        page.keyboard.press("z")
        expect(page.locator("#meant")).to_contain_text("marked, without a code")
        kept(page)
        expect(page.locator("#kept")).to_be_hidden()
        page.get_by_role("button", name="Take the passage back").press("Enter")
        page.keyboard.press("m")  # nothing is selected or meant: on the document
        expect(page.locator("#memo-about")).to_have_value("document")
        page.locator("#memo-text").type("A frank report.")
        page.keyboard.press("Control+Enter")
        kept(page)
        assert MemoRow.objects.get(text="A frank report.").about == made.documents["page"]

        page.keyboard.press("Control+Home")
        page.context.set_offline(True)
        for n in range(4, 8):
            sentence(page)
            pick(page, "calm")
            expect(page.locator("#coverage-words")).to_contain_text(f"{n + 1} of 30 sentences")
        page.keyboard.press("2")
        expect(page.locator("#meant")).to_contain_text("Author")
        page.keyboard.press("z")
        page.keyboard.press("z")  # the voice, then the passage
        expect(page.locator("#coverage-words")).to_contain_text("7 of 30 sentences")
        expect(page.locator("#line")).to_contain_text("The connection is lost")
        page.context.set_offline(False)
        kept(page)
        expect(page.locator("#line")).to_have_text("Everything is kept.")
        assert seen and all("ERR_INTERNET_DISCONNECTED" in one for one in seen)
        seen.clear()

        for n in range(7, 22):
            assert FINDINGS[n][:20] in sentence(page)
            pick(page, "waiting" if n % 2 else f"theme {n % 5}")
        kept(page)
        expect(page.locator("#coverage-words")).to_contain_text("22 of 30 sentences of the findings done, 1 of them")
        standing = QuoteRow.objects.filter(review=made.review, withdrawn_seq=None)
        assert standing.filter(dismissed=False).count() == 21
        assert CodingRow.objects.filter(review=made.review, withdrawn_seq=None).count() == 22
        painted = page.evaluate("() => document.querySelectorAll('.ink .passage').length")
        assert painted == standing.count() == 22

        page.keyboard.press("z")
        expect(page.locator("#coverage-words")).to_contain_text("21 of 30 sentences")
        page.keyboard.press("k")
        shot(page, "many")
        kept(page)
        standing = standing.exclude(dismissed=True).order_by("-start")
        moved, before = standing[0].id, standing[0].exact
        page.keyboard.press("Shift+Control+ArrowRight")
        page.get_by_role("button", name="Give it the selected words").press("Enter")
        expect(page.locator("#meant .meant-words")).to_have_text("Keeper")
        kept(page)
        assert QuoteRow.objects.get(pk=moved).exact == "Keeper"
        page.keyboard.press("z")
        kept(page)
        assert QuoteRow.objects.get(pk=moved).exact == before == FINDINGS[20]
        before = page.locator("#coverage-words").inner_text()
        page.reload()
        page.locator("#coding-bar[data-ready]").wait_for()
        expect(page.locator("#coverage-words")).to_have_text(before)
        page.goto(reverse("coding:documents", kwargs={"review": made.review}))
        expect(page.locator(".coded-documents")).to_contain_text("21 of 30 (70 %)")
        shot(page, "documents")
        assert seen == []


def overlapping(made: Scene) -> list[UUID]:
    """Passages of the first page that run into each other, over both columns, with one to three codes each."""
    row = document(made.review, made.documents["page"])
    text = text_of(row)
    assert text is not None
    codes = [made.named("ben", name) for name in ("weather", "company", "solitude", "listening", "return")]
    end, found = text.text.index("\f"), []
    for n in range(14):
        span = Span(20 + n * 50, min(end - 2, 20 + n * 50 + (230 if n % 5 == 0 else 70)))
        used = [codes[n % 5], *([codes[(n + 2) % 5]] if n % 3 == 0 else [])]
        done = code_passage(
            made.by("ben"), made.review, row.id, row.text_sha256, (_whole(text.text, span),), codes=used
        )
        found.append(done.body.quote_id)
    return found


def _whole(text: str, span: Span) -> Span:
    """The span from the beginning of a word to the end of one."""
    start, end = span.start, span.end
    while text[start - 1 : start].strip():
        start -= 1
    while text[end : end + 1].strip():
        end += 1
    return Span(start, end)


LAID_OVER = """() => {
  const stretch = /M([\\d.]+) ([\\d.]+)h4v([\\d.]+)/g;
  const parts = (one) => [...one.getAttribute("d").matchAll(stretch)].map((part) => part.slice(1).map(Number));
  const gutters = [...document.querySelectorAll(".gutter")];
  const bars = gutters.map((gutter) => [...gutter.querySelectorAll(".bar")].map(parts));
  const over = ([x, top, high], [u, other, tall]) => Math.abs(x - u) < 4 && top < other + tall && other < top + high;
  return [bars.flat(2).length, bars.flatMap((sheet) => sheet.filter((some, n) => sheet.some((others, m) => m > n
    && some.some((one) => others.some((other) => over(one, other)))))).length]; }"""


def serious(page: Page) -> list[str]:
    """What axe finds wrong."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def test_overlapping_codes_can_be_told_apart_and_no_act_is_lost(cast: Cast, tmp_path: Path) -> None:
    made, file = scene(cast, tmp_path, marked=False), tmp_path / "columns.pdf"
    file.write_bytes(two_columns())
    with reading(cast, made, file) as (page, seen):
        quotes = overlapping(made)
        open_at(page, made)
        expect(page.locator(".ink .passage")).to_have_count(14)
        expect(page.locator("#here .here-one")).to_have_count(14)
        shot(page, "columns")
        unseen = sum(int(one) for one in page.locator(".gutter .more").all_text_contents())  # "+2"
        assert page.locator(".gutter .bar").count() + unseen == 19
        stretches, laid_over = page.evaluate(LAID_OVER)
        assert (stretches >= 14, laid_over) == (True, 0)
        bar = page.locator(f'.gutter .bar[data-quote="{quotes[0]}"]').first
        bar.dispatch_event("click")
        expect(page.locator("#meant .chips li")).to_have_text(["weather×", "solitude×"])
        bar.dispatch_event("pointerover")
        assert page.locator(".ink .passage.faded").count() == 13
        shot(page, "hover")
        page.locator(".gutter").first.dispatch_event("pointerleave")
        assert page.locator(".faded").count() == 0
        page.locator("#surface").focus()
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert serious(page) == []
        page.keyboard.press("c")
        page.keyboard.type("wea")
        expect(page.locator("#code-list [role=option]").first).to_contain_text("weather")
        shot(page, "picker")
        assert serious(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")

        withdraw_quote(made.by("ben"), made.review, quotes[2])  # by somebody else, while the page shows it
        page.locator(f'#here [data-quote="{quotes[2]}"]').press("Enter")
        page.keyboard.press("m")
        page.locator("#memo-text").type("What I must not lose")
        page.keyboard.press("Control+Enter")
        kept = page.locator("#kept li")
        expect(kept).to_contain_text("What I must not lose")
        expect(kept).to_contain_text("There is no such quote in this review")
        expect(page.locator(".ink .passage")).to_have_count(13)
        assert serious(page) == []
        shot(page, "refused")
        kept.get_by_role("button", name="Seen").press("Enter")
        expect(page.locator("#kept")).to_be_hidden()
        withdraw_quote(made.by("ben"), made.review, quotes[4])
        page.locator(f'#here [data-quote="{quotes[4]}"]').press("Enter")
        pick(page, "weather")
        expect(kept).to_contain_text("weather: ")  # and the words it was for
        kept.get_by_role("button", name="Try again").press("Enter")  # as a passage of one's own: the other one is gone
        expect(page.locator(".ink .passage")).to_have_count(13)
        page.wait_for_function("() => !document.querySelector('.ink [data-quote^=\"of:\"]')")
        expect(page.locator("#meant")).not_to_contain_text("by Ben")  # the passage is Ana's own

        assert [one for one in seen if "422" not in one] == []
        page.set_viewport_size(SMALL)
        page.emulate_media(color_scheme="dark")
        open_at(page, made, f"&quote={quotes[5]}")
        expect(page.locator("#meant .chips li").first).to_contain_text("weather")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        shot(page, "small")
        assert serious(page) == []
        page.locator("#view-other").press("Enter")
        expect(page.locator("#leaves-text .passage").first).to_be_attached()
        shot(page, "small-text")


def test_an_area_of_a_scan_is_coded(cast: Cast, tmp_path: Path) -> None:
    made, file = scene(cast, tmp_path), tmp_path / "scan.pdf"
    file.write_bytes(pdfs.scan(2))
    with reading(cast, made, file) as (page, seen):
        face = page.locator("#leaves-pages .leaf.bare .face").first
        box = face.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 60, box["y"] + 60)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + 160, steps=4)
        page.mouse.up()
        pick(page, "a drawing")
        expect(page.locator(".ink .passage .edge")).to_have_count(1)
        kept(page)
        quote = QuoteRow.objects.get(review=made.review)
        assert quote.ranges == "[]" and len(quote.areas) == 1
        assert quote.areas[0].right - quote.areas[0].left > 900
        page.keyboard.press("z")
        kept(page)
        assert not QuoteRow.objects.filter(review=made.review, withdrawn_seq=None).exists()
        assert seen == []
