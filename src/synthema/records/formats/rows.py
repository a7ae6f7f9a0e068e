"""Rows of tables, whatever file they stand in: cells under their headers, and a record from them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from synthema.records.assembly import assemble, gather
from synthema.records.fields import with_comma
from synthema.records.formats.columns import normal_header, table
from synthema.records.formats.signatures import Signature, signature
from synthema.records.model import Found, Record
from synthema.records.tally import Tally, visible_in
from synthema.sheets import unguarded

_CITATION = 1000  # characters
_HEADER = 200  # characters of the name of a column
_LIST = re.compile(r"\s*\[\s*(['\"]).*\1\s*\]\s*$", re.DOTALL)
_SHAPES = {
    "year": re.compile(r"(?:19|20)[0-9]{2}"),
    "publicationyear": re.compile(r"(?:19|20)[0-9]{2}"),
    "doi": re.compile(r"10\.[0-9]{4,9}/\S+"),
    "issn": re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx].*"),
    "link": re.compile(r"https?://\S+"),
    "url": re.compile(r"https?://\S+"),
    "eid": re.compile(r"2-s2\.0-[0-9]+"),
    "documenttype": re.compile(r"Article|Review|Conference Paper|Book(?: Chapter)?|Editorial|Letter|Note|Erratum"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one table are read: the name of each column, the source, and which columns hold which field."""

    names: tuple[str, ...]
    source: Signature
    columns: Mapping[str, tuple[str, ...]]


def layout(names: Sequence[str], said: Mapping[str, str]) -> Layout:
    """The layout of a table with these normalised headers, as far as a person did not say otherwise."""
    source = signature(frozenset(names))
    return Layout(tuple(names), source, table(source.columns, said))


def header_again(cells: Sequence[str], of: Layout, line: int, tally: Tally) -> list[str]:
    """The names of the columns from here on where a row is the header once more, as in files that were joined."""
    if len(cells) != len(of.names) or len(cells) < 2 or len(cells[0]) > _HEADER:
        return []
    if normal_header(cells[0]) not in of.names:  # which tells nearly every row from a header at little cost
        return []
    names = list(map(normal_header, cells))
    if sorted(names) != sorted(of.names):
        return []
    tally.repair("the header row again, as where files were joined; it is no record", line)
    return names


def found(cells: Sequence[str], line: int, of: Layout, tally: Tally) -> Found:
    """One row as it stands in its table, counted as a record."""
    tally.markers += 1
    tally.tag_characters += visible_in(cells)
    names: Sequence[str] = of.names
    if len(cells) > len(names):
        if any(cell.strip() for cell in cells[len(names) :]):
            tally.repair("more cells than columns; one without a name was set where the others then fit", line)
        names = _placed(names, cells)
    elif len(cells) < len(names):
        tally.repair("fewer cells than columns; the last columns are empty", line)
    return Found(line, [(name, text) for name, cell in zip(names, cells, strict=False) if (text := cell.strip())], of)


def _placed(names: Sequence[str], cells: Sequence[str]) -> list[str]:
    """A name for every cell; surplus cells go unnamed where most years, DOIs, links and the like then fit."""
    surplus = len(cells) - len(names)
    before = accumulate(map(_fits, names, cells), initial=0)  # how many fit where the surplus comes later
    after = [*accumulate(map(_fits, reversed(names), reversed(cells)), initial=0)][::-1]
    best = max((fits + rest, at) for at, (fits, rest) in enumerate(zip(before, after, strict=True)))[1]
    return [*names[:best], *[""] * surplus, *names[best:]]


def _fits(name: str, cell: str) -> bool:
    return name in _SHAPES and bool(_SHAPES[name].fullmatch(cell.strip()))


def record(found: Found) -> Record:
    """A record of a row."""
    of: Layout = found.of
    source = of.source
    groups = gather([(tag, unguarded(value)) for tag, value in found.raw], of.columns)
    if not source.own:
        groups["authors"] = [
            [name for value in group for name in split_names(_semicolons(value, source), source.family_first)]
            for group in groups["authors"]
        ]
        groups["keywords"] = [
            [part for value in group for part in _parts(_semicolons(value, source))] for group in groups["keywords"]
        ]
    groups["notes"] = [[part for value in group for part in value.split("\n\n")] for group in groups["notes"]]
    _cite(groups, found, source)
    if source.is_database:
        groups["database"] = [*groups["database"], [source.source]]
    return assemble(groups, raw=found.raw, line=found.line)


def _cite(groups: dict[str, list[list[str]]], found: Found, source: Signature) -> None:
    """Put what a citation names behind what the columns hold."""
    if source.citation is None:
        return
    cited = next((value for tag, value in found.raw if tag == source.cited), "")
    parts = source.citation.match(cited[:_CITATION])
    for name, value in parts.groupdict().items() if parts else ():
        if value and not (name == "pages" and groups["start"]):
            groups[name] = [*groups[name], [value]]


def _semicolons(value: str, source: Signature) -> str:
    return value.replace(source.parted, "; ") if source.parted else value


def _parts(value: str) -> list[str]:
    """A written-out Python list, or the value itself."""
    if not _LIST.match(value):
        return [value]
    return [found[2] for found in re.finditer(r"(['\"])(.*?)\1(?=\s*[,\]])", value)]


def split_names(value: str, family_first: bool = False) -> list[str]:
    """The names of one cell: by semicolon, by "and", or by comma where the parts cannot be family and given name."""
    listed = _parts(value)
    if len(listed) > 1 or listed[0] != value:
        return listed
    if ";" in value:
        names = [name.strip() for name in value.split(";")]
    elif re.search(r"\sand\s", value):
        names = re.split(r"\s+and\s+", value)
    else:
        names = _split_at_commas(value)
    initials = all(with_comma(name) != name for name in names if name)
    return [with_comma(name) for name in names] if family_first or (initials and len(names) > 1) else names


def _split_at_commas(value: str) -> list[str]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if len(parts) > 1 and all(" " in part for part in parts):
        return parts
    if len(parts) > 2 and len(parts) % 2 == 0:
        return _pairs(parts)
    return [value]


def _pairs(parts: Sequence[str]) -> list[str]:
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
