"""How much of one record is ever held: damage can run a whole file together into one."""

from dataclasses import dataclass, field

from synthema.records.model import Found
from synthema.records.tally import Tally, visible

LONGEST = 2**25  # characters of a record
_LINE = 64  # what a line takes besides its characters


@dataclass(slots=True)
class Room:
    """The room that a record takes, and the characters for which none was left."""

    taken: int = 0
    left_out: int = 0
    full: bool = False  # whether something was turned away

    def admits(self, text: str) -> bool:
        """Whether there is room for one more line; counts it."""
        if self.taken > LONGEST:
            self.full = True
            self.left_out += visible(text)
            return False
        self.taken += len(text) + _LINE
        return True

    def join(self, other: "Room") -> None:
        """Take up what another one holds."""
        self.taken += other.taken
        self.left_out += other.left_out
        self.full = self.full or other.full

    def refuse(self, found: Found, tally: Tally) -> None:
        """Refuse the record that found no room, with what there was room for."""
        text = "\n".join(value for _, value in found.raw)
        kept = f"its first {visible(text):,} characters are kept, {self.left_out:,} are not"
        tally.refuse(found.line, f"the record is longer than any record is; {kept}", text)


@dataclass(slots=True)
class Held:
    """Lines of text, as many as there is room for."""

    lines: list[str] = field(default_factory=list)
    room: Room = field(default_factory=Room)

    def add(self, text: str) -> None:
        """Keep one more line."""
        if self.room.admits(text):
            self.lines.append(text)

    @property
    def text(self) -> str:
        """What is held."""
        return "\n".join(self.lines)

    def as_preamble(self, tally: Tally) -> None:
        """Make it the text before the first record."""
        tally.preamble = self.text
        if self.room.left_out:
            tally.repair(f"{self.room.left_out:,} characters of the text outside the records are not kept")
