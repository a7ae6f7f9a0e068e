"""The one error a person is meant to read."""

from dataclasses import dataclass


class Words(str):
    """A sentence in English that remembers its pattern and values, so that it can be said in another language."""

    __slots__ = ("pattern", "values")

    pattern: str
    values: dict[str, object]

    def __new__(cls, pattern: str, /, **values: object) -> "Words":
        """The pattern in English, with its values in place of their names in braces."""
        made = super().__new__(cls, pattern.format(**values) if values else pattern)
        made.pattern, made.values = pattern, values
        return made


class Refused(ValueError):
    """Something was not done; the message says what, where and what next. Nothing was changed."""

    def __init__(self, message: str = "", /, **values: object) -> None:
        self.words = message if isinstance(message, Words) and not values else Words(message, **values)
        super().__init__(str(self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that stands in the way: where it is, what is wrong, and what to do next."""

    where: str
    what: str
    next: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.next}"
