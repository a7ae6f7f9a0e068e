"""Broken links are all named at once."""

from dataclasses import replace

import pytest

from synthema.synthesis import Code, Placement, Study, Synthesis, Theme, faults
from synthema.synthesis.model import (
    DisconfirmingSearch,
    Judgement,
    Relation,
    RelationKind,
    SampleDecision,
    StatedEffect,
)
from synthema.synthesis.soundness import UnsoundSynthesisError, assert_sound
from tests.synthesis.clean import CLEAN, STUDIES, with_quote, with_theme


def test_a_sound_synthesis_has_no_faults() -> None:
    assert faults(CLEAN) == ()


def test_it_names_every_link_that_leads_nowhere() -> None:
    broken = replace(
        with_quote("q1", finding_id="f77"),
        codes=(Code(id="c1", name="growing", quote_ids=("q77",), theme_ids=("t77",)),),
        placements=(Placement(finding_id="f1", theme_id="t78"),),
        relations=(Relation(("s77",), RelationKind.RECIPROCAL),),
        disconfirming=(DisconfirmingSearch("t79", ""),),
        samples=(SampleDecision(("mill1", "r77"), shared=True),),
        stated_effects=(StatedEffect("t80", 1, 1),),
        judgements=(Judgement("t81", 1),),
    )
    lost = [fault.split(" names ")[1].split(",")[0] for fault in faults(broken)]
    assert lost == [
        *("finding f77", "quote q77", "theme t77", "theme t78", "study s77"),
        *("theme t79", "report r77", "theme t80", "theme t81"),
    ]


def test_it_names_an_identifier_given_twice() -> None:
    twice = replace(CLEAN, studies=(*STUDIES, Study("mill", "Mill again")))
    assert faults(twice) == ("Study mill is given 2 times: keep one, or give each its own id.",)


def test_it_names_a_circle_of_themes_once() -> None:
    (fault,) = faults(with_theme("journey", parent_id="growth"))
    assert fault.startswith("Themes journey < growth < gain < journey form a circle")


def test_a_theme_may_not_stand_under_itself() -> None:
    assert faults(Synthesis(themes=(Theme(id="a", name="A", parent_id="a"),))) != ()


def test_the_refusal_carries_every_fault() -> None:
    broken = replace(CLEAN, placements=(Placement(finding_id="x", theme_id="y"),))
    with pytest.raises(UnsoundSynthesisError) as refusal:
        assert_sound(broken)
    assert len(refusal.value.faults) == 2
    assert "theme y" in str(refusal.value)
