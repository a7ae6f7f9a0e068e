"""A full text that is neither a PDF nor plain text, read by its kind."""

from pathlib import Path

from lxml import etree

from synthema.documents.markup.docx import read_docx
from synthema.documents.markup.encoding import page_text
from synthema.documents.markup.html import read_html, read_xhtml
from synthema.documents.markup.jats import read_jats
from synthema.documents.markup.kinds import HEAD, Kind, kind_of, unwrapped
from synthema.documents.markup.trees import local, xml_tree
from synthema.documents.structure import Marked
from synthema.refused import Refused

_OF_AN_ARTICLE = ("article-meta", "front-stub", "title-group")


def read_markup(path: Path, name: str, most: int) -> Marked:
    """The text of a web page, an article or a Word file; raises Refused for all else, and writing.TooLong."""
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD), name)
    if kind == Kind.ZIP:
        return read_docx(path, name, most)
    data = path.read_bytes()
    if kind == Kind.ARCHIVE:
        page, sent_as = unwrapped(data, name)
        return read_html(page_text(page, sent_as), name, most)
    if kind == Kind.XHTML:
        return read_xhtml(data, page_text(data), name, most)
    return _xml(data, name, most) if kind == Kind.XML else read_html(page_text(data), name, most)


def _xml(data: bytes, name: str, most: int) -> Marked:
    root = xml_tree(data, name)
    if any(local(one) in _OF_AN_ARTICLE for one in root.iter(etree.Element)):
        return read_jats(root, name, most)
    raise Refused(
        "{name} is XML of a kind that is not read (its outermost element is <{root}>); articles in JATS are. Add the "
        "PDF or the web page of the report instead.",
        name=name,
        root=local(root)[:60],
    )
