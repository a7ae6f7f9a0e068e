"""Web pages become what a reader sees of their main part."""

import pytest

from synthema.documents.markup.html import RECIPE
from synthema.refused import Refused
from tests.documents.markup.conftest import Take, cells, headings, said
from tests.documents.written import page

ARTICLE = """<nav>Home <a href="/">Journals</a></nav>
<main><h1>On   waiting</h1>
<p>One <i>two</i> <em>three</em><br>four<script>alert("five")</script> <!-- six -->
<blockquote><p>“Said.”</p></blockquote><div>loose <p>set</p> tail</div>
<pre>
 a
   b</pre><ul><li>x<li>y</ul>
<table><caption>Who spoke</caption><tr><th>Name<th>Age<tr><td>Ida<td><p>4</p><p>1</p></table>
<figure><img src="http://elsewhere.example/a.png" alt="not seen"><figcaption>Figure 1</figcaption></figure>
<p>H<sub>2</sub>O &amp; <q>tea</q> a&nbsp;b &#x80;&mdash;</p><p>&nbsp;</p>
<p role="doc-footnote">1 A note.</p>
<h2>Literatur</h2><ol><li>Ref one<li>Ref two</ol></main><footer>© somebody</footer>"""


def test_a_page_is_what_is_seen_of_its_main_part(take: Take) -> None:
    found = take(
        page(ARTICLE, '<title>t</title><style>p{}</style><meta name="citation_doi" content="doi:10.5555/h.1">')
    )
    assert found.text == (
        "On waiting\n\nOne two three\nfour\n\n“Said.”\n\nloose\n\nset\n\ntail\n\na\n   b\n\nx\n\ny\n\nWho spoke\n\n"
        "Name\tAge\nIda\t4 1\n\nFigure 1\n\nH2O & “tea” a\u00a0b €—\n\n1 A note.\n\nLiteratur\n\nRef one\n\nRef two"
    )
    told = found.structure
    assert found.recipe == RECIPE
    assert (told.title, told.dois) == ("On waiting", ("10.5555/h.1",))
    assert headings(found) == [(1, "On waiting"), (2, "Literatur")]
    assert said(found, told.quotations) == ["“Said.”"]
    assert said(found, told.italics) == ["two three"]
    assert said(found, told.captions) == ["Who spoke", "Figure 1"]
    assert said(found, told.footnotes) == ["1 A note."]
    assert said(found, told.references) == ["Literatur\n\nRef one\n\nRef two"]
    assert cells(found) == [[["Name", "Age"], ["Ida", "4 1"]]]


@pytest.mark.parametrize(
    "unseen",
    [
        "<p hidden>no</p>", '<span style="color: red; display : none">no</span>', '<b class="x sr-only">no</b>',
        "<noscript>no</noscript>", "<template>no</template>", '<div role="navigation">no</div>', "<button>no</button>",
        "<select><option>no</select>", "<textarea>no</textarea>", "<svg><title>no</title></svg>", "<dialog>no</dialog>",
        '<iframe src="file:///etc/passwd">no</iframe>', "<math><annotation>no</annotation></math>",
        "<style>no</style>", "<input type=hidden value=no>", "<object>no</object>", "<!--no-->",
        '<p style="visibility:hidden">no',
    ],
)  # fmt: skip
def test_what_is_not_seen_is_no_text(take: Take, unseen: str) -> None:
    assert take(page(f"<p>Seen.</p>{unseen}<p>Too.</p>")).text == "Seen.\n\nToo."


def test_broken_pages_are_read_as_browsers_do(take: Take) -> None:
    assert take("<html><p>a<b>b<p>c</i></b>d</q>&nosuch; &lt").text == "ab\n\ncd&nosuch; <"
    assert take("<!-- saved from url=(0014)about:internet --><title>t</title>words").text == "words"
    assert take(page("<p>a\x00b\x0cc")).text == "a\ufffdb c"
    assert take("just words", "a.html").text == "just words"
    assert take(page("<p>a" + "<div>" * 1000 + "b")).text == "a\n\nb"


def test_words_outside_the_cells_of_a_table_are_kept(take: Take) -> None:
    assert take(page("<table>lost<tr><td>a<td>b</table>")).text == "lost\n\na\n\nb"


def test_a_table_that_lays_out_a_page_is_no_table(take: Take) -> None:
    found = take(page("<table><tr><td><h2>Results</h2><p>Tea.</p><td><table><tr><td>1<td>2</table></table>"))
    assert found.text == "Results\n\nTea.\n\n1\t2"
    assert cells(found) == [[["1", "2"]]]


def test_a_page_without_a_main_part_is_read_whole(take: Take) -> None:
    whole = "<article>One.</article><div>And as many words again that stand outside of it.</div>"
    assert take(page(whole)).text == "One.\n\nAnd as many words again that stand outside of it."


def test_quotations_are_known_by_their_class_or_indent(take: Take) -> None:
    found = take(
        page('<p class="disp-quote">a<p style="margin-left:36pt">b<p style="margin-left:3pt">c<p class="quoted">d')
    )
    assert said(found, found.structure.quotations) == ["a", "b"]


def test_a_page_to_log_in_at_is_refused_and_an_article_with_a_field_for_it_is_not(take: Take) -> None:
    form = "<p>Sign in</p><form><input type=password></form>"
    with pytest.raises(Refused, match=r"is a web page to log in at\. Log in, open the report"):
        take(page(form))
    assert take(page(form + "<p>word</p>" * 600)).text.startswith("Sign in\n\nword")


@pytest.mark.parametrize("empty", ["<html></html>", page("<p>&nbsp;</p><script>x</script>"), "<html>"])
def test_a_page_without_a_word_is_refused(take: Take, empty: str) -> None:
    with pytest.raises(Refused, match="is a web page without a word"):
        take(empty)


def test_a_page_that_is_too_deep_is_refused_and_not_cut(take: Take) -> None:
    with pytest.raises(Refused, match="lies too deep within itself"):
        take(page("<p>a" + "<div>" * 5000 + "b"))


def test_an_xhtml_page_is_read_as_xml_where_it_is(take: Take) -> None:
    sound = '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">'
    body = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a"/></head><body><p>a&nbsp;b</p>{}</body></html>'
    )
    assert take(sound + body.format("")).text == "a\u00a0b"
    assert take(sound + body.replace("<script", "<link").format("<br><p>c")).text == "a\u00a0b\n\nc"
    bomb = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "b">]>'
    with pytest.raises(Refused, match="declarations of entities"):
        take(bomb + body.format("&a;"))


def test_headings_by_role_and_roles_of_references_are_heard(take: Take) -> None:
    found = take(page('<div role="heading" aria-level="3">H</div><ul role="doc-bibliography"><li>R</li></ul>'))
    assert headings(found) == [(3, "H")]
    assert said(found, found.structure.references) == ["R"]
