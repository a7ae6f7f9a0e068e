"""The steps of a review in the browser, worked with the facts of examples/peer-support."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from synthema.records import read
from synthema.records.model import Record
from tests.documents import pdfs
from tests.journeys.browsing import Desk, job_done
from tests.journeys.example import FOLDER, folded, rows, toml

PROTOCOL = toml("protocol.toml")
REASONS = [one["key"] for one in PROTOCOL["criterion"]]
SEARCHES = toml("searches.toml")["search"]
WORDS = {"population": ("peer support specialist*", "caregiver*"), "design": ("qualitative", "randomi*")}
SORTS = {12: "check", 4: "none"}  # by number in retrieval.csv
SAVED = "The draft is saved"


def write_protocol(lead: Desk) -> None:
    """Question, criteria with words and reasons in order, policy, sources and limits; then in force."""
    page = lead.to("protocol/edit/title/")
    lead.write(title=PROTOCOL["title"], short_title=PROTOCOL["short_title"], notice=PROTOCOL["notice"])
    lead.press("Save and go on")
    lead.told(SAVED)
    page.select_option("#framework", PROTOCOL["question"]["framework"])
    page.wait_for_selector("#slot_phenomenon")
    slots = {f"slot_{key}": text for key, text in PROTOCOL["question"]["slots"].items()}
    lead.write(text=PROTOCOL["question"]["text"], **slots)
    lead.press("Save and go on")
    page.wait_for_url("**/protocol/criteria/")  # the page before said already that the draft is saved
    lead.told(SAVED)
    for number, one in enumerate(PROTOCOL["criterion"], start=1):
        _criterion(lead, one)
        expect(page.locator("ol.criteria > li")).to_have_count(number)
    lead.to("protocol/edit/screening/")
    lead.write(**{name: PROTOCOL["screening"][name] for name in ("unsure", "conflicts", "full_text", "note")})
    lead.press("Save and go on")
    lead.told(SAVED)
    _sources(lead)
    page = lead.to("protocol/edit/")
    expect(page.locator("main")).not_to_contain_text("Still missing")
    lead.press("Put in force")
    lead.told("Version 1 of the protocol is in force.")


def _criterion(lead: Desk, one: dict[str, str]) -> None:
    page = lead.to("protocol/criterion/")
    lead.write(label=one["label"], include=one["include"], exclude=one["exclude"])
    page.select_option("#slot", one["slot"])
    if one["key"] in WORDS:
        lead.write(words_for=WORDS[one["key"]][0], words_against=WORDS[one["key"]][1])
    page.get_by_role("button", name="Save", exact=True).click()
    lead.told(SAVED)


def _sources(lead: Desk) -> None:
    page = lead.to("protocol/edit/sources/")
    for at, one in enumerate(PROTOCOL["source"]):
        if not page.locator(f"#source_{at}").count():
            page.get_by_role("button", name="Save", exact=True).click()
            lead.told(SAVED)
            page = lead.to("protocol/edit/sources/")
        page.fill(f"#source_{at}", one["name"])
        page.select_option(f"#source_{at}_kind", one["kind"])
    limits = PROTOCOL["limits"]
    lead.write(languages=", ".join(limits["languages"]), year_from=limits["year_from"], year_to=limits["year_to"])
    page.get_by_role("button", name="Save", exact=True).click()
    lead.told(SAVED)


def enter_search(lead: Desk, one: dict[str, str]) -> None:
    """One search as it was run, and its file dropped on it."""
    page = lead.to("searches/new/")
    facts = ("source", "platform", "strategy", "limits", "filters", "peer_review", "date_run", "hits", "notes")
    lead.write(**{name: one[name] for name in facts if name in one})
    page.select_option("#kind", one["kind"])
    lead.press("Enter it, then bring its files")
    lead.told("is in the log")
    drop(page, "form.drop", FOLDER / one["file"])
    page.get_by_role("button", name="Import one file").click(timeout=60_000)
    expect(page.locator("table tbody th").filter(has_text=Path(one["file"]).name)).to_be_visible(timeout=60_000)
    job_done(page)


def drop(page: Page, zone: str, *files: Path) -> None:
    """Drop files on a place of the page, as from a folder."""
    bodies = [[path.name, list(path.read_bytes())] for path in files]
    given = page.evaluate_handle(
        """(files) => { const given = new DataTransfer();
        for (const [name, body] of files) given.items.add(new File([new Uint8Array(body)], name));
        return given; }""",
        bodies,
    )
    page.dispatch_event(zone, "drop", {"dataTransfer": given})


def settle_pairs(lead: Desk) -> tuple[int, int]:
    """Look for duplicates and decide the uncertain pairs by keys, as the example did; merged and kept apart."""
    page = lead.to("duplicates/")
    lead.press("Look for duplicates")
    page.wait_for_selector("#pair", timeout=60_000)
    same = {frozenset((folded(row["title"]), folded(row["same_as_title"]))) for row in rows("duplicates-by-hand.csv")}
    merged = kept = 0
    while page.locator("#merge").count():
        titles = page.locator("table.compared tbody tr").filter(has=page.get_by_text("Title", exact=True)).first
        asked = page.locator("#pair input[name=question]").first.input_value()
        pair = frozenset(folded(words) for words in titles.locator("td[data-side]").all_inner_texts())
        merged, kept = (merged + 1, kept) if pair in same else (merged, kept + 1)
        page.keyboard.press("m" if pair in same else "k")
        page.wait_for_function(
            "(was) => document.querySelector('#pair input[name=question]')?.value !== was", arg=asked
        )
    return merged, kept


def known() -> dict[str, Record]:
    """The records of the example by title, of several prints the one with the longest abstract."""
    found = dict[str, Record]()
    for one in SEARCHES:
        for record in read(FOLDER / one["file"]).records:
            before = found.get(folded(record.title))
            if before is None or len(record.abstract) > len(before.abstract):
                found[folded(record.title)] = record
    return found


@dataclass(frozen=True, slots=True)
class Text:
    """A full text made for the journey."""

    title: str
    pdf: bytes
    sort: str


def printed() -> dict[str, Text]:
    """By file name, a PDF for every report that was retrieved, its text being the abstract of the example.

    One names neither DOI nor authors and is to be checked; of another the title is cut, and nothing is found for it.
    """
    records, made = known(), dict[str, Text]()
    for number, row in enumerate(rows("retrieval.csv")):
        if row["outcome"] != "retrieved":
            continue
        sort = SORTS.get(number, "sure")
        record = records[folded(row["title"])]
        pdf = pdfs.article(
            row["title"][: len(row["title"]) // 2] if sort == "none" else row["title"],
            ", ".join(record.authors) if sort == "sure" else "",
            doi=row["doi"] if sort == "sure" else "",
            year=int(row["year"] or 2020),
            body=record.abstract,
        )
        made[f"text {number}.pdf"] = Text(row["title"], pdf, sort)
    return made
