"""What the reader's script works out by itself, against the same in Python or a plain count."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from synthema.coding.coverage import counted_of
from synthema.coding.covering import covered, merged, within
from synthema.documents.model import Span
from synthema.documents.structure import Structure
from tests.documents.in_browser import modules

pytestmark = pytest.mark.usefixtures("allow_playwright")
TEXT = " ".join(f"Keeper {n} waited. Why? “Nobody came,” she said, e.g. on Monday no. {n}." for n in range(40))
ENTRIES = ("waiting", "waiting / calm", "weather", "calm weather", "éclair", "old age")


@pytest.fixture
def allow_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright runs a loop in this thread, which Django takes for asynchronous code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def page(database: str) -> Iterator[Page]:
    with modules("coding_state.js", "coding_paint.js", "coding_pick.js") as found:
        yield found


def told(lines: tuple[Span, ...], quotes: list[dict[str, Any]], spoken: list[list[int]]) -> dict[str, Any]:
    """A paper as the server tells it."""
    starts = [one.start for one in lines]
    steps = [start - before for before, start in zip([0, *starts], starts, strict=False)]
    return {
        "document": "d", "may": True, "marks": [], "codes": [], "also": [], "recent": [], "people": [], "layer": None,
        "sentences": steps, "lengths": [one.end - one.start for one in lines], "quotes": quotes, "spoken": spoken,
        "coverage": {"letters": [0, 0]},
    }  # fmt: skip


def quote(number: int, spans: list[Span], *, away: bool) -> dict[str, Any]:
    ranges = [[one.start, one.end] for one in spans]
    return {
        "id": str(number), "r": ranges, "g": [], "v": "", "x": away, "may": True, "k": [] if away else [["k", "c"]],
        "m": 0,
    }  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_script_counts_and_lays_out_as_plain_counting_does(page: Page) -> None:
    chance, of = random.Random(11), counted_of(TEXT, Structure())
    for _ in range(40):
        some = [sorted(chance.sample(range(len(TEXT)), 2)) for _ in range(chance.randrange(1, 6))]
        lines = within(of, merged(Span(*one) for one in some))
        quotes = [
            [Span(start, start + chance.randrange(1, 60)) for start in sorted(chance.sample(range(len(TEXT) - 99), 2))]
            for _ in range(chance.randrange(9))
        ]
        away = [chance.random() < 0.4 for _ in quotes]
        coded, dismissed = (
            [span for spans, gone in zip(quotes, away, strict=True) if gone == wanted for span in spans]
            for wanted in (False, True)
        )
        right = covered(of, lines, coded, dismissed)
        paper = told(lines, [quote(n, spans, away=away[n]) for n, spans in enumerate(quotes)], [[10, 40]])
        found = page.evaluate(
            """(paper) => { const state = new M["coding_state.js"].State(paper);
              const voices = [[[10, 40]], [[30, 50]], [[50, 60]], []].map((one) => state.voiceOf(one));
              return { ...state.done, next: state.uncoded(0), voices }; }""",
            paper,
        )
        assert (found["done"], found["of"], found["dismissed"]) == right[2:]
        assert found["voices"] == ["participant", "", "author", ""]
        bare = [one for one in lines if not any(one.start < s.end and s.start < one.end for s in [*coded, *dismissed])]
        assert (found["next"] or {}).get("left", 0) == len(bare)
        assert not bare or found["next"]["line"] == [bare[0].start, bare[0].end]

    for _ in range(40):
        bars = [
            [{"top": top, "bottom": top + chance.randrange(1, 50)} for top in chance.sample(range(300), 2)]
            for _ in range(chance.randrange(1, 25))
        ]
        lanes = page.evaluate("(bars) => M['coding_paint.js'].lanes(bars, 8)", bars)
        for n, bar in enumerate(bars):
            beside = [other for m, other in enumerate(bars) if m < n and lanes[m] == lanes[n] >= 0]
            crossing = [
                (a, b)
                for other in beside
                for a in bar
                for b in other
                if a["top"] < b["bottom"] and b["top"] < a["bottom"]
            ]
            assert crossing == []
        assert -1 not in lanes or max(lanes) == 7

    search = """([entries, typed, late]) => { const { matching, folded } = M["coding_pick.js"];
      const one = (path) => ({ code: { id: path }, path: folded(path), name: folded(path.split(" / ").at(-1)),
        old: path === "old age" ? "elderly" : "" });
      const made = entries.map(one);
      return matching(made, typed, (id) => (id === late ? 0 : 9)).map((one) => one.code.id); }"""
    for typed, late, right_order in (
        ("wea", "", ["weather", "calm weather"]),
        ("calm", "", ["waiting / calm", "calm weather"]),
        ("ECLAIR", "", ["éclair"]),
        ("elder", "", ["old age"]),
        ("wait calm", "", ["waiting / calm"]),
        ("", "weather", ["weather", *(one for one in ENTRIES if one != "weather")]),
        ("nothing", "", []),
    ):
        assert page.evaluate(search, [list(ENTRIES), typed, late]) == right_order


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_acts_on_their_way_are_shown_over_what_is_known_and_settle_in_any_order(page: Page) -> None:
    found = page.evaluate(
        """(paper) => { const { State } = M["coding_state.js"], state = new State(paper), seen = [];
          const act = (kind, act, fields) => ({ kind, act, fields: { document: "d", ...fields } });
          const first = act("code", "A", { ranges: "0-9", codes: "", new_name: "waiting", new_color: "#123456" });
          const second = act("apply", "B", { quote: "of:A", new_name: "calm", new_parent: "of:A" });
          const third = act("uncode", "C", { quote: "of:A", code: "of:A" }), all = [first, second, third];
          const paths = (one) => one.k.map(([, code]) => state.path(state.code(code)));
          const look = () => seen.push([...state.quotes.values()].map((one) => [one.id, paths(one)]));
          const answer = (...k) => ({ id: "q1", r: [[0, 9]], g: [], may: true, m: 0, k });
          state.replay(all); look();
          state.learn(first, { made: "c1", codes: [{ id: "c1", name: "waiting" }], quote: answer(["k1", "c1"]) });
          state.replay([second, third]); look();
          const calm = { id: "c2", name: "calm", parent: "c1" };
          state.learn(second, { made: "c2", codes: [calm], quote: answer(["k1", "c1"], ["k2", "c2"]) });
          state.replay([third]); look();
          state.learn(third, { quote: answer(["k2", "c2"]) });
          state.replay([]); look();
          state.replay([act("unquote", "D", { quote: "of:A" })]); look();
          return seen; }""",
        told((Span(0, 9),), [], []),
    )
    known = [["q1", ["waiting / calm"]]]
    assert found == [[["of:A", ["waiting / calm"]]], known, known, known, []]
