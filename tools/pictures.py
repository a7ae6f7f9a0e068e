"""The pictures of docs/guide/workbench.md, taken in a real browser: `python -m tools.pictures`."""

import csv
import os
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PIL import Image
from playwright.sync_api import Browser, Page

if TYPE_CHECKING:
    from synthema.audit.model import By
    from synthema.protocol.model import Protocol

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
VIEW = {"width": 1280, "height": 800}
LARGEST = 150_000  # bytes of one picture
COLOURS = 96
JUDGED = 34  # records that both readers have judged when the pictures of screening are taken
WORDS = {"population": (("peer support specialist*", "peer support worker*"), ("caregiver*",)),
         "design": (("qualitative", "interview*"), ("randomi*", "survey*")),
         "phenomenon": (("experience*",), ())}  # fmt: skip

TITLES = (
    "Company until morning: peer support workers on the night shift (invented)",
    "Awake for others: a survey of peer support workers at night (invented)",
    "Who sits with whom? Peer support after dark (invented)",
)
RECORD = """TY  - JOUR
TI  - {title}
AU  - Invented, Ida
AU  - Madeup, Max
PY  - 2021
T2  - Journal of Invented Things
VL  - 7
SP  - {number}
KW  - peer support
KW  - night work
AB  - BACKGROUND: An invented abstract, made for a picture. Little is known of the nights of peer support workers.
 METHODS: A qualitative study: 14 interviews with peer support workers of two invented clinics, read for themes.
 RESULTS: Three themes tell of their experience: being there while the house sleeps; being the only one without keys;
 going home when the others come. No caregiver was asked. CONCLUSIONS: None; nothing of this happened.
ER  -

"""


def main() -> None:
    """Work the example twice, once whole and once half way, and take the pictures."""
    os.environ["SYNTHEMA_HOME"] = tempfile.mkdtemp(prefix="synthema-pictures-")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    from synthema.cli.common import open_house

    open_house()
    from tests.browser import chromium, served

    from synthema.audit.clock import frozen
    from synthema.web.examples import example_folder

    with frozen(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        half, first = _half_way(example_folder("peer-support"))
        made_up = _made_up(example_folder("peer-support"), first)
        whole = _whole(example_folder("peer-support"), first)
    with served() as address, chromium() as browser:
        reader = _window(browser, address, first)
        _take(reader, f"/reviews/{half}/", "overview")
        _take(reader, f"/reviews/{half}/duplicates/", "duplicates")
        _take(reader, f"/reviews/{made_up}/screening/title_abstract/", "screening")
        _take(reader, f"/reviews/{half}/screening/title_abstract/conflicts/", "conflict")
        _take(reader, f"/reviews/{whole}/screening/title_abstract/agreement/", "agreement")
        _take(reader, f"/reviews/{whole}/flow/", "workbench-flow")


def _half_way(folder: Path) -> tuple[UUID, UUID]:
    """A review whose duplicates are looked for and whose screening is under way; with its first reader."""
    from synthema.audit.model import By
    from synthema.dedup.running import find_duplicates
    from synthema.protocol.actions import set_protocol
    from synthema.protocol.formats import read_protocol
    from synthema.records.actions import import_file
    from synthema.search.actions import log_search
    from synthema.search.formats import read_searches
    from synthema.team.actions import add_person, register_person, start_review

    first, second = By(register_person("Ada").id), By(register_person("Ben").id)
    review = start_review(first.then("start"), "Peer support specialists (demonstration)")
    add_person(first.then("second"), review, second.person, "reviewer")
    set_protocol(first.then("protocol"), review, _marking(read_protocol(folder / "protocol.toml")))
    for search, file in read_searches(folder / "searches.toml"):
        log_search(first.then(search.key), review, search)
        if file is not None:
            import_file(first.then(file.name), review, file, search.key)
    find_duplicates(first.then("duplicates"), review)
    for by, reader in ((first, "first"), (second, "second")):
        _screened(by.then("verdicts"), review, folder / "screening" / f"title-abstract-{reader}.csv")
    return review, first.person


def _made_up(folder: Path, person: UUID) -> UUID:
    """A review of invented records with abstracts, for the examples come without any."""
    from synthema.audit.model import By
    from synthema.dedup.running import find_duplicates
    from synthema.protocol.actions import set_protocol
    from synthema.protocol.formats import read_protocol
    from synthema.records.actions import import_file
    from synthema.search.actions import log_search
    from synthema.search.model import Search
    from synthema.team.actions import start_review

    by = By(person)
    review = start_review(by.then("made up"), "Peer support at night (invented)")
    set_protocol(by.then("made up protocol"), review, _marking(read_protocol(folder / "protocol.toml")))
    log_search(by.then("made up search"), review, Search(key="register", source="Invented register"))
    file = Path(os.environ["SYNTHEMA_HOME"]) / "invented.ris"
    record = RECORD.replace("\n ", " ")  # an abstract on one line, as databases export it
    file.write_text("".join(record.format(number=number, title=title) for number, title in enumerate(TITLES)))
    import_file(by.then("made up records"), review, file, "register")
    find_duplicates(by.then("made up duplicates"), review)
    return review


def _marking(protocol: "Protocol") -> "Protocol":
    """The protocol with words to mark."""
    marked = (
        replace(one, words_for=WORDS.get(one.key, ((), ()))[0], words_against=WORDS.get(one.key, ((), ()))[1])
        for one in protocol.criteria
    )
    return replace(protocol, criteria=tuple(marked))


def _screened(by: "By", review: UUID, table: Path) -> None:
    """The first verdicts of a table."""
    from synthema.screening.from_files import verdicts_from_file

    with table.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    part = Path(os.environ["SYNTHEMA_HOME"]) / table.name
    with part.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((head, *rows[:JUDGED]))
    verdicts_from_file(by, review, "title_abstract", part)


def _whole(folder: Path, reader: UUID) -> UUID:
    """The worked example as it is, with a reader who looks at it."""
    from synthema.audit.model import By
    from synthema.team.actions import add_person
    from synthema.team.tables import Seat
    from synthema.web.worked import work

    review = work(folder, UUID(int=1), lambda _stage, _what: None)
    lead = Seat.objects.filter(review=review, role="lead").values_list("person", flat=True)[0]
    add_person(By(lead), review, reader, "reader")
    return review


def _window(browser: Browser, address: str, person: UUID) -> Page:
    from tests.browser import logged_in

    return logged_in(browser, address, person, viewport=VIEW).new_page()


def _take(page: Page, path: str, name: str) -> None:
    """One picture, with few colours; refused when it is too large for a page of the guide."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    for _ in range(8):  # a record on which words are marked shows more
        if not page.locator("#record-title").count() or page.locator(".record mark").count() > 1:
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    target = PICTURES / f"{name}.png"
    picture.save(target, optimize=True)
    size = target.stat().st_size
    if size > LARGEST:
        sys.exit(f"{target.name} has {size} bytes; at most {LARGEST} are for a page of the guide.")
    sys.stdout.write(f"{target.name}: {size} bytes\n")


if __name__ == "__main__":
    main()
