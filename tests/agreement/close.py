"""Comparing with a printed number: equal to the last digit printed."""

from decimal import Decimal


def printed(value: float | None, number: float, digits: int | None = None) -> bool:
    """Whether a value, rounded as printed, is that number; digits are read off the number if not given."""
    assert value is not None
    exponent = Decimal(str(number)).as_tuple().exponent
    assert isinstance(exponent, int)
    places = max(-exponent, 0) if digits is None else digits
    return abs(value - number) <= 0.5000001 * 10.0**-places
