"""A synthesis that stands on coding: codes under themes, findings that rest on coded quotes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.coding.actions import (
    hand_in,
    merge_codes,
    reconcile,
    retire_code,
    set_voice,
    settle_difference,
    withdraw_coding,
    withdraw_quote,
)
from synthema.coding.counting import counting_quotes, counting_rows
from synthema.coding.rules import NewCode
from synthema.refused import Refused
from synthema.synthesis import Order
from synthema.synthesis.actions import (
    choose_method,
    create_theme,
    place_finding,
    record_finding,
    retire_theme,
    withdraw_finding,
)
from synthema.synthesis.bundle import bundle, checks, threads
from synthema.synthesis.code_acts import place_code, withdraw_code_placement
from synthema.synthesis.tables import FindingQuote
from synthema.synthesis.tree import supports
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.synthesis.test_command import ok

WAIT, CALM, TIRED = "You stand there and the water decides", "Most keepers felt calm", "Some were tired of early hours"
MET = "Neighbours met while counting"

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # nothing there is the database's


@pytest.fixture
def here(cast: Cast, tmp_path: Path) -> Scene:
    """Two reports with marked texts and a method."""
    made = scene(cast, tmp_path)
    choose_method(made.by("chloe"), made.review, "thematic")
    return made


def _sound(here: Scene) -> None:
    assert replay.verify(here.review).sound
    before = replay.digests(here.review)
    replay.rebuild(here.review)
    assert replay.digests(here.review) == before


def test_a_finding_rests_on_coded_quotes(here: Scene) -> None:
    code = here.named("ana", "Patience")
    quote = here.code("ana", "heron", WAIT, "Most keepers felt", codes=(code,), voice="participant").body.quote_id
    other = here.code("ana", "ibis", MET, codes=(code,)).body.quote_id
    bare = here.code("ana", "heron", TIRED).body.quote_id
    source = (here.studies["heron"], here.reports["heron"])
    for wrong in (other, bare, code):
        with pytest.raises(Refused, match="not coded in a full text of its report"):
            record_finding(here.by("ana"), here.review, *source, 1, "Water decides.", quotes=(quote, wrong))
    done = record_finding(here.by("ana"), here.review, *source, 1, "Water decides.", quotes=(quote,)).body
    assert (done.illustration, done.order, done.place) == (f"{WAIT} […] Most keepers felt", "participant", "p. 1")
    assert (done.document, done.quotes) == (here.documents["heron"], (quote,))
    (thread,) = threads(here.review)
    assert (thread.page, thread.document) == (1, here.documents["heron"])
    assert {one.id: one.status for one in checks(here.review)}["S02"] == "passed"
    with pytest.raises(Refused, match="finding 1 of Heron 2020"):
        withdraw_quote(here.by("ana"), here.review, quote)
    own = record_finding(
        here.by("ana"), here.review, *source, 2, "Calm.", illustration=CALM, order="author", quotes=(quote,)
    ).body
    assert (own.illustration, own.order, own.quotes) == (CALM, "author", (quote,))
    _sound(here)
    for finding in (done, own):
        withdraw_finding(here.by("ana"), here.review, finding.finding_id)
    assert not FindingQuote.objects.exists()
    withdraw_quote(here.by("ana"), here.review, quote)
    _sound(here)


def test_codes_under_themes_carry_their_quotes(here: Scene) -> None:
    wide, narrow, unused = (here.named("ana", name) for name in ("Time", "Waiting", "Unused"))
    quote = here.code("ana", "heron", WAIT, codes=(narrow,)).body
    here.code("ben", "ibis", MET, codes=(narrow, wide), voice="author")
    theme = create_theme(
        here.by("ana"), here.review, "time", "Time passes", definition="How time is told."
    ).body.theme_id
    place_code(here.by("ana"), here.review, narrow, theme)
    merge_codes(here.by("ana"), here.review, (narrow,), wide)
    known = bundle(here.review)
    (code,) = known.codes
    assert (code.name, len(code.quote_ids), code.theme_ids) == ("Time", 2, (str(theme),))
    assert {(one.text, one.found, one.order) for one in known.quotes} == {
        (WAIT, True, None), (MET, True, Order.AUTHOR),
    }  # fmt: skip
    (support,) = supports(known).values()
    assert set(support.study_ids) == {str(one) for one in here.studies.values()}
    found = {one.id: one.status for one in checks(here.review)}
    assert (found["S01"], found["S02"], found["S05"]) == ("passed", "passed", "passed")
    refused: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: retire_theme(here.by("ana"), here.review, theme), "the code “Waiting”"),
        (lambda: place_code(here.by("ana"), here.review, narrow, theme), "no such code in force"),
        (lambda: withdraw_code_placement(here.by("ana"), here.review, unused, theme), "does not stand under"),
    )
    for act, words in refused:
        with pytest.raises(Refused, match=words):
            act()
    place_code(here.by("ana"), here.review, unused, theme)
    with pytest.raises(Refused, match="stands under “Time passes” already"):
        place_code(here.by("ana"), here.review, unused, theme)
    with pytest.raises(Refused, match="its place under the theme “Time passes”"):
        retire_code(here.by("ana"), here.review, unused)
    withdraw_code_placement(here.by("ana"), here.review, unused, theme, "Never used.")
    retire_code(here.by("ana"), here.review, unused)
    withdraw_coding(here.by("ana"), here.review, quote.codings[0].coding_id)
    assert len(bundle(here.review).quotes) == 1
    _sound(here)


def test_only_what_counts_is_evidence(here: Scene) -> None:
    number = here.round()
    a, b = (here.named(who, name, round=number) for who, name in (("ana", "Waiting"), ("ben", "Standing")))
    made = [
        here.code(who, "heron", words, codes=(code,)).body
        for who, code, words in (("ana", a, WAIT), ("ben", b, WAIT), ("ben", b, TIRED))
    ]
    hand_in(here.by("ana"), here.review, number)
    assert not counting_rows(here.review).exists()
    source = (here.studies["heron"], here.reports["heron"])
    with pytest.raises(Refused, match="does not count"):
        record_finding(here.by("ana"), here.review, *source, 1, "Mine alone.", quotes=(made[0].quote_id,))
    hand_in(here.by("ben"), here.review, number)
    assert bundle(here.review).quotes == ()  # nobody said yet what these codes mean to the team
    reconcile(here.by("ana"), here.review, number, (a, b), new=NewCode("Stillness"))
    assert len(counting_quotes(here.review)) == 3
    span = here.spans("heron", WAIT)[0]
    settle_difference(
        here.by("ana"), here.review, number, here.documents["heron"], span.start, span.end,
        aside=(made[1].codings[0].coding_id,), decision="consensus",
    )  # fmt: skip
    (code,) = bundle(here.review).codes
    assert (code.name, len(code.quote_ids)) == ("Stillness", 2)
    second = here.round("deductive")
    here.open(second)  # the later round on this document is what counts, and nothing was coded in it
    assert not counting_rows(here.review).exists()
    here.code("chloe", "heron", CALM, codes=(here.named("chloe", "Calm"),))
    assert counting_rows(here.review).count() == 1
    _sound(here)


@ON_SQLITE
def test_findings_without_coding_stand_as_before(here: Scene) -> None:
    source = (here.studies["heron"], here.reports["heron"])
    done = record_finding(here.by("ana"), here.review, *source, 1, "Water decides.", illustration=WAIT).body
    theme = create_theme(here.by("ana"), here.review, "time", "Time passes").body.theme_id
    place_finding(here.by("ana"), here.review, done.finding_id, theme)
    quote = here.code("ana", "heron", WAIT).body.quote_id
    set_voice(here.by("ana"), here.review, quote, "participant")
    known = bundle(here.review)
    assert (len(known.quotes), known.codes, done.quotes) == (1, (), ())


@ON_SQLITE
def test_codes_and_findings_by_the_command_line(here: Scene) -> None:
    assert "Nothing is coded yet" in ok("codes", person="Ana")
    calm = here.named("ana", "Calm")
    quote = here.code("ana", "heron", CALM, codes=(calm,)).body.quote_id
    create_theme(here.by("ana"), here.review, "company", "Company")
    assert "“Calm” stands under “Company”" in ok("place-code", "calm", "company")
    assert ok("codes").splitlines()[-1].split() == ["Calm", "1", "1", "Company"]
    said = ok("record", "Herons calm.", "--quote", str(quote)[:8])
    assert said == f"Finding 1 of Heron 2020 rests on 1 quote: “{CALM}”\n"
    with pytest.raises(Refused, match="No coded quotes are called 'zzzz'"):
        ok("record", "Herons calm.", "--quote", "zzzz")
    assert "“Calm” stands under “Company” no more" in ok("unplace-code", "Calm", "company", "--reason", "Too wide.")
