"""Read a file of records: any known format, recognised by what is in it, with an account of what became of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from synthema.files import read_bytes
from synthema.records.completeness import cut_off
from synthema.records.decoding import Decoded, decode
from synthema.records.formats.delimited import looks_delimited
from synthema.records.formats.registry import BY_NAME, Format, detect, known_but_not_read
from synthema.records.model import Account, Reading, Record, Unreadable
from synthema.records.tally import Tally
from synthema.refused import Refused, Words

Source = str | Path | bytes
"""A path, or the content of a file."""


class RecordStream:
    """The records of one file, one after the other; the account is complete when the last one was taken."""

    def __init__(self, known: Format, decoded: Decoded, name: str) -> None:
        self._tally = Tally(format=known.name, source=name, encoding=decoded.encoding)
        for repair in decoded.repairs:
            self._tally.repair(repair)
        self._text = decoded.text
        self._records = known.parse(decoded.text, self._tally)

    def __iter__(self) -> Iterator[Record]:
        return self._records

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
    def account(self) -> Account:
        """What became of the file so far."""
        account = self._tally.seal()
        return replace(account, cut_off=cut_off(self._text, account))


def iter_read(source: Source, *, format: str | None = None, name: str = "") -> RecordStream:
    """The records of a file as a stream; raises Unreadable, whose message says what, where and what next."""
    name = name or (Path(source).name if not isinstance(source, bytes) else "the file") or str(source)
    if format is not None and format not in BY_NAME:
        raise Unreadable(
            "{format} is not a format that can be read. Known: {by_name}.", format=format, by_name=", ".join(BY_NAME)
        )
    decoded = decode(_content(source), name)
    return RecordStream(_format(decoded.text, format, name), decoded, name)


def read(source: Source, *, format: str | None = None, name: str = "") -> Reading:
    """All records of a file and their account; raises Unreadable, whose message says what, where and what next."""
    stream = iter_read(source, format=format, name=name)
    records = tuple(stream)
    return Reading(records, stream.account)


def _content(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return read_bytes(Path(source), "export file")
    except Refused as error:
        raise Unreadable(str(error)) from None


def _format(text: str, asked: str | None, name: str) -> Format:
    found = detect(text)
    if asked is None and found is not None and not _is_web_page(text):
        return found
    if asked is not None and BY_NAME[asked].recognise(text) >= 0:
        return BY_NAME[asked]
    if asked is not None and found is not None:
        advice = f"Read it as {found.name}, or leave the format out"
        raise Unreadable(
            "{name} is not {by_name_title}; it looks like {found_title}. {advice}.",
            name=name,
            by_name_title=BY_NAME[asked].title,
            found_title=found.title,
            advice=advice,
        )
    raise Unreadable(_why_not(text, name))


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
        listed = ", ".join(columns)
        return Words(
            "{name} has no title column. Its columns: {listed}. Name the column with the titles `title`.",
            name=name,
            listed=listed,
        )
    readable = ", ".join(known.title for known in BY_NAME.values())
    return Words(
        "{name} holds no record that can be recognised. Export it as one of: {readable}.", name=name, readable=readable
    )
