"""Headings part a text, and suggest in several languages what a section is for."""

import pytest

from synthema.documents.model import Span
from synthema.documents.sections import SectionKind, kind_of, outlined, sections, suggested
from synthema.documents.structure import Heading, Structure


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Results", "findings"), ("3. Findings", "findings"), ("4 Results and discussion", "findings"),
        ("RÉSULTATS", "findings"), ("III. Ergebnisse: drei Themen", "findings"), ("Výsledky", "findings"),
        ("结果与讨论", "findings"), ("研究結果", "findings"), ("결과", "findings"), ("Результаты", "findings"),
        ("Methods and Findings", "methods"), ("YÖNTEM", "methods"), ("はじめに", "background"),
        ("Editors’ Summary", "abstract"), ("Références bibliographiques", "references"), ("参考文献", "references"),
        ("Literaturverzeichnis", "references"), ("Sonuç", "conclusion"), ("5 Discussão", "discussion"),
        ("Results of the search", None), ("Resultsx", None), ("Tea", None), ("", None), ("3.", None),
        ("Results: " + "x" * 100, None),
    ],
)  # fmt: skip
def test_a_heading_suggests_its_section(heading: str, kind: str | None) -> None:
    assert kind_of(heading) == (SectionKind(kind) if kind else None)


def _text(*lines: tuple[int, str]) -> tuple[str, Structure]:
    text, headings = "", []
    for level, words in lines:
        if level:
            headings.append(Heading(span=Span(len(text), len(text) + len(words)), level=level))
        text += f"{words}\n\n"
    return text, Structure(headings=tuple(headings))


def test_a_section_holds_its_deeper_ones_and_ends_at_the_next() -> None:
    text, told = _text((1, "T"), (2, "Methods"), (0, "m"), (2, "Results"), (3, "Tea"), (0, "hot"), (2, "Discussion"))
    found = {one.words: text[one.span.start : one.span.end].split() for one in sections(text, told)}
    assert found["Results"] == ["Results", "Tea", "hot"]
    assert found["Tea"] == ["Tea", "hot"]
    assert found["T"] == text.split()
    assert found["Discussion"] == ["Discussion"]


def test_the_highest_sections_outside_an_abstract_are_suggested() -> None:
    text, told = _text((1, "Abstract"), (2, "Results"), (1, "Results"), (2, "Findings"), (1, "Results of tea"))
    assert [one.span.start for one in suggested(text, told)] == [text.index("Results", 12)]
    assert suggested(text, told, SectionKind.METHODS) == ()
    assert suggested("", Structure()) == ()


def test_a_text_without_headings_is_parted_by_the_lines_that_are_known_ones() -> None:
    text = "On tea\n1. Introduction\nIt is\nresults\nof tea.\f  3 RESULTS\nHot.\nReferences\nA. 2001."
    told = outlined(text, Structure())
    assert [one.words for one in sections(text, told)] == ["1. Introduction", "3 RESULTS", "References"]
    assert outlined(text, told) is told
    (found,) = suggested(text, told)
    assert text[found.span.start : found.span.end] == "3 RESULTS\nHot.\n"
