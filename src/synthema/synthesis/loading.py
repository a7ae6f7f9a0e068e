"""What loading a file came to. Files are checked whole, then acted on row by row; what is there is left alone."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Account:
    """How many of each thing were done, and the quotes that were not found."""

    done: dict[str, int] = field(default_factory=dict)
    unfound: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        """One more of this."""
        self.done[what] = self.done.get(what, 0) + 1

    @property
    def words(self) -> str:
        """The account in words."""
        told = [f"{n:,} {what if n != 1 else what.replace('s ', ' ', 1)}" for what, n in self.done.items()]
        return ", ".join(told) or "nothing new"
