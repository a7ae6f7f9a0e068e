"""A record taken whole is the record that the tokenizer reads line by line, whatever stands around and in it."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from synthema.records.export import Export
from synthema.records.formats.dialects import RIS
from synthema.records.formats.plain import Taken
from synthema.records.formats.ris import PLAIN, find
from synthema.records.formats.tagged import finder
from synthema.records.model import Found, Unreadable
from synthema.records.tally import Tally, visible
from tests.shared_data import ROOT, shared_data

careful = finder(RIS)
LINES = [
    "TY  - JOUR",
    "TY  - ",
    "TY  -",
    "TY  -JOUR",
    "TY - JOUR",
    "TY-JOUR",
    "ty  - BOOK",
    " TY  - JOUR",
    "TY  - JOUR ",
    "ER  - ",
    "ER  -",
    "ER  - x",
    "ER - ",
    "ER-",
    "er  - ",
    "ER  - TY  - JOUR",
    "TI  - One title",
    "TI  -",
    "TI  -close",
    "TI  -  two  spaces  ",
    "TI   - three",
    "TI\t- tab",
    "TI - loose",
    "AU  - Moran, A\u00a0",
    "KW  - \u2003wide\u3000",
    "PMID  - 12",
    "  going on",
    "going on",
    "US - not a tag",
    "anti-war",
    " ",
    "\x1f",
    "",
    "1.",
    "Record #1 of 2",
    "Provider: John Wiley & Sons, Ltd.",
    "\ufeff",
    "\ufeffTY  - JOUR",
    "AB  - \u65e5\u672c\u8a9e \U0001f600",
    "\x85",
]
FILES = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=8)), max_size=40)
RECORDS = st.lists(
    st.lists(st.sampled_from(LINES[16:]), max_size=6).map(lambda lines: ["TY  - JOUR", *lines, "ER  - "]), max_size=6
).map(lambda records: [line for record in records for line in record])


def outcome(content: bytes, *, whole: bool) -> tuple[list[Found], tuple[object, ...]]:
    tally = Tally(format="ris")
    found = [Found(one.line, list(one.raw)) for one in (find if whole else careful)(Export(content), tally)]
    account = tally.seal({})
    return found, (tally.markers, tally.tag_characters, account.repairs, account.preamble)


def agree(content: bytes) -> int:
    try:
        found, account = outcome(content, whole=True)
    except Unreadable:
        return 0
    assert (found, account) == outcome(content, whole=False)
    return len(found)


@settings(max_examples=400, deadline=None)
@example(["TY  - JOUR", "ER  -", "1.", "C1  - after"], "\n")
@example(["TY  - JOUR", "ER  -", "TI  - astray", "ER  -", "TY  - JOUR", "ER  -"], "\n")
@given(st.one_of(FILES, RECORDS), st.sampled_from(["\n", "\r\n", "\r"]))
def test_both_ways_of_reading_agree_on_lines_in_any_order(lines: list[str], end: str) -> None:
    agree(end.join(lines).encode("utf-8", "replace"))


def take(text: str, at: int, line: int) -> Taken | None:
    return PLAIN.take(text, at, PLAIN.last(text, at), line)


def mutated(content: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(content) + 1), chance.choice([1, 3, 40, 400])
    piece = content[at : at + length]
    other = chance.choice([b"", b"\n", b"\nER  - ", b"\nTY  - JOUR\n", b"\xef\xbb\xbf", b" ", piece * 2, piece[::-1]])
    return content[:at] + other + content[at + (0 if chance.random() < 0.5 else length) :]


def test_both_ways_of_reading_agree_on_real_exports_and_mutations_of_them() -> None:
    chance, records = random.Random(4), 0
    for path in sorted(shared_data("formats").rglob("*.ris")):
        content = path.read_bytes()
        records += agree(content)
        for _ in range(4 if len(content) < 100_000 else 0):
            records += agree(mutated(content, chance))
    assert records > 2000


@pytest.mark.skipif(not (ROOT / "formats").exists(), reason="reference data is absent")
def test_most_records_of_real_exports_are_taken_whole() -> None:
    taken: Counter[bool] = Counter()
    for path in sorted(Path(shared_data("formats")).rglob("*.ris")):
        text = "".join(Export(path).pieces())
        for part in text.split("\nTY  - ")[1:]:
            taken[take(f"TY  - {part}\n", 0, 1) is not None] += 1
    assert taken[True] > 10 * taken[False]


def test_what_is_taken_whole_says_how_far_it_reached() -> None:
    text = "TY  - JOUR\nTI  - A  title\n going on\nER  - \n\n\nTY  - BOOK\n"
    taken = take(text, 0, 7)
    assert taken is not None
    assert taken.found == Found(7, [("TY", "JOUR"), ("TI", "A  title\ngoing on")])
    assert text[taken.end :] == "TY  - BOOK\n"
    assert (taken.lines, taken.blank, taken.characters) == (6, True, visible("JOUR A title going on"))
    assert take(text, taken.end, 13) is None
