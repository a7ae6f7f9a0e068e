"""Quotes of an article are found again in its prints and its web page; the benchmark makes both and counts letters."""

from tests.shared_data import shared_data


def test_quotes_come_back_right_or_not_at_all() -> None:
    shared_data("gallacher2013")
    from benchmarks.coding import refound

    same, altered = refound.main(200)
    for told in same:
        assert told["right"] >= 199
        assert told["wrong"] == 0
    for told in altered:
        assert not told["exact"]
        assert not told["folded"]
        assert sum(told.values()) == 20
