"""The one error a person is meant to read."""


class Refused(ValueError):
    """Something was not done; the message says what, where and what next. Nothing was changed."""
