"""One text per value."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.audit.canonical import canonical, moment, visible

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(ANYTHING)
def test_the_text_is_stable_and_fit_for_every_database(value: object) -> None:
    text = canonical(value)
    assert "\x00" not in text
    text.encode("utf-8")
    assert canonical(json.loads(text)) == text


def test_keys_are_sorted_and_spaces_left_out() -> None:
    assert canonical({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'


def test_large_numbers_stay_exact() -> None:
    assert canonical(10**16) == "10000000000000000"
    assert canonical(Decimal("1.10")) == '"1.10"'


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="float has no canonical text"):
        canonical({"kappa": 0.5})


def test_what_databases_refuse_is_shown() -> None:
    assert visible("a\x00b\ud800") == "a\\u0000b\\ud800"
    assert visible("😀") == "😀"


def test_times_are_in_utc_with_six_digits() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    assert moment(at) == "2026-01-02T01:04:05.000000Z"
    assert moment(at.astimezone(UTC)) == moment(at)
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 1, 1))
