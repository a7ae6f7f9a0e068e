"""Works in JSON, as services and programs write them: which list holds them, and every value of each."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from synthema.records.export import Export
from synthema.records.fields import printable
from synthema.records.formats.json_stream import Number, Path, Stream, Twice, Value, entries, loads, members
from synthema.records.model import Found
from synthema.records.tally import Tally, visible, visible_in

Work = Mapping[str, Any]
Look = Mapping[str, str]
"""The keys of a work with their values as written."""

WRAPPERS: tuple[Path, ...] = (  # where services put their works
    ("message", "items"),
    ("resultList", "result"),
    ("response", "docs"),
    ("items",),
    ("results",),
    ("data",),
    ("message",),
)
_SINGLE = ("message", "data")  # what may hold one work instead of a list
_LOOKED_AT = 5  # works that a format is recognised by
_WORDS = "abstract_inverted_index"  # the one object whose keys are content
_INDEX = re.compile(
    rf'"{_WORDS}"\s*+:\s*+(\{{(?:[\s,]*+"(?:[^"\\]++|\\.)*+"\s*+:\s*+\[[^"\[\]{{}}]*+\])++[\s,]*+\}})', re.DOTALL
)
_LEAF = re.compile(r'"((?:[^"\\]++|\\.)*+)"(\s*+:)?+|([-+.\w]++)', re.DOTALL)


def recognised(head: str, fits: Callable[[Look], bool], empty: Sequence[Path] = ()) -> int:
    """0 where one of the first works fits, or there are none under a path of `empty`; else -1."""
    if head.lstrip("\ufeff \t\n")[:1] not in ("[", "{"):
        return -1
    path, looks, bare = opening(head)
    return 0 if any(map(fits, looks)) or (bare and path in empty) else -1


@lru_cache(maxsize=2)
def opening(head: str) -> tuple[Path, tuple[Look, ...], bool]:
    """Under which path the works of a file stand, how the first ones look, and whether there is no entry at all."""
    path = _path(Stream((head,)))
    first = [value.text for value in islice(entries(Stream((head,)), path), _LOOKED_AT) if value]
    return path, tuple(_look(text) for text in first if text[0] == "{"), not first


def _path(stream: Stream) -> Path:
    if stream.peek() != "{":
        return ()
    stream.take()
    for key in members(stream):
        first = stream.peek()
        if first == "[" and (key,) in WRAPPERS:
            return (key,)
        if first == "{" and any(key == path[0] for path in WRAPPERS):
            within = _list_within(stream.value().text, key)
            if within or key in _SINGLE:
                return within or (key,)
        else:
            stream.value()
    return ()


def _list_within(text: str, key: str) -> Path:
    stream = Stream((text,))
    stream.peek()
    stream.take()
    for inner in members(stream):
        if (key, inner) in WRAPPERS and stream.peek() == "[":
            return (key, inner)
        stream.value()
    return ()


def _look(text: str) -> Look:
    stream = Stream((text,))
    stream.peek()
    stream.take()
    return {key: stream.value().text for key in members(stream)}


def find_works(export: Export, tally: Tally, *, within: str = "") -> Iterator[Found]:
    """The works of a file; `within` is the key that holds a work where it is wrapped once more."""
    path, _, _ = opening(export.head)
    stream = Stream(export.pieces(), export.name)
    number = 0
    for value in entries(stream, path):
        if value is None:
            tally.repair("an object without a list of records was left out")
            continue
        number += 1
        tally.markers += 1
        yield from _work(value, number, tally, within)
    if stream.unclosed:
        tally.repair("the list of records is never closed; the file was probably cut off")


def _work(value: Value, number: int, tally: Tally, within: str) -> Iterator[Found]:
    try:
        work = loads(value.text)
    except ValueError as error:
        reason = f"entry {number} is not complete JSON ({str(error).split(': ')[0]})"
    else:
        if isinstance(work, dict):
            tally.tag_characters += characters(value.text)
            yield found(work, line=value.line, within=within)
            return
        reason = f"entry {number} is not an object"
    text = printable(value.text)
    tally.tag_characters += visible(text)
    tally.refuse(value.line, reason, text)


def string(value: Any) -> str:
    """A text or a number as text; nothing for all else."""
    return printable(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def each(value: Any) -> list[Any]:
    """The members of a list; a value that is none is its own only member."""
    return value if isinstance(value, list) else [value] if value else []


def names(people: Any) -> list[str]:
    """Names as `Family, Given` from the objects of CSL and Crossref."""
    return [name for person in people if (name := _name(person))] if isinstance(people, list) else []


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return string(person)
    whole = string(person.get("literal")) or string(person.get("name"))
    family = " ".join(filter(None, (string(person.get("non-dropping-particle")), string(person.get("family")))))
    given = " ".join(filter(None, (string(person.get("given")), string(person.get("dropping-particle")))))
    return whole or ", ".join(filter(None, (family, given, string(person.get("suffix")))))


def found(work: Work, *, line: int = 0, within: str = "") -> Found:
    """One work of a service, ready to be read into fields."""
    inner = work.get(within) if within else None
    return Found(line, leaves(work, within), inner if isinstance(inner, dict) else work)


def leaves(work: Work, within: str = "") -> list[tuple[str, str]]:
    """Every value of a work in order, each under the keys that lead to it: `author.family`."""
    rows: list[tuple[str, str]] = []
    stack: list[tuple[str, Any]] = [("", work)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(reversed(_children(path, value, within)))
        elif isinstance(value, list):
            stack.extend((path, child) for child in reversed(value))
        elif isinstance(value, Number):
            rows.append((path, str(value)))
        elif value is not None:
            text = printable(_written(value))
            if text.strip():
                rows.append((path, text))
    return rows


def _children(path: str, value: dict[str, Any], within: str) -> list[tuple[str, Any]]:
    if path.rpartition(".")[2] == _WORDS and _is_index(value):
        return [(path, "\n".join(_word(word, places) for word, places in _pairs(value)))]
    parent = "" if path == within or not path else f"{path}."
    return [(parent + printable(key), child) for key, child in _pairs(value)]


def _pairs(value: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(value.pairs if isinstance(value, Twice) else value.items())


def _is_index(value: dict[str, Any]) -> bool:
    return all(isinstance(places, list) and all(map(_is_place, places)) for _, places in _pairs(value))


def _is_place(place: Any) -> bool:
    return isinstance(place, Number) or not isinstance(place, str | list | dict)


def _word(word: str, places: Sequence[Any]) -> str:
    return " ".join([word, *(_written(place) for place in places if place is not None)])


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def characters(text: str) -> int:
    """The characters of all values of a work as its text has them, counted without reading its structure."""
    total = 0
    at = 0
    for index in _INDEX.finditer(text):
        total += _counted(text[at : index.start(1)], keys=False) + _counted(index[1], keys=True)
        at = index.end()
    return total + _counted(text[at:], keys=False)


def _counted(text: str, *, keys: bool) -> int:
    values = [
        string or (bare if bare != "null" else "") for string, key, bare in _LEAF.findall(text) if keys or not key
    ]
    return visible_in([printable(_unescaped(value)) for value in values])


def _unescaped(value: str) -> str:
    return str(loads(f'"{value}"')) if "\\" in value else value
