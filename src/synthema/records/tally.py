"""The count kept while a file is read; sealed into its account at the end."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from synthema.records.assembly import is_empty
from synthema.records.model import Account, Found, Record, Refusal, TagUse

_SHOWN = 5
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
_SPACES += "\u2028\u2029\u202f\u205f\u3000"  # what `str.split` parts at
_ASCII_SPACES = _SPACES[:10]


def visible(value: str) -> int:
    """Number of characters that are not white space."""
    spaces = _ASCII_SPACES if value.isascii() else _SPACES
    return len(value) - sum([value.count(space) for space in spaces if space in value])


def visible_in(values: Iterable[str]) -> int:
    """Number of characters of several values that are not white space."""
    return visible("".join(values))


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one reading has found, stored, refused and repaired so far."""

    format: str
    source: str = ""
    database: str = ""  # what the file comes from, where its format tells
    encoding: str = ""
    markers: int = 0
    stored: int = 0
    refused: list[Refusal] = field(default_factory=list)
    preamble: str = ""
    tag_characters: int = 0
    kept_characters: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    fields: Mapping[str, Sequence[str]] | None = None  # what is read from which tag, where it differs by file
    _repairs: dict[str, list[int]] = field(default_factory=dict)

    def repair(self, what: str, line: int = 0) -> None:
        """Note one repair; the same repair on many lines becomes one sentence."""
        self._repairs.setdefault(what, []).append(line)

    def refuse(self, line: int, reason: str, text: str = "") -> None:
        """Note a record start that is not stored, with what stood there."""
        self.refused.append(Refusal(line, reason, text))
        self.kept_characters += visible(text) if self.tag_characters else 0

    def settle(self, found: Found, record: Record) -> bool:
        """Count a record that was read: stored, or refused where nothing says which work it is."""
        if is_empty(record):
            values = "\n".join(value for _, value in found.raw)
            self.refuse(found.line, "no title and nothing else that tells which work it is", values)
            return False
        if not record.title:
            self.repair("no title; kept because another field tells which work it is", found.line)
        self.store(found)
        return True

    def store(self, found: Found) -> None:
        """Count a record that is stored."""
        self.stored += 1
        if found.raw:
            tags, values = zip(*found.raw, strict=True)
            self.tags.update(tags)
            self.kept_characters += visible_in(values) if self.tag_characters else 0

    def seal(self, fields: Mapping[str, Sequence[str]]) -> Account:
        """The account of the file; `fields` says which tags each field is read from."""
        return Account(
            format=self.format,
            file=self.source,
            source=self.database,
            encoding=self.encoding,
            markers=self.markers,
            stored=self.stored,
            refused=tuple(self.refused),
            repairs=tuple(_sentence(what, lines) for what, lines in self._repairs.items()),
            preamble=self.preamble,
            tag_characters=self.tag_characters,
            kept_characters=self.kept_characters,
            tags=tuple(_uses(self.tags, self.fields or fields)),
        )


def _uses(tags: Counter[str], fields: Mapping[str, Sequence[str]]) -> Iterable[TagUse]:
    read: dict[str, list[str]] = {}
    for name, groups in fields.items():
        for tag in dict.fromkeys(tag for group in groups for tag in group.split()):
            read.setdefault(tag, []).append(name.removesuffix("_hint"))
    for tag, count in tags.most_common():
        yield TagUse(tag, count, tuple(dict.fromkeys(read.get(tag, ()))))


def _sentence(what: str, lines: Iterable[int]) -> str:
    known = [line for line in lines if line]
    if not known:
        return what
    shown = ", ".join(map(str, known[:_SHOWN])) + (", …" if len(known) > _SHOWN else "")
    return f"{what} (line {known[0]})" if len(known) == 1 else f"{what} ({len(known)} times: lines {shown})"
