"""What no template of a page may hold: words that cannot be translated, scripts and styles of its own."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "src" / "synthema"
TEMPLATES = sorted(p for p in HOUSE.glob("*/templates/**/*.html") if "report" not in p.parts)
PARTS = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|"
    r"{%\s*block\s+\w+_class\s*%}[\w\s-]*{%\s*endblock\s*%}|{%.*?%}|{{.*?}}",
    re.S,
)
NAMES = {
    "Synthema",
    "DOI",
    "doi",
    "PMID",
    "PRISMA",
    "MEDLINE",
    "Ovid",
    "CSV",
    "PDF",
    "SVG",
    "PNG",
    "DOCX",
    "REFI",
    "QDA",
    "qdc",
    "qdpx",
    "docx",
    "Word",
    "Esc",
}
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = re.compile(r'\s(?:title|alt|placeholder|aria-label|data-key-words)="([^"]*)"')


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 5


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_every_word_can_be_translated(template: Path) -> None:
    text = PARTS.sub(" ", template.read_text(encoding="utf-8"))
    spoken = [word for words in SPOKEN.findall(text) for word in WORD.findall(words) if word not in NAMES]
    bare = re.sub(
        r"<(script|style|svg)\b.*?</\1>|<kbd>.*?</kbd>|<code>.*?</code>|<!--.*?-->|<[^>]*>|&\w+;", " ", text, flags=re.S
    )
    left = [word for word in WORD.findall(bare) if word not in NAMES]
    assert (spoken, left) == ([], []), template.name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_nothing_is_inline(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert "|safe" not in text
    text = re.sub(r'<script[^>]*type="application/json".*?</script>', "", PARTS.sub("", text), flags=re.S)
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*</script)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text)
