"""What an amendment changes, and which decisions rest on it."""

from dataclasses import replace

import pytest

from synthema.protocol.amending import Change, affected, differences, moved, with_key
from synthema.protocol.model import Criterion, Protocol, ScreeningPolicy
from tests.screening.stage import FT, TA, protocol

BEFORE = protocol()


def criteria(*changed: Criterion) -> Protocol:
    return replace(BEFORE, criteria=changed)


DATE, DESIGN, DEPTH = BEFORE.criteria


def test_a_new_criterion_asks_again_for_what_was_kept_in() -> None:
    found = affected(BEFORE, criteria(DATE, DESIGN, DEPTH, Criterion(key="voice", label="Voice")))
    assert found.changes == ((TA, "voice", Change.ADDED), (FT, "voice", Change.ADDED))
    assert found.concerns(TA, "include", "") == ("voice",)
    assert found.concerns(TA, "unsure", "") == ("voice",)
    assert found.concerns(TA, "exclude", "") == ()
    assert found.concerns(FT, "exclude", "date") == ()


def test_a_criterion_that_is_gone_asks_again_for_what_it_kept_out() -> None:
    found = affected(BEFORE, criteria(DATE, DEPTH))
    assert found.concerns(TA, "include", "") == ()
    assert found.concerns(TA, "exclude", "design") == ("design",)
    assert found.concerns(TA, "exclude", "") == ("design",)
    assert found.concerns(FT, "exclude", "date") == ()


def test_a_reworded_criterion_asks_for_both_and_only_in_its_stage() -> None:
    found = affected(BEFORE, criteria(DATE, DESIGN, replace(DEPTH, include="Two quotes at least.")))
    assert found.keys(TA) == ()
    assert found.concerns(FT, "include", "") == found.concerns(FT, "exclude", "depth") == ("depth",)
    assert found.concerns(FT, "exclude", "date") == ()


def test_a_criterion_moved_to_full_texts_no_longer_counts_on_titles() -> None:
    found = affected(BEFORE, criteria(DATE, replace(DESIGN, stage="full_text"), DEPTH))
    assert found.changes == ((TA, "design", Change.REMOVED),)


@pytest.mark.parametrize(
    "after",
    [
        replace(BEFORE, title="Another"),
        criteria(replace(DATE, label="Year", words_for=("2020",)), DESIGN, DEPTH),
        criteria(replace(DATE, include="  "), DESIGN, DEPTH),
        replace(BEFORE, screening=ScreeningPolicy(note="two rooms")),
    ],
)
def test_names_words_to_mark_and_spacing_change_no_decision(after: Protocol) -> None:
    found = affected(BEFORE, after)
    assert not found
    assert (found.reordered, found.question, found.reviewers) == (False, False, False)
    assert differences(BEFORE, after)


def test_order_question_and_number_of_reviewers_are_told_apart() -> None:
    assert affected(BEFORE, criteria(DESIGN, DATE, DEPTH)).reordered
    assert affected(BEFORE, replace(BEFORE, question=replace(BEFORE.question, text="Why?"))).question
    assert affected(BEFORE, replace(BEFORE, screening=ScreeningPolicy(reviewers=1))).reviewers
    assert not affected(BEFORE, criteria(DATE, DESIGN, DEPTH, Criterion(key="new", label="New"))).reordered


def test_two_versions_are_compared_line_by_line() -> None:
    assert differences(BEFORE, BEFORE) == []
    after = replace(BEFORE, title="Keepers", criteria=(DATE, replace(DESIGN, exclude="Surveys"), DEPTH))
    assert [(d.section, d.what, d.before, d.after) for d in differences(BEFORE, after)] == [
        ("Title", "Title", BEFORE.title, "Keepers"),
        ("Criteria", "Design (design): excluded", "", "Surveys"),
    ]


def test_every_field_of_a_protocol_shows_when_versions_are_compared() -> None:
    full = replace(
        BEFORE,
        short_title="s",
        notice="n",
        criteria=(replace(DATE, slot="context", stage="full_text", words_against=("old",)), DESIGN, DEPTH),
        screening=ScreeningPolicy(
            reviewers=1, blind=False, unsure_forward=False, unsure="u", conflicts="c", full_text="f"
        ),
    )
    changed = {(d.section, d.what) for d in differences(BEFORE, full)}
    assert len(changed) == 11


def keys(found: tuple[Criterion, ...]) -> list[str]:
    return [c.key for c in found]


def test_a_criterion_moves_up_and_down_to_the_ends() -> None:
    assert keys(moved(BEFORE.criteria, "design", -1)) == ["design", "date", "depth"]
    assert keys(moved(BEFORE.criteria, "design", 1)) == ["date", "depth", "design"]
    for key, by in (("date", -1), ("depth", 1), ("gone", 1)):
        assert keys(moved(BEFORE.criteria, key, by)) == ["date", "design", "depth"]


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        ("Publication type", (), "publication_type"),
        ("Date", ("date", "date_2"), "date_3"),
        ("???", (), "criterion"),
        ("x" * 200, (), "x" * 60),
    ],
)
def test_a_criterion_without_a_key_gets_one_from_its_label(label: str, taken: tuple[str, ...], key: str) -> None:
    assert with_key(Criterion(key="", label=label), taken).key == key
    assert with_key(Criterion(key="own", label=label), taken).key == "own"
