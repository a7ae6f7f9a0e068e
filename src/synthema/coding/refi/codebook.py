"""A codebook: the codes of a project, or a .qdc file in whatever namespace its program wrote."""

from collections.abc import Iterator
from itertools import chain

from lxml import etree

from synthema.coding.refi.colors import plain_color
from synthema.coding.refi.nouns import Code, Codebook, CodeSet
from synthema.coding.refi.xml import child, children, guid, local, said, words

_TRUE = ("true", "1", "yes")


def read_codebook(root: etree._Element) -> Codebook:
    """The codebook of a .qdc file."""
    return Codebook(origin=said(root, "origin"), codes=codes_in(root), sets=sets_in(root))


def codes_in(codebook: etree._Element | None) -> tuple[Code, ...]:
    """The codes of an element CodeBook, each behind the one above it."""
    codes = child(codebook, "Codes") if codebook is not None else None
    return tuple(chain.from_iterable(_with_those_below(code, "") for code in children(codes, "Code")))


def _with_those_below(element: etree._Element, parent: str) -> Iterator[Code]:
    code = _code(element, parent)
    yield code
    for below in children(element, "Code"):
        yield from _with_those_below(below, code.guid)


def _code(element: etree._Element, parent: str) -> Code:
    return Code(
        guid=guid(element),
        name=said(element, "name"),
        codable=said(element, "isCodable").strip().lower() in _TRUE,
        color=plain_color(said(element, "color")),
        description=words(element, "Description"),
        notes=refs(element, "NoteRef"),
        parent=parent,
    )


def sets_in(parent: etree._Element) -> tuple[CodeSet, ...]:
    """The sets of a project or codebook."""
    return tuple(
        CodeSet(
            guid=guid(one),
            name=said(one, "name"),
            description=words(one, "Description"),
            codes=refs(one, "MemberCode"),
            sources=refs(one, "MemberSource"),
            notes=refs(one, "MemberNote"),
        )
        for one in children(child(parent, "Sets"), "Set")
    )


def refs(element: etree._Element, name: str) -> tuple[str, ...]:
    """The GUIDs that references of one name point to; a .qdc file calls them `guid`, a project `targetGUID`."""
    found = (guid(one, "targetGUID") or guid(one) for one in element if local(one) == name)
    return tuple(one for one in found if one)
