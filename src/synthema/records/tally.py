"""The count kept while a file is read; sealed into its account at the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from synthema.records.assembly import is_empty
from synthema.records.model import Account, Record, Refusal

_SHOWN = 5


def visible(value: str) -> int:
    """Number of characters that are not white space."""
    return len("".join(value.split()))


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one reading has found, stored, refused and repaired so far."""

    format: str
    source: str = ""
    encoding: str = ""
    markers: int = 0
    stored: int = 0
    refused: list[Refusal] = field(default_factory=list)
    preamble: str = ""
    tag_characters: int = 0
    kept_characters: int = 0
    _repairs: dict[str, list[int]] = field(default_factory=dict)

    def repair(self, what: str, line: int = 0) -> None:
        """Note one repair; the same repair on many lines becomes one sentence."""
        self._repairs.setdefault(what, []).append(line)

    def refuse(self, line: int, reason: str, text: str = "") -> None:
        """Note a record start that is not stored, with what stood there."""
        self.refused.append(Refusal(line, reason, text))
        self.kept_characters += visible(text) if self.tag_characters else 0

    def settle(self, record: Record) -> Record | None:
        """Count a record that was read: stored, or refused where nothing says which work it is."""
        if is_empty(record):
            values = "\n".join(value for _, value in record.raw)
            self.refuse(record.line, "no title and nothing else that tells which work it is", values)
            return None
        if not record.title:
            self.repair("no title; kept because another field tells which work it is", record.line)
        self.stored += 1
        if self.tag_characters:
            self.kept_characters += sum(visible(value) for _, value in record.raw)
        return record

    def seal(self) -> Account:
        """The account of the file."""
        return Account(
            format=self.format,
            source=self.source,
            encoding=self.encoding,
            markers=self.markers,
            stored=self.stored,
            refused=tuple(self.refused),
            repairs=tuple(_sentence(what, lines) for what, lines in self._repairs.items()),
            preamble=self.preamble,
            tag_characters=self.tag_characters,
            kept_characters=self.kept_characters,
        )


def _sentence(what: str, lines: Iterable[int]) -> str:
    known = [line for line in lines if line]
    if not known:
        return what
    shown = ", ".join(map(str, known[:_SHOWN])) + (", …" if len(known) > _SHOWN else "")
    return f"{what} (line {known[0]})" if len(known) == 1 else f"{what} ({len(known)} times: lines {shown})"
