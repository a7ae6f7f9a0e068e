"""A file against the schemas of the standard, and what is in it that the standard does not know."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from lxml import etree

from synthema.coding.refi.grammar import schema
from synthema.coding.refi.xml import local

MOST_MESSAGES = 50
MOST_LINES = 500  # errors whose lines are looked for
_XSD = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a file keeps to the schema; the first messages, and how many there are in all."""

    valid: bool
    messages: tuple[str, ...] = ()
    count: int = 0


class _Nothing:
    """Keeps nothing of what is parsed."""

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        """An element begins."""

    def end(self, tag: str | bytes) -> None:
        """An element ends."""

    def data(self, data: str | bytes) -> None:
        """Text."""

    def comment(self, text: str | bytes) -> None:
        """A comment."""

    def close(self) -> None:
        """All was parsed."""


def validate(content: bytes, root: etree._Element) -> Validity:
    """Check a project or codebook, as it stands in the file and as parsed.

    Lines are found in the tree, at a cost of errors times elements; so errors are counted in the stream first.
    """
    rules = etree.XMLSchema(schema(local(root)))
    parser = etree.XMLParser(schema=rules, target=_Nothing(), resolve_entities=False, no_network=True)
    etree.fromstring(content, parser)
    seen = list(parser.error_log)
    if len(seen) > MOST_LINES:
        return Validity(False, tuple(_plain(one.message) for one in seen[:MOST_MESSAGES]), len(seen))
    if rules.validate(root.getroottree()):
        return Validity(True)
    seen = list(rules.error_log)  # type: ignore[call-overload]  # the stubs do not know that it can be walked
    messages = tuple(f"line {one.line}: {_plain(one.message)}" for one in seen[:MOST_MESSAGES])
    return Validity(False, messages, len(seen))


def _plain(message: str) -> str:
    for space in ("project:1.0", "codebook:1.0"):
        message = message.replace(f"{{urn:QDA-XML:{space}}}", "")
    return " ".join(message.split())[:400]


@dataclass(frozen=True, slots=True)
class _Type:
    children: dict[str, str]  # name of an element -> name of its type
    attributes: frozenset[str]


@cache
def _types(root: str) -> dict[str, _Type]:
    return {
        str(one.get("name")): _Type(
            {str(e.get("name")): str(e.get("type")) for e in one.iter(f"{_XSD}element")},
            frozenset(str(a.get("name")) for a in one.iter(f"{_XSD}attribute")),
        )
        for one in schema(root).iter(f"{_XSD}complexType")
    }


def strangers(root: etree._Element) -> Counter[str]:
    """Elements and attributes that the standard does not know where they stand, with how often each is there."""
    types = _types(local(root))
    found: Counter[str] = Counter()
    waiting = [(root, f"{local(root)}Type")]
    while waiting:
        element, kind = waiting.pop()
        known = types.get(kind)
        if known is None:  # a simple text
            continue
        name = local(element)
        for attribute in map(str, element.attrib):
            if attribute not in known.attributes and not attribute.startswith("{"):
                found[f"{name}@{attribute}"] += 1
        for below in element:
            if local(below) in known.children:
                waiting.append((below, known.children[local(below)]))
            else:
                found[f"{name}/{local(below)}"] += 1
    return found
