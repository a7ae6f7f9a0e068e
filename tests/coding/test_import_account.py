"""Each thing of a file is made, there already or dropped with a reason: what is told adds up, whatever the file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.coding.import_model import Choices, Held, HeldDocument
from synthema.coding.importing import plan
from synthema.coding.ledger import KINDS, totals
from synthema.coding.model import Region
from synthema.coding.refi.inspect import inspected
from synthema.coding.refi.reading import Reading, read
from synthema.documents.model import DocumentText
from tests.coding import projects
from tests.coding.projects import WORDS, codes, guid, project, qdpx, selection, text_source
from tests.shared_data import shared_data

FILES = (
    "qualcoder4__generated_demo.qdpx",
    "qualcoder4__generated_codebook.qdc",
    "spec__AnnexA1_codebook.qdc",
    "spec__AnnexA2_ATLASti_simple_NOSOURCES.qdpx",
    "taguette152__generated_codebook.qdc",
)
IMPORT = UUID(int=7)


def _held(reading: Reading) -> Held:
    """A review that holds the text of every source, word for word."""
    found = []
    for number, source in enumerate(reading.project.sources, start=1):
        text = next((one.raw.text for one in reading.texts if one.text is source.text and one.raw), None)
        if text is not None:
            found.append(
                HeldDocument(
                    id=uuid4(),
                    number=number,
                    name=source.name,
                    text=DocumentText(text),
                    sizes=((600, 800),) * 9,
                    pictured=True,
                )
            )
    return Held(documents=tuple(found), people={"": UUID(int=1)})


def _adds_up(reading: Reading, held: Held) -> None:
    told, sums = inspected(reading), totals(plan(reading, held, IMPORT).account)
    for kind in KINDS:
        assert sum(sums.get(kind, {}).values()) == told[kind], (kind, told[kind], sums.get(kind))


@pytest.mark.parametrize("name", FILES)
def test_every_sample_file_has_a_complete_account(name: str) -> None:
    reading = read(shared_data(f"qdpx/{name}"))
    _adds_up(reading, Held())
    _adds_up(reading, _held(reading))


def test_what_quotes_of_another_program_become() -> None:
    reading = read(shared_data("qdpx/qualcoder4__generated_demo.qdpx"))
    made = plan(reading, _held(reading), IMPORT)
    sums = totals(made.account)
    assert sums["codings"] == {"made": 6, "there": 0, "dropped": 0}
    assert sums["selections"] == {"made": 6, "there": 0, "dropped": 1}  # one lies in a note
    assert sum(len(quote.regions) for quote in made.rows.quotes) == 1
    assert all(line.reason for line in made.account if line.fate == "dropped")


TRAPS: tuple[Callable[[Path], Path], ...] = (projects.of_nvivo,)


@pytest.mark.parametrize("trap", TRAPS)
def test_files_with_traps_have_a_complete_account(trap: Callable[[Path], Path], tmp_path: Path) -> None:
    reading = read(trap(tmp_path / "trap.qdpx"))
    held = _held(reading)
    _adds_up(reading, held)
    made = plan(reading, held, IMPORT)
    assert [quote.anchor.exact for quote in made.rows.quotes if quote.anchor] == [*projects.QUOTES, *projects.LATE]


def test_one_file_with_everything_that_is_left_out(tmp_path: Path) -> None:
    """NVivo's wrapper, a case as a code, a code twice, a coded whole, offsets outside, an empty note, empty sets."""
    book = (
        f'<CodeBook><Codes><Code guid="{guid("w")}" name="Nodes" isCodable="false">'
        f'<Code guid="{guid("trust")}" name="trust" isCodable="true"/>'
        f'<Code guid="{guid("twice")}" name="a" isCodable="true"/>'
        f'<Code guid="{guid("twice")}" name="b" isCodable="true"/>'
        f'<Code guid="{guid("T2")}" name=" TRUST" isCodable="true"/>'
        "</Code></Codes></CodeBook>"
    )
    case = f'<Cases><Case guid="{guid("case")}" name="Anna"/></Cases>'
    whole = f'<Coding guid="{guid("all")}"><CodeRef targetGUID="{guid("trust")}"/></Coding>'
    inside = (
        selection(0, 9)
        + selection(0, 9, "T2", key="again")
        + selection(10, 14, "twice")
        + selection(10, 14, "case", key="member")
        + selection(10, 14, "nowhere", key="unknown")
        + selection(5, 5, key="empty")
        + selection(9_000, 9_010, key="out")
        + f'<PlainTextSelection guid="{guid("memo")}" startPosition="17" endPosition="24">'
        "<Description>Why?</Description></PlainTextSelection>" + whole
    )
    notes = (
        f'<Notes><Note guid="{guid("n1")}" name="n1"><PlainTextContent>One.</PlainTextContent></Note>'
        f'<Note guid="{guid("n2")}" name="n2"/></Notes>'
    )
    links = (
        f'<Links><Link guid="{guid("l")}" originGUID="{guid("n1")}" targetGUID="{guid("memo")}"/>'
        f'<Link guid="{guid("l2")}" originGUID="{guid("a")}" targetGUID="{guid("case")}"/></Links>'
    )
    sets = (
        f'<Sets><Set guid="{guid("s")}" name="S"><MemberCode targetGUID="{guid("trust")}"/></Set>'
        f'<Set guid="{guid("s2")}" name="none"/></Sets>'
    )
    file = qdpx(
        tmp_path / "all.qdpx",
        project(book + case + f"<Sources>{text_source('a', inside)}</Sources>" + notes + links + sets),
        {f"sources/{guid('a')}.txt": WORDS.encode()},
    )
    reading = read(file)
    held = _held(reading)
    _adds_up(reading, held)
    made = plan(reading, held, IMPORT)
    assert [code.name for code in made.rows.codes] == ["trust"]
    assert [quote.anchor.exact for quote in made.rows.quotes if quote.anchor] == ["My mother", "I never"]
    assert len(made.rows.codings) == 1  # “trust” and “ TRUST” are one code
    assert sorted(memo.text for memo in made.rows.memos) == ["In the set “S”.", "Why?", "n1\n\nOne."]
    reasons = {line.reason for line in made.account if line.fate == "dropped"}
    assert "the wrapper that NVivo puts around all codes is no code" in reasons
    assert "it names a code that is not in the codebook" in reasons
    assert "it codes a whole source, not words in it" in reasons


def test_nobody_else_is_taken_for_a_person_and_left_out_sources_take_their_codings_along(tmp_path: Path) -> None:
    file = qdpx(
        tmp_path / "a.qdpx",
        project(codes("trust") + f"<Sources>{text_source('a', selection(0, 9))}</Sources>"),
        {f"sources/{guid('a')}.txt": WORDS.encode()},
    )
    reading = read(file)
    made = plan(reading, _held(reading), IMPORT, Choices(left_out=frozenset([guid("a")])))
    assert not made.rows.quotes
    _adds_up(reading, replace(_held(reading), codes_frozen="it stays as it is"))
    frozen = plan(reading, replace(_held(reading), codes_frozen="it stays as it is"), IMPORT)
    assert not frozen.rows.codes
    assert not frozen.rows.codings


def test_an_area_of_a_page_is_turned_round_and_cut_off_at_the_page(tmp_path: Path) -> None:
    area = (
        f'<PDFSource guid="{guid("p")}" name="p.pdf" path="internal://p.pdf">'
        f'<PDFSelection guid="{guid("area")}" page="1" firstX="-20" firstY="700" secondX="100" secondY="900">'
        f'<Coding guid="{guid("c")}"><CodeRef targetGUID="{guid("trust")}"/></Coding></PDFSelection></PDFSource>'
    )
    file = qdpx(
        tmp_path / "a.qdpx", project(codes("trust") + f"<Sources>{area}</Sources>"), {"sources/p.pdf": b"%PDF-x"}
    )
    held = Held(
        documents=(
            HeldDocument(
                id=uuid4(), number=1, name="p.pdf", text=DocumentText("x\fy"), sizes=((600, 800),) * 2, pictured=True
            ),
        ),
        people={"": UUID(int=1)},
    )
    made = plan(read(file), held, IMPORT)
    assert [quote.regions for quote in made.rows.quotes] == [(Region(2, 0, 0, 10_000, 10_000),)]
    assert made.open  # only its name told which full text it is


def test_a_tree_that_is_written_into_names_is_made_one_if_wanted() -> None:
    reading = read(shared_data("qdpx/taguette152__generated_codebook.qdc"))
    flat = plan(reading, Held(), IMPORT)
    assert flat.sign == "."
    assert [code.name for code in flat.rows.codes] == ["interesting", "barriers.cost", "barriers.stigma"]
    made = plan(reading, Held(), IMPORT, Choices(parted_by=flat.sign))
    names = {code.id: code.name for code in made.rows.codes}
    assert [(code.name, names.get(code.parent) if code.parent else None) for code in made.rows.codes] == [
        ("interesting", None),
        ("barriers", None),
        ("cost", "barriers"),
        ("stigma", "barriers"),
    ]
    _adds_up(reading, Held())
