"""XML and HTML of strangers parsed so that it reaches for nothing and swells to nothing."""

import re
from html.entities import html5
from typing import Any, cast

from lxml import etree

from synthema.documents.markup.encoding import xml_text
from synthema.refused import Refused

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*?\?>")
_ENTITIES = re.compile(r"<!ENTITY\b")
_DOCTYPE = re.compile(r"<!DOCTYPE\b")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_REACHES_FOR_NOTHING = {
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
}


def names_in(listed: str) -> frozenset[str]:
    """The names of elements in a list of words."""
    return frozenset(listed.split())


def local(element: etree._Element) -> str:
    """The name of an element in small letters, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def xml_tree(data: bytes, name: str, *, typed: bool = True) -> etree._Element:
    """The root of an XML file; raises Refused where it declares entities, is not well-formed or, unless `typed`, has
    any type definition."""
    try:
        text = xml_text(data)
    except LookupError as error:
        raise Refused(
            "{name} says it is written in “{encoding}”, which is not known here. Save it as UTF-8 and add it again.",
            name=name,
            encoding=str(error)[:60],
        ) from None
    except UnicodeDecodeError as error:
        raise Refused(
            "{name} is not in the encoding it names ({encoding}, byte {start}). Download it again or save it as UTF-8.",
            name=name,
            encoding=error.encoding,
            start=error.start + 1,
        ) from None
    if _ENTITIES.search(text) or (not typed and _DOCTYPE.search(text)):
        raise Refused(
            "{name} comes with declarations of entities (DOCTYPE), which no article needs and which can do harm. Add "
            "the PDF or the web page of the report instead.",
            name=name,
        )
    declared = _DECLARATION.match(text)
    root = _parsed(text[declared.end() :] if declared else text, name)
    _resolve(root, name)
    return root


def _parsed(text: str, name: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, dtd_validation=False, huge_tree=False,
        **cast(dict[str, Any], _REACHES_FOR_NOTHING),
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(
            "{name} is no well-formed XML (line {line}: {what}). It may be cut off; download it again.",
            name=name,
            line=getattr(error, "lineno", None) or 1,
            what=str(getattr(error, "msg", None) or error).split(", line ")[0][:200],
        ) from None


def _resolve(root: etree._Element, name: str) -> None:
    """Put the character that HTML knows by a name in the place of the name."""
    for entity in list(root.iter(etree.Entity)):
        said = str(entity.text)[1:]
        meant = html5.get(said)
        if meant is None:
            raise Refused(
                "{name} uses “{entity}” (line {line}) and does not say what it stands for. Add the PDF or the web page "
                "of the report instead.",
                name=name,
                entity=str(entity.text)[:60],
                line=entity.sourceline,
            )
        before, parent = entity.getprevious(), entity.getparent()
        assert parent is not None  # a name stands within the root
        words = meant + (entity.tail or "")
        if before is not None:
            before.tail = (before.tail or "") + words
        else:
            parent.text = (parent.text or "") + words
        entity.tail = None
        parent.remove(entity)


def html_tree(text: str, name: str) -> etree._Element:
    """The root of a web page, however broken; raises Refused where nothing is in it, or its parts lie too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, recover=True, **cast(dict[str, Any], _REACHES_FOR_NOTHING)
    )
    try:
        root = etree.fromstring(_FORBIDDEN.sub("\ufffd", text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Refused("{name} is a web page without a word. Save it again, or add the PDF of the report.", name=name)
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise Refused(
            "{name} is a web page that lies too deep within itself to be read. Print it to a PDF and add that.",
            name=name,
        )
    return root
