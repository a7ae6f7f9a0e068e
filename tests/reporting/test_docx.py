"""The Word report, read back the way Word reads it."""

import dataclasses
import io
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table
from lxml import etree

from synthema.reporting.docx_manuscript import Column, Grid, cells
from synthema.reporting.docx_report import to_docx
from synthema.reporting.docx_words import bookmark, legal
from synthema.reporting.model import Facts, NoteLine
from tests.reporting.small_facts import ALMEIDA, NOTICE, PROTOCOL, SMALL, finding, report, small_facts, study, theme


def png(width: int = 40, height: int = 30) -> bytes:
    """A white picture."""
    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def opened(facts: Facts = SMALL, picture: bytes | None = None) -> Docx:
    return Document(io.BytesIO(to_docx(facts, picture or png())))


def headings(document: Docx) -> list[tuple[int, str]]:
    styled = [(p.style.name if p.style else "", p.text) for p in document.paragraphs]
    return [(int(name[-1]), text) for name, text in styled if name and name.startswith("Heading")]


def texts(document: Docx) -> list[str]:
    return [p.text for p in document.paragraphs]


def table(document: Docx, caption: str) -> Table:
    """The table under a caption that ends in these words."""
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("Table ") and paragraph.text.endswith(caption):
            below = paragraph._p.getnext()
            return next(t for t in document.tables if t._tbl is below)
    raise AssertionError(f"no table {caption!r}")


def rows(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def printed(document: Docx) -> str:
    return "\n".join(one.text or "" for one in document.element.body.iter(qn("w:t")))


def fields(element: Any) -> list[str]:
    return [(one.text or "").strip() for one in element.iter(qn("w:instrText"))]


def test_its_headings_follow_the_order_of_the_review() -> None:
    assert [text for level, text in headings(opened()) if level == 1] == [
        "Summary",
        "Question and protocol",
        "Eligibility criteria",
        "Searches",
        "Flow of records",
        "Agreement before consensus",
        "Excluded at full text",
        "Characteristics of the studies",
        "Appraisal",
        "Themes",
        "Studies by themes",
        "Where the evidence disagrees",
        "Checks",
        "How this was made",
        "Appendix: strategies as run",
    ]


def test_no_heading_skips_a_level() -> None:
    levels = [level for level, _ in headings(opened())]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_themes_are_nested_headings_and_findings_carry_sign_study_and_quote() -> None:
    document = opened()
    assert [
        h for h in headings(document) if h[1] in ("Work that asks for all of me", "Belonging", "A cup of tea together")
    ] == [
        (2, "Work that asks for all of me"),
        (2, "Belonging"),
        (3, "A cup of tea together"),
    ]
    said = texts(document)
    at = next(n for n, text in enumerate(said) if text.startswith("+\tTea opens talk."))
    assert "(Almeida 2020)" in said[at]
    assert said[at + 1] == "“We just had tea.”"
    assert said[at + 2].startswith("–\tTea takes time that nobody counts. (Berg 2021)")


def test_the_summary_counts_what_the_flow_counts() -> None:
    said = texts(opened())
    assert {"12 records from 1 source", "2 studies included, from 2 reports", "2 findings rest under 1 theme"} <= set(
        said
    )


def test_tables_hold_the_cells_of_the_review() -> None:
    document = opened()
    assert rows(table(document, "Eligibility criteria"))[2] == ["Population", "Peers", "Others", "Population"]
    assert rows(table(document, "PRISMA-S asks of each"))[1][-4:] == ["12", "12", "0", "peer review of the strategy"]
    assert rows(table(document, "Verdicts of two people, title and abstract"))[1:] == [
        ["include", "4", "1"],
        ["exclude", "0", "5"],
    ]
    assert rows(table(document, "Characteristics of the studies")) == [
        ["Study", "Country"],
        ["Almeida 2020", "Portugal"],
        ["Berg 2021", "Norway"],
    ]
    assert rows(table(document, "Appraisal with CASP 2018"))[1:] == [
        ["Almeida 2020", "Y", "?"],
        ["Berg 2021", "N", "Y"],
    ]
    assert rows(table(document, "(numbers of findings)")) == [
        ["Study", "Belonging"],
        ["Almeida 2020", "1"],
        ["Berg 2021", "1 (–1)"],
        ["Frequency effect size", "100 %"],
    ]
    assert [row[2] for row in rows(table(document, "Checks of the synthesis"))[1:]] == ["passed", "error"]


def test_an_excluded_report_has_its_reason_and_a_lost_one_its_story() -> None:
    document = opened()
    (_, out) = rows(table(document, "Reports excluded at full text"))
    assert out[0].startswith("Nurses at work\nCosta A (2020)")
    assert out[1:] == ["Population", "Nurses only"]
    assert any("A lost thesis" in text and "The library closed." in text for text in texts(document))


def test_an_included_study_is_listed_with_its_references() -> None:
    included = rows(table(opened(), "Included studies and their reports"))
    assert included[1] == [
        "Almeida 2020",
        "Report almeida\nAlmeida A (2020). Journal of Work 1, 2-3. doi:10.0000/almeida",
    ]


def test_the_head_of_every_table_is_repeated_on_every_page() -> None:
    for found in opened().tables:
        properties = found.rows[0]._tr.trPr
        assert properties is not None
        assert properties.find(qn("w:tblHeader")) is not None


def test_captions_are_numbered_by_fields_in_order() -> None:
    document = opened()
    captions = [p for p in document.paragraphs if p.style and p.style.name == "Caption" and p.text.startswith("Table")]
    assert [int(p.text.split(".")[0].split()[1]) for p in captions] == list(range(1, len(document.tables) + 1))
    assert all(fields(p._p) == ["SEQ Table \\* ARABIC"] for p in captions)


def test_the_flow_is_a_picture_with_alternative_text_over_its_caption() -> None:
    document = opened()
    flow, themes = document.inline_shapes
    assert "Records screened (n = 10)" in flow._inline.docPr.get("descr")
    assert any(text.startswith("Figure 1. PRISMA 2020 flow") for text in texts(document))
    assert "studies each subtheme rests on" in themes._inline.docPr.get("descr")
    assert any(text.startswith("Figure 2. The themes") for text in texts(document))


def test_a_high_picture_still_fits_on_the_page() -> None:
    shape, _ = opened(picture=png(10, 100)).inline_shapes
    assert shape.height <= Cm(19.5)
    assert shape.height / shape.width == pytest.approx(10, rel=0.01)


def test_pages_are_a4_and_wide_tables_lie_on_wide_pages() -> None:
    sections = opened().sections
    assert [s.orientation for s in sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    for section in sections:
        sides = sorted((section.page_width or 0, section.page_height or 0))
        assert sides == pytest.approx([Cm(21), Cm(29.7)], abs=1000)
        assert (section.page_width == max(sides)) == (section.orientation == WD_ORIENT.LANDSCAPE)


def test_a_wide_table_is_set_in_parts_that_repeat_the_studies() -> None:
    asked = SMALL.studies[0].characteristics[0]
    many = tuple(replace(asked, key=f"k{n}", label=f"Label {n}", answer=f"answer {n}") for n in range(16))
    document = opened(small_facts(studies=(replace(SMALL.studies[0], characteristics=many),)))
    captions = [
        text for text in texts(document) if "Characteristics of the studies" in text and text.startswith("Table")
    ]
    assert [caption.endswith("(continued)") for caption in captions] == [False, True, True]
    assert len({caption.split(".")[0] for caption in captions}) == 1
    parts = [rows(t) for t in document.tables if t.rows[0].cells[1].text.startswith("Label")]
    assert [name for part in parts for name in part[0][1:]] == [f"Label {n}" for n in range(16)]
    assert {part[1][0] for part in parts} == {"Almeida 2020"}
    assert max(len(part[0]) for part in parts) <= 7


@pytest.mark.parametrize("columns", [1, 2, 6, 7, 8, 13, 100])
def test_no_column_is_lost_when_a_table_is_parted(columns: int) -> None:
    heads = tuple(Column(str(n)) for n in range(columns))
    parts = list(Grid(caption="c", columns=heads, rows=(cells(*range(columns)),), most=6).parts())
    assert [c.head for part in parts for c in part.columns[1:]] == [str(n) for n in range(1, columns)]
    assert all(len(part.rows[0]) == len(part.columns) <= 7 for part in parts)


def test_the_notice_is_on_the_first_page_and_at_the_head_of_every_page() -> None:
    document = opened()
    assert texts(document)[:4][-1] == NOTICE
    assert all(section.header.paragraphs[0].text == NOTICE for section in document.sections)


def test_pages_are_numbered_at_the_foot() -> None:
    footer = opened().sections[0].footer.paragraphs[0]
    assert fields(footer._p) == ["PAGE", "NUMPAGES"]


def test_a_draft_says_so_and_what_is_missing() -> None:
    document = opened(small_facts(unfinished=("3 records await screening", "2 studies await appraisal")))
    said = texts(document)
    assert "3 records await screening." in said
    assert any(text.startswith("Unfinished draft.") for text in said)
    assert document.sections[0].header.paragraphs[0].text.startswith("Unfinished draft.")
    assert not any("nfinished" in text for text in texts(opened()))


def test_links_lead_to_bookmarks_that_stand_once() -> None:
    body = opened().element.body
    places = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(places) == len(set(places))
    assert bookmark("study-almeida-2020") in links
    assert set(links) <= set(places)


def test_a_link_that_leads_nowhere_is_plain_text() -> None:
    facts = small_facts(studies=())
    document = opened(facts)
    assert any("(Almeida 2020)" in text for text in texts(document))
    links = {one.get(qn("w:anchor")) for one in document.element.body.iter(qn("w:hyperlink"))}
    assert bookmark("study-almeida-2020") not in links


def test_bookmarks_are_what_word_allows_and_differ_where_places_differ() -> None:
    anchors = ["study-a", "study_a", "Study-a", "9", "", "theme-" + "x" * 60, "theme-" + "x" * 61, "thème", "\ud800"]
    names = [bookmark(anchor) for anchor in anchors]
    assert len(set(names)) == len(anchors)
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)


def test_the_same_facts_give_the_same_bytes() -> None:
    assert to_docx(SMALL, png()) == to_docx(small_facts(), png())


def test_other_facts_give_other_bytes() -> None:
    assert to_docx(SMALL, png()) != to_docx(small_facts(seq=42), png())


def test_members_and_properties_carry_no_clock() -> None:
    packed = to_docx(SMALL, png())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "vba" in name.lower()]
    about = Document(io.BytesIO(packed)).core_properties
    assert about.title == SMALL.title
    assert about.created is not None
    assert about.created == about.modified
    assert about.created.replace(tzinfo=None) == datetime(2022, 6, 3, 9, 30)
    assert "python-docx" not in f"{about.author} {about.comments}"


def test_a_moment_in_other_words_becomes_a_fixed_date() -> None:
    created = opened(small_facts(at="yesterday")).core_properties.created
    assert created is not None
    assert created.year == 2000


HOSTILE = "NUL \x00 bell \x07 form \x0c lone \ud800 end \uffff <w:p> & \"quoted\" 'so' \u202e ]]> {{ x }}"
SHOWN = "NUL \\u0000 bell \\u0007 form \\u000c lone \\ud800 end \\uffff <w:p> & \"quoted\" 'so' \u202e ]]> {{ x }}"


def test_hostile_text_is_shown_and_breaks_nothing() -> None:
    bad = finding(7, ALMEIDA, HOSTILE, HOSTILE, illustration=HOSTILE, place=HOSTILE)
    document = opened(
        small_facts(
            title=HOSTILE,
            software=HOSTILE,
            head=HOSTILE,
            protocol=replace(PROTOCOL, notice=HOSTILE),
            unfinished=(HOSTILE,),
            themes=(theme(ALMEIDA, HOSTILE, own=(bad,)),),
            searches=(replace(SMALL.searches[0], source=HOSTILE, strategy=HOSTILE),),
            studies=(replace(study(ALMEIDA, "almeida", HOSTILE, ("yes", "no")), label=HOSTILE),),
            limits=(NoteLine(HOSTILE, HOSTILE),),
        )
    )
    assert printed(document).count(SHOWN) > 10
    assert document.core_properties.title == SHOWN
    assert document.sections[0].header.paragraphs[0].text.endswith(SHOWN)
    assert document.tables


def test_a_very_long_word_and_title_are_kept_whole_in_the_text() -> None:
    word = "Donaudampfschifffahrt" * 500
    document = opened(small_facts(title=word, studies=(study(ALMEIDA, "almeida", word, ("yes", "no")),)))
    assert word in texts(document)
    found = table(document, "Characteristics of the studies")
    assert found.rows[1].cells[1].text == word
    assert found.autofit is False
    assert len(document.core_properties.title) == 255


def test_text_that_looks_like_a_field_or_a_formula_stays_text() -> None:
    document = opened(small_facts(limits=(NoteLine("", '=1+1 { INCLUDEPICTURE "http://example.org/x.png" }'),)))
    assert {text.split()[0] for text in fields(document.element.body)} == {"SEQ"}
    assert any(text.startswith("=1+1") for text in texts(document))


def test_nothing_in_it_points_outside() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(SMALL, png()))) as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert not [one for text in relations for one in etree.fromstring(text) if one.get("TargetMode") == "External"]


def test_line_ends_of_every_kind_become_one_line_break() -> None:
    assert legal("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_an_empty_review_gives_a_report_that_says_what_is_not_there_yet() -> None:
    empty: dict[str, Any] = {
        one.name: () for one in dataclasses.fields(SMALL) if isinstance(getattr(SMALL, one.name), tuple)
    }
    document = opened(small_facts(**{**empty, "unfinished": ("There is no protocol yet.",)}, protocol=None, matcher=""))
    said = texts(document)
    assert {"There is no protocol yet.", "No search is logged yet.", "No study is included yet."} <= set(said)
    assert {"No study is appraised yet.", "There are no themes yet.", "Nothing to show yet."} <= set(said)
    assert not document.tables
    assert len(document.sections) == 1


def test_a_long_check_names_its_first_findings_and_where_the_rest_is() -> None:
    check = replace(SMALL.checks[1], hits=tuple(f"hit {n}" for n in range(30)))
    found = rows(table(opened(small_facts(checks=(check,))), "Checks of the synthesis"))[1][3].splitlines()
    assert found[0] == "hit 0"
    assert found[-1] == "and 18 more, in tables/checks.csv"


def test_an_answer_without_a_letter_is_printed_in_words_and_a_missing_one_as_a_dash() -> None:
    first, second = SMALL.studies
    decided = replace(first.appraisal[0], key="overall", label="Overall", answer="Seek more", code="seek")
    facts = small_facts(studies=(replace(first, appraisal=(*first.appraisal, decided)), second))
    assert [row[-1] for row in rows(table(opened(facts), "Appraisal with CASP 2018"))] == ["Overall", "Seek more", "–"]


def test_a_thousand_excluded_reports_are_all_listed() -> None:
    out = tuple(report(f"r{n}", f"Report number {n}", "excluded", reason="Date") for n in range(1000))
    found = table(opened(small_facts(reports=out)), "Reports excluded at full text")
    first = ["".join(one.text or "" for one in row.tc_lst[0].iter(qn("w:t"))) for row in found._tbl.tr_lst[1:]]
    assert [text.split("R")[1] for text in first] == [f"eport number {n}" for n in range(1000)]
