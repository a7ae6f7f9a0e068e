"""How long work says how far it is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and how much there is (0 where nobody knows)."""


def silent(step: str, done: int, total: int) -> None:
    """No progress is shown."""
