"""The sections of a text by its headings, and which of them may hold the findings: suggested, decided by people."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from synthema.documents.model import Span
from synthema.documents.structure import Heading, Structure

LONGEST = 80  # characters of a heading that is known by its words


class SectionKind(StrEnum):
    """What a section is for, as its heading suggests."""

    ABSTRACT = "abstract"
    BACKGROUND = "background"
    METHODS = "methods"
    FINDINGS = "findings"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    REFERENCES = "references"


# English, German, French, Spanish, Portuguese, Italian, Dutch, Danish and Norwegian, Swedish, Finnish, Polish, Czech,
# Turkish, Russian, Chinese, Japanese, Korean; without accents and case.
_KNOWN = {
    SectionKind.ABSTRACT: (
        "abstract|summary|editors summary|plain language summary|zusammenfassung|kurzfassung|resume|resumen|resumo|"
        "riassunto|samenvatting|sammendrag|sammanfattning|tiivistelma|streszczenie|abstrakt|ozet|аннотация|резюме|摘要|"
        "抄録|要旨|초록"
    ),
    SectionKind.BACKGROUND: (
        "introduction|background|einleitung|einfuhrung|hintergrund|contexte|introduccion|antecedentes|introducao|"
        "introduzione|inleiding|achtergrond|innledning|indledning|bakgrunn|baggrund|inledning|bakgrund|johdanto|tausta|"
        "wstep|wprowadzenie|uvod|giris|введение|引言|前言|背景|緒言|はじめに|서론"
    ),
    SectionKind.METHODS: (
        "methods?|methodology|methods and materials|materials and methods|patients and methods|methoden?|methodik|"
        "methodologie|methodes?|metodos?|metodologia|metodo|metodi|methode|metode|metoder|metod|menetelmat|metody|metodyka|"
        "metodika|yontem|gerec ve yontem|материалы и методы|методы|方法|研究方法|対象と方法|연구방법|방법"
    ),
    SectionKind.FINDINGS: (
        "results?|findings?|main findings|study findings|qualitative findings|qualitative results|themes|"
        "ergebnisse?|resultate|befunde|resultats?|resultados?|hallazgos|achados|risultati|resultaten|bevindingen|"
        "resultater|funn|fund|resultat|tulokset|wyniki|vysledky|bulgular|результаты|结果|結果|研究结果|研究結果|연구결과|결과"
    ),
    SectionKind.DISCUSSION: (
        "discussion|diskussion|discusion|discussao|discussione|discussie|diskusjon|pohdinta|dyskusja|diskuse|tartisma|"
        "обсуждение|讨论|討論|考察|고찰|논의"
    ),
    SectionKind.CONCLUSION: (
        "conclusions?|concluding remarks|implications|schlussfolgerung(?:en)?|fazit|schluss|conclusion(?:es)?|"
        "conclusao|conclusoes|conclusioni|conclusie|konklusjon|konklusion|slutsats(?:er)?|johtopaatokset|wnioski|zaver|sonuc|"
        "заключение|выводы|结论|結論|결론"
    ),
    SectionKind.REFERENCES: (
        "references?|bibliography|reference list|literature cited|works cited|literatur(?:verzeichnis)?|quellen|"
        "bibliographie|references bibliographiques|referencias(?: bibliograficas)?|bibliografia|bibliografia citada|"
        "riferimenti(?: bibliografici)?|"
        "literatuur|referenties|referanser|referencer|referenser|litteratur|lahteet|pismiennictwo|literatura|kaynakca|"
        "kaynaklar|литература|список литературы|参考文献|參考文獻|引用文献|文献|참고문헌"
    ),
}
_AND = "and|und|et|y|e|en|och|og|ja|i|a|ve|и|&"
_KINDS = {
    kind: re.compile(rf"(?:{known})(?:\s*[:.—–(-].*|\s+(?:{_AND})\s.*|\s*[与和及と].*)?")
    for kind, known in _KNOWN.items()
}
_NUMBER = re.compile(
    r"(?:chapter|kapitel|chapitre|capitulo|section|part)?\s*(?:\d+(?:\.\d+)*|[ivx]+(?=[.)\s]))?[.):\s]*"
)
_MARKS = re.compile(r"[\u0300-\u036f’']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and all that stands under it, deeper headings included."""

    heading: Heading
    words: str
    span: Span
    kind: SectionKind | None = None


def kind_of(heading: str) -> SectionKind | None:
    """What a heading suggests of its section, in several languages; None where it suggests nothing."""
    text = " ".join(_MARKS.sub("", unicodedata.normalize("NFKD", heading).casefold()).split())
    text = unicodedata.normalize("NFC", text)
    if len(text) > LONGEST:
        return None
    number = _NUMBER.match(text)
    text = text[number.end() if number else 0 :]
    return next((kind for kind, known in _KINDS.items() if known.fullmatch(text)), None)


def outlined(text: str, structure: Structure) -> Structure:
    """The structure; where it tells no headings, with the lines that are known ones: a guess, made when looked at."""
    return structure if structure.headings else replace(structure, headings=tuple(_known_lines(text)))


def _known_lines(text: str) -> Iterator[Heading]:
    start = 0
    for line in re.split("[\n\f]", text):
        words = line.strip()
        if words and not words[0].islower() and kind_of(words):
            begins = start + line.index(words)
            yield Heading(span=Span(begins, begins + len(words)), level=2)
        start += len(line) + 1


def sections(text: str, structure: Structure) -> tuple[Section, ...]:
    """The sections of a text in order; one ends where the next heading of its depth, or a higher one, begins."""
    made, open_ends = [], [len(text)] * 11
    for heading in reversed(structure.headings):
        deep = min(max(heading.level, 1), 10)
        span = Span(heading.span.start, open_ends[deep])
        open_ends[deep:] = [heading.span.start] * (11 - deep)
        words = text[heading.span.start : heading.span.end]
        made.append(Section(heading=heading, words=words, span=span, kind=kind_of(words)))
    return tuple(reversed(made))


def suggested(text: str, structure: Structure, kind: SectionKind = SectionKind.FINDINGS) -> tuple[Section, ...]:
    """The sections that may be of a kind: those highest up, since an abstract has results too."""
    found = _outside_abstracts(sections(text, structure), kind)
    highest = min((one.heading.level for one in found), default=0)
    return tuple(one for one in found if one.heading.level == highest)


def _outside_abstracts(found: Sequence[Section], kind: SectionKind) -> list[Section]:
    wanted, behind = [], 0
    for one in found:
        if one.kind == SectionKind.ABSTRACT:
            behind = max(behind, one.span.end)
        elif one.kind == kind and one.span.start >= behind:
            wanted.append(one)
    return wanted
