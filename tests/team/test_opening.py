"""Keys that open once."""

from uuid import uuid4

from synthema.team.opening import Latch


def test_a_key_opens_once_and_the_next_one_is_told() -> None:
    latch, told, account = Latch(), list[str](), uuid4()
    key = latch.fit(account, "again", told.append)
    assert latch.lift(key) == account
    assert latch.lift(key) is None
    assert len(told) == 1
    assert latch.lift(told[0]) == account


def test_a_new_key_makes_the_old_one_useless() -> None:
    latch, account = Latch(), uuid4()
    old = latch.fit(account, "again", lambda _: None)
    new = latch.new_key()
    assert latch.lift(old) is None
    assert latch.lift(new) == account


def test_a_latch_that_fits_nobody_opens_to_nothing() -> None:
    assert Latch().lift("") is None
    assert not Latch().knows("")


def test_letters_that_are_none_open_nothing() -> None:
    latch = Latch()
    latch.fit(uuid4(), "again", lambda _: None)
    assert latch.lift("schlüssel") is None
    assert latch.lift("\udcff") is None
    assert latch.knows("again")
    assert not latch.knows("agaim")
