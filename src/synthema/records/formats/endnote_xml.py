"""EndNote XML, streamed: no DTD, no entities, no network; a file that breaks off gives what stands before the break."""

import io
import re
from collections.abc import Iterator

from lxml import etree

from synthema.records.assembly import assemble, gather
from synthema.records.fields import ILLEGAL_IN_XML, printable
from synthema.records.model import Record
from synthema.records.tally import Tally, visible

_START = re.compile(r"<record(?=[\s>])")
_IGNORED = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_SIGN = re.compile(
    r"<record(?=[\s>])[^>]*>\s*<(?:database|source-app|rec-number|ref-type|contributors|titles|foreign-keys)\b"
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile("&#(?:([0-9]+)|[xX]([0-9A-Fa-f]+));")
_PUBMED_ISSN = re.compile(r"\((?:Electronic|Linking|Print)\)")
_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("titles/title", "titles/translated-title"),
    "authors": ("contributors/authors/author", "contributors/secondary-authors/author"),
    "year": ("dates/year", "dates/pub-dates/date"),
    "journal": ("periodical/full-title", "titles/secondary-title", "alt-periodical/full-title", "titles/alt-title"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "doi": ("electronic-resource-num",),
    "doi_hint": ("urls/related-urls/url", "urls/web-urls/url", "notes"),
    "pmid_hint": ("urls/related-urls/url", "notes"),
    "isbn": ("isbn",),
    "issn": ("isbn",),
    "abstract": ("abstract",),
    "keywords": ("keywords/keyword",),
    "language": ("language",),
    "kind": ("ref-type@name", "ref-type"),
    "url": ("urls/related-urls/url", "urls/web-urls/url"),
    "accession": ("accession-num",),
    "accession_hint": ("urls/related-urls/url", "notes"),
    "database": ("remote-database-name",),
    "notes": ("notes", "research-notes"),
}


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = _SIGN.search(text[: 2**20])
    return found.start() if found else -1


def parse(text: str, tally: Tally) -> Iterator[Record]:
    """The records of an EndNote XML file."""
    starts = _start_lines(text)
    tally.markers = len(starts)
    legal = _REFERENCE.sub(_legal, ILLEGAL_IN_XML.sub("", text))
    if legal != text:
        text = legal
        tally.repair("characters that XML forbids were removed")
    content = _DECLARATION.sub("", text).encode("utf-8")
    context = etree.iterparse(
        io.BytesIO(content), events=("end",), tag="record", encoding="utf-8",
        recover=True, load_dtd=False, resolve_entities=False, no_network=True, huge_tree=False,
    )  # fmt: skip
    read = 0
    try:
        for _, element in context:
            line = starts[read] if read < len(starts) else 0
            read += 1
            record = tally.settle(_record(element, line, tally))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if record is not None:
                yield record
    except etree.XMLSyntaxError as error:
        tally.repair(f"the XML is broken: {error.msg}")
    tally.markers = max(tally.markers, read)
    for line in starts[read:]:
        tally.refuse(line, "the XML is broken here or before; export the file again")


def _legal(found: re.Match[str]) -> str:
    """A reference to a character by its number, or nothing where XML has no such character."""
    digits, base = (found[1], 10) if found[1] else (found[2], 16)
    number = int(digits, base) if len(digits) < 10 else 0x110000
    return found[0] if 0 < number < 0x110000 and not ILLEGAL_IN_XML.match(chr(number)) else ""


def _start_lines(text: str) -> list[int]:
    text = _IGNORED.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines, line, position = [], 1, 0
    for found in _START.finditer(text):
        line += text.count("\n", position, found.start())
        position = found.start()
        lines.append(line)
    return lines


def _record(element: etree._Element, line: int, tally: Tally) -> Record:
    raw = list(_leaves(element, ""))
    tally.tag_characters += visible(printable("".join(map(str, element.itertext())))) + sum(
        visible(value) for tag, value in raw if "@" in tag
    )
    groups = gather([(tag, part) for tag, value in raw for part in _single(tag, value)], _FIELDS)
    if any(_PUBMED_ISSN.search(value) for tag, value in raw if tag == "isbn"):  # EndNote's own import from PubMed
        groups["pmid"] = groups["accession"]
    return assemble(groups, raw=raw, line=line)


def _single(tag: str, value: str) -> list[str]:
    return re.split(r"\n{2,}", value) if tag in ("notes", "research-notes") else [value]


def _leaves(element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    """Path and text of everything in the record; the pieces of styled text are one."""
    astray = "\n".join(text for text in (element.text, *(child.tail for child in element)) if text and text.strip())
    if astray:  # text where EndNote has only elements
        yield path, printable(astray).strip()
    for child in element.iterchildren("*"):
        here = f"{path}/{child.tag}" if path else child.tag
        if child.get("name"):
            yield f"{here}@name", printable(str(child.get("name")))
        if all(part.tag == "style" for part in child.iterchildren("*")):
            value = printable("".join(map(str, child.itertext())).replace("\r", "\n")).strip()
            if value:
                yield here, value
        else:
            yield from _leaves(child, here)
