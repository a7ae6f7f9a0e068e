"""The text of an XML record without a parser: its runs of text and its tags, as far as it has any."""

import html
import re
from collections.abc import Container, Iterator

from lxml import etree

from synthema.records.fields import ILLEGAL_IN_XML, printable
from synthema.records.tally import visible

CLOSED_BY = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
NAME = r"[^\W\d][\w.-]*"
_QUALIFIED = rf"(?:{NAME}:)?{NAME}"
_VALUE = "\"[^\"<]*\"|'[^'<]*'"
_TAG = rf"<(/?)({_QUALIFIED})((?:\s++{_QUALIFIED}\s*=\s*(?:{_VALUE}))*+)\s*+(/?)>"
_TAGS = re.compile(_TAG)
_SIGNS = re.compile(rf"<!--|<!\[CDATA\[|<\?|{_TAG}")
_ATTRIBUTES = re.compile(rf"({_QUALIFIED})\s*=\s*({_VALUE})")
_NUMBERED = re.compile("&#(?:([0-9]+)|[xX]([0-9A-Fa-f]+));")
_REFERENCE = re.compile("&(?:lt|gt|amp|quot|apos|#[0-9]+|#[xX][0-9A-Fa-f]+);")
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*)?>", re.DOTALL)
_ENTITY = re.compile(rf"&(?!(?:lt|gt|amp|quot|apos);)({NAME});")
_DECLARED = re.compile(rf"""<!ENTITY\s+({NAME})\s+(?:"([^"&%<]{{1,200}})"|'([^'&%<]{{1,200}})')\s*>""")
_HIDDEN = re.compile(r"<!--|<!\[CDATA\[|<\?")
_DECLARATIONS = 2**16  # characters of a DOCTYPE that declarations of entities are looked for in
_DEEPEST = 200  # elements within each other that a broken record may have
_MOST = 100  # attributes of an element of a broken record that keep their names
_TEXT = "style i b u em strong italic bold underline sub sup sc scp tt ovl strike span font inf"
_MATHEMATICS = (
    "math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot mfenced mtable mtr "
    "mtd mstyle mpadded menclose mphantom mmultiscripts mprescripts none semantics annotation"
)
INLINE = frozenset(f"{_TEXT} {_MATHEMATICS}".split())
"""Elements that are part of the text they stand in."""


def legal(text: str) -> str:
    """The text without references to characters that XML forbids."""
    return _NUMBERED.sub(_if_legal, text) if "&#" in text else text


def _if_legal(found: re.Match[str]) -> str:
    digits, base = (found[1], 10) if found[1] else (found[2], 16)
    number = int(digits, base) if len(digits) < 10 else 0x110000
    return found[0] if 0 < number < 0x110000 and not ILLEGAL_IN_XML.match(chr(number)) else ""


def _decoded(text: str) -> str:
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def entities_as_text(text: str) -> tuple[str, set[str]]:
    """The text with references to entities as plain text, and their names; none stands in comments and the like."""
    if not _ENTITY.search(text):
        return text, set()
    names: set[str] = set()

    def plain(found: re.Match[str]) -> str:
        names.add(found[1])
        return f"&amp;{found[1]};"

    parts, at = [], 0
    while found := _HIDDEN.search(text, at):
        closed = CLOSED_BY[found[0]]
        end = text.find(closed, found.end())
        if end < 0:
            break
        end += len(closed)
        parts += [_ENTITY.sub(plain, text[at : found.start()]), text[found.start() : end]]
        at = end
    return "".join((*parts, _ENTITY.sub(plain, text[at:]))), names


def meanings(head: str) -> dict[str, str]:
    """What the DOCTYPE of a file says that its entities mean, where that is a short text; never put in their place."""
    start = head.find("<!DOCTYPE")
    found = DOCTYPE.match(head, start) if start >= 0 else None
    declared = _DECLARED.findall(found[0][:_DECLARATIONS]) if found else []
    return {name: printable(one or other) for name, one, other in declared[:_MOST]}


def tokens(text: str) -> Iterator[str | re.Match[str]]:
    """The runs of text, decoded, and the tags; comments and instructions are left out."""
    at = look = 0
    endless: set[str] = set()
    while found := _SIGNS.search(text, look):
        closed = CLOSED_BY.get(found[0])
        end = text.find(closed, found.end()) if closed and closed not in endless else -1
        if closed and end < 0:  # no comment after all
            endless.add(closed)
            look = found.end()
            continue
        if at < found.start():
            yield _decoded(text[at : found.start()])
        if closed is None:
            yield found
        elif closed == "]]>":
            yield text[found.end() : end]
        at = look = end + len(closed) if closed else found.end()
    if at < len(text):
        yield _decoded(text[at:])


def characters(text: str, without: Container[str] = ()) -> int:
    """Visible characters of the text and the attributes of a record, counted on what stands in the file."""
    if any(sign in text for sign in CLOSED_BY):
        parts = list(tokens(text))
        values = [part for part in parts if isinstance(part, str)]
        tags = [(part[1], part[2], part[3]) for part in parts if not isinstance(part, str)]
    else:
        pieces = _TAGS.split(text)  # text, then the four groups of a tag, again and again
        values = [_decoded("\n".join(pieces[::5]))]
        tags = list(zip(pieces[1::5], pieces[2::5], pieces[3::5], strict=True))
    given = [(name, said) for end, name, said in tags if said and not end]
    values += [value for name, said in given for _, value in given_attributes(name, said, without)]
    return visible(printable("\n".join(values)))


def given_attributes(element: str, given: str, without: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """Local name and value of the attributes that say something; one given twice is left out once."""
    if element.rpartition(":")[2] in INLINE:
        return
    left_out = set()
    for name, value in _ATTRIBUTES.findall(given):
        local = name.rpartition(":")[2]
        if local in without and local not in left_out:
            left_out.add(local)
        elif not name.startswith("xmlns") and local != "schemaLocation":
            yield local, _decoded(value[1:-1])


class _Tree:
    """The tree of a record as its tags come."""

    def __init__(self) -> None:
        self._open = [etree.Element("_")]
        self._held: list[str] = []

    def text(self, text: str) -> None:
        """Text where the tree stands."""
        self._held.append(text)

    def start(self, name: str, given: str, alone: str) -> None:
        """An element begins; what is too deep is part of the element it stands in."""
        self._settle()
        parent = self._open[-1]
        element = etree.SubElement(parent, _named(name))
        said = list(given_attributes(name, given))
        for attribute, value in said[:_MOST]:
            key = _named(attribute)
            element.set(f"{key}_{len(element.attrib)}" if key in element.attrib else key, value)
        if said[_MOST:]:
            element.set(f"more_{_MOST}", "\n".join(value for _, value in said[_MOST:]))
        if not alone and len(self._open) < _DEEPEST:
            self._open.append(element)

    def end(self, name: str) -> None:
        """The innermost open element of that name ends, in whatever case, and what is open in it."""
        name = _named(name).lower()
        place = next((n for n in range(len(self._open) - 1, 0, -1) if str(self._open[n].tag).lower() == name), 0)
        if place:
            self._settle()
            del self._open[place:]

    def root(self) -> etree._Element:
        """The whole tree, in an element without a name of its own."""
        self._settle()
        return self._open[0]

    def _settle(self) -> None:
        text, parent = "".join(self._held), self._open[-1]
        self._held.clear()
        if text and len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        elif text:
            parent.text = (parent.text or "") + text


def _named(name: str) -> str:
    local = name.rpartition(":")[2]
    try:
        etree.QName(local)
    except ValueError:
        return "_"
    return local


def from_tags(text: str) -> etree._Element:
    """The tree of a record that is no well-formed XML: every tag and all the text that it has."""
    tree = _Tree()
    for token in tokens(text):
        if isinstance(token, str):
            tree.text(token)
        elif token[1]:
            tree.end(token[2])
        else:
            tree.start(token[2], token[3], token[4])
    whole = tree.root()
    return (
        whole[0] if len(whole) == 1 and not (whole.text or "").strip() and not (whole[0].tail or "").strip() else whole
    )


def without_doctype(text: str) -> str:
    """The text without its first DOCTYPE."""
    found = DOCTYPE.match(text, max(0, text.find("<!DOCTYPE")))
    return text[: found.start()] + text[found.end() :] if found else text


def root(head: str) -> str:
    """The name of the outermost element, as written; empty where there is none or it is closed at once."""
    first = next((token for token in tokens(without_doctype(head)) if not isinstance(token, str)), None)
    return first[2] if first is not None and not first[1] and not first[4] else ""


def ends_with(tail: str, name: str) -> bool:
    """Whether nothing but white space and comments stands behind the end of the element."""
    last: str | re.Match[str] = ""
    for token in tokens(tail):
        last = token if not isinstance(token, str) or token.strip() else last
    return not isinstance(last, str) and bool(last[1]) and last[2] == name
