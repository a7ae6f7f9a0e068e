"""The names of a BibTeX author field, parted as BibTeX and BibLaTeX part them, every letter kept."""

import re
from collections.abc import Iterator

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from synthema.records.fields import with_comma
from synthema.records.formats import latex

_AND = re.compile(r"\\.|[{}]|(?<=\s)and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r"\\.|[{}]|,")
_EXTENDED = re.compile(r"\"?\s*(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
_STATED = re.compile(r"\s*\"?\s*([A-Za-z][A-Za-z-]*)\s*=\s*(.*?)\s*")


def names(value: str) -> list[str]:
    """The names of an author field, `von Family, Given, Jr`; a name in braces is an organisation and stays whole."""
    value = " ".join(latex.letters(" ".join(value.split())).split())
    return [name for part in _parts(value, _AND) if (name := _extended(part) or _name(part))]


def _parts(value: str, sign: re.Pattern[str]) -> Iterator[str]:
    """What stands between the signs outside braces."""
    depth = start = 0
    for found in sign.finditer(value):
        if found[0] in "{}":
            depth = depth + 1 if found[0] == "{" else max(depth - 1, 0)
        elif not depth and found[0][0] != "\\":
            yield value[start : found.start()].strip()
            start = found.end()
    yield value[start:].strip()


def _extended(part: str) -> str:
    """A name in BibLaTeX's extended form, `family=Doe, given=Jane, prefix=von`; empty where it is none."""
    if not _EXTENDED.match(part):
        return ""
    stated = {}
    for one in _parts(part, _COMMA):
        found = _STATED.fullmatch(one)
        if found is None:
            return ""
        stated[found[1].lower()] = latex.decode(found[2].strip('" ')).strip()
    prefix, family, given, suffix = (
        stated.get(key) or stated.get(f"{key}-i", "") for key in ("prefix", "family", "given", "suffix")
    )
    return ", ".join(piece for piece in (f"{prefix} {family}".strip(), given, suffix) if piece)


def _name(part: str) -> str:
    if with_comma(part) != part:  # "Nayyar A." in lists that otherwise set commas
        return latex.decode(with_comma(part))
    try:
        parts = parse_single_name_into_parts(part, strict=False)
    except InvalidNameError:
        return latex.decode(part)
    family = " ".join([*parts.von, *parts.last])
    named = [latex.decode(piece) for piece in (family, " ".join(parts.first), " ".join(parts.jr))]
    return ", ".join(piece for piece in named if piece)
