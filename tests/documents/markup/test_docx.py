"""Word files become what is printed of them, with their headings, quotations, notes and tables."""

import io

import docx as python_docx
import pytest

from synthema.documents.markup.docx import RECIPE
from synthema.refused import Refused
from tests.documents.markup.conftest import Take, cells, headings, said
from tests.documents.written import W, docx, note, p, r, table, zipped

ON_HIDDEN = "<w:vanish/>"
BODY = (
    p(r("On waiting"), style="Titel")
    + p(r("Results"), style="berschrift1")
    + p(r("Some "), r("words", "<w:i/>"), r(" more", "<w:i/>"), note(2), r(", end."), r("hidden", ON_HIDDEN))
    + p('<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>' + r("put in") + "</w:ins>",
        "<w:r><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t><w:noBreakHyphen/></w:r>")
    + p(r("“A quote”"), style="Zitat")
    + p(r("Set apart"), more='<w:ind w:left="720"/>')
    + p(r("In a list"), more='<w:numPr/><w:ind w:left="720"/>')
    + p(r("Tea"), style="Mine")
    + table((p(r("a")), p(r("b")) + p(r("c"))), (p(), p(r("d"))))
    + p(r("Table 1"), style="Beschriftung")
    + p(r("Literatur"), style="berschrift1")
    + p(r("Ref "), r("one", '<w:rStyle w:val="Hervorhebung"/>'))
)  # fmt: skip


def test_a_word_file_is_one_text_with_its_parts(take: Take) -> None:
    found = take(docx(BODY, notes={2: "A note."}), "a.docx")
    assert found.text == (
        "On waiting\n\nResults\n\nSome words more1, end.\n\nput in\tx\ny\u2011\n\n“A quote”\n\nSet apart\n\n"
        "In a list\n\n1 A note.\n\nTea\n\na\tb c\n\td\n\nTable 1\n\nLiteratur\n\nRef one"
    )
    told = found.structure
    assert (found.recipe, told.title) == (RECIPE, "On waiting")
    assert headings(found) == [(1, "On waiting"), (1, "Results"), (2, "Tea"), (1, "Literatur")]
    assert said(found, told.quotations) == ["“A quote”", "Set apart"]
    assert said(found, told.italics) == ["words more", "“A quote”", "one"]
    assert said(found, told.footnotes) == ["1 A note."]
    assert said(found, told.captions) == ["Table 1"]
    assert said(found, told.references) == ["Literatur\n\nRef one"]
    assert cells(found) == [[["a", "b c"], ["", "d"]]]


def test_text_boxes_come_once_and_stand_behind_their_paragraph(take: Take) -> None:
    box = f"<w:txbxContent>{p(r('In a box'))}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawn = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    assert take(docx(p(r("Before "), drawn, r("after"))), "a.docx").text == "Before after\n\nIn a box"


def test_fields_links_and_formulas_give_what_is_shown(take: Take) -> None:
    field = "<w:r><w:instrText>HYPERLINK evil</w:instrText></w:r>"
    link = f"<w:hyperlink>{r('a link')}</w:hyperlink>"
    formula = '<m:oMath xmlns:m="urn:m"><m:r><m:t>x=1</m:t></m:r></m:oMath>'
    wrapped = f"<w:sdt><w:sdtContent>{p(field, link, r(' '), formula)}</w:sdtContent></w:sdt>"
    assert take(docx(wrapped), "a.docx").text == "a link x=1"


def test_what_word_libraries_write_is_read(take: Take) -> None:
    made = python_docx.Document()
    made.add_heading("On waiting", 0)
    made.add_heading("Findings", 2)
    made.add_paragraph("They came back.")
    made.add_paragraph("“For the tea.”", style="Intense Quote")
    grid = made.add_table(rows=1, cols=2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "a", "b"
    file = io.BytesIO()
    made.save(file)
    found = take(file.getvalue(), "a.docx")
    assert found.text == "On waiting\n\nFindings\n\nThey came back.\n\n“For the tea.”\n\na\tb"
    assert headings(found) == [(1, "On waiting"), (2, "Findings")]
    assert said(found, found.structure.quotations) == ["“For the tea.”"]


ENTITIES = '<!DOCTYPE a [<!ENTITY x "y">]>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docx(BODY)[:900], "is a Word file or another zip that is damaged"),
        (zipped({"a.txt": "b"}), "is a zip and no Word file. Save it as a Word file"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "is an OpenDocument text"),
        (zipped({"mimetype": "application/epub+zip"}), "is an EPUB book"),
        (docx("", parts={"word/document.xml": "<x:workbook xmlns:x='urn:x'/>"}), "is an Office file without a text"),
        (docx(p()), "holds no text"),
        (docx(BODY, parts={"../../evil.xml": "x"}), r"\.\./\.\./evil\.xml in a\.docx has a name that leads out"),
        (docx(BODY, parts={"word/styles.xml": ENTITIES + "<a>&x;</a>"}), "declarations of entities"),
        (docx(BODY, parts={"word/styles.xml": "<!DOCTYPE a><a/>"}), "declarations of entities"),
        (docx(BODY, parts={"word/styles.xml": "<a><b></a>"}), "word/styles.xml in a.docx is no well-formed XML"),
        (docx(BODY, parts={"word/media/a.bin": bytes(30 << 20)}), "would grow more than two hundred times"),
        (docx("<w:sdt>" * 400 + "</w:sdt>" * 400), "no well-formed XML"),
    ],
)
def test_bad_word_files_are_refused_with_what_to_do(take: Take, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        take(data, "a.docx")


def test_links_to_elsewhere_are_not_followed(take: Take) -> None:
    away = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'TargetMode="External" Type="x/styles" Target="file:///etc/passwd"/></Relationships>'
    )
    assert take(docx(p(r("Words")), parts={"word/_rels/document.xml.rels": away}), "a.docx").text == "Words"


def test_the_strict_kind_of_word_file_is_read(take: Take) -> None:
    strict = f'<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body>{p(r("Words"))}</d:body></d:document>'
    whole = strict.replace("<w:", "<d:").replace("</w:", "</d:").replace("w:val", "d:val")
    assert W not in whole
    assert take(docx("", parts={"word/document.xml": whole}), "a.docx").text == "Words"
