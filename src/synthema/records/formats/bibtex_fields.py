"""The fields of one BibTeX entry: read by bibtexparser, or line by line where its braces do not match."""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.model import DuplicateFieldKeyBlock, Entry
from bibtexparser.splitter import Splitter

from synthema.records.formats.bibtex_entries import Head, measure

Fields = list[tuple[str, str]]

_LONGEST = 2**23  # characters of an entry whose braces do not match
_LONGEST_SPELLED = 100_000  # characters that abbreviations of abbreviations may grow to
_FIELD = re.compile(r"^[ \t]*([A-Za-z][\w:+.-]*)[ \t]*=[ \t]*", re.MULTILINE)
_OWN = re.compile(
    r"^[ \t]*([A-Za-z][\w:+.-]*)[ \t]*=[ \t]*(?=[{\"]|[0-9]+[ \t]*,?[ \t]*(?:[})][ \t]*)*$)", re.MULTILINE
)

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what fails is reported in the account


def parsed(of: Head, body: str) -> Fields | None:
    """The fields of an entry with their values as written; None where bibtexparser cannot read it."""
    if body.strip() == of.closing:
        return []
    found = Splitter(f"@x{of.opening}k,{body}").split().blocks
    if len(found) != 1:
        return None
    entry = found[0].ignore_error_block if isinstance(found[0], DuplicateFieldKeyBlock) else found[0]
    if not isinstance(entry, Entry):
        return None
    return [(field.key.lower(), str(field.value)) for field in entry.fields]


def has_fields(text: str, start: int) -> bool:
    """Whether a line from here on begins like a field."""
    return _FIELD.search(text, start) is not None


def by_lines(text: str, of: Head) -> Fields:
    """The fields of an entry whose braces do not match: each starts with `name =` on its own line."""
    found = list(_FIELD.finditer(text, of.start)) if len(text) - of.start <= _LONGEST else []
    if not found or text[of.start : found[0].start()].strip():
        return []
    return _parted(text, found, of.closing)


def unfolded(fields: Fields) -> Fields:
    """The fields where the last one has no closing brace and so holds those after it; none where it holds none."""
    name, value = fields[-1]
    found = list(_OWN.finditer(value, value.find("\n") + 1)) if "\n" in value else []
    if not found:
        return []
    return [*fields[:-1], (name, _cleared(value[: found[0].start()].strip())), *_parted(value, found, "}")]


def _parted(text: str, found: list[re.Match[str]], closing: str) -> Fields:
    """The fields that start there in a text, each up to the next."""
    ends = [one.start() for one in found[1:]] + [len(text)]
    fields = [(one[1].lower(), text[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]
    name, last = fields[-1]
    if last.endswith(closing) and last.count("}") > last.count("{"):
        last = last[:-1].rstrip()
    fields[-1] = (name, last)
    return [(name, _cleared(value)) for name, value in fields]


def _cleared(value: str) -> str:
    return _loosely_bare(value.removesuffix(",").rstrip())


def _loosely_bare(value: str) -> str:
    if bare(value) != value or value.count("{") == value.count("}"):
        return bare(value)
    value = value.removeprefix("{") if value.startswith("{") else value.removeprefix('"')
    return value.removesuffix("}") if value.endswith("}") else value.removesuffix('"')


def bare(value: str) -> str:
    """A value without the braces or quotation marks around the whole of it; `{a} # {b}` stays."""
    if len(value) < 2 or value[0] + value[-1] not in ("{}", '""') or value[-2] == "\\":
        return value
    depth = 0
    for found in re.finditer(r'(?<!\\)[{}"]', value[:-1]):
        if found[0] == '"':
            if value[0] == '"' and found.start() and not depth:
                return value
        else:
            depth += 1 if found[0] == "{" else -1
            if depth <= 0 and value[0] == "{":
                return value
    return value[1:-1]


def spelled(value: str, strings: Mapping[str, str]) -> str:
    """A value without what encloses it and with its abbreviations (`jan # " 5"`) written out."""
    inner = bare(value)
    if inner != value:
        return inner
    if "#" not in value:
        return strings.get(value.casefold(), value)
    parts = [part.strip() for part in _parts(value)]
    written = [strings.get(part.casefold(), part) if bare(part) == part else bare(part) for part in parts]
    return "".join(written) if sum(map(len, written)) <= max(len(value), _LONGEST_SPELLED) else value


def _parts(value: str) -> Iterator[str]:
    """The parts between `#` outside braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for found in re.finditer(r'(?<!\\)[{}"#]', value):
        if found[0] == '"':
            quoted ^= not depth
        elif found[0] == "#":
            if not depth and not quoted:
                yield value[start : found.start()]
                start = found.end()
        elif not quoted:
            depth += 1 if found[0] == "{" else -1
    yield value[start:]


def strings_of(text: str, of: Head, strings: Mapping[str, str]) -> dict[str, str]:
    """The abbreviation that an `@string` block defines."""
    values = measure(text, of.body, of.closing).values
    name = text[of.body :].partition("=")[0].strip()
    return {name.casefold(): spelled(text[slice(*values[0])].strip(), strings)} if values and name else {}
