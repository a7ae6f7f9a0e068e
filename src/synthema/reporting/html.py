"""The report as one HTML file that opens from disk, needs no network and runs no script."""

from collections.abc import Sequence
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from synthema.protocol.rules import ordered_slots
from synthema.reporting.flow_drawing import to_svg
from synthema.reporting.marks import MARKS
from synthema.reporting.model import AgreementLine, AnswerLine, Facts, MatrixLine
from synthema.reporting.theme_map import theme_map

SYNTHESIS = "The synthesis"
CONTENTS = (
    ("Summary", (("summary", "In short"), ("question", "Question and protocol"), ("criteria", "Eligibility criteria"))),
    (
        "Finding the studies",
        (
            ("searches", "Searches"),
            ("flow", "Flow of records"),
            ("agreement", "Agreement"),
            ("excluded", "Excluded at full text"),
        ),
    ),
    ("The studies", (("characteristics", "Characteristics"), ("appraisal", "Appraisal"))),
    (
        SYNTHESIS,
        (
            ("themes", "Themes"),
            ("matrix", "Studies by themes"),
            ("disagreements", "Where the evidence disagrees"),
            ("checks", "Checks"),
        ),
    ),
    (
        "Evidence",
        (
            ("made", "How this was made"),
            ("studies", "Study by study"),
            ("works", "Work by work"),
            ("boxes", "Behind the numbers"),
            ("acts", "Audit trail"),
        ),
    ),
)


def style() -> str:
    """The style sheet of reports: colours and letters shared with the pages, then the report's own."""
    sheets = files("synthema.web") / "static"
    return "".join((sheets / name).read_text(encoding="utf-8") for name in ("tokens.css", "synthema.css"))


def _contents(facts: Facts) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """What the report holds, with the rounds of coding where there were some."""
    if not facts.coding:
        return CONTENTS
    return [(part, (("coding", "Coding"), *places) if part == SYNTHESIS else places) for part, places in CONTENTS]


def render(facts: Facts) -> str:
    """The whole report as HTML."""
    protocol, characteristics, questions = facts.protocol, _columns(facts), _questions(facts)
    context = {
        "f": facts,
        "contents": _contents(facts),
        "style": _trusted(style()),
        "theme_map": _trusted(theme_map(facts.themes, len(facts.studies))),
        "flow": _trusted(to_svg(facts.flow, facts.links)),
        "slots": ordered_slots(protocol.question) if protocol else [],
        "agreements": [(a, _crossed(a)) for a in facts.agreement],
        "characteristics": characteristics,
        "characteristic_rows": [(s, _in_order(s.characteristics, characteristics)) for s in facts.studies],
        "questions": questions,
        "appraisal_rows": [(s, [_marked(a) for a in _in_order(s.appraisal, questions)]) for s in facts.studies],
        "rated": any(study.rating for study in facts.studies),
        "matrix_rows": [
            (row, [(cell, _weighted(cell.total, facts.matrix)) for cell in row.cells]) for row in facts.matrix
        ],
        "excluded": [r for r in facts.reports if r.state == "excluded"],
        "lost": [r for r in facts.reports if r.state == "not retrieved"],
        "included": [r for r in facts.reports if r.state == "included"],
    }
    return str(render_to_string("report/report.html", context))


def _trusted(text: str) -> SafeString:
    """Markup of our own making: the style sheet, and the flow, whose texts its own writer escapes."""
    return mark_safe(text)  # noqa: S308 (never text that people wrote)


def _columns(facts: Facts) -> list[tuple[str, str]]:
    """The questions of the characteristics table: (key, label), in the order of the extraction tool."""
    seen = {a.key: a.label for study in facts.studies for a in study.characteristics}
    return list(seen.items())


def _questions(facts: Facts) -> list[tuple[str, str]]:
    seen = {a.key: a.label for study in facts.studies for a in study.appraisal if a.code}
    return list(seen.items())


def _crossed(line: AgreementLine) -> list[tuple[str, list[tuple[int, str]]]]:
    """The rows of an agreement table: a verdict, and each number with the place it leads to."""
    rows = zip(line.categories, line.table, line.cells, strict=True)
    return [(name, list(zip(counts, places, strict=True))) for name, counts, places in rows]


def _in_order(answers: Sequence[AnswerLine], columns: Sequence[tuple[str, str]]) -> list[AnswerLine]:
    given = {a.key: a for a in answers}
    return [given.get(key, AnswerLine(key=key, label=label, answer="not answered")) for key, label in columns]


def _marked(answer: AnswerLine) -> tuple[AnswerLine, str, str]:
    """An appraisal answer with its letter and the class that colours it."""
    letter, look = MARKS.get(answer.code, (answer.answer if answer.code else "–", "blank"))
    return answer, letter, look


def _weighted(total: int, matrix: tuple[MatrixLine, ...]) -> int:
    """How strongly a cell is tinted: 0 to 75 percent of the accent colour."""
    most = max((cell.total for row in matrix for cell in row.cells), default=0)
    return round(75 * total / most) if most else 0
