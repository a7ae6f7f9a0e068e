"""Queries, codes together, codes by study and search on the pages; and the same as commands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.urls import reverse

from synthema.appraisal import instrument
from synthema.appraisal.actions import choose_instrument, give_appraisal, set_appraisers
from synthema.audit import replay
from synthema.cli import common
from synthema.cli.main import cli
from synthema.coding.actions import begin_round, change_code, hand_in, merge_codes, write_memo
from synthema.coding.answering import answer
from synthema.coding.columns import material
from synthema.coding.counting import counting_rows
from synthema.coding.grouping import attributes, groups_of
from synthema.coding.queries import Unit, Within
from synthema.coding.rules import key_of
from synthema.coding.tables import codes, visible
from synthema.extraction.actions import extract, set_extractors, set_tool
from synthema.forms.model import Value
from synthema.refused import Refused
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.forms.tool import tool
from tests.pages import Browser, words

WAIT = "You stand there and the water decides"
LONG = "Waiting was named first. “You stand there and the water decides,” one keeper said"
FAMILY = "My family never sees me before noon"
NAME = "I did not know her name before the ibises came"
WATCHED = "Two felt watched by the birds."


class World:
    """Codes and codings of two people."""

    def __init__(self, here: Scene) -> None:
        self.here = here
        self.time = here.named("chloe", "Time")
        self.wait = here.named("chloe", "Waiting", parent=self.time, definition="=Time that passes")
        self.home = here.named("chloe", "Home and family")
        self.met = here.named("chloe", "Met")
        here.code("ana", "heron", WAIT, codes=(self.wait,), voice="participant")
        here.code("ben", "heron", LONG, codes=(self.wait, self.met))
        here.code("ana", "heron", FAMILY, codes=(self.home,), voice="participant")
        here.code("ana", "ibis", NAME, codes=(self.met, self.time), voice="participant")
        here.code("ben", "ibis", WATCHED, codes=(self.home,), voice="author")

    def asked(self, query: str, unit: Unit = Unit.PASSAGE) -> list[str]:
        """What a query finds, as words."""
        held = material(self.here.review, self.here.cast.chloe)
        found = answer(self.here.review, held, query, unit).found
        texts = {row.number: self.here.text(name) for name, document in self.here.documents.items()
                 for row in held.texts.values() if row.id == document}  # fmt: skip
        return [
            texts[number][max(0, start) : end].strip()
            for number, start, end in zip(*map(list, found.stretches), strict=True)
        ]


@pytest.fixture
def world(cast: Cast, tmp_path: Path) -> World:
    """Two coded reports."""
    return World(scene(cast, tmp_path))


def at(world: World, name: str, **asked: str) -> str:
    from urllib.parse import urlencode

    return reverse(f"coding:{name}", kwargs={"review": world.here.review}) + f"?{urlencode(asked)}"


def test_queries_find_the_passages_sentences_and_documents_they_describe(world: World) -> None:
    assert world.asked("waiting") == [LONG]
    assert world.asked("branch:time") == [LONG, NAME]
    assert world.asked('"home and family" and voice:participant') == [FAMILY]
    assert world.asked("met and not waiting") == [NAME]
    assert world.asked("met and waiting") == [LONG]
    assert world.asked("by:Ben and not met") == [WATCHED]
    assert world.asked("met and study:ibis") == [NAME]
    assert world.asked('voice:open and words:"keeper said"') == [LONG]
    assert world.asked("words:WATER-decides and by:ana") == [WAIT]
    sentences = world.asked("waiting", Unit.SENTENCE)
    assert len(sentences) == 2 and sentences[0] == "Waiting was named first."
    findings = world.asked('not (waiting or met or time or "home and family")', Unit.SENTENCE)
    assert any("Most keepers felt calm" in one for one in findings)
    assert not any("Herons teach patience" in one for one in findings), "the discussion is no finding"
    assert len(world.asked("waiting", Unit.DOCUMENT)) == 1
    assert len(world.asked('met and "home and family"', Unit.DOCUMENT)) == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("losing", "There is no code “losing”"),
        ("waitign", "Nearly so called: “Time / Waiting”"),
        ("study:Nobody", "Studies: Heron 2020, Ibis 2020"),
        ("by:Nobody", "Nobody of this review"),
        ("voice:loud", "participant, author or open"),
        ('words:"…"', "no letter and no digit"),
    ],
)
def test_a_name_that_is_none_is_refused_with_those_there_are(world: World, query: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        world.asked(query)
    page = Browser(world.here.cast.dev).get(at(world, "queries", q=query))
    assert page.status_code == 422 and said.split("“", maxsplit=1)[0] in words(page).replace("&quot;", '"')


def test_the_page_of_queries_shows_and_writes_what_is_found(world: World) -> None:
    dev = Browser(world.here.cast.dev)
    page = words(dev.get(at(world, "queries", q="met and waiting")))
    assert LONG in page and "1 passage" in page and "Time / Waiting" in page
    assert "No code yet" not in page
    lines = words(dev.get(at(world, "quotes_table"))).splitlines()
    assert [line.rsplit(",", 2)[1] for line in lines[1:]] == ["Ben", "Ana", "Ana", "Ana", "Ben"], "each by its maker"
    table = words(dev.get(at(world, "query_table", q="branch:time")))
    assert table.count("\n") == 3 and LONG in table.replace('""', '"')
    whole = words(dev.get(at(world, "queries", q="met", unit="document")))
    assert "2 documents" in whole
    assert words(dev.get(at(world, "query_table", q="met", unit="document"))).split("\n")[1].startswith("Heron 2020,")
    assert dev.get(at(world, "query_table", q="met and")).status_code == 422
    assert "Nothing fits" in words(dev.get(at(world, "queries", q="time and waiting")))


def test_codes_together_and_by_study_are_shown_and_written(world: World) -> None:
    dev = Browser(world.here.cast.dev)
    page = words(dev.get(at(world, "together")))
    assert "2 pairs of codes" in page and "Home and family" in page
    inside = words(dev.get(at(world, "together", within="document")))
    assert "5 pairs of codes" in inside
    one = words(dev.get(at(world, "together", code=str(world.wait))))
    assert "1 pair of codes" in one
    table = words(dev.get(at(world, "together_table", within="study")))
    assert "Home and family,Met,2,2" in table
    by_study = words(dev.get(at(world, "by_study")))
    assert "Heron 2020" in by_study and "Ibis 2020" in by_study and "Time / Waiting" in by_study
    assert "Year" in by_study
    by_year = words(dev.get(at(world, "by_study_table", by="year")))
    assert by_year.split("\n")[0].count("passages") == 1
    assert dev.get(at(world, "by_study_table", by="nothing")).status_code == 404


def test_search_looks_into_texts_quotes_memos_and_former_names(world: World) -> None:
    review = world.here.review
    row = next(one for one in codes(review, visible(review, world.here.cast.chloe)) if one.id == world.met)
    change_code(
        world.here.by("chloe"), review, row.id, basis=row.edited_seq, name="Getting to know", definition="", color=""
    )
    write_memo(world.here.by("ben"), review, "review", None, "Herons keep coming back.")
    page = words(Browser(world.here.cast.dev).get(at(world, "searched", q="MET")))
    assert "Getting to know" in page and "formerly" in page and "“Met”" in page
    page = words(Browser(world.here.cast.dev).get(at(world, "searched", q="herons")))
    assert "Herons keep coming back." in page and "2 documents" not in page and "in 1 document" in page
    page = words(Browser(world.here.cast.dev).get(at(world, "searched", q="the water")))
    assert (
        "“You stand there and <mark>the water</mark> decides,”" in page
        and 'Coded passages <span class="soft">1</span>' in page
    )
    assert Browser(world.here.cast.dev).get(at(world, "searched", q="…")).status_code == 422
    assert "What are you looking for?" in words(Browser(world.here.cast.dev).get(at(world, "searched")))


def test_what_counts_is_the_teams_work_and_the_last_opened_round_by_reconciled_codes(world: World) -> None:
    here, review = world.here, world.here.review

    def counted() -> set[tuple[int, int]]:
        found = material(review, here.cast.dev).columns
        shown = sorted(zip(found.code.tolist(), found.start.tolist(), strict=True))
        rows = counting_rows(review).select_related("code")
        assert shown == sorted((key_of(row.code.effective), row.start) for row in rows if row.code.effective)
        return set(shown)

    before = counted()
    row = here.round("inductive", ("heron",))
    own = here.named("ana", "Early", round=row)
    here.code("ana", "heron", "Some were tired of early hours.", codes=(own,))
    assert counted() == before, "sealed"
    alone = material(review, here.cast.ana)
    assert key_of(own) in alone.columns.code.tolist(), "one's own work is seen by oneself"
    assert not {key_of(world.wait), key_of(world.home)} & set(
        alone.columns.code[alone.columns.document == 1].tolist()
    ), "and on that document nothing else"
    here.open(row)
    assert counted() == before, "not reconciled"
    merge_codes(here.by("chloe"), review, (own,), world.time, how="aligned", round=row)
    (new,) = counted() - before
    assert new[0] == key_of(world.time)
    second = begin_round(
        here.by("chloe"), review, "deductive", (here.cast.ana, here.cast.ben), (here.documents["heron"],)
    ).body.round_id
    for person in ("ana", "ben"):
        hand_in(here.by(person), review, second)
    assert counted() == before, "a later round counts in place of the earlier one"
    (opened,) = [one for one in material(review, here.cast.dev).book.codes if one.id == own]
    assert (opened.merged, opened.effective) == (True, world.time)


def test_studies_are_put_together_by_what_extraction_and_appraisal_settled(world: World) -> None:
    here, review, held = world.here, world.here.review, world.here.cast.chloe
    set_tool(here.by("chloe"), review, tool())
    set_extractors(here.by("chloe"), review, 1, "A small review.")
    filled: dict[str, Value] = {
        "country": "Norland",
        "design": "qualitative",
        "collection": ["interviews", "observation"],
    }
    extract(here.by("ana"), review, here.studies["heron"], filled)
    choose_instrument(here.by("chloe"), review, instrument("casp_2018"))
    set_appraisers(here.by("chloe"), review, 1, "A small review.")
    points: dict[str, Value] = {str(number): "yes" for number in range(1, 11)}
    give_appraisal(here.by("ana"), review, here.studies["ibis"], points, {}, rating="high", rating_reason="Sound.")
    found = material(review, held)

    def by(key: str) -> dict[str, list[str]]:
        groups = groups_of(review, found, next(one for one in attributes(review) if one.key == key))
        return {name: [found.studies[place] for place in sorted(members)] for name, members in groups.items()}

    heron, ibis = ["Heron 2020"], ["Ibis 2020"]
    assert by("extraction.design") == {"Qualitative": heron, "not settled": ibis}
    assert by("extraction.collection") == {"interviews": heron, "observation": heron, "not settled": ibis}
    assert by("extraction.n") == {"no answer": heron, "not settled": ibis}
    assert by("rating") == {"high": ibis, "not settled": heron}
    assert list(by("appraisal.1"))[-1] != "" and by("appraisal.1")["not settled"] == heron
    page = words(Browser(here.cast.dev).get(at(world, "by_study", by="extraction.design")))
    assert "Qualitative" in page and "In brackets in how many studies." in page
    assert not any(one.key == "extraction.key_quote" for one in attributes(review))


Typed = Callable[..., str]


@pytest.fixture
def typed(world: World, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a command as a person; what is printed."""
    monkeypatch.setattr(common, "open_house", lambda: None)

    def run(person: str, *said: Any) -> str:
        arguments = ["coding", *map(str, said), "--as", person, "--review", str(world.here.review)]
        made = CliRunner().invoke(cli, arguments, standalone_mode=False)
        if made.exception is not None:
            raise made.exception
        return made.output

    return run


def test_the_codebook_is_kept_by_commands(world: World, typed: Typed, tmp_path: Path) -> None:
    assert "    Waiting" not in typed("Ana", "codes") and "  Waiting" in typed("Ana", "codes")
    assert "is made" in typed("Ana", "code", "new", "Company", "--under", "met", "--color", "teal")
    assert "Met / Company" in typed("Ana", "codes", "--show", "unused")
    assert "is changed" in typed("Ben", "code", "change", "company", "--definition", "Being with others")
    assert "is moved" in typed("Ben", "code", "move", "company", "--place", 1)
    assert typed("Ana", "codes").splitlines()[1].startswith("Company")
    assert "merged into “Met”" in typed("Ana", "code", "merge", "company", "--into", "met", "--reason", "the same")
    assert "Company" in typed("Ana", "codes", "--show", "away")
    assert "undone" in typed("Ana", "code", "unmerge", "company")
    moved = typed("Ana", "code", "split", "home and family", "--to", "Being seen", "--where", "words:watched")
    assert moved == "1 codings went from “Home and family” to “Being seen”.\n"
    assert "retired" in typed("Ana", "code", "retire", "company", "--reason", "thin")
    assert "0 found" not in typed("Ana", "query", "company or time"), "a retired code can still be asked for"
    assert "in use again" in typed("Ana", "code", "restore", "company")
    assert "Being seen" in typed("Ana", "codes", "--show", "single")
    for kind in ("csv", "qdc", "docx"):
        assert "6 codes written" in typed("Ana", "codebook-out", tmp_path / f"book.{kind}")
    with pytest.raises(Refused, match=r"Name it \.qdc"):
        typed("Ana", "codebook-out", tmp_path / "book.txt")
    with pytest.raises(Refused, match="no round 7"):
        typed("Ana", "code", "new", "Mine", "--round", 7)
    with pytest.raises(Refused, match="fits"):
        typed("Ana", "code", "split", "time", "--to", "Nothing", "--where", "words:nowhere")
    assert replay.verify(world.here.review).sound


def test_passages_are_asked_for_by_commands(world: World, typed: Typed, tmp_path: Path) -> None:
    assert "5 found" in typed("Dev", "quotes")
    assert "1 found" in typed("Dev", "quotes", "--code", "waiting")
    assert "2 found" in typed("Dev", "quotes", "--code", "time", "--below")
    assert f"[{WATCHED}]" in typed("Dev", "quotes", "--voice", "author")
    assert "2 found" in typed("Dev", "query", "waiting", "--unit", "sentence")
    assert "1 of 2 documents" in typed("Dev", "query", "waiting", "--unit", "document")
    assert "Nothing found." in typed("Dev", "query", "time and waiting")
    for unit in ("passage", "document"):
        typed("Dev", "query", "waiting", "--unit", unit, "--out", tmp_path / f"{unit}.csv")
        assert "Heron 2020" in (tmp_path / f"{unit}.csv").read_text()
    assert "2 pairs." in typed("Dev", "together")
    assert "1 pairs." in typed("Dev", "together", "--code", "waiting")
    typed("Dev", "together", "--within", Within.SENTENCE, "--out", tmp_path / "pairs.csv")
    assert "Time / Waiting,Met" in (tmp_path / "pairs.csv").read_text()
    assert "1 (1)" in typed("Dev", "by-study")
    typed("Dev", "by-study", "--by", "year", "--out", tmp_path / "years.csv")
    assert (tmp_path / "years.csv").read_text().startswith("code,")
    with pytest.raises(Refused, match="Groups: study, year"):
        typed("Dev", "by-study", "--by", "shoe size")
    found = typed("Dev", "search", "water")
    assert "Coded passages: 1" in found and "Full texts: 1 in 1 documents" in found
    assert "of" in typed("Dev", "coverage")


def test_nobody_without_a_seat_asks(world: World, typed: Typed) -> None:
    for command in (["codes"], ["query", "waiting"], ["search", "water"], ["coverage"], ["together"]):
        with pytest.raises(Refused):
            typed("Eve", *command)


def test_ids_of_codes_are_names_too(world: World) -> None:
    held = material(world.here.review, world.here.cast.ana)
    assert held.book.called(str(world.wait)).id == world.wait
    assert held.book.below(world.time) == {world.time, world.wait}
    assert held.book.named(str(UUID(int=5))) is None
