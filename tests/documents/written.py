"""Full texts that are not PDFs, made in code: web pages, JATS articles, Word files."""

import io
import zipfile
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TITLE = "Peer support in the waiting room: an interview study of volunteers"
JATS = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2 20190208//EN" "JATS-journal.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML">
<front><journal-meta><journal-title>Invented Things</journal-title></journal-meta><article-meta>
<article-id pub-id-type="doi">10.5555/jats.1</article-id>
<title-group><article-title>{TITLE}</article-title><alt-title>Running head</alt-title></title-group>
<contrib-group><contrib><name><surname>Invented</surname><given-names>Ida</given-names></name><xref>1</xref></contrib>
<contrib><name><surname>Other</surname><given-names>Olga</given-names></name></contrib></contrib-group>
<pub-date><year>2020</year></pub-date>
<abstract><title>Abstract</title><sec><title>Results</title><p>Nine volunteers spoke.</p></sec></abstract>
<kwd-group><kwd>waiting</kwd><kwd>peers</kwd></kwd-group></article-meta></front>
<body><sec><label>1.</label><title>Introduction</title>
<p>Waiting is long<fn id="f1"><label>a</label><p>Very long.</p></fn>
and dull&mdash;or so it is said [<xref>1</xref>].</p></sec>
<sec><label>2.</label><title>Findings</title><p>They came <italic>back</italic>:
<disp-quote><p>“I only stayed for the tea.”</p><attrib>(Volunteer 3)</attrib></disp-quote> and stayed.</p>
<sec><title>Tea</title><p>It was hot.</p><p>The value of <inline-formula><alternatives><tex-math>\\x</tex-math>
<mml:math><mml:mi>x</mml:mi></mml:math></alternatives></inline-formula> is given.</p>
<table-wrap><label>Table 1</label><caption><title>Who spoke</title></caption>
<table><thead><tr><th>Name</th><th>Age</th></tr>
</thead><tbody><tr><td><p>Ida</p><p>(lead)</p></td><td>4<!-- not -->1</td></tr><tr><td/><td/></tr>
<tr><td/><td>52</td></tr></tbody></table>
<table-wrap-foot><fn><p>Names are invented.</p></fn></table-wrap-foot></table-wrap>
<fig><object-id>10.5555/fig</object-id><label>Figure 1</label><caption><p>The room.</p></caption>
<graphic xlink:href="a.tif"/></fig></sec></sec></body>
<back><ack><title>Acknowledgements</title><p>Thanks.</p></ack><ref-list><title>References</title>
<ref><label>1</label><element-citation><person-group><name><surname>May</surname><given-names>C</given-names></name>
<name><surname>Mair</surname><given-names>F</given-names></name></person-group><article-title>On tea</article-title>
<source>BMJ</source><year>2009</year></element-citation></ref></ref-list></back></article>"""


def page(body: str, head: str = "", charset: str = "utf-8") -> str:
    """A web page."""
    return f'<!DOCTYPE html>\n<html><head><meta charset="{charset}">{head}</head><body>{body}</body></html>'


def p(*runs: str, style: str = "", more: str = "") -> str:
    """A paragraph of a Word file."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, more: str = "") -> str:
    """A run of a Word file."""
    return f'<w:r><w:rPr>{more}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def note(number: int) -> str:
    """A reference to a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A table of a Word file from the paragraphs of its cells."""
    lines = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="character" w:styleId="Hervorhebung"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
</w:styles>"""


def docx(body: str, *, notes: Mapping[int, str] | None = None, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file with this body, these footnotes, and further parts or other ones in their place."""
    told = "".join(f'<w:footnote w:id="{key}">{p(r(words))}</w:footnote>' for key, words in (notes or {}).items())
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": _related(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _related(("styles", "styles.xml"), ("footnotes", "footnotes.xml")),
        "word/styles.xml": STYLES,
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0">{p(r("---"))}'
        f"</w:footnote>{told}</w:footnotes>",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><w:body>{body}<w:sectPr/></w:body></w:document>',
        **(parts or {}),
    }
    return zipped(held)


def _related(*kinds: tuple[str, str]) -> str:
    lines = (f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(kinds))
    return f'<Relationships xmlns="{_RELS}">{"".join(lines)}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
