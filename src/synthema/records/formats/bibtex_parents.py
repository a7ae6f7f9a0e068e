"""What BibTeX entries take from others of the file, named in `crossref` or `xdata`."""

import re
from collections.abc import Iterator, Mapping

from synthema.records.export import Export
from synthema.records.formats.bibtex_entries import blocks, head, measure
from synthema.records.formats.bibtex_fields import Fields, parsed, spelled, strings_of

Parents = Mapping[str, Fields]

_NAMED = re.compile(r"\b(?:crossref|xdata)[ \t]*=\s*[{\"]\s*([^{}\"]+)", re.IGNORECASE)
_SHARED = frozenset({
    "year", "date", "booktitle", "series", "volume", "number", "isbn", "issn", "journal", "journaltitle", "editor",
    "publisher", "language", "langid",
})  # fmt: skip
_AS_BOOK = {"title": "booktitle"}
_AS_JOURNAL = {"title": "journaltitle"}


def parents(export: Export) -> Parents:
    """The fields of every entry that another one names, by its key in lower case."""
    wanted = {key for text in export.blocks() for value in _NAMED.findall(text) for key in _keys(value)}
    found: dict[str, Fields] = {}
    strings: dict[str, str] = {}
    for block in blocks(export) if wanted else ():
        of = head(block.text)
        if of and of.type == "string":
            strings.update(strings_of(block.text, of, strings))
        elif of and of.key.casefold() in wanted:
            end = measure(block.text, of.start, of.closing).end
            fields = parsed(of, block.text[of.start : end]) if end >= 0 else None
            given = [(name, spelled(value, strings)) for name, value in fields or () if _is_given(of.type, name)]
            found.setdefault(of.key.casefold(), given)
    return found


def _is_given(kind: str, name: str) -> bool:
    return kind == "xdata" or name in _SHARED or name in _AS_BOOK


def _keys(value: str) -> Iterator[str]:
    return (key.strip().casefold() for key in value.split(","))


def inherited(kind: str, fields: Fields, known: Parents) -> Fields:
    """The fields that an entry leaves out and takes from the entries it names."""
    has = {name for name, value in fields if value}
    taken: Fields = []
    links = [(link, key) for link, value in fields if link in ("crossref", "xdata") for key in _keys(value)]
    for link, key in links if known else ():
        for name, value in _offered(kind, link, known.get(key, [])):
            if name not in has and value:
                has.add(name)
                taken.append((name, value))
    return taken


def _offered(kind: str, link: str, parent: Fields) -> Fields:
    """What a parent gives: `xdata` all, `crossref` what book and chapter, or journal and article, have in common."""
    if link == "xdata":
        return parent
    renamed = _AS_JOURNAL if kind == "article" else _AS_BOOK
    shared = [(name, value) for name, value in parent if name in _SHARED]
    return shared + [(renamed[name], value) for name, value in parent if name in renamed]
