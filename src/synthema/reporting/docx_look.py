"""The look of the Word report: A4, quiet type, one accent; all of it in styles, so that a template can replace it."""

from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Length, Pt, RGBColor

ACCENT, INK, SOFT = RGBColor(0x1F, 0x5D, 0x78), RGBColor(0x1C, 0x22, 0x26), RGBColor(0x56, 0x61, 0x6A)
AGAINST, WARN = RGBColor(0x8A, 0x3B, 0x12), RGBColor(0x7A, 0x52, 0x00)
SERIF, SANS, MONO = "Cambria", "Calibri", "Consolas"
MARGIN = Cm(2.3)
SHORT, LONG = Cm(21), Cm(29.7)

_TABLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
<w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1C2226"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1C2226"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D9DEE2"/></w:tblBorders>
<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>
<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1C2226"/></w:tcBorders>
<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
</w:style>"""


def blank() -> Docx:
    """An empty A4 document with the styles of a report."""
    document = Document()
    _page(document.sections[0])
    _built_in(document)
    _own(document)
    document.styles.element.append(parse_xml(_TABLE))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    _without_thumbnail(document)
    return document


def turn(section: Section, *, wide: bool) -> None:
    """Set a section upright or wide."""
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT


def room(*, wide: bool) -> Length:
    """The width of the text on a page."""
    return Length((LONG if wide else SHORT) - 2 * MARGIN)


def _page(section: Section) -> None:
    turn(section, wide=False)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Cm(1.1)


def _built_in(document: Docx) -> None:
    styles: Any = document.styles
    _set(styles["Normal"], SERIF, 11, INK, after=6, leading=1.2)
    _set(styles["Title"], SANS, 22, INK, bold=True, after=6)
    _set(styles["Subtitle"], SANS, 10, ACCENT, bold=True, after=2)
    _set(styles["Heading 1"], SANS, 16, ACCENT, bold=True, before=22, after=6)
    _set(styles["Heading 2"], SANS, 13, INK, bold=True, before=14, after=4)
    _set(styles["Heading 3"], SANS, 11, INK, bold=True, before=10, after=3)
    _set(styles["Caption"], SANS, 9.5, INK, bold=True, before=8, after=4)
    _set(styles["Quote"], SERIF, 10.5, INK, italic=True, after=4)
    _set(styles["List Bullet"], SERIF, 11, INK, after=2, leading=1.15)
    _set(styles["Header"], SANS, 8, SOFT)
    _set(styles["Footer"], SANS, 8, SOFT)
    styles["Footer"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    styles["Quote"].paragraph_format.left_indent = Cm(1.3)
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)


def _own(document: Docx) -> None:
    _set(_paragraph(document, "Lead"), SERIF, 13, INK, after=8, leading=1.25)
    _set(_paragraph(document, "Meta"), SANS, 9.5, SOFT, after=4)
    _set(_paragraph(document, "Notice"), SANS, 10, WARN, before=4, after=8)
    _set(_paragraph(document, "Strategy"), MONO, 8.5, INK, after=8)
    _set(_paragraph(document, "Table Text"), SANS, 8.5, INK)
    _set(_paragraph(document, "Table Head"), SANS, 8.5, INK, bold=True)
    _set(_paragraph(document, "Table Note"), SANS, 8.5, SOFT, before=4, after=10)
    finding = _paragraph(document, "Finding")
    _set(finding, SERIF, 10.5, INK, after=3, leading=1.15)
    finding.paragraph_format.left_indent, finding.paragraph_format.first_line_indent = Cm(0.6), Cm(-0.6)
    finding.paragraph_format.tab_stops.add_tab_stop(Cm(0.6))
    fact = _paragraph(document, "Fact")
    _set(fact, SERIF, 10.5, INK, after=3, leading=1.15)
    for name, colour in (("Soft", SOFT), ("Against", AGAINST), ("Place", ACCENT)):
        style = _added(document, name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb, style.font.bold = colour, name == "Against" or None


def _paragraph(document: Docx, name: str) -> Any:
    style = _added(document, name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return style


def _added(document: Docx, name: str, kind: WD_STYLE_TYPE) -> Any:
    style = document.styles.add_style(name, kind)
    style.quick_style = style.unhide_when_used = True
    return style


def _set(
    style: Any,
    font: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    leading: float = 1.0,
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the template names theme fonts, which would win over ours
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), font)
    style.font.size, style.font.color.rgb = Pt(size), colour
    style.font.bold, style.font.italic = bold, italic
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), leading


def _without_thumbnail(document: Docx) -> None:
    """The template carries a picture of another document; file browsers would show it."""
    found = document.part.package
    for key, one in list(found.rels.items()) if found is not None else []:
        if one.reltype.endswith("/thumbnail"):
            del found.rels[key]
