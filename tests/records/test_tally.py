import sys

from hypothesis import given
from hypothesis import strategies as st

from synthema.records.model import Found, Record, TagUse
from synthema.records.tally import Tally, visible


def test_the_same_repair_on_many_lines_is_one_sentence() -> None:
    tally = Tally(format="ris")
    for line in range(1, 8):
        tally.repair("no ER line", line)
    tally.repair("cut off")
    tally.repair("a mark", 9)
    assert tally.seal({}).repairs == ("no ER line (7 times: lines 1, 2, 3, 4, 5, …)", "cut off", "a mark (line 9)")


def test_a_record_is_stored_or_refused_never_both() -> None:
    tally = Tally(format="ris", markers=2, tag_characters=7)
    assert tally.settle(Found(1, [("TI", "One")]), Record(title="One"))
    assert not tally.settle(Found(4, [("N1", "text")]), Record())
    account = tally.seal({"title": ("TI",), "pmid_hint": ("TI", "N1")})
    assert account.tags == (TagUse("TI", 1, ("title", "pmid")),)
    assert account.balances
    assert account.lossless
    assert account.refused[0].line == 4


def test_white_space_is_not_counted() -> None:
    assert visible(" a b\n\tc ") == 3


@given(st.text())
def test_white_space_is_whatever_text_is_parted_at(value: str) -> None:
    assert visible(value) == len("".join(value.split()))


def test_every_kind_of_white_space_is_known() -> None:
    every = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace())
    assert visible(every) == 0
    assert visible(f"{every}a") == 1
