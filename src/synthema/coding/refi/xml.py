"""XML of strangers, parsed so that it reaches for nothing and swells to nothing; elements by their local names."""

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from synthema.refused import Refused

MOST_BYTES = 256 << 20  # of one project or codebook
_TYPED = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,15}\s*")
_WORDS = {
    "Excessive depth": "its elements lie more than 256 deep within each other, as no codebook does",
    "huge text node": "a single text in it has more than 10 million characters",
    "Buffer size limit": "a single text in it has more than 10 million characters",
}


def parsed(content: bytes, name: str) -> etree._Element:
    """The root of an XML file; raises Refused where it is not well-formed, or comes with a type definition."""
    if len(content) > MOST_BYTES:
        raise Refused(
            "{name} has {size:,} bytes of XML; at most {most:,} are read. Export the project in parts.",
            name=name,
            size=len(content),
            most=MOST_BYTES,
        )
    if _TYPED.match(_text(content)):
        raise _typed(name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise _broken(error, name) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _typed(name)
    return root


def looks_like_xml(content: bytes) -> bool:
    """Whether the first sign is that of a tag."""
    return _text(content[:1000]).lstrip().startswith("<")


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return content.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _typed(name: str) -> Refused:
    return Refused(
        "{name} comes with a document type definition (DOCTYPE), which no REFI-QDA file has and which can do harm. "
        "Export it again from the program that holds the project.",
        name=name,
    )


def _broken(error: Exception, name: str) -> Refused:
    line = getattr(error, "lineno", None) or 1
    said = str(getattr(error, "msg", None) or error).split(", line ")[0]
    what = next((words for sign, words in _WORDS.items() if sign in said), f"it is no well-formed XML ({said})")
    return Refused(
        "{name} cannot be read, line {line}: {what}. It may be cut off or changed by hand; export it again.",
        name=name,
        line=line,
        what=what,
    )


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The elements of these names right within one."""
    if element is not None:
        yield from (child for child in element if local(child) in names)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first element of this name right within one."""
    return next(children(element, name), None)


def words(element: etree._Element, name: str) -> str:
    """The text of the first element of this name right within one."""
    found = child(element, name)
    return "" if found is None else content_of(found)


def content_of(element: etree._Element) -> str:
    """All the text of an element."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def said(element: etree._Element, attribute: str) -> str:
    """An attribute, "" where it is absent."""
    return str(element.get(attribute) or "")


def guid(element: etree._Element, attribute: str = "guid") -> str:
    """An identifier in small letters without braces."""
    return plain_guid(said(element, attribute))


def plain_guid(written: str) -> str:
    """An identifier in small letters without braces."""
    return written.strip().removeprefix("{").removesuffix("}").lower()


def number(element: etree._Element, attribute: str) -> int | None:
    """A whole number; None where there is none."""
    written = said(element, attribute)
    return int(written) if _NUMBER.fullmatch(written) else None
