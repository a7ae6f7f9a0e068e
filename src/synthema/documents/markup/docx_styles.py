"""What the styles of a Word file say of a paragraph or a run: heading, quotation, caption, italic, hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from synthema.documents.markup.trees import local

_DEEPEST = 20  # styles based on each other
_INDENT = 360  # twentieths of a point from which on a paragraph stands apart
_OFF = ("0", "false", "off", "none")
_QUOTES = ("quote", "intense quote", "block text", "quotations", "quotation", "block quotation", "disp-quote")
_CAPTIONS = ("caption", "figure caption", "table caption", "table", "illustration", "figure")
_REFERENCES = ("bibliography", "references", "reference", "endnote bibliography")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at a path of local names."""
    for name in path:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def said(element: etree._Element | None, name: str) -> str:
    """An attribute by its local name, "" where it is absent."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on or off; None where nothing is said of it."""
    found = child(properties, name)
    return None if found is None else said(found, "val").lower() not in _OFF


@dataclass(slots=True)
class Styles:
    """The styles of a file by their identifiers."""

    by_id: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """The styles in a part of a Word file; none where there is no such part."""
        made = cls()
        for one in root if root is not None else ():
            if local(one) == "style" and (key := said(one, "styleId")):
                made.by_id.setdefault(key, one)
                if said(one, "type") == "paragraph" and said(one, "default") in ("1", "true", "on"):
                    made.default = key
        return made

    def chain(self, key: str) -> Iterator[etree._Element]:
        """A style and those that it is based on."""
        for _ in range(_DEEPEST):
            style = self.by_id.get(key)
            if style is None:
                return
            yield style
            key = said(child(style, "basedon"), "val")

    def names(self, key: str) -> list[str]:
        """The names of a style and of those it is based on, in small letters."""
        return [said(child(style, "name"), "val").strip().lower() for style in self.chain(key)]

    def level(self, properties: etree._Element | None, key: str) -> int:
        """How deep a heading is; 0 for what is none."""
        if "title" in self.names(key)[:1]:
            return 1
        own = [child(properties, "outlinelvl"), *(child(style, "ppr", "outlinelvl") for style in self.chain(key))]
        for found in own:
            if found is not None:
                value = said(found, "val")
                return int(value) + 1 if value in tuple("012345678") else 0
        named = next((name for name in self.names(key) if name.startswith("heading ")), "")
        return int(named[8:]) if named[8:] in tuple("123456789") else 0

    def is_quoted(self, properties: etree._Element | None, key: str) -> bool:
        """Whether a paragraph is a quotation by its style, or stands apart by its indent."""
        if any(name in _QUOTES for name in self.names(key)):
            return True
        if child(properties, "numpr") is not None or any(
            child(style, "ppr", "numpr") is not None for style in self.chain(key)
        ):
            return False  # a list
        for one in (properties, *(child(style, "ppr") for style in self.chain(key))):
            indent = child(one, "ind")
            left = said(indent, "left") or said(indent, "start")
            if left:
                return left.isdecimal() and int(left) >= _INDENT and not said(indent, "hanging")
        return False

    def is_caption(self, key: str) -> bool:
        """Whether a paragraph is a caption by its style."""
        return any(name in _CAPTIONS for name in self.names(key))

    def is_reference(self, key: str) -> bool:
        """Whether a paragraph is an entry of the list of references by its style."""
        return any(name.rstrip(" 0123456789") in _REFERENCES for name in self.names(key))

    def run(self, properties: etree._Element | None, paragraph: str, name: str) -> bool:
        """Whether a property of print is on for a run: its own word first, then its style's, then the paragraph's."""
        own = switched(properties, name)
        if own is not None:
            return own
        for key in (said(child(properties, "rstyle"), "val"), paragraph):
            for style in self.chain(key):
                found = switched(child(style, "rpr"), name)
                if found is not None:
                    return found
        return False
