"""What words of another tool mean under a protocol, and what counts where somebody contradicts themselves unasked."""

from dataclasses import replace
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.protocol.model import ScreeningPolicy
from synthema.records.opinion_model import Opinion
from synthema.screening.carried_model import Carried
from synthema.screening.carried_packing import pack, unpack
from synthema.screening.carried_rules import Told, criterion, told
from synthema.screening.model import Standing, Vote
from synthema.screening.rules import outcome
from tests.screening.stage import FT, TA, protocol

EXCLUDED = Opinion("Rayyan", "Nala", "exclude")
NALA, OMAR, ANA = (UUID(int=n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("date", "date"),
        ("Wrong date", ""),
        ("DATE", "date"),
        ("  design_ ", "design"),
        ("Depth", ""),
        ("", ""),
        ("…", ""),
    ],
)
def test_a_reason_is_recognised_by_key_or_label_in_its_stage(said: str, key: str) -> None:
    assert criterion(protocol(), TA, said) == key
    assert criterion(protocol(), FT, "Depth") == "depth"


@pytest.mark.parametrize(
    ("opinion", "meanings", "beside", "words"),
    [
        (EXCLUDED, {}, (), Told("exclude")),
        (replace(EXCLUDED, note="hm"), {}, (), Told("exclude", note="hm")),
        (replace(EXCLUDED, reasons=("date",)), {}, (), Told("exclude", "date")),
        (replace(EXCLUDED, reasons=("old",)), {"old": "date"}, (), Told("exclude", "date")),
        (replace(EXCLUDED, reasons=("old",)), {"old": ""}, (), Told("exclude", note="Rayyan: old")),
        (replace(EXCLUDED, reasons=("design", "date")), {}, (), Told("exclude", "date", "Rayyan: design; date")),
        (replace(EXCLUDED, note="hm"), {}, ("old",), Told("exclude", note="hm\nRayyan, on the record: old")),
        (Opinion("Rayyan", "Nala", "maybe", reasons=("date",)), {}, ("old",), Told("unsure")),
        (Opinion("Rayyan", "Nala", "include"), {"": "date"}, (), Told("include")),
        (Opinion("Rayyan", "Nala", "", note="hm"), {}, (), Told("", note="hm")),
    ],
)
def test_an_opinion_is_told_in_the_words_of_the_review(
    opinion: Opinion, meanings: dict[str, str], beside: tuple[str, ...], words: Told
) -> None:
    assert told(protocol(), TA, opinion, meanings, beside) == words


def test_full_texts_know_no_doubt_and_no_exclusion_without_a_criterion() -> None:
    assert told(protocol(), FT, EXCLUDED, {}).fault == "unexplained"
    assert told(protocol(), FT, EXCLUDED, {"": "depth"}) == Told("exclude", "depth")
    assert told(protocol(), FT, Opinion("Rayyan", "Nala", "maybe"), {}).fault == "unsure"


@given(st.lists(st.tuples(st.uuids(), st.sampled_from(["include", ""]), st.text(st.characters(codec="utf-8")))))
def test_what_is_packed_comes_out_again(rows: list[tuple[UUID, str, str]]) -> None:
    carried = [Carried(one, one, verdict, "date") for one, verdict, _ in rows]
    assert unpack(pack(carried)) == carried
    assert pack(carried) == pack(carried)


def vote(number: int, person: UUID, verdict: str, *, outside: bool = True, reason: str = "") -> Vote:
    """A vote; those of one act share its number."""
    return Vote(
        id=UUID(int=number), subject=UUID(int=99), person=person, verdict=verdict, reason=reason, outside=outside,
        given_seq=7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "omar", "forward", "standing"),
    [
        (TA, "include", True, Standing.FORWARD),
        (TA, "include", False, Standing.CONFLICT),
        (TA, "exclude", True, Standing.CONFLICT),
        (FT, "include", True, Standing.CONFLICT),
    ],
)
def test_who_cannot_be_asked_and_contradicts_themselves_is_unsure_in_whatever_order_it_is_read(
    stage: str, omar: str, forward: bool, standing: Standing
) -> None:
    said = [vote(1, NALA, "include"), vote(2, NALA, "exclude", reason="date"), vote(3, OMAR, omar, reason="")]
    policy = ScreeningPolicy(unsure_forward=forward)
    found = {outcome(stage, order, policy) for order in permutations(said)}
    assert {one.standing for one in found} == {standing}
    assert {one.reopened_for for one in found} == {()}


def test_a_member_who_contradicts_themselves_is_asked_though_an_outside_reviewer_does_too() -> None:
    said = [vote(1, NALA, "include"), vote(2, NALA, "exclude")]
    said += [vote(3, ANA, "include", outside=False), vote(4, ANA, "exclude", outside=False)]
    found = outcome(TA, said, ScreeningPolicy())
    assert (found.standing, found.reopened_for) == (Standing.REOPENED, (ANA,))
