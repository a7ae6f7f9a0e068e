"""Web pages, also as saved from a publisher, to their text: what a reader sees of the article, in its order."""

import re
from collections.abc import Iterator

from lxml import etree

from synthema.documents.markup.trees import html_tree, local, names_in, xml_tree
from synthema.documents.markup.walking import BLOCK, INLINE, LINE, SKIP, Part, Walk
from synthema.documents.markup.writing import Role
from synthema.documents.structure import Marked
from synthema.refused import Refused

RECIPE = "web page 1"  # raised whenever the same page would give another text
FEWEST_WITH_PASSWORD = 2000  # a page with a field for a password and fewer letters is one to log in at
_MOST_OF_IT = 0.8
_SKIPPED = names_in(
    "head script style noscript template svg canvas iframe frame frameset noframes object embed applet audio "
    "video map select option datalist textarea button input progress meter nav annotation annotation-xml rp param"
)
_BLOCKS = names_in(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form "
    "header hgroup hr html legend li main menu ol p pre listing xmp plaintext search section summary ul caption "
    "table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6"
)
_WITHIN_LAYOUT = names_in("table h1 h2 h3 h4 h5 h6 blockquote article section")
_HOLDS_ROWS = ("table", "thead", "tbody", "tfoot", "tr")
_IN_TABLES = (*_HOLDS_ROWS[1:], "td", "th", "caption", "colgroup", "col", "script", "style", "template", "noscript")
_INDENTED = re.compile(r"(?i)(?:^|;)\s*(?:margin|padding)-left\s*:\s*(\d{1,4}(?:\.\d+)?)(pt|px|em|in|cm)")
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "in": 72.0, "cm": 28.3}
_INDENT = 18  # points from which on a paragraph stands apart
_ITALIC = re.compile(r"(?i)(?:^|;)\s*font-style\s*:\s*italic")
_UNSEEN_STYLE = re.compile(r"(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))")
_UNSEEN_CLASS = re.compile(
    r"(?i)(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader-(?:text|only)|u-visually-hidden|a11y-hidden|"
    r"MJX_Assistive_MathML|mjx-assistive-mml|MathJax_Preview)(?:\s|$)"
)
_UNSEEN_ROLES = ("navigation", "search", "menu", "menubar", "toolbar", "tablist", "dialog", "alertdialog")
_QUOTED = re.compile(
    r"(?i)(?:^|\s)(?:disp(?:lay(?:ed)?)?-?quot\w*|block-?quot\w*|quote-?block|extract|epigraph|MsoQuote|MsoIntenseQuote)(?:\s|$)"
)
_REFERENCES = re.compile(
    r"(?i)(?:^|\s)(?:references?(?:-list|__list)?|ref-?list|bibliography(?:-list)?|citation-?list)(?:\s|$)"
)
_FOOTNOTE = re.compile(r"(?i)(?:^|\s)(?:footnotes?|MsoFootnoteText|MsoEndnoteText)(?:\s|$)")
_CAPTION = re.compile(r"(?i)(?:^|\s)(?:caption|figcaption|figure-caption|table-caption|fig-caption|MsoCaption)(?:\s|$)")
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_DOIS = ("citation_doi", "dc.identifier", "dc.identifier.doi", "prism.doi", "bepress_citation_doi", "doi")


def read_html(text: str, name: str, most: int) -> Marked:
    """The text of a web page; raises Refused for one to log in at, and one without a word."""
    return _read(html_tree(text, name), name, most)


def read_xhtml(data: bytes, text: str, name: str, most: int) -> Marked:
    """The text of a page that says it is XML; where it is not, as browsers read it from their disk."""
    try:
        root = xml_tree(data, name)
    except Refused:
        if "<!ENTITY" in text:
            raise
        root = html_tree(text, name)
    return _read(root, name, most)


def _read(root: etree._Element, name: str, most: int) -> Marked:
    walk = Walk(part_of, rows, most)
    writer = walk.over(_article(root))
    text = writer.text
    letters = sum(map(str.isalnum, text))
    asks = any(local(one) == "input" and str(one.get("type")).lower() == "password" for one in root.iter(etree.Element))
    if asks and letters < FEWEST_WITH_PASSWORD:
        raise Refused(
            "{name} is a web page to log in at. Log in, open the report, and save its page or download the PDF.",
            name=name,
        )
    if not letters:
        raise Refused("{name} is a web page without a word. Save it again, or add the PDF of the report.", name=name)
    return Marked(text=text, structure=writer.structure(_title(root), _dois(root)), recipe=RECIPE)


def part_of(element: etree._Element) -> Part:
    """What an element of a web page is in its text."""
    name = local(element)
    if name in _SKIPPED or _unseen(element, name):
        return SKIP
    if name in _BLOCKS:
        return _block(element, name)
    if name == "br":
        return LINE
    if name == "q":
        return Part(before="“", after="”")
    level = _heading_by_role(element)
    return Part(block=True, role=Role.HEADING, level=level) if level else _inline(element, name)


def _inline(element: etree._Element, name: str) -> Part:
    if name in ("i", "em", "cite", "var", "dfn") or _ITALIC.search(str(element.get("style") or "")):
        return Part(italic=True)
    if "-" in name:  # a publisher's own elements are boxes more often than not
        return BLOCK if any(local(child) in _BLOCKS for child in element) else INLINE
    return INLINE


def _block(element: etree._Element, name: str) -> Part:
    role, level = _role(element, name)
    kind = str(element.get("role") or "")
    own = f"{element.get('class') or ''} {element.get('id') or ''}"
    return Part(
        block=True,
        role=role,
        level=level,
        quoted=name == "blockquote" or bool(_QUOTED.search(own)) or (name == "p" and _indented(element)),
        references=kind == "doc-bibliography" or (name not in ("li", "p") and bool(_REFERENCES.search(own))),
        kept=name in ("pre", "listing", "xmp", "plaintext"),
        table=name == "table" and not _lays_out(element),
    )


def _indented(element: etree._Element) -> bool:
    found = _INDENTED.search(str(element.get("style") or ""))
    listed = "list" in str(element.get("class") or "").lower()
    return found is not None and not listed and float(found[1]) * _POINTS[found[2].lower()] >= _INDENT


def _role(element: etree._Element, name: str) -> tuple[Role | None, int]:
    own, kind = str(element.get("class") or ""), str(element.get("role") or "")
    level = int(name[1]) if re.fullmatch("h[1-6]", name) else _heading_by_role(element)
    if level:
        return Role.HEADING, level
    if name in ("figcaption", "caption") or _CAPTION.search(own):
        return Role.CAPTION, 0
    if kind in ("doc-footnote", "doc-endnote", "doc-endnotes") or _FOOTNOTE.search(own):
        return Role.FOOTNOTE, 0
    return None, 0


def _heading_by_role(element: etree._Element) -> int:
    if element.get("role") != "heading":
        return 0
    said = str(element.get("aria-level") or "2")
    return int(said) if said in "123456" and len(said) == 1 else 2


def _unseen(element: etree._Element, name: str) -> bool:
    given = element.attrib
    if not given:
        return name == "dialog"
    return bool(
        "hidden" in given
        or (name == "dialog" and "open" not in given)
        or given.get("role") in _UNSEEN_ROLES
        or _UNSEEN_STYLE.search(str(given.get("style") or ""))
        or _UNSEEN_CLASS.search(str(given.get("class") or ""))
    )


def _lays_out(table: etree._Element) -> bool:
    """Whether a table only puts parts of a page in their places, or holds words outside its cells."""
    if table.get("role") in ("presentation", "none"):
        return True
    for one in table.iter(etree.Element):
        name = local(one)
        if one is not table and name in _WITHIN_LAYOUT:
            return True
        if name in _HOLDS_ROWS and (_has_words(one) or any(local(child) not in _IN_TABLES for child in one)):
            return True
    return False


def _has_words(element: etree._Element) -> bool:
    """Whether words stand right within an element, outside its children."""
    return bool((element.text or "").strip() or any((child.tail or "").strip() for child in element))


def rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The cells of each row of a table."""
    for one in table.iterdescendants(etree.Element):
        name = local(one)
        if name == "tr" and not _unseen(one, name):
            yield [cell for cell in one if local(cell) in ("td", "th") and not _unseen(cell, local(cell))]


def _article(root: etree._Element) -> etree._Element:
    """The one <main> or <article> that holds nearly all words, or else the whole page."""
    body = next((one for one in root.iter(etree.Element) if local(one) == "body"), root)
    parts = ([one for one in body.iter(etree.Element) if _is(one, kind)] for kind in ("main", "article"))
    chosen = [found[0] for found in parts if len(found) == 1]
    whole = _seen(body) if chosen else 0
    for one in chosen:
        if _seen(one) >= _MOST_OF_IT * whole:
            return one
    return body


def _is(element: etree._Element, kind: str) -> bool:
    return local(element) == kind or (kind == "main" and element.get("role") == "main")


def _seen(root: etree._Element) -> int:
    """How many signs of an element are seen."""
    events, number = etree.iterwalk(root, events=("start", "end")), 0
    for event, element in events:
        if event == "start":
            if element is not root and part_of(element).skip:
                events.skip_subtree()
            else:
                number += len((element.text or "").strip())
        elif element is not root:
            number += len((element.tail or "").strip())
    return number


def _meta(root: etree._Element, names: tuple[str, ...]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for one in root.iter(etree.Element):
        if local(one) == "meta":
            key = str(one.get("name") or one.get("property") or "").lower()
            found.setdefault(key, []).append(str(one.get("content") or "").strip())
    for name in names:
        yield from (value for value in found.get(name, ()) if value)


def _title(root: etree._Element) -> str:
    said = next(_meta(root, _TITLES), "")
    headings = (one for one in root.iter(etree.Element) if local(one) == "h1")
    return said or next(("".join(map(str, one.itertext())) for one in headings), "")


def _dois(root: etree._Element) -> tuple[str, ...]:
    found = (re.search(r"10\.\d{4,9}/\S+", value) for value in _meta(root, _DOIS))
    return tuple(dict.fromkeys(one[0] for one in found if one))
