"""JATS articles become one text in their order, with their parts; the published article keeps every word."""

import re

import pytest

from synthema.documents import DocumentText, find
from synthema.documents.markup.jats import RECIPE
from synthema.documents.sections import SectionKind, sections, suggested
from synthema.documents.structure import Marked
from synthema.refused import Refused
from tests.documents import written
from tests.documents.markup.conftest import Take, cells, headings, said
from tests.shared_data import shared_data

TEXT = """Peer support in the waiting room: an interview study of volunteers

Ida Invented, Olga Other

Abstract

Results

Nine volunteers spoke.

waiting, peers

1. Introduction

Waiting is long and dull—or so it is said [1].

a Very long.

2. Findings

They came back:

“I only stayed for the tea.”

(Volunteer 3)

and stayed.

Tea

It was hot.

The value of x is given.

Table 1 Who spoke

Name\tAge
Ida (lead)\t41
\t52

Names are invented.

Figure 1 The room.

Acknowledgements

Thanks.

References

1 May C, Mair F On tea BMJ 2009"""


def test_an_article_is_one_text_in_its_order(take: Take) -> None:
    found = take(written.JATS, "a.xml")
    assert found.text == TEXT
    assert found.recipe == RECIPE


def test_the_parts_of_an_article_are_told(take: Take) -> None:
    found = take(written.JATS, "a.xml")
    told = found.structure
    assert (told.title, told.dois) == (written.TITLE, ("10.5555/jats.1",))
    assert headings(found) == [
        (1, written.TITLE), (2, "Abstract"), (3, "Results"), (2, "1. Introduction"), (2, "2. Findings"), (3, "Tea"),
        (2, "Acknowledgements"), (2, "References"),
    ]  # fmt: skip
    assert said(found, told.quotations) == ["“I only stayed for the tea.”", "(Volunteer 3)"]
    assert said(found, told.italics) == ["back"]
    assert said(found, told.captions) == ["Table 1 Who spoke", "Figure 1 The room."]
    assert said(found, told.footnotes) == ["a Very long.", "Names are invented."]
    assert said(found, told.references) == ["References\n\n1 May C, Mair F On tea BMJ 2009"]
    assert cells(found) == [[["Name", "Age"], ["Ida (lead)", "41"], ["", "52"]]]
    assert "It was hot." in said(found, told.paragraphs)
    assert told.tables[0].span.end == told.footnotes[1].start - 2


def test_the_findings_are_suggested_and_not_those_of_the_abstract(take: Take) -> None:
    found = take(written.JATS, "a.xml")
    (section,) = suggested(found.text, found.structure)
    assert section.words == "2. Findings"
    assert found.text[section.span.start : section.span.end].rstrip().endswith("The room.")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            '<!DOCTYPE article [<!ENTITY a "b">]><article><front/><body><p>&a;</p></body></article>',
            "declarations of ent",
        ),
        ('<!DOCTYPE article [<!ENTITY a SYSTEM "file:///etc/passwd">]><article>&a;</article>', "declarations of ent"),
        ("<article><front><article-meta/></front><body><p>cut", r"no well-formed XML \(line 1"),
        ('<!DOCTYPE article SYSTEM "a.dtd"><article><title-group/>&nosuch;</article>', "uses “&nosuch;”"),
        ("<?xml version='1.0'?><TEI><text/></TEI>", "outermost element is <tei>"),
        ("<?xml version='1.0' encoding='x-none'?><article/>", "written in “x-none”, which is not known"),
        ("<?xml version='1.0' encoding='utf-8'?><article>\udcff".encode("utf-8", "surrogateescape"), "byte 48"),
        ("<article><front><article-meta/></front></article>", "an article without a word"),
        ("<articles><article><title-group/></article><article/></articles>", "holds 2 articles"),
        ("<article><title-group/>" + "<sec>" * 300 + "</sec>" * 300 + "</article>", "no well-formed XML .*depth"),
    ],
)
def test_bad_articles_are_refused_with_what_to_do(take: Take, data: bytes | str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        take(data, "a.xml")


def test_an_article_in_another_encoding_is_read_as_it_says(take: Take) -> None:
    head = "<?xml version='1.0' encoding='{}'?><article><title-group><article-title>Grün</article-title></title-group>"
    for name in ("iso-8859-1", "utf-16", "windows-1252"):
        whole = head.format(name) + "</article>"
        assert take(whole.encode(name), "a.xml").text == "Grün"


def test_formulas_with_only_tex_and_labels_without_titles_are_kept(take: Take) -> None:
    tex = r"\documentclass{a}\begin{document}$x^2$\end{document}"
    body = f"<sec><label>4</label><p>Of <inline-formula><tex-math>{tex}</tex-math></inline-formula>.</p></sec>"
    assert take(f"<article><title-group/><body>{body}</body></article>", "a.xml").text == "4 Of $x^2$."


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Marked:
    from synthema.documents.markup.reading import read_markup

    return read_markup(shared_data("gallacher2013/journal.pmed.1001473.xml"), "article.xml", 20_000_000)


def _paragraphs() -> list[tuple[int, str]]:
    """The lines of the article as somebody else took them from it: 0 for words, otherwise how deep the heading is."""
    whole = shared_data("gallacher2013/fulltext.txt").read_text(encoding="utf-8").split("=" * 80)[1]
    lines = (line for line in whole.split("\n") if line.strip() and not line.startswith("ABSTRACT"))
    return [(len(line) - len(line.lstrip("#")), re.sub(r"^(?:#+|\[(?:TABLE|FIGURE)\])\s+", "", line)) for line in lines]


def test_every_paragraph_of_the_published_article_is_there_in_order(published: Marked) -> None:
    letters = "".join(filter(str.isalnum, published.text))
    place, paragraphs = 0, _paragraphs()
    assert len(paragraphs) > 200
    for _, words in paragraphs:
        wanted = "".join(filter(str.isalnum, words))
        found = letters.find(wanted, place)
        assert found >= 0, words
        place = found + len(wanted)


def test_the_headings_of_the_published_article_are_right(published: Marked) -> None:
    wanted = [(level + 1, words) for level, words in _paragraphs() if level]
    told = headings(published)
    start = told.index((2, "Introduction"))
    assert told[start : start + len(wanted)] == wanted
    assert [words for _, words in told[start + len(wanted) :]] == ["References", "Abbreviations"]
    assert published.structure.dois == ("10.1371/journal.pmed.1001473",)
    assert len(published.structure.quotations) == 14
    assert len(published.structure.tables) == 2
    assert published.text.count("\n", *_ends(published)) > 134
    (findings,) = suggested(published.text, published.structure)
    assert findings.words == "Results"
    kinds = {one.words: one.kind for one in sections(published.text, published.structure) if one.heading.level == 2}
    assert (kinds["Introduction"], kinds["Methods"]) == (SectionKind.BACKGROUND, SectionKind.METHODS)
    assert kinds["Supporting Information"] is None


def _ends(found: Marked) -> tuple[int, int]:
    (span,) = found.structure.references
    return span.start, span.end


def test_quotes_of_the_published_article_are_found(published: Marked) -> None:
    text = DocumentText(published.text)
    for _, words in _paragraphs():
        if len(words) > 120 and "[" not in words and "|" not in words:
            anchor = find(text, words)
            assert len(anchor.ranges) == 1
            assert list(filter(str.isalnum, anchor.exact)) == list(filter(str.isalnum, words))
