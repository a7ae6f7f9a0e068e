"""RDF of Zotero: works beside the journals, people, notes and attachments that they name by address."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from synthema.records.assembly import assemble
from synthema.records.export import Export
from synthema.records.fields import ILLEGAL_IN_XML
from synthema.records.formats.rdf_text import resources
from synthema.records.formats.xml_stream import Cut, Reader, declared, refuse
from synthema.records.formats.xml_tree import each, inside, local, person, text, texts, values
from synthema.records.model import Found, Record, Unreadable
from synthema.records.tally import Tally

_ROOT = re.compile(r"<(?:[\w.-]+:)?RDF(?=[\s>])")
_KNOWN = re.compile(r"zotero\.org/namespaces|purl\.org/net/biblio|purl\.org/ontology/bibo")
_LARGEST = 2**26  # bytes; what a work names may stand anywhere in the file
_NO_WORK = frozenset(
    (
        "Journal",
        "Series",
        "Person",
        "Organization",
        "Agent",
        "Memo",
        "Attachment",
        "Collection",
        "UserItem",
        "Issue",
        "Newspaper",
        "Magazine",
    )
)
_TYPE = re.compile(r"<(?:[\w.-]+:)?itemType>\s*(\w+)\s*<")
_CLASS = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_ROLES = ("authors", "authorList", "editors", "editorList", "creator", "contributors", "contributor")
_CONTAINERS = ("Journal", "Book", "Issue/isPartOf/Journal", "Proceedings", "*", "*/isPartOf/*")
_DEPTH = 3  # parts that name parts
_IDENTIFIER = re.compile(r"(DOI|ISBN|ISSN|PMID)[: ]\s*(.*)", re.DOTALL)
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "shortTitle"),
    "authors": ("authors/Seq/li/Person/surname", "authors/Seq/li/Person/givenName", "authorList/Seq/li/Person/surname"),
    "year": ("date", "issued"),
    "journal": ("isPartOf/Journal/title", "isPartOf/Book/title"),
    "volume": ("isPartOf/Journal/volume", "volume"),
    "issue": ("isPartOf/Journal/number", "number"),
    "pages": ("pages", "pageStart", "pageEnd"),
    "doi": ("identifier", "isPartOf/Journal/identifier", "doi"),
    "isbn": ("identifier", "isPartOf/Book/identifier", "isbn"),
    "issn": ("isPartOf/Journal/identifier", "isPartOf/Issue/isPartOf/Journal/issn"),
    "abstract": ("abstract",),
    "keywords": ("subject", "subject/AutomaticTag/value"),
    "language": ("language",),
    "kind": ("itemType",),
    "url": ("identifier/URI/value", "uri"),
    "database": ("libraryCatalog",),
    "notes": ("description", "isReferencedBy/Memo/value"),
}
_READER = Reader("")


def recognise(head: str) -> int:
    """Where the RDF starts, or -1."""
    found = _ROOT.search(head)
    return found.start() if found and _KNOWN.search(head) else -1


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The works of an RDF file."""
    if export.size > _LARGEST:
        raise Unreadable(
            "{name} has {size:,} bytes; RDF is read up to {most:,}. Export it from Zotero as RIS or CSL JSON.",
            name=export.name,
            size=export.size,
            most=_LARGEST,
        )
    content = ILLEGAL_IN_XML.sub("", export.whole())
    file = _File(content, declared(export.head), typed="itemType>" in content)
    file.gather()
    for cut in resources(content):
        if not file.is_work(cut.text):
            continue
        tally.markers += 1
        if cut.wrong:
            refuse(cut, tally)
        else:
            yield file.found(cut, tally)
    left = len(file.nodes.keys() - file.named)
    if left:
        tally.repair(f"{left} notes, attachments or other parts that belong to no work were left out")


@dataclass(slots=True)
class _File:
    """The parts of a file that works name by address."""

    content: str
    before: str
    typed: bool  # Zotero says of every work what it is; other programs do not
    nodes: dict[str, tuple[etree._Element, int]] = field(default_factory=dict)  # address -> part, its characters
    named: set[str] = field(default_factory=set)
    budget: int = 0  # characters that may still be repeated where several works name the same part

    def gather(self) -> None:
        """Take up the parts, and how often they may be repeated."""
        self.budget = 4 * len(self.content) + 2**20
        for cut in resources(self.content):
            if not self.is_work(cut.text):
                counted = Tally(format="")
                found = _READER.found(Cut(cut.line, cut.text), self.before, counted)
                self.nodes[_address(found.of) or f"line {cut.line}"] = (found.of, counted.tag_characters)

    def is_work(self, text: str) -> bool:
        """Whether a resource is a work, by what it says of itself, else by its class."""
        kind = _TYPE.search(text)
        if kind:
            return kind[1] not in ("attachment", "note", "annotation")
        found = _CLASS.match(text)
        return not self.typed and found is not None and found[1] not in _NO_WORK

    def found(self, cut: Cut, tally: Tally) -> Found:
        """A work with the parts it names."""
        found = _READER.found(cut, self.before, tally)
        element: etree._Element = found.of
        for _ in range(_DEPTH):
            parts = [one for one in element.iterdescendants() if len(one) == 0 and _named(one) in self.nodes]
            for one in parts:
                part, size = self.nodes[_named(one)]
                self.budget -= size
                if self.budget > 0:
                    one.append(copy.deepcopy(part))
                    one[-1].tail = None
                    tally.tag_characters += size
                    self.named.add(_named(one))
            if not parts:
                break
        return Found(found.line, values(element), element)


def _address(element: etree._Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if local(key) in ("about", "nodeID", "ID")), "")


def _named(element: etree._Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if local(key) in ("resource", "nodeID")), "")


def record(found: Found) -> Record:
    """A work of an RDF file."""
    element: etree._Element = found.of
    said = dict(_identifiers(element))
    address = _address(element)
    groups = {
        "title": [texts(element, "title"), texts(element, "shortTitle")],
        "authors": [list(_people(element, role)) for role in _ROLES],
        "year": [texts(element, "date", "issued", "isPartOf/*/date")],
        "journal": [
            texts(element, *(f"isPartOf/{name}/title" for name in _CONTAINERS)),
            texts(element, "publicationTitle"),
        ],
        "volume": [texts(element, "volume", "isPartOf/*/volume")],
        "issue": [texts(element, "number", "issue", "isPartOf/*/number", "isPartOf/*/issue")],
        "pages": [texts(element, "pages", "isPartOf/*/pages")],
        "start": [texts(element, "pageStart")],
        "end": [texts(element, "pageEnd")],
        "doi": [[said.get("DOI", "")], texts(element, "doi")],
        "doi_hint": [[line for value in texts(element, "description") for line in value.split("\n")], [address]],
        "pmid": [[said.get("PMID", "")], texts(element, "pmid")],
        "pmid_hint": [[line for value in texts(element, "description") for line in value.split("\n")]],
        "isbn": [[said.get("ISBN", "")], texts(element, "isbn", "isbn13", "isbn10", "isPartOf/*/isbn")],
        "issn": [[said.get("ISSN", "")], texts(element, "issn", "**/issn")],
        "abstract": [texts(element, "abstract")],
        "keywords": [texts(element, "subject/AutomaticTag/value") + _plain(element, "subject")],
        "language": [texts(element, "language")],
        "kind": [texts(element, "itemType"), [local(element.tag)]],
        "url": [texts(element, "identifier/URI/value", "uri"), [address]],
        "database": [texts(element, "libraryCatalog")],
        "notes": [texts(element, "description"), texts(element, "isReferencedBy/Memo/value")],
    }
    return assemble(groups, raw=found.raw, line=found.line)


def _plain(element: etree._Element, name: str) -> list[str]:
    return [inside(one) for one in each(element, name) if len(one) == 0]


def _people(element: etree._Element, role: str) -> Iterator[str]:
    for path in (f"{role}/Seq/li/*", f"{role}/*"):
        for one in each(element, path):
            if local(one.tag) in ("Person", "Agent", "Organization"):
                yield person(
                    text(one, "surname", "family_name", "name"), text(one, "givenName", "givenname", "firstName")
                )


def _identifiers(element: etree._Element) -> Iterator[tuple[str, str]]:
    """DOI, ISBN and the like by their names; those of the work itself stand last, so that they count."""
    for path in ("isPartOf/*/isPartOf/*/identifier", "isPartOf/*/identifier", "identifier"):
        for said in _plain(element, path):
            found = _IDENTIFIER.match(said)
            if found:
                yield found[1], found[2]
