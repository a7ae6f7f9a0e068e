"""A project.qde as the nouns of a coded project, whatever the order of its elements and the case of its GUIDs."""

from lxml import etree

from synthema.coding.refi.codebook import codes_in, refs, sets_in
from synthema.coding.refi.colors import plain_color
from synthema.coding.refi.nouns import Case, Codebook, Graph, Link, Project, Stamp, User, Variable
from synthema.coding.refi.sources import read_source, read_text, values_of
from synthema.coding.refi.xml import child, children, guid, local, said, words

SOURCES = ("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource")


def read_project(root: etree._Element) -> Project:
    """The project whose root element this is."""
    origin = said(root, "origin")
    return Project(
        name=said(root, "name"),
        origin=origin,
        base_path=said(root, "basePath"),
        description=words(root, "Description"),
        stamp=Stamp(
            by=guid(root, "creatingUserGUID"),
            at=said(root, "creationDateTime"),
            changed_by=guid(root, "modifyingUserGUID"),
            changed_at=said(root, "modifiedDateTime"),
        ),
        notes_on=refs(root, "NoteRef"),
        users=tuple(
            User(guid=guid(one), name=said(one, "name"), id=said(one, "id"))
            for one in children(child(root, "Users"), "User")
        ),
        codebook=Codebook(origin=origin, codes=codes_in(child(root, "CodeBook")), sets=sets_in(root)),
        variables=tuple(_variable(one) for one in children(child(root, "Variables"), "Variable")),
        cases=tuple(_case(one) for one in children(child(root, "Cases"), "Case")),
        sources=tuple(read_source(one) for one in children(child(root, "Sources"), *SOURCES)),
        notes=tuple(read_text(one) for one in children(child(root, "Notes"), "Note")),
        links=tuple(_link(one) for one in children(child(root, "Links"), "Link")),
        graphs=tuple(_graph(one) for one in children(child(root, "Graphs"), "Graph")),
    )


def _variable(element: etree._Element) -> Variable:
    return Variable(
        guid=guid(element),
        name=said(element, "name"),
        kind=said(element, "typeOfVariable") or "Text",
        description=words(element, "Description"),
    )


def _case(element: etree._Element) -> Case:
    return Case(
        guid=guid(element),
        name=said(element, "name"),
        description=words(element, "Description"),
        codes=refs(element, "CodeRef"),
        values=values_of(element),
        sources=refs(element, "SourceRef"),
        selections=refs(element, "SelectionRef"),
    )


def _link(element: etree._Element) -> Link:
    return Link(
        guid=guid(element),
        name=said(element, "name"),
        direction=said(element, "direction"),
        color=plain_color(said(element, "color")),
        origin=guid(element, "originGUID"),
        target=guid(element, "targetGUID"),
        notes=refs(element, "NoteRef"),
    )


def _graph(element: etree._Element) -> Graph:
    kinds = list(map(local, element))
    return Graph(
        guid=guid(element), name=said(element, "name"), vertices=kinds.count("Vertex"), edges=kinds.count("Edge")
    )
