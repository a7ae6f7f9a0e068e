"""BibTeX entry by entry: where blocks start, what their values are, and how many characters those hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from synthema.records.export import Export
from synthema.records.model import Unreadable
from synthema.records.tally import visible

START = re.compile(
    r"^[ \t\ufeff]*@\s*(?!(?:comment|string|preamble)\b)([A-Za-z]+)\s*[{(]", re.MULTILINE | re.IGNORECASE
)
_BLOCK = re.compile(r"^[ \t\ufeff]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_BEGUN = re.compile(r"^[ \t\ufeff]*@\s*[A-Za-z]*\s*\Z", re.MULTILINE)  # a start that the next lines may complete
_NEAR = 200  # characters
_LONGEST_KEY = 2000  # characters
_LARGEST = 2**26  # characters of one entry

_HEAD = re.compile(r"[\s\ufeff]*@\s*([A-Za-z]+)\s*([{(])")
_WORD = re.compile(r"\s*[A-Za-z_-]+\s*=")
_SIGN = re.compile(r"(?<!\\)[{}\",=)]")


@dataclass(frozen=True, slots=True)
class Block:
    """The text from one `@type{` at the start of a line to the next; the first may have none."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """How a block begins: its type in lower case, its delimiter and its citation key."""

    type: str
    opening: str
    key: str
    body: int  # right after the opening delimiter
    start: int  # right after the key

    @property
    def closing(self) -> str:
        """The sign that ends the block."""
        return "}" if self.opening == "{" else ")"


@dataclass(frozen=True, slots=True)
class Measure:
    """Where the values of a block stand, how many characters they have, and where the block ends (-1: nowhere)."""

    values: tuple[tuple[int, int], ...]
    characters: int
    end: int


def blocks(export: Export) -> Iterator[Block]:
    """The blocks of a file in order, however large it is."""
    held: list[str] = []
    size, line, carried = 0, 1, ""
    for lines in export.blocks():
        text, carried = carried + lines, ""
        begun = _BEGUN.search(text, max(0, len(text) - _NEAR))
        if begun:
            text, carried = text[: begun.start()], text[begun.start() :]
        at = 0
        for found in _BLOCK.finditer(text):
            whole = "".join((*held, text[at : found.start()]))
            if whole:
                yield Block(line, whole)
            line += whole.count("\n")
            held, size, at = [], 0, found.start()
        held.append(text[at:])
        size += len(text) - at
        if size > _LARGEST:
            raise Unreadable(
                "{name} has an entry of more than {most:,} characters (line {number}); no export of records has. "
                "Export it again.",
                name=export.name,
                most=_LARGEST,
                number=line,
            )
    yield Block(line, "".join((*held, carried)))


def head(text: str, at: int = 0) -> Head | None:
    """The head of a block; the key stands as written, also with a comma or a space, or is empty."""
    found = _HEAD.match(text, at)
    if found is None:
        return None
    key, end = _key(text, found.end())
    if text[end : end + _NEAR].lstrip().startswith(","):
        end = text.index(",", end) + 1
    return Head(found[1].lower(), found[2], key.strip(), found.end(), end)


def _key(text: str, start: int) -> tuple[str, int]:
    """The citation key and where it ends: the first line where that holds no field, else what stands before one."""
    stop = text.find("\n", start, start + _LONGEST_KEY)
    stop = min(len(text), start + _LONGEST_KEY) if stop < 0 else stop
    line = text[start:stop].rstrip()
    if (
        stop < start + _LONGEST_KEY
        and not any(sign in line for sign in '{}"()')
        and ("=" not in line or (line[-1] == "," and not _WORD.match(line)))
    ):
        return line.removesuffix(","), stop
    found = _SIGN.search(text, start)
    while found and found[0] == ",":
        found = _SIGN.search(text, found.end())
    before = text[start : found.start() if found else len(text)]
    if not found or found[0] != "=":
        return before, start + len(before)
    name = max(before.rstrip().rfind(sign) for sign in ", \t\n") + 1
    return before[:name].strip().removesuffix(","), start + name


def measure(text: str, start: int, closing: str) -> Measure:
    """The values of a block, told apart and counted without the parser that reads them."""
    values: list[tuple[int, int]] = []
    begun = end = -1
    for found in _outside(text, start):
        if found[0] == "=":
            begun = found.end() if begun < 0 else begun
        elif found[0] in (",", closing):
            if begun >= 0:
                values.append((begun, found.start()))
            begun = -1
            if found[0] == closing:
                end = found.end()
                break
    return Measure(tuple(values), sum(_characters(text[a:b].strip()) for a, b in values), end)


def _outside(text: str, start: int) -> Iterator[re.Match[str]]:
    """The signs outside braces and quotation marks."""
    depth, quoted, valued = 0, False, False
    for found in _SIGN.finditer(text, start):
        sign, at = found[0], found.start()
        if sign == '"' and valued and not depth:
            quoted = not quoted or text[at - 1 : at + 2] == '{"}'
        elif quoted or sign == '"':
            continue
        elif sign == "{" or (sign == "}" and depth):
            depth += 1 if sign == "{" else -1
        elif not depth:
            valued = sign == "=" or (valued and sign != ",")
            yield found


def _characters(value: str) -> int:
    """The visible characters of a value without the braces or quotation marks around the whole of it."""
    depth, whole = 0, value[:1] == '"' == value[-1:] and value[-2:-1] != "\\"
    for found in _SIGN.finditer(value, 1) if value[:1] in ("{", '"') else ():
        if not depth and found[0] == {"{": "}", '"': '"'}[value[0]]:
            whole = found.end() == len(value)
            break
        depth += (found[0] == "{") - (found[0] == "}")
    return visible(value) - 2 * (whole and len(value) > 1)
