"""JATS articles to their text: title, names, abstracts, body, back matter; references in a section of their own."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from synthema.documents.markup.trees import local, names_in
from synthema.documents.markup.walking import BLOCK, INLINE, LINE, SKIP, Part, Walk
from synthema.documents.markup.writing import Role
from synthema.documents.structure import Marked
from synthema.refused import Refused

RECIPE = "JATS 1"  # raised whenever the same article would give another text
_SKIPPED = names_in(
    "journal-meta object-id graphic inline-graphic media inline-media alt-text long-desc processing-meta contrib- "
    "id institution-id custom-meta-group custom-meta annotation annotation-xml private-char"
)
_OF_THE_ISSUE = names_in(
    "article-id article-version article-version-alternatives article-categories pub-date pub-date-not-available "
    "pub-history history volume volume-id volume-series issue issue-id issue-title issue-title-group issue- "
    "sponsor issue-part fpage lpage page-range elocation-id counts permissions self-uri related-article related- "
    "object isbn issn supplement conference product"
)
_NOT_DEEPER = ("back", "floats-group", "app-group")
_OF_A_NAME = ("name", "name-alternatives", "collab", "collab-alternatives", "string-name", "xref", "anonymous")
_FRONTS = ("article-meta", "front-stub", "front", "title-group")
_SECTIONS = names_in(
    "sec abstract trans-abstract ack app app-group ref-list glossary fn-group notes boxed-text bio def-list "
    "author-notes sub-article response floats-group back verse-group statement"
)
_BLOCKS = names_in(
    "front body back article-meta front-stub title-group article-title subtitle trans-title trans-subtitle "
    "abstract trans-abstract sec title p contrib list list-item def-list def-item term def disp-quote verse-group "
    "verse-line attrib speech statement boxed-text fig fig-group table-wrap table-wrap-group table-wrap-foot "
    "caption disp-formula disp-formula-group ref-list ref mixed-citation element-citation citation nlm-citation "
    "note fn fn-group author-notes corresp aff contrib-group kwd-group funding-group funding-statement open- "
    "access ack app app-group glossary bio notes supplementary-material preformat code array chem-struct-wrap "
    "question answer explanation sig-block sub-article response floats-group award-group author-comment on- "
    "behalf-of table tr td th thead tbody tfoot block-alternatives support-group x-list"
)
_IN_A_CITATION = names_in("element-citation citation nlm-citation person-group name string-name")
_NOTES_STAND = names_in("fn-group table-wrap-foot author-notes notes back app sec boxed-text")
_TEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def read_jats(root: etree._Element, name: str, most: int) -> Marked:
    """The text of the one article in a file."""
    articles = (
        [root] if local(root) == "article" else [one for one in root.iter(etree.Element) if local(one) == "article"]
    )
    if len(articles) != 1:
        raise Refused(
            "{name} holds {n} articles where one is read. Save each in a file of its own.", name=name, n=len(articles)
        )
    article = articles[0]
    writer = Walk(part_of, rows, most).over(article)
    text = writer.text
    if not any(map(str.isalnum, text)):
        raise Refused("{name} is an article without a word. Download it again, or add its PDF.", name=name)
    return Marked(text=text, structure=writer.structure(_title(article), _dois(article)), recipe=RECIPE)


def part_of(element: etree._Element) -> Part:
    """What an element of an article is in its text."""
    name, parent = local(element), _parent(element)
    if name in _SKIPPED or _said_otherwise(element, name, parent):
        return SKIP
    special = _SPECIAL.get(name)
    if special:
        return special(element, parent)
    if parent in _IN_A_CITATION and element.getprevious() is not None:
        return _of_citation(element, name, parent)
    return _plain(element, name)


def _said_otherwise(element: etree._Element, name: str, parent: str) -> bool:
    if parent in _FRONTS and name in _OF_THE_ISSUE:
        return True
    if name == "alt-title" or (name == "label" and _is_title_next(element, parent)):
        return True  # a section's number stands before its title
    if parent == "contrib" and name in _OF_A_NAME:
        return True
    return parent.endswith("-alternatives") and parent != "block-alternatives" and element.getprevious() is not None


def _is_title_next(label: etree._Element, parent: str) -> bool:
    following = label.getnext()
    return parent in _SECTIONS and following is not None and local(following) == "title"


def _plain(element: etree._Element, name: str) -> Part:
    if name not in _BLOCKS:
        return INLINE
    caption = name in ("fig", "table-wrap", "supplementary-material", "fig-group", "table-wrap-group")
    return Part(
        block=True,
        role=Role.CAPTION if caption else Role.FOOTNOTE if name in ("table-wrap-foot", "author-notes") else None,
        quoted=name in ("disp-quote", "verse-group"),
        references=name == "ref-list" and _parent(element) != "ref-list",
        kept=name in ("preformat", "code"),
        table=name == "table",
    )


def _title_part(element: etree._Element, parent: str) -> Part:
    if parent not in _SECTIONS:
        return BLOCK  # of a caption
    deep = sum(local(one) in _SECTIONS and local(one) not in _NOT_DEEPER for one in element.iterancestors())
    label = element.getprevious() if _before(element) == "label" else None
    number = "".join(map(str, label.itertext())).strip() if label is not None else ""
    return Part(block=True, role=Role.HEADING, level=1 + deep, before=f"{number} " if number else "")


def _article_title(element: etree._Element, parent: str) -> Part:
    if parent == "title-group":
        return Part(block=True, role=Role.HEADING, level=1)
    return _of_citation(element, "article-title", parent) if parent in _IN_A_CITATION else INLINE


def _label(_element: etree._Element, parent: str) -> Part:
    return INLINE if parent in ("aff", "corresp") else Part(label=True)


def _names(element: etree._Element, _parent: str) -> Part:
    """The authors as they are printed: given names first, commas between; what else is said of them comes behind."""
    return Part(
        block=True, before=", ".join(name for one in element if local(one) == "contrib" and (name := _name(one)))
    )


def _name(contrib: etree._Element) -> str:
    for one in contrib.iter(etree.Element):
        name = local(one)
        if name == "name":
            given = {local(part): "".join(map(str, part.itertext())) for part in one}
            order = ("prefix", "given-names", "surname", "suffix")
            return " ".join(" ".join(given[key].split()) for key in order if key in given)
        if name in ("collab", "string-name"):
            return " ".join("".join(map(str, one.itertext())).split())
    return ""


def _note(_element: etree._Element, parent: str) -> Part:
    there = parent in _NOTES_STAND
    return Part(block=True, role=Role.FOOTNOTE) if there else Part(later=True)


def _tex(element: etree._Element, _parent: str) -> Part:
    if any(local(one) == "math" for one in element.itersiblings(preceding=True)) or any(
        local(one) == "math" for one in element.itersiblings()
    ):
        return SKIP
    whole = "".join(map(str, element.itertext()))
    found = _TEX.search(whole)
    return Part(instead=(found[1] if found else whole).strip() or " ")


def _of_citation(element: etree._Element, name: str, parent: str) -> Part:
    """Elements of a citation that have no punctuation between them are parted."""
    previous = element.getprevious()
    if previous is None or (previous.tail or "").strip():
        return INLINE
    return Part(before=", " if name == local(previous) and parent != "name" else " ")


def _contrib(_element: etree._Element, parent: str) -> Part:
    return BLOCK if parent == "contrib-group" else INLINE


def _keyword(element: etree._Element, _parent: str) -> Part:
    return Part(before=", " if _before(element) == "kwd" else "")


_SPECIAL: dict[str, Callable[[etree._Element, str], Part]] = {
    "title": _title_part,
    "article-title": _article_title,
    "label": _label,
    "contrib-group": _names,
    "contrib": _contrib,
    "kwd": _keyword,
    "fn": _note,
    "tex-math": _tex,
    "break": lambda *_: LINE,
    "italic": lambda *_: Part(italic=True),
}


def rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The cells of each row of a table."""
    for one in table.iterdescendants(etree.Element):
        if local(one) == "tr":
            yield [cell for cell in one if local(cell) in ("td", "th")]


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return local(parent) if parent is not None else ""


def _before(element: etree._Element) -> str:
    previous = element.getprevious()
    return local(previous) if previous is not None else ""


def _title(article: etree._Element) -> str:
    group = next((one for one in article.iter(etree.Element) if local(one) == "title-group"), None)
    if group is None:
        return ""
    return next(("".join(map(str, one.itertext())) for one in group if local(one) == "article-title"), "")


def _dois(article: etree._Element) -> tuple[str, ...]:
    ids = (one for one in article.iter(etree.Element) if local(one) == "article-id" and one.get("pub-id-type") == "doi")
    return tuple(dict.fromkeys("".join(map(str, one.itertext())).strip() for one in ids))
