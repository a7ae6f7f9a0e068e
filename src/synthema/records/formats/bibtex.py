"""BibTeX and BibLaTeX: entries are found and counted here, read by bibtexparser 2, mended or refused, never dropped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats import latex
from synthema.records.formats.bibtex_entries import START, Block, Head, blocks, head, measure
from synthema.records.formats.bibtex_fields import (
    Fields,
    bare,
    by_lines,
    has_fields,
    parsed,
    spelled,
    strings_of,
    unfolded,
)
from synthema.records.formats.bibtex_names import names
from synthema.records.formats.bibtex_parents import Parents, inherited, parents
from synthema.records.formats.foreign import Strangers
from synthema.records.model import Found, Record
from synthema.records.tally import Tally, visible, visible_in

_OURS = re.compile(r"\\(par|text[a-z]+)\{\}")  # LaTeX as our own writer puts it
_NO_ENTRIES = frozenset({"comment", "preamble", "string"})
_NO_WORKS = {
    "set": "it is a set of other entries of the file, no work of its own",
    "xdata": "it holds what other entries of the file share, no work of its own",
}
_BY_LINES = "an entry whose braces do not match was read line by line"
_UNFOLDED = "a value without its closing brace was ended where the next field begins"
_PREAMBLE = 100_000  # characters
_ADDRESSES = frozenset({"doi", "url", "file", "eprint"})
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "authors": ("author", "editor"),
    "year": ("year", "date", "issue_date"),
    "journal": ("fjournal", "journal", "journaltitle", "booktitle", "series"),
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
    "database": ("source", "database", "databaseprovider"),
    "notes": ("note", "annote", "annotation"),
}


@dataclass(slots=True)
class _File:
    """What is known of a file so far."""

    tally: Tally
    parents: Parents
    strings: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)


def recognise(text: str) -> int:
    """Where the first entry starts, or -1."""
    found = START.search(text)
    return found.start() if found else -1


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The records of a BibTeX file, one after the other."""
    file = _File(tally, parents(export))
    for block in blocks(export):
        yield from _within(block, file)


def _within(block: Block, file: _File) -> Iterator[Found]:
    """The entries of a block: one, or several on a line."""
    text, line, at = block.text, block.line, 0
    while of := head(text, at):
        if of.type in _NO_ENTRIES:
            end = _passed(text, of, file)
            _before(text[at:end], file.tally)
        else:
            file.tally.markers += 1
            file.tally.preamble = file.tally.preamble.strip()
            found, end = _entry(text, at, of, line, file)
            if found is not None:
                yield found
        line += text.count("\n", at, end)
        at = end
    rest = text[at:].strip("{}(), \t\n")
    if _before(text[at:], file.tally) or not rest or rest.startswith("%"):
        return
    if not _others(text[at:], line, file.tally):
        file.tally.repair("text between entries belongs to none; it is kept in the file only", line)


def _others(text: str, line: int, tally: Tally) -> bool:
    """Refuse the records of other formats that stand behind an entry; whether there were any."""
    strangers = Strangers("bibtex", tally)
    for number, one in enumerate(text.split("\n"), line):
        strangers.takes(number, one, may_begin=True, ours=False)
    found = bool(strangers.at)
    strangers.settle()
    return found


def _passed(text: str, of: Head, file: _File) -> int:
    """Take in an abbreviation, pass over a comment or preamble; where it ends."""
    if of.type == "string":
        file.strings.update(strings_of(text, of, file.strings))
    end = measure(text, of.body, of.closing).end
    return end if end >= 0 else len(text)


def _before(text: str, tally: Tally) -> bool:
    """Take what stands before the first entry as the preamble."""
    if tally.markers:
        return False
    tally.preamble = f"{tally.preamble}{text}"[:_PREAMBLE].lstrip()
    return True


def _entry(text: str, at: int, of: Head, line: int, file: _File) -> tuple[Found | None, int]:
    """The entry that starts there in a text, or None where it is refused; and where it ends."""
    written, characters, end, repair = _fields(text, of)
    no_work = "" if of.type == "set" and _has_title(written) else _NO_WORKS.get(of.type, "")
    if no_work or (repair == _BY_LINES and not written):
        file.tally.tag_characters += visible(text[at:end])
        file.tally.refuse(line, no_work or "the entry cannot be read: its braces do not match", text[at:end].strip())
        return None, end
    for said in (repair, *_oddities(of.key, written, file.keys)):
        if said:
            file.tally.repair(said, line)
    named = [("entrytype", of.type), *([("key", of.key)] if of.key else [])]
    file.tally.tag_characters += characters + visible_in([value for _, value in named])
    raw = [*named, *((name, bare(value)) for name, value in written)]
    plain = [*named, *((name, spelled(value, file.strings)) for name, value in written)]
    taken = inherited(of.type, plain, file.parents)
    if taken:
        file.tally.repair("what an entry leaves out was taken from the one it names in crossref or xdata", line)
    return Found(line, raw, [*plain, *taken] if taken or plain != raw else None), end


def _fields(text: str, of: Head) -> tuple[Fields, int, int, str]:
    """The fields as written, how many characters they have, where the entry ends, and what had to be mended."""
    measured, whole, mended = measure(text, of.start, of.closing), text, ""
    if measured.end < 0:
        whole, mended = f"{text}\n{of.closing}", "an entry without its closing brace was mended"
        measured = measure(whole, of.start, of.closing)
    if measured.end >= 0 and (head(text, measured.end) or not has_fields(text, measured.end)):
        fields = parsed(of, whole[of.start : measured.end])
        own = unfolded(fields) if fields and mended else []
        if own:
            return own, visible_in([bare(value) for _, value in own]), len(text), _UNFOLDED
        if fields is not None:
            return fields, measured.characters, min(measured.end, len(text)), mended
    lines = by_lines(text, of)
    return lines, visible_in([bare(value) for _, value in lines]), len(text), _BY_LINES


def _has_title(written: Fields) -> bool:
    return any(name == "title" for name, _ in written)


def _oddities(key: str, written: Fields, keys: set[str]) -> Iterator[str]:
    if not key or re.search(r"[\s,]", key):
        yield "a citation key is missing or has a comma or a space"
    elif key in keys:
        yield "a citation key used twice; both entries were kept"
    keys.add(key)
    if len({name for name, _ in written}) < len(written):
        yield "a field given twice in one entry; both were kept"


def record(found: Found) -> Record:
    """A record of a BibTeX file."""
    tags: Fields = list(found.of or found.raw)
    groups = gather([(tag, _plain(tag, value)) for tag, value in tags], FIELDS)
    groups["title"] = [[_titled(value, tags) for value in group] for group in groups["title"]]
    groups["keywords"] = [[part for value in group for part in _keywords(value)] for group in groups["keywords"]]
    groups["notes"] = [[part for value in group for part in re.split(r"\n{2,}", value)] for group in groups["notes"]]
    groups["authors"] = [[name for value in group for name in names(value)] for group in groups["authors"]]
    return assemble(groups, raw=found.raw, line=found.line)


def _plain(tag: str, value: str) -> str:
    """The value in Unicode; names stay LaTeX until they are split, line wraps become spaces."""
    if tag in ("author", "editor"):
        return value
    if "RAYYAN-" in value and not _OURS.search(value):  # decisions in braces, not LaTeX
        return value.replace('\\"', '"')
    if tag not in ("note", "annote"):
        value = " ".join(value.split())
    return latex.decode(value, typographic=tag not in _ADDRESSES)


def _titled(title: str, tags: Fields) -> str:
    """The title with the subtitle that BibLaTeX keeps apart."""
    title = title.strip()
    subtitle = next((_plain(tag, value).strip() for tag, value in tags if tag == "subtitle"), "")
    if not subtitle or not title or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title[-1] in '.:?!' else ': '}{subtitle}"


_BETWEEN_KEYWORDS = re.compile(r"(?<!&amp);")  # not the end of a written-out ampersand


def _keywords(value: str) -> list[str]:
    parted = _BETWEEN_KEYWORDS.split(value)
    return parted if len(parted) > 1 else value.split(",")
