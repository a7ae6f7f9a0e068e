"""What the pages work out without a database."""

from uuid import uuid4

import pytest

from synthema.agreement import Estimate
from synthema.screening.pages_agreement import crossed
from synthema.screening.pages_agreement_picture import LEFT, RIGHT, WIDTH, picture
from synthema.screening.pages_board import still
from synthema.screening.pages_cards import links, marked, paragraphs
from synthema.screening.queues import Progress
from synthema.screening.shown import Shown
from tests.screening.stage import protocol


def test_an_abstract_is_broken_where_its_source_broke_it_or_at_its_headings() -> None:
    assert paragraphs("One.\nTwo.\n\n") == ["One.", "Two."]
    assert paragraphs("Background: Birds. Methods: We listened. Results: Song.") == [
        "Background: Birds.",
        "Methods: We listened.",
        "Results: Song.",
    ]
    assert paragraphs("AIMS: Birds. DATA AND METHODS: We listened.") == [
        "AIMS: Birds.",
        "DATA AND METHODS: We listened.",
    ]
    plain = "We asked one thing. The ratio was 2: 1. Nobody minded."
    assert paragraphs(plain) == [plain]
    assert paragraphs("") == []


def test_a_text_without_a_protocol_is_one_piece() -> None:
    assert [piece.text for piece in marked("Larks sing", None)] == ["Larks sing"]
    assert marked("", None) == []
    assert "".join(piece.text for piece in marked("Larks sing", protocol())) == "Larks sing"


@pytest.mark.parametrize(
    ("doi", "pmid", "url", "there"),
    [
        ("10.1/a b", "", "", ["https://doi.org/10.1/a%20b"]),
        ("", "12345", "", ["https://pubmed.ncbi.nlm.nih.gov/12345/"]),
        ("", "", "https://example.org/x", ["https://example.org/x"]),
        ("", "javascript:alert(1)", "javascript:alert(1)", []),
        ("", "", "http://[broken", []),
    ],
)
def test_only_web_addresses_become_links(doi: str, pmid: str, url: str, there: list[str]) -> None:
    one = Shown(unit=uuid4(), subject=uuid4(), title="", year=None, doi=doi, authors="", journal="", pmid=pmid, url=url)
    assert [address for _words, address in links(one)] == there


@pytest.mark.parametrize(
    ("left", "pace", "words"),
    [
        (10, None, ""),
        (0, 60, ""),
        (3, 60, "about 5 minutes left"),
        (61, 60, "about 60 minutes left"),
        (600, 60, "about 10 hours left"),
    ],
)
def test_what_is_left_is_told_in_hours_or_minutes(left: int, pace: int | None, words: str) -> None:
    assert still(Progress(decided_today=0, decided=0, left=left, pace=pace)) == words


def test_a_coefficient_outside_the_scale_is_drawn_at_its_end() -> None:
    drawn = picture([("kappa", Estimate(value=-0.2, low=-0.5, high=1.2)), ("none", Estimate(value=None))])
    (mark,) = drawn.marks
    assert (mark.low, mark.point, mark.high, mark.value) == (LEFT, LEFT, WIDTH - RIGHT, "-0.20")


def test_a_crossed_table_counts_and_explains_what_cannot_be_computed() -> None:
    found = crossed("Two", {("include", "include"): 2}, ("include", "exclude"), "/list", {})
    assert [[cell.number for cell in cells] for _name, cells in found.rows] == [[2, 0], [0, 0]]
    kappa = next(line for line in found.lines if line.key == "kappa")
    assert not kappa.words
    assert len(kappa.value) > 10  # why there is none, in words
