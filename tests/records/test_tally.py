from synthema.records.model import Record
from synthema.records.tally import Tally, visible


def test_the_same_repair_on_many_lines_is_one_sentence() -> None:
    tally = Tally(format="ris")
    for line in range(1, 8):
        tally.repair("no ER line", line)
    tally.repair("cut off")
    tally.repair("a mark", 9)
    assert tally.seal().repairs == ("no ER line (7 times: lines 1, 2, 3, 4, 5, …)", "cut off", "a mark (line 9)")


def test_a_record_is_stored_or_refused_never_both() -> None:
    tally = Tally(format="ris", markers=2, tag_characters=7)
    assert tally.settle(Record(title="One", raw=(("TI", "One"),))) is not None
    assert tally.settle(Record(line=4, raw=(("N1", "text"),))) is None
    account = tally.seal()
    assert account.balances
    assert account.lossless
    assert account.refused[0].line == 4


def test_white_space_is_not_counted() -> None:
    assert visible(" a b\n\tc ") == 3
