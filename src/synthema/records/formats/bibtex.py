"""BibTeX and BibLaTeX on bibtexparser 2, whose failed blocks are mended or refused, never dropped."""

import logging
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from synthema.records.assembly import assemble, gather
from synthema.records.fields import with_comma
from synthema.records.formats import latex
from synthema.records.model import Record
from synthema.records.tally import Tally

_OURS = re.compile(r"\\(par|text[a-z]+)\{\}")  # LaTeX as our own writer puts it
_START = re.compile(
    r"^[ \t\ufeff]*@\s*(?!(?:comment|string|preamble)\b)([A-Za-z]+)\s*[{(]", re.MULTILINE | re.IGNORECASE
)
_KEY = re.compile(
    r"^(?P<head>[ \t\ufeff]*@\s*(?!(?:comment|string|preamble)\b)[A-Za-z]+\s*[{(])"
    r"(?P<key>[^={}\"\n]*?),?(?P<end>[ \t]*\n)",
    re.MULTILINE | re.IGNORECASE,
)
_ADDRESSES = frozenset({"doi", "url", "file", "eprint"})
_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "authors": ("author", "editor"),
    "year": ("year", "date", "issue_date"),
    "journal": ("journal", "journaltitle", "booktitle", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "article_number": ("article-number", "articleno", "art_number", "eid"),
    "doi": ("doi",),
    "doi_hint": ("url", "ee", "note"),
    "pmid": ("pmid", "pubmed_id"),
    "pmid_hint": ("note", "url"),
    "isbn": ("isbn", "issn"),
    "issn": ("issn", "eissn"),
    "abstract": ("abstract",),
    "keywords": ("keywords", "author_keywords keywords", "keyword", "keywords-plus"),
    "language": ("language", "langid"),
    "kind": ("entrytype",),
    "url": ("url", "ee", "link"),
    "accession": ("accession", "unique-id"),
    "accession_hint": ("url",),
    "database": ("source", "database"),
    "notes": ("note", "annote"),
}

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what fails is reported in the account


def recognise(text: str) -> int:
    """Where the first entry starts, or -1."""
    found = _START.search(text)
    return found.start() if found else -1


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of a BibTeX file."""
    first = _START.search(text)
    tally.preamble = text[: first.start()].strip() if first else ""
    text = _KEY.sub(lambda found: _with_key(found, text, tally), text)
    blocks = parse_string(text).blocks
    for position, block in enumerate(blocks):
        if not _is_read(block):
            if position == 0 or _is_read(blocks[position - 1]):
                yield from _mended(text, blocks, position, tally)
            continue
        entry = _entry(block, tally)
        if entry is not None:
            yield from _settled(_record(entry, _line(block)), tally)


def _with_key(found: re.Match[str], text: str, tally: Tally) -> str:
    """An entry head with a usable key: none is invented where there is one, spaces and commas become underscores."""
    key = re.sub(r"[\s,]+", "_", found["key"].strip())
    if key == found["key"].strip() and key:
        return found[0]
    tally.repair(
        "a citation key that is missing or has a comma or a space was mended", text.count("\n", 0, found.end())
    )
    return f"{found['head']}{key or 'no-key'},{found['end']}"


def _settled(record: Record, tally: Tally) -> Iterator[Record]:
    tally.markers += 1
    if tally.settle(record) is not None:
        yield record


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1


def _is_read(block: Block) -> bool:
    duplicate = isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock)
    return duplicate or not isinstance(block, ParsingFailedBlock | ImplicitComment)


def _entry(block: Block, tally: Tally) -> Entry | None:
    """The entry of a block, also where its key or a field comes twice; None for comments and abbreviations."""
    if isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, Entry):
        if not block.ignore_error_block.key.startswith("no-key"):
            tally.repair("a citation key used twice; both entries were kept", _line(block))
        return _unwrapped(block.ignore_error_block)
    if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
        tally.repair("a field given twice in one entry; both were kept", _line(block))
        return _unwrapped(block.ignore_error_block)
    return block if isinstance(block, Entry) else None


def _unwrapped(entry: Entry) -> Entry:
    """An entry the parser set aside before it took the braces or quotation marks off the values."""
    for field in entry.fields:
        value = str(field.value).strip()
        if value[:1] + value[-1:] in ("{}", '""') and len(value) > 1:
            field.value = value[1:-1]
    return entry


def _mended(text: str, blocks: Sequence[Block], position: int, tally: Tally) -> Iterator[Record]:
    """The entries in a stretch that the parser gave up on: mended where a brace is missing, else refused."""
    later = next((block for block in blocks[position:] if _is_read(block)), None)
    lines = text.split("\n")
    first = blocks[position].start_line or 0
    stretch = "\n".join(lines[first : later.start_line if later else None])
    starts = [found.start() for found in _START.finditer(stretch)]
    for start, end in pairwise([*starts, len(stretch)]):
        piece, line = stretch[start:end], first + stretch.count("\n", 0, start) + 1
        entries = parse_string(piece.rstrip() + "\n}").entries
        if len(entries) == 1 and entries[0].fields:
            tally.repair("an entry without its closing brace was mended", line)
            yield from _settled(_record(entries[0], line), tally)
        else:
            tally.markers += 1
            tally.refuse(line, "the entry cannot be read: its braces do not match", piece.strip())


def _record(entry: Entry, line: int) -> Record:
    raw = [("entrytype", entry.entry_type.lower()), ("key", entry.key)]
    raw += [(field.key.lower(), str(field.value)) for field in entry.fields]
    groups = gather([(tag, _plain(tag, value)) for tag, value in raw], _FIELDS)
    groups["keywords"] = [[part for value in group for part in _keywords(value)] for group in groups["keywords"]]
    groups["notes"] = [[part for value in group for part in re.split(r"\n{2,}", value)] for group in groups["notes"]]
    groups["authors"] = [[name for value in group for name in names(value)] for group in groups["authors"]]
    return assemble(groups, raw=raw, line=line)


def _plain(tag: str, value: str) -> str:
    """The value in Unicode; names stay LaTeX until they are split, line wraps become spaces."""
    if tag in ("author", "editor"):
        return value
    if "RAYYAN-" in value and not _OURS.search(value):  # decisions in braces, not LaTeX
        return value.replace('\\"', '"')
    if tag not in ("note", "annote"):
        value = " ".join(value.split())
    return latex.decode(value, typographic=tag not in _ADDRESSES)


def _keywords(value: str) -> list[str]:
    return value.split(";" if ";" in value else ",")


def names(value: str) -> list[str]:
    """The names of an author field, `von Family, Given, Jr`; a name in braces is an organisation and stays whole."""
    return [name for part in split_multiple_persons_names(" ".join(value.split())) if (name := _name(part))]


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
