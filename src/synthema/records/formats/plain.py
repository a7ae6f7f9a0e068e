"""Records written as their dialect wants them, taken whole; all others are left to the tokenizer, line by line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from synthema.records.model import Found
from synthema.records.tally import visible

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Taken:
    """A record taken whole, and what was passed in the text to reach its end."""

    found: Found
    end: int  # where the text goes on
    lines: int
    blank: bool  # whether the last of them is empty
    characters: int  # of its values, counted in the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """How most records of a dialect stand in a file: between two lines, each line a tag's or going on with one."""

    first: str  # the tag of the first line
    opening: str  # what the first line begins with
    ending: str  # what the last line begins with, and holds nothing else
    heads: Mapping[str, str]  # what the lines between begin with, or are, as long as `opening` -> the tag
    visible_head: int  # characters of a head, white space aside
    doubtful: re.Pattern[str]  # a line that is empty or a tag's, however it is written

    def last(self, text: str, at: int) -> int:
        """Where the next last line of a record begins, or the end of the text."""
        found = text.find("\n" + self.ending, at)
        return found + 1 if found >= 0 else len(text)

    def take(self, text: str, at: int, last: int, line: int) -> Taken | None:
        """The record between two places of a text; None where anything about it is out of the ordinary."""
        value = last + len(self.ending)
        end = text.find("\n", value) + 1 or len(text)
        if last == len(text) or text[value:end].strip():
            return None
        record = text[at : last - 1]
        lines = record.split("\n")
        raw = [] if _BOM in record else self._raw(lines)
        if not raw:
            return None
        stop = end
        while text.startswith("\n", stop):
            stop += 1
        written = visible(record) - len(raw) * self.visible_head
        return Taken(Found(line, raw), stop, len(lines) + 1 + stop - end, stop > end, written)

    def _raw(self, lines: Sequence[str]) -> list[tuple[str, str]]:
        """Tags and values; nothing where a line is doubtful."""
        width = len(self.opening)
        heads, first = self.heads, (self.first, lines[0][width:].strip())
        try:
            return [first, *[(heads[line[:width]], line[width:].strip()) for line in lines[1:]]]
        except KeyError:
            pass
        raw, tag, parts = [], self.first, [lines[0][width:].strip()]
        for line in lines[1:]:
            head = heads.get(line[:width])
            if head:
                raw.append((tag, parts[0] if len(parts) == 1 else "\n".join(filter(None, parts))))
                tag, parts = head, [line[width:].strip()]
            elif self.doubtful.match(line):
                return []
            else:
                parts.append(line.strip())
        return [*raw, (tag, "\n".join(filter(None, parts)))]
