"""Decisions in Rayyan's notes: names as hostile as people have them, and what cannot be read is said."""

import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.records import read, write
from synthema.records.model import Record
from synthema.records.opinions import Opinion, opinions, opinions_faults, rayyan_key
from tests.shared_data import shared_data

TWO = (
    'Embase, 3 May | RAYYAN-INCLUSION: {"Ana"=>"Included", "Ben"=>"Excluded"} | RAYYAN-LABELS: peers,hope'
    ' | RAYYAN-EXCLUSION-REASONS: wrong population | USER-NOTES: {"Ana"=>["see {table} 2 | p. 3", "again"]}'
)


def noted(value: str) -> Record:
    return Record(title="One", raw=(("N1", value),))


def ruby(value: str) -> str:
    """A string as Ruby's inspect prints it."""
    return json.dumps(value, ensure_ascii=False).replace("#{", "\\#{").replace("\\u001b", "\\e")


def test_each_reviewer_is_heard_with_verdict_and_notes() -> None:
    assert opinions(noted(TWO)) == (
        Opinion("Rayyan", "Ana", "include", note="see {table} 2 | p. 3\nagain"),
        Opinion("Rayyan", "Ben", "exclude", reasons=("wrong population",)),
        Opinion("Rayyan", labels=("peers", "hope")),
    )
    assert opinions_faults(noted(TWO)) == ()


def test_the_only_reviewer_set_the_labels_and_the_reasons() -> None:
    note = 'RAYYAN-INCLUSION: {"Ana"=>"Excluded"} | RAYYAN-LABELS: a, b,a | RAYYAN-EXCLUSION-REASONS: x,y'
    assert opinions(noted(note)) == (Opinion("Rayyan", "Ana", "exclude", reasons=("x", "y"), labels=("a", "b")),)


def test_reasons_of_two_who_excluded_belong_to_nobody() -> None:
    note = 'RAYYAN-INCLUSION: {"Ana"=>"Excluded","Ben"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: x'
    assert [(one.reviewer, one.reasons) for one in opinions(noted(note))] == [("Ana", ()), ("Ben", ()), ("", ("x",))]


@pytest.mark.parametrize(
    "note",
    [
        'RAYYAN-INCLUSION: {"Ana" => "Included"}',
        'RAYYAN-INCLUSION: {"Ana"=>true}',
        'RAYYAN-INCLUSION: {\\"Ana\\"=>\\"Included\\"}',
        "<p>old | RAYYAN-INCLUSION: {&quot;Ana&quot;=&gt;&quot;Included&quot;}</p>",
        r'{\textbar} RAYYAN-INCLUSION: {\{}"Ana"={\textgreater}"Included"{\}}',
        'L1 2007RAYYAN: RAYYAN-INCLUSION: {"Ana": "Included"}',
    ],
)
def test_a_decision_is_read_however_other_programs_wrote_it(note: str) -> None:
    assert opinions(noted(note)) == (Opinion("Rayyan", "Ana", "include"),)
    assert opinions_faults(noted(note)) == ()


@pytest.mark.parametrize(
    ("note", "part"),
    [
        ('RAYYAN-INCLUSION: {"Ana"=>"Inclu', "cannot be read"),
        ("RAYYAN-INCLUSION: Ana said yes", "cannot be read"),
        ('RAYYAN-INCLUSION: {"Ana"=>["Included"', "cannot be read"),
        ('RAYYAN-INCLUSION: {"Ana"=>"Perhaps"}', "Perhaps is no decision"),
        ('RAYYAN-INCLUSION: {"Ana"=>"Included"} | RAYYAN-SECOND: {"Ana"=>"x"}', "RAYYAN-SECOND is not known"),
        ('USER-NOTES: {1=>"x"} | RAYYAN-LABELS: a', "USER-NOTES"),
    ],
)
def test_what_cannot_be_read_is_said(note: str, part: str) -> None:
    assert any(part in fault for fault in opinions_faults(noted(note)))
    assert all(one.verdict in ("", "include") for one in opinions(noted(note)))


def test_of_two_exports_one_after_the_other_the_last_counts_and_the_first_is_named() -> None:
    note = 'RAYYAN-INCLUSION: {"Ana"=>"Included"} | RAYYAN-LABELS: a | RAYYAN-INCLUSION: {"Ana"=>"Excluded"}'
    assert opinions(noted(note)) == (Opinion("Rayyan", "Ana", "exclude"),)
    assert opinions_faults(noted(note)) == (
        "decisions of an earlier export stand before the last ones; only the last were read",
    )


def test_a_record_without_its_tags_is_heard_from_its_notes() -> None:
    assert opinions(Record(title="One", notes=(TWO,))) == opinions(noted(TWO))


def test_a_title_that_speaks_of_rayyan_says_nothing() -> None:
    record = Record(title="x", raw=(("TI", 'RAYYAN-INCLUSION: {"Ana"=>"Included"}'), ("AB", "ASReview_relevant")))
    assert opinions(record) == ()
    assert opinions_faults(record) == ()


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20) | st.sampled_from(
    ['Ana "Nina" | RAYYAN-LABELS: x', '{"a"=>"b"}', "\\", '\\"', "O'Neil}", "#{x}", "[1]", "小明", "a\u202eb", "=>"]
)
VERDICT = {"include": "Included", "exclude": "Excluded", "maybe": "Maybe"}


@given(
    st.dictionaries(NAMES, st.sampled_from(list(VERDICT)), min_size=1, max_size=4),
    st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3), max_size=3),
)
def test_every_name_comes_back_as_it_was(said: dict[str, str], notes: dict[str, list[str]]) -> None:
    verdicts = ", ".join(f"{ruby(name)}=>{ruby(VERDICT[verdict])}" for name, verdict in said.items())
    written = ", ".join(f"{ruby(name)}=>[{', '.join(map(ruby, each))}]" for name, each in notes.items())
    value = f"Scopus | RAYYAN-INCLUSION: {{{verdicts}}} | USER-NOTES: {{{written}}}"
    heard = opinions(noted(value))
    assert opinions_faults(noted(value)) == ()
    assert {one.reviewer: one.verdict for one in heard if one.verdict} == said
    assert {one.reviewer: one.note for one in heard if one.note} == {
        name: "\n".join(each) for name, each in notes.items()
    }


@given(st.text(max_size=60))
def test_nothing_after_a_marker_is_ever_a_traceback(rest: str) -> None:
    for marker in ("RAYYAN-INCLUSION: ", 'RAYYAN-INCLUSION: {"', "USER-NOTES: {", "RAYYAN-LABELS:", "ASReview_"):
        record = noted(marker + rest)
        assert {one.tool for one in opinions(record)} <= {"Rayyan", "ASReview"}
        assert all(opinions_faults(record))


@pytest.mark.parametrize("format", ["ris", "bibtex", "csv", "csl-json"])
def test_decisions_survive_our_own_exports(format: str) -> None:
    note = 'RAYYAN-INCLUSION: {"Ana M. {x}"=>"Included", "Ben"=>"Maybe"} | RAYYAN-LABELS: a,b'
    (back,) = read(write([Record(title="One", notes=(note,))], format).encode()).records
    assert opinions(back) == opinions(noted(note))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rayyan/nalaham_articles.csv", {("Nala", "include"): 101, ("Nala", "maybe"): 13}),
        ("rayyan/cff_rayyan.ris", {("Emily", "include"): 2, ("Emily", "maybe"): 2, ("Emily", "exclude"): 2}),
        ("nasty-derived/rayyan-excerpt.bib", {("Felipe", "exclude"): 1}),
    ],
)
def test_rayyans_own_exports_are_heard_whole(name: str, said: dict[tuple[str, str], int]) -> None:
    path = shared_data(f"formats/{name}")
    records = read(path).records
    found = [one for record in records for one in opinions(record)]
    assert Counter((one.reviewer, one.verdict) for one in found) == said
    assert len(re.findall("RAYYAN-INCLUSION", path.read_text("utf-8"))) == sum(said.values())
    assert not [fault for record in records for fault in opinions_faults(record)]
    assert all(rayyan_key(record) for record in records)
