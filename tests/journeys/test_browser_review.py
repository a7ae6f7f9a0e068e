"""Two people and an arbiter take the worked example through the browser, from an empty workspace to PRISMA."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from lxml import etree
from PIL import Image
from playwright.sync_api import FilePayload, expect

from synthema.reporting.box_page import A_PAGE
from tests.browser import chromium
from tests.journeys import browsing_steps as steps
from tests.journeys import example
from tests.journeys.browsing import Desk, Served, come_in, desk, invite, screen
from tests.journeys.browsing_steps import REASONS
from tests.journeys.example import Row, Stage, folded, rows, stage

IS_ANOTHER = "(was) => document.getElementById('record-title')?.innerText !== was"
LABELS = {one["key"]: one["label"] for one in steps.PROTOCOL["criterion"]}
DONE = {
    "comment made", "conflict resolved", "document added", "duplicates found", "person joined", "protocol set",
    "records imported", "records merged", "report linked", "reports sought", "retrieval attempted",
    "retrieval recorded", "review started", "search logged", "study named", "verdict given",
}  # fmt: skip
TA, FT = "title_abstract", "full_text"


@pytest.fixture
def home(sqlite_template: Path, tmp_path: Path) -> Path:
    """A home with a migrated database and nothing in it."""
    place = tmp_path / "home"
    place.mkdir()
    shutil.copy(sqlite_template, place / "synthema.sqlite3")
    return place


@pytest.mark.timeout(900)
def test_two_people_take_the_worked_example_from_an_empty_workspace_to_prisma(home: Path) -> None:
    with (
        Served(home) as served,
        chromium() as browser,
        desk(browser, served.address, "Ada Lead") as ada,
        desk(browser, served.address, "Ben Second") as ben,
        desk(browser, served.address, "Cleo Arbiter") as cleo,
    ):
        begin(served, ada)
        for other, role in ((ben, "reviewer"), (cleo, "arbiter")):
            come_in(other, invite(ada, role))
            other.review = ada.review
        steps.write_protocol(ada)
        for one in steps.SEARCHES:
            steps.enter_search(ada, one)
        merged, kept = steps.settle_pairs(ada)
        assert merged == len(rows("duplicates-by-hand.csv"))
        assert kept == 0
        screen_blind(ada, ben, TA, stage("title-abstract"))
        settle_all(ada, ben, cleo, TA, stage("title-abstract"))
        agreement_is_told(ada, stage("title-abstract"))
        retrieve(ada)
        screen_blind(ada, ben, FT, stage("full-text"))
        settle_all(ada, ben, cleo, FT, stage("full-text"))
        link_studies(ada)
        flow_is_right(ada)
        trail_names_it(ada)
        assert [one for person in (ada, ben, cleo) for one in person.mishaps] == []


def begin(served: Served, ada: Desk) -> None:
    """The first account of an empty workspace, and a new review."""
    come_in(ada, served.operator_link())
    expect(ada.page.locator("h1")).to_have_text("Welcome to Synthema")
    ada.write(title="Peer support specialists")
    ada.press("Begin")
    ada.page.wait_for_url("**/protocol/**")
    found = re.match(r".*?(/reviews/[0-9a-f-]+/)", ada.page.url)
    assert found
    ada.review = found[1]


def screen_blind(ada: Desk, ben: Desk, name: str, here: Stage) -> None:
    """The first judges all, then the second a few and then the rest; until both have, neither learns of the other."""
    first, second = ({title: pair[reader] for title, pair in here.pairs.items()} for reader in (0, 1))
    assert set(screen(ada, name, first, REASONS)) == here.pairs.keys()
    nothing_of(ben, name, [row["note"] for row in first.values()])
    few = screen(ben, name, second, REASONS, most=5)
    told = {first[title]["note"] for title in few}
    nothing_of(ben, name, [row["note"] for row in first.values() if row["note"] not in told])
    nothing_of(ada, name, [row["note"] for title, row in second.items() if title not in few])
    assert {*few, *screen(ben, name, second, REASONS)} == here.pairs.keys()


def nothing_of(reader: Desk, name: str, written: list[str]) -> None:
    """No page of the review tells this person any of these notes."""
    notes = {note for note in written if len(note) > 20 and "&" not in note}
    assert len(notes) > 3
    for path in (
        "", f"screening/{name}/", f"screening/{name}/list/", f"screening/{name}/conflicts/", "trail/",
        f"screening/{name}/agreement/", f"screening/{name}/team/", "flow/", "reports/", "studies/", "team/",
    ):  # fmt: skip
        words = reader.reads(path)
        assert [note for note in notes if note in words] == [], path


def settle_all(ada: Desk, ben: Desk, cleo: Desk, name: str, here: Stage) -> None:
    """The first conflict is talked over; each is settled as the example settled it."""
    ben.to(f"screening/{name}/conflicts/")
    expect(ben.page.locator(".votes .vote")).to_have_count(2)
    ben.write(text="Shall we look at the year of issue again?")
    ben.press("Say it")
    expect(ben.page.locator(".comments")).to_contain_text("look at the year")
    page = ada.to(f"screening/{name}/conflicts/")
    expect(page.locator(".comments")).to_contain_text("look at the year")
    title = folded(page.inner_text("#record-title"))
    for row in here.pairs[title]:
        expect(page.locator(".votes")).to_contain_text(row["note"])
    for person, how in ((ada, "consensus"), (cleo, "arbiter")):
        settle_those(person, name, {t: row for t, row in here.settled.items() if row["how"] == how})
    expect(ada.to(f"screening/{name}/conflicts/").locator("main")).to_contain_text("No conflicts")


def settle_those(person: Desk, name: str, mine: dict[str, Row]) -> None:
    """Settle what is this person's to settle, and pass by the rest."""
    page, left = person.to(f"screening/{name}/conflicts/"), dict(mine)
    while left:
        title = page.inner_text("#record-title")
        row = left.pop(folded(title), None)
        if row is None:
            page.keyboard.press("ArrowRight")
            page.wait_for_function(IS_ANOTHER, arg=title)
            continue
        person.write(note=row["note"])
        if row["reason"]:
            page.locator("#reasons input[name=reason]").nth(1 + REASONS.index(row["reason"])).check()
        page.locator(f"#settle button[value={row['decision']}]").click()
        page.wait_for_function(IS_ANOTHER, arg=title)
        person.told("Settled")


def agreement_is_told(ada: Desk, here: Stage) -> None:
    """The page of agreement says what a few lines of Python count."""
    page = ada.to(f"screening/{TA}/agreement/")
    kappa = example.kappa(here.crossed(("include", "exclude"), "include"))
    card = page.locator(".counted-as").first
    expect(card.locator("tr").filter(has_text="Cohen").locator("td").first).to_contain_text(f"{kappa:.2f}")


def retrieve(ada: Desk) -> None:
    """Seek what goes forward, bring the PDFs, attach them, and note what was not to be had."""
    ada.to("reports/")
    ada.press("Seek what goes forward")
    expect(ada.page.locator("#list")).to_have_text(f"{len(rows('retrieval.csv'))} reports")
    bring(ada, steps.printed())
    for row in rows("retrieval.csv"):
        if row["outcome"] == "not_retrieved":
            give_up(ada, row)
    expect(ada.to("reports/?show=to_retrieve").locator("main")).to_contain_text("No report here")


def bring(ada: Desk, files: dict[str, steps.Text]) -> None:
    """All files at once; what is sure is attached as it is, the rest is looked at and chosen."""
    page = ada.to("reports/files/")
    given = [FilePayload(name=name, mimeType="application/pdf", buffer=one.pdf) for name, one in files.items()]
    page.set_input_files("#files", given)
    expect(page.locator("main tbody tr")).to_have_count(len(files), timeout=120_000)
    for sort in ("sure", "check", "none"):
        names = {name for name, one in files.items() if one.sort == sort}
        lines = page.locator(f"section:has(#{sort}) tbody tr")
        assert {line.split("\n")[0] for line in lines.locator("th.file").all_inner_texts()} == names
    (doubtful,) = (one for one in files.values() if one.sort == "check")
    choice = page.locator("section:has(#check) option").filter(has_text=doubtful.title[:60])
    page.locator("section:has(#check) select").select_option(choice.get_attribute("value"))
    (unknown,) = (one for one in files.values() if one.sort == "none")
    choice = page.locator("#reports option").and_(page.locator(f'[value*="{unknown.title[:60]}"]'))
    page.fill("section:has(#none) tbody input", choice.get_attribute("value") or "")
    page.locator("h1").click()  # out of the field, so that letters are keys again
    page.keyboard.press("a")
    expect(page.locator("section.job")).to_contain_text(f"{len(files)} full texts are attached", timeout=60_000)


def give_up(ada: Desk, row: Row) -> None:
    """Look for a report in vain, and say so."""
    page = ada.to("reports/")
    page.get_by_role("link", name=row["title"]).first.click()
    form = page.locator("form:has(#route)")
    form.locator("#where").fill("The library of the university")
    form.locator("button").click()
    ada.told("Noted")
    page.fill("#out-note", row["note"])
    ada.press("Not retrieved: give up")
    ada.told("Recorded")


def link_studies(ada: Desk) -> None:
    """Each included report is linked to its study, by the names that the example gives."""
    page, number = ada.to("studies/"), 0
    for number, row in enumerate(rows("studies.csv"), start=1):
        line = page.locator("section[aria-labelledby=loose] li").filter(has_text=row["title"]).first
        line.locator("input[name=label]").fill(row["study"])
        line.locator("button").click()
        expect(page.locator("td[data-label=Reports] li")).to_have_count(number)
    assert page.locator("table tbody tr").count() == len({row["study"] for row in rows("studies.csv")})


def flow_is_right(ada: Desk) -> None:
    """Every number is that of the example's tables; each box opens what it counts; the files open."""
    first, second, sought = stage("title-abstract"), stage("full-text"), rows("retrieval.csv")
    records = sum(example.records_in(one["file"]) for one in steps.SEARCHES)
    lost = sum(row["outcome"] == "not_retrieved" for row in sought)
    expected = {
        "database_results": records, "duplicates": records - len(first.pairs), "records_screened": len(first.pairs),
        "records_excluded": len(first.excluded), "dbr_sought_reports": len(sought), "dbr_notretrieved_reports": lost,
        "dbr_assessed": len(second.pairs), "new_studies": len({row["study"] for row in rows("studies.csv")}),
        "new_reports": len(second.pairs) - len(second.excluded),
    }  # fmt: skip
    page = ada.to("flow/")
    expect(page.locator("main")).not_to_contain_text("A draft")
    drawn = {box: number_in(page.locator(f"#flow-{box}").text_content() or "") for box in expected}
    assert drawn == expected
    reasons = Counter(second.excluded.values())
    for number, key in enumerate(sorted(reasons, key=REASONS.index), start=1):
        label, n = LABELS[key], reasons[key]
        words = page.locator(f"#flow-dbr_excluded-{number}").text_content() or ""
        assert (words.strip().startswith(label), number_in(words)) == (True, n), words
    for box, number in expected.items():
        ada.to("flow/")
        page.locator(f"#flow-{box} text").last.click()
        expect(page.locator("ol.records > li")).to_have_count(min(number, A_PAGE))
    files_open(ada)


def number_in(words: str) -> int:
    """The number of a box."""
    found = re.search(r"n\s=\s([\d,]+)", words)
    assert found, words
    return int(found[1].replace(",", ""))


def files_open(ada: Desk) -> None:
    """Each file of the flow is what its name says."""
    ada.to("flow/")
    opens: dict[str, Callable[[bytes], object]] = {
        "SVG": lambda data: etree.fromstring(data).tag.endswith("svg"),
        "PNG": lambda data: Image.open(BytesIO(data)).size[0] > 600,
        "PDF": lambda data: data.startswith(b"%PDF-") and len(list(pypdfium2.PdfDocument(data))) == 1,
        "DOCX": lambda data: any("PRISMA" in one.text for one in Document(BytesIO(data)).paragraphs),
    }
    for name, looks in opens.items():
        with ada.page.expect_download() as coming:
            ada.page.get_by_role("link", name=name, exact=True).click()
        assert looks(Path(coming.value.path()).read_bytes()), name


def trail_names_it(ada: Desk) -> None:
    """The trail has every kind of act that was done, and holds."""
    page = ada.to("trail/")
    assert {words.lower() for words in page.locator("#kind option").all_inner_texts()} >= DONE
    ada.press("Check the whole trail")
    expect(page.locator("section.job .tag.sure")).to_be_visible(timeout=60_000)
    expect(page.locator("section.job")).to_contain_text("Everything holds.")
