"""Hundreds of acts at random, allowed and refused ones: no fault but a refusal, and the trail makes the same rows."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.registry import hidden
from synthema.coding.actions import (
    apply_codes,
    change_code,
    code_passage,
    excuse,
    hand_in,
    merge_codes,
    move_code,
    move_codings_back,
    reanchor,
    reconcile,
    reopen_difference,
    restore_code,
    retire_code,
    set_voice,
    settle_difference,
    split_code,
    take_back,
    unmerge,
    withdraw_coding,
    withdraw_memo,
    withdraw_quote,
    write_memo,
)
from synthema.coding.counting import counting_rows
from synthema.coding.rules import NewCode
from synthema.coding.tables import CodeRow, CodingRow, DifferenceRow, MemoRow, MergeRow, QuoteRow, RoundRow, SplitRow
from synthema.documents.model import Span
from synthema.refused import Refused
from tests.cast import Cast
from tests.coding.stage import Scene, scene

MOSTLY = ("code", "code", "code", "create", "create", "apply", "merge", "hand in", "hand in", "restore", "restore")
PEOPLE = ("ana", "ben", "chloe")
ORDER = {CodeRow: ("made_seq",), RoundRow: ("number",), CodingRow: ("seq", "code__made_seq")}  # the same in every run


class Chance:
    """Somebody doing something, drawn with a seed."""

    def __init__(self, here: Scene, seed: int) -> None:
        self.here, self.draw = here, random.Random(seed)
        self.done: dict[str, int] = {}

    def one(self, model: Any) -> UUID:
        """Any row, its maker's or not."""
        rows = model.objects.filter(review=self.here.review).order_by(*ORDER.get(model, ("seq",)))
        ids = list(rows.values_list("id", flat=True))
        return self.draw.choice(ids) if ids else self.here.review

    def some(self, model: Any) -> tuple[UUID, ...]:
        """A few rows."""
        return tuple(self.one(model) for _ in range(self.draw.randint(0, 3)))

    def place(self, name: str) -> tuple[Span, ...]:
        """A stretch of a text, good or not."""
        start = self.draw.randrange(len(self.here.text(name)))
        return (Span(start, start + self.draw.randint(0, 60)),)

    def acts(self) -> dict[str, Callable[[], Any]]:
        """What may be tried now."""
        here, pick = self.here, self.draw.choice
        by, review, name = here.by(pick(PEOPLE)), here.review, pick(("heron", "ibis"))
        code, quote, round_id = self.one(CodeRow), self.one(QuoteRow), pick((self.one(RoundRow), None))
        basis = CodeRow.objects.filter(pk=code).values_list("edited_seq", flat=True).first() or 0
        label = f"Code {self.draw.randint(0, 60)}"
        return {
            "code": self.code,
            "create": lambda: here.named(pick(PEOPLE), label, parent=pick((code, None)), round=round_id),
            "change": lambda: change_code(by, review, code, basis=basis, name=label, definition="D", color=""),
            "move": lambda: move_code(by, review, code, self.one(CodeRow), self.draw.randint(0, 4), basis=basis),
            "retire": lambda: retire_code(by, review, code),
            "restore": lambda: restore_code(by, review, code),
            "merge": lambda: merge_codes(by, review, self.some(CodeRow), self.one(CodeRow)),
            "unmerge": lambda: unmerge(by, review, self.one(MergeRow)),
            "split": lambda: split_code(by, review, code, {NewCode(label): self.some(CodingRow)}),
            "split back": lambda: move_codings_back(by, review, self.one(SplitRow)),
            "apply": lambda: apply_codes(by, review, quote, self.some(CodeRow)),
            "withdraw coding": lambda: withdraw_coding(by, review, self.one(CodingRow)),
            "withdraw quote": lambda: withdraw_quote(by, review, quote),
            "reanchor": lambda: reanchor(by, review, quote, here.sha(name), self.place(name)),
            "voice": lambda: set_voice(by, review, quote, pick(("", "author", "participant"))),
            "memo": lambda: write_memo(by, review, "quote", quote, label, pick((None, self.one(MemoRow)))),
            "withdraw memo": lambda: withdraw_memo(by, review, self.one(MemoRow)),
            "begin": lambda: here.round(pick(("inductive", "deductive")), blind=pick((True, True, False))),
            "hand in": lambda: hand_in(by, review, self.one(RoundRow)),
            "take back": lambda: take_back(by, review, self.one(RoundRow)),
            "excuse": lambda: excuse(here.by("chloe"), review, self.one(RoundRow), here.cast.ben),
            "reconcile": lambda: reconcile(by, review, self.one(RoundRow), self.some(CodeRow), new=NewCode(label)),
            "settle": lambda: settle_difference(
                by, review, self.one(RoundRow), here.documents[name], 0, 999, aside=self.some(CodingRow),
                decision="consensus",
            ),
            "reopen": lambda: reopen_difference(by, review, self.one(DifferenceRow)),
        }  # fmt: skip

    def act(self) -> None:
        """One act; most often one that there is something for."""
        acts = self.acts()
        kind = self.draw.choice([*acts, *MOSTLY])
        try:
            acts[kind]()
        except Refused:
            return
        self.done[kind] = self.done.get(kind, 0) + 1

    def code(self) -> None:
        """A passage coded by somebody."""
        name = self.draw.choice(("heron", "ibis"))
        code_passage(
            self.here.by(self.draw.choice(PEOPLE)), self.here.review, self.here.documents[name], self.here.sha(name),
            self.place(name), codes=self.some(CodeRow)[:2], voice=self.draw.choice(("", "author")),
        )  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [9, 13])
def test_whatever_people_do_the_trail_makes_the_same_rows(cast: Cast, tmp_path: Path, seed: int) -> None:
    chance = Chance(scene(cast, tmp_path), seed)
    for _ in range(300):
        chance.act()
    review = chance.here.review
    assert len(chance.done) >= 15, chance.done
    assert replay.verify(review).sound
    rows = {row.id: row for row in CodeRow.objects.filter(review=review)}
    for row in rows.values():
        end = row
        while end.merged_seq is not None and end.merged_into is not None:
            end = rows[end.merged_into]
        assert row.effective == (None if end.merged_seq is not None else end.id)
    counted = counting_rows(review)
    assert all(rows[row.code_id].effective is not None for row in counted)
    assert not counted.filter(round__in=RoundRow.objects.filter(opened_seq=None).values("id")).exists()
    sealed = RoundRow.objects.filter(review=review, blind=True, opened_seq=None, off_seq=None).exists()
    assert sealed or not hidden(review)
