"""JSON a value at a time: a long file never has to fit into memory, and a broken entry does not hurt the next."""

import json
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from synthema.records.model import Unreadable

_LONGEST = 2**26  # characters of one entry
_DROP = 2**20  # characters read that are given back at once
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_TOKEN = re.compile(rf'{_STRING}|["{{}}\[\]]', re.DOTALL)
_SKIP = re.compile("[\\s,:\ufeff]*")
_BARE = re.compile(r"[^\s,:\"{}\[\]]+")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is written, with the line it starts on."""

    text: str
    line: int


class Twice(dict[str, Any]):
    """An object in which a key stands more than once: all its pairs are kept."""

    pairs: tuple[tuple[str, Any], ...] = ()


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Stream:
    """The values of a text that comes piece by piece; forgiving about commas."""

    def __init__(self, pieces: Iterable[str], name: str = "") -> None:
        self._pieces = iter(pieces)
        self._name = name
        self._text = ""
        self._at = 0  # where the next value is looked for
        self._counted = 0  # up to where line ends were counted
        self._line = 1
        self.unclosed = False  # whether the text ends within a list or an object

    def peek(self) -> str:
        """The first character of the next value or the bracket that closes; empty at the end of the text."""
        while True:
            found = _SKIP.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at > _DROP or self._at == len(self._text):
                self._drop()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self) -> None:
        """Pass over one bracket."""
        self._at += 1

    def value(self) -> Value:
        """The next value; where it is never closed, all that is left."""
        start, line = self._at, self._line + self._text.count("\n", self._counted, self._at)
        self._counted, self._line = start, line
        self._at = self._end(start)
        return Value(self._text[start : self._at], line)

    def _drop(self) -> None:
        self._line += self._text.count("\n", self._counted, self._at)
        self._text = self._text[self._at :]
        self._at = self._counted = 0

    def _more(self) -> bool:
        piece = next(self._pieces, "")
        self._text += piece
        return bool(piece)

    def _end(self, start: int) -> int:
        first = self._text[start]
        if first in '{["':
            return self._closed(start)
        found = _BARE.match(self._text, start)
        while found and found.end() == len(self._text) and self._more():
            found = _BARE.match(self._text, start)
        return found.end() if found else start + 1

    def _closed(self, start: int) -> int:
        """Where the value ends that opens at `start`."""
        at, depth = start, 0
        while True:
            for found in _TOKEN.finditer(self._text, at):
                sign = found[0]
                if sign == '"':  # the text ends within a string
                    break
                at = found.end()
                depth += (sign in "{[") - (sign in "}]")
                if depth <= 0:
                    return at
            else:
                at = len(self._text)
            if len(self._text) - start > _LONGEST:
                raise Unreadable(
                    "{name} has an entry of more than {most:,} characters (line {line}); no record has. Export it "
                    "again.",
                    name=self._name,
                    line=self._line,
                    most=_LONGEST,
                )
            if not self._more():
                return len(self._text)


def loads(text: str) -> Any:
    """A JSON value with its numbers as they are written; raises ValueError, also where it is nested too deep."""
    try:
        return json.loads(
            text, strict=False, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_object
        )
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    single = dict(pairs)
    if len(single) == len(pairs):
        return single
    twice = Twice(single)
    twice.pairs = tuple(pairs)
    return twice


def members(stream: Stream) -> Iterator[str]:
    """The keys of the object whose bracket was just passed; whoever asks takes the value before the next key."""
    while first := stream.peek():
        if first == "}":
            stream.take()
            return
        key = stream.value().text
        if stream.peek() not in ("", "}"):
            yield _plain(key)
    stream.unclosed = True


def _plain(key: str) -> str:
    try:
        return str(loads(key)) if key[:1] == '"' else key
    except ValueError:
        return key


def entries(stream: Stream, path: Path) -> Iterator[Value | None]:
    """The entries of a file, those under `path` in each of its objects; None for an object that has nothing there."""
    while first := stream.peek():
        if first == "{" and path:
            if not (yield from _under(stream, path)):
                yield None
        else:
            yield from _here(stream, first)


def _under(stream: Stream, path: Path) -> Generator[Value, None, bool]:
    """The entries under `path` in the object that comes next; whether there is such a path."""
    stream.take()
    met = False
    for key in members(stream):
        first = stream.peek()
        if key == path[0] and len(path) > 1 and first == "{":
            met = (yield from _under(stream, path[1:])) or met
        elif key == path[0] and len(path) == 1:
            met = True
            yield from _here(stream, first)
        else:
            stream.value()
    return met


def _here(stream: Stream, first: str) -> Iterator[Value]:
    """The values of the list that comes next, or the one value that comes next."""
    if first != "[":
        yield stream.value()
        return
    stream.take()
    while first := stream.peek():
        if first == "]":
            stream.take()
            return
        yield stream.value()
    stream.unclosed = True
