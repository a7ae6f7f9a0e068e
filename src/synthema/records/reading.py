"""Read a file of records: any known format, recognised by what is in it, with an account of what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from synthema.progress import Progress, silent
from synthema.records.assembly import is_empty
from synthema.records.completeness import cut_off
from synthema.records.export import HEAD, Export
from synthema.records.fields import title
from synthema.records.formats.columns import assigned
from synthema.records.formats.delimited import header, looks_delimited, no_titles
from synthema.records.formats.registry import BY_NAME, Format, detect, detect_packed, known_but_not_read
from synthema.records.model import Account, Found, Reading, Record, Unreadable
from synthema.records.sources import LOOKED_AT, recognised
from synthema.records.tally import Tally
from synthema.refused import Words

_LINES = ("ris", "nbib", "wos", "endnote-tagged", "refworks", "ovid", "noteexpress", "inspec", "bibtex")
"""Formats that have no frame around their records, so that a file of them that holds none is none of theirs."""
_LONGEST_LINE = 2**23  # characters in which a first sign is looked for behind the head
Source = str | Path | bytes
"""A path, or the content of a file."""


class RecordStream:
    """The records of one file, one after the other; the account is complete when the last one was taken."""

    def __init__(self, known: Format, export: Export) -> None:
        self._known, self._export = known, export
        encoding = "" if known.packed else export.encoding.name
        self._tally = Tally(format=known.name, source=export.name, encoding=encoding)
        for repair in () if known.packed else export.repairs:
            self._tally.repair(repair)
        self._first: list[Found] = []
        self._records = self._read()

    def _find(self) -> Iterator[Found]:
        for found in self._known.find(self._export, self._tally):
            if len(self._first) < LOOKED_AT:
                self._first.append(found)
            yield found
        if not self._tally.markers and self._known.name in _LINES:
            raise Unreadable(
                "{name} looks like {title}, but holds no record that can be recognised. Open it in a text editor: each "
                "record begins with {sign}. Export it again, or as RIS.",
                name=self._export.name,
                title=self._known.title,
                sign=self._known.sign,
            )

    def _read(self) -> Iterator[Record]:
        for found in self._find():
            record = self._known.record(found)
            if self._tally.settle(found, record):
                yield record

    def __iter__(self) -> Iterator[Record]:
        return self._records

    def count(self, progress: Progress = silent) -> Account:
        """The account of what is left of the file, read to its tags and values but not to the fields of records."""
        titles = frozenset(tag for tag in self._known.fields.get("title", ()) if " " not in tag)
        for number, found in enumerate(self._find()):
            if number % 500 == 0:
                progress(f"looking at {self._export.name}, in percent", self.percent, 100)
            if any(title(value) for tag, value in found.raw if tag in titles):
                self._tally.store(found)
            else:
                self._tally.settle(found, self._known.record(found))
        return self.account

    def first(self, most: int) -> tuple[Record, ...]:
        """The first records of what was read so far."""
        read = map(self._known.record, self._first)
        return tuple(islice((record for record in read if not is_empty(record)), most))

    def batches(self, size: int = 500) -> Iterator[tuple[Record, ...]]:
        """The records in batches of at most `size`."""
        batch: list[Record] = []
        for record in self._records:
            batch.append(record)
            if len(batch) >= size:
                yield tuple(batch)
                batch.clear()
        if batch:
            yield tuple(batch)

    @property
    def percent(self) -> int:
        """How much of the file was read so far."""
        return self._export.percent

    @property
    def account(self) -> Account:
        """What became of the file so far."""
        account = self._tally.seal(self._known.fields)
        source = account.source or recognised(self._first)
        return replace(account, source=source, cut_off=cut_off(self._export, account), why=self._known.sign)


def iter_read(
    source: Source,
    *,
    format: str | None = None,
    name: str = "",
    encoding: str = "",
    columns: Mapping[str, str] | None = None,
) -> RecordStream:
    """The records of a file as a stream; raises Unreadable, whose message says what, where and what next.

    `format`, `encoding` and `columns` (header -> field) correct what would be found out.
    """
    if format is not None and format not in BY_NAME:
        raise Unreadable(
            "{format} is not a format that can be read. Known: {by_name}.", format=format, by_name=", ".join(BY_NAME)
        )
    export = Export(source, name=name, encoding=encoding, columns=columns)
    return RecordStream(_format(export, format), export)


def read(
    source: Source,
    *,
    format: str | None = None,
    name: str = "",
    encoding: str = "",
    columns: Mapping[str, str] | None = None,
) -> Reading:
    """All records of a file and their account; takes and raises what `iter_read` does."""
    stream = iter_read(source, format=format, name=name, encoding=encoding, columns=columns)
    records = tuple(stream)
    return Reading(records, stream.account)


def _format(export: Export, asked: str | None) -> Format:
    packed = detect_packed(export)
    text = "" if packed else export.head
    found = packed or _told(export, text) or detect(text) or (_detect_late(export) if len(text) == HEAD else None)
    if asked is None and found is not None and not _is_web_page(text):
        return found
    if asked is not None and (found is BY_NAME[asked] or BY_NAME[asked].recognise(text) >= 0):
        return BY_NAME[asked]
    if asked is not None and found is not None:
        advice = f"Read it as {found.name}, or leave the format out"
        raise Unreadable(
            "{name} is not {by_name_title}; it looks like {found_title}. {advice}.",
            name=export.name,
            by_name_title=BY_NAME[asked].title,
            found_title=found.title,
            advice=advice,
        )
    raise Unreadable(_why_not(text, export.name))


def _told(export: Export, text: str) -> Format | None:
    """The format of a table of which a person said what its columns hold."""
    return BY_NAME["csv"] if export.columns and header(text, assigned(export.columns)) else None


def _detect_late(export: Export) -> Format | None:
    """The format of a file whose first record stands behind a very long beginning."""
    one_line = 0
    for window in export.windows():
        if found := detect(window):
            return found
        one_line = 0 if "\n" in window else one_line + len(window)
        if one_line > _LONGEST_LINE:
            break
    return None


def _is_web_page(text: str) -> bool:
    other = known_but_not_read(text)
    return other is not None and other[0].startswith("a web page")


def _why_not(text: str, name: str) -> str:
    other = known_but_not_read(text)
    if other:
        return Words(
            "{name} is {other}. {other_2}, then import that file.", name=name, other=other[0], other_2=other[1]
        )
    columns = looks_delimited(text)
    if columns:
        return no_titles(name, columns)
    readable = ", ".join(known.title for known in BY_NAME.values())
    return Words(
        "{name} holds no record that can be recognised. Export it as one of: {readable}.", name=name, readable=readable
    )
