"""Frameworks take a question apart; the team may name its own parts."""

from dataclasses import replace

import pytest

from synthema.protocol.frameworks import FRAMEWORKS, slot_name
from synthema.protocol.model import Question
from synthema.protocol.rules import ordered_slots, problems
from synthema.protocol.tables import as_text, from_text
from tests.screening.stage import protocol


@pytest.mark.parametrize("framework", [one for one in FRAMEWORKS.values() if not one.free], ids=lambda one: one.key)
def test_a_question_is_complete_when_every_mandatory_slot_is_filled(framework) -> None:  # type: ignore[no-untyped-def]
    assert framework.source
    assert all(slot.hint and slot.title == slot_name(slot.key) for slot in framework.slots)
    filled = dict.fromkeys(framework.mandatory, "words")
    whole = replace(protocol(), question=Question(text="What?", framework=framework.key, slots=filled))
    assert problems(whole) == []
    for missing in framework.mandatory:
        slots = {key: text for key, text in filled.items() if key != missing}
        (found,) = problems(replace(whole, question=Question(text="What?", framework=framework.key, slots=slots)))
        assert repr(missing) in found


def test_the_frameworks_of_the_field_are_all_there() -> None:
    wanted = {"PICo", "SPIDER", "PEO", "PICOS", "SPICE", "CIMO", "ECLIPSE", "PerSPE(c)TiF", "free"}
    assert set(FRAMEWORKS) == wanted


def test_own_parts_keep_the_order_the_team_gave_them_when_they_are_stored() -> None:
    question = Question(
        text="What?", framework="free", slots={"Who": "keepers", "By what": "ear"}, order=("Who", "By what")
    )
    whole = replace(protocol(), question=question)
    assert problems(whole) == []
    assert ordered_slots(from_text(as_text(whole)).question) == [("Who", "keepers"), ("By what", "ear")]
    assert "no parts" in problems(replace(whole, question=replace(question, slots={"Who": " "})))[0]
