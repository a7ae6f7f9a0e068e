"""The studies, what they found and how it hangs together: the second half of the Word report."""

from collections.abc import Iterable
from statistics import mean

from synthema.reporting.docx_manuscript import Cell, Column, Grid, Manuscript, cells
from synthema.reporting.docx_selection import facts_list, reference
from synthema.reporting.docx_words import Look, Span, Words, counted, sentence
from synthema.reporting.flow_drawing import to_png
from synthema.reporting.flow_model import grouped
from synthema.reporting.marks import MARKS
from synthema.reporting.model import (
    AnswerLine,
    CellLine,
    CheckLine,
    Facts,
    FindingLine,
    Link,
    NoteLine,
    StudyLine,
    ThemeLine,
)
from synthema.reporting.theme_map import theme_map

TINTS = {"yes": "E7F0F4", "no": "F6E4DA"}
SIGNS: dict[str, tuple[str, Look]] = {
    "supports": ("+", "Strong"),
    "contradicts": ("–", "Against"),
    "nuance": ("~", "Soft"),
}
MOST_HITS = 12  # a check that found more names the first ones and where the rest is


def characteristics(m: Manuscript, f: Facts) -> None:
    """The studies with their reports, then their characteristics on wide pages."""
    m.heading("Characteristics of the studies", 1)
    if not f.studies:
        m.say("No study is included yet.", "Meta")
        return
    _included(m, f)
    heads = _questions(a for s in f.studies for a in s.characteristics)
    if not heads:
        m.say("Nothing is extracted yet.", "Meta")
        return
    m.pages(wide=True)
    rows = tuple(
        (_to(s), *(Cell(a.answer if a else "not answered") for a in _in_order(s.characteristics, heads)))
        for s in f.studies
    )
    columns = tuple(Column(label, _weight(row[at].words for row in rows)) for at, label in enumerate(heads.values(), 1))
    m.table(Grid(caption="Characteristics of the studies", columns=(Column("Study", 0.8), *columns), rows=rows, most=6))
    silent = "“not reported” means that the source was read and is silent."
    m.say(" ".join(x for x in (sentence(f.extraction_tool), f.extraction_note, silent) if x), "Table Note")


def _included(m: Manuscript, f: Facts) -> None:
    sought = {r.anchor: r for r in f.reports}
    rows = []
    for s in f.studies:
        lines: list[str | Span] = []
        for link in s.reports:
            lines += ["\n"] if lines else []
            lines += reference(sought[link.anchor]) if link.anchor in sought else [link.text]
        rows.append((Cell(s.label, anchor=s.anchor), Cell(tuple(lines))))
    m.table(
        Grid(
            caption="Included studies and their reports",
            columns=(Column("Study", 1), Column("Reports", 4)),
            rows=tuple(rows),
        )
    )


def appraisal(m: Manuscript, f: Facts) -> None:
    """The appraisal as a matrix of marks, on wide pages."""
    heads = _questions(a for s in f.studies for a in s.appraisal if a.code)
    m.pages(wide=bool(heads))
    m.heading("Appraisal", 1)
    if not heads:
        m.say("No study is appraised yet.", "Meta")
        return
    rated = any(s.rating for s in f.studies)
    columns = (
        Column("Study", 1.6),
        *(Column(label, 1, "center") for label in heads.values()),
        *([Column("Rating", 1.2)] if rated else []),
    )
    rows = tuple(
        (_to(s), *map(_mark, _in_order(s.appraisal, heads)), *([Cell(s.rating)] if rated else [])) for s in f.studies
    )
    m.table(
        Grid(caption=f"Appraisal{f' with {f.instrument}' if f.instrument else ''}", columns=columns, rows=rows, most=12)
    )
    m.say(
        "Y yes, N no, ? can’t tell or unclear; labels in our own words. "
        f"{f.appraisal_note} No score is given: a score hides which domain fell short. "
        "The reason for each answer is in the HTML report and in tables/appraisal.csv.",
        "Table Note",
    )


def _mark(answer: AnswerLine | None) -> Cell:
    if answer is None or not answer.code:
        return Cell("–")
    letter, look = MARKS.get(answer.code, (answer.answer, ""))
    return Cell(letter, tint=TINTS.get(look, ""))


def _questions(answers: Iterable[AnswerLine]) -> dict[str, str]:
    return {a.key: a.label for a in answers}


def _in_order(answers: tuple[AnswerLine, ...], heads: dict[str, str]) -> list[AnswerLine | None]:
    given = {a.key: a for a in answers}
    return [given.get(key) for key in heads]


def _weight(texts: Iterable[Words]) -> float:
    """The share of a column: more for long answers, within reason."""
    return min(max(mean(len(str(text)) for text in texts) / 40, 0.7), 2.5)


def _to(study: StudyLine) -> Cell:
    return Cell(Span(study.label, to=study.anchor))


def themes(m: Manuscript, f: Facts) -> None:
    """Every theme with what it rests on."""
    m.pages(wide=False)
    m.heading("Themes", 1)
    if not f.themes:
        m.say("There are no themes yet.", "Meta")
    else:
        m.say(" ".join(x for x in (sentence(f.method), f.method_note.strip()) if x), "Meta")
        m.say(
            "Before each finding: + supports, – contradicts, ~ qualifies. Numbers count everything below a theme; "
            "a finding, study or report counts once.",
            "Meta",
        )
        drawn = theme_map(f.themes, len(f.studies), linked=False)
        words = f"The themes and the number of studies each subtheme rests on, of {len(f.studies)}."
        m.picture(to_png(drawn), f"{words} The text below names them all.", f"{words} Frequency is not importance.")
    for root in f.themes:
        _theme(m, root, 2)
    if f.unplaced:
        m.heading("Findings under no theme", 2)
        for finding in f.unplaced:
            _finding(m, finding)


def _theme(m: Manuscript, t: ThemeLine, level: int) -> None:
    m.heading(t.name, level, t.anchor)
    against = f", {grouped(t.n_contradicting)} of them against" if t.n_contradicting else ""
    found = f"{counted(t.n_findings, 'finding')} of {counted(t.n_studies, 'study', 'studies')}{against}"
    m.say(
        (
            f"{t.level[:1].upper()}{t.level[1:]}, {t.origin}. {found}",
            *_names(() if t.children else t.studies, ": "),
            ".",
        ),
        "Meta",
    )
    if t.definition:
        m.say(t.definition)
    for finding in t.findings:
        _finding(m, finding)
    for child in t.children:
        _theme(m, child, 2 if child.children else 3)


def _finding(m: Manuscript, x: FindingLine) -> None:
    sign, look = SIGNS.get(x.polarity, ("·", "Soft"))
    quoted = f"{x.place} ({x.quote_found})" if x.quote_found else x.place
    about = ", ".join(part for part in (x.order, x.credibility, quoted, x.explanation) if part)
    study = (Span(" ("), Span(x.study.text, to=x.study.anchor), Span(")"))
    m.say(
        (Span(f"{sign}\t", look), x.statement, *study, Span(f" {about}" if about else "", "Soft")), "Finding", x.anchor
    )
    if x.illustration:
        m.say(x.illustration, "Quote")


def _names(studies: tuple[Link, ...], before: str) -> list[Span]:
    found: list[Span] = []
    for study in studies:
        found += [Span(", " if found else before), Span(study.text, to=study.anchor)]
    return found


def matrix(m: Manuscript, f: Facts) -> None:
    """How many findings each study gives to each theme."""
    m.pages(wide=len(f.matrix_themes) > 6)
    m.heading("Studies by themes", 1)
    if not f.matrix or not f.matrix_themes:
        m.say("Nothing to show yet.", "Meta")
        return
    columns = (Column("Study", 1.6), *(Column(Span(t.text, to=t.anchor), 1, "center") for t in f.matrix_themes))
    rows = [
        (Cell(Span(row.study.text, to=row.study.anchor)), *(Cell(_count(c), tint=_tint(c)) for c in row.cells))
        for row in f.matrix
    ]
    if f.effects:
        sizes = {e.theme.anchor: f"{e.percent} %" for e in f.effects}
        rows.append(
            (Cell(Span("Frequency effect size", "Strong")), *(Cell(sizes.get(t.anchor, "")) for t in f.matrix_themes))
        )
    m.table(Grid(caption="Studies by themes (numbers of findings)", columns=columns, rows=tuple(rows), most=12))
    m.say(
        "Numbers are findings; (–n) says how many of them contradict; a dot, that the study is silent. "
        "The frequency effect size is the share of reports, net of reports that share a study, with a finding under "
        "the theme that does not contradict it (doi:10.1097/00006199-200307000-00004). Frequency is not importance.",
        "Table Note",
    )


def _count(cell: CellLine) -> str:
    if not cell.total:
        return "·"
    return f"{cell.total} (–{cell.contradicts})" if cell.contradicts else str(cell.total)


def _tint(cell: CellLine) -> str:
    return TINTS["yes"] if cell.total else ""


def notes(m: Manuscript, f: Facts) -> None:
    """Where the evidence disagrees, how robust the themes are, and the limits, in the team's words."""
    m.pages(wide=False)
    m.heading("Where the evidence disagrees", 1)
    if not f.disagreements:
        m.say("No disagreement is noted.", "Meta")
    _notes(m, f.disagreements)
    for title, lines in (("How robust the themes are", f.robustness), ("Limits", f.limits)):
        if lines:
            m.heading(title, 2)
            _notes(m, lines)


def _notes(m: Manuscript, lines: tuple[NoteLine, ...]) -> None:
    for n in lines:
        named = [*_names(n.studies, " ("), Span(")")] if n.studies else []
        m.say((Span(f"{sentence(n.title)} " if n.title else "", "Strong"), n.text, *named))


def checks(m: Manuscript, f: Facts) -> None:
    """The rules a synthesis answers to, and what they found."""
    m.heading("Checks", 1)
    if not f.checks:
        m.say("No method of synthesis is chosen yet, so no check applies.", "Meta")
        return
    m.say("Rules that a synthesis must answer to. Software looks; people judge what a finding of a check means.")
    columns = (Column("Check", 0.8), Column("Rule", 4), Column("Outcome", 1.4), Column("What was found", 5))
    rows = tuple(cells(c.id, c.rule, _outcome(c), _hits(c)) for c in f.checks)
    m.table(Grid(caption="Checks of the synthesis", columns=columns, rows=rows))


def _outcome(check: CheckLine) -> str:
    if check.status == "found":
        return check.severity
    return "does not apply" if check.status == "not_applicable" else check.status


def _hits(check: CheckLine) -> str:
    shown = list(check.hits[:MOST_HITS])
    if more := len(check.hits) - len(shown):
        shown.append(f"and {grouped(more)} more, in tables/checks.csv")
    return "\n".join([*shown, *([check.note] if check.note else [])])


def made(m: Manuscript, f: Facts) -> None:
    """Who made this, with what, and from which state of the trail."""
    m.heading("How this was made", 1)
    facts_list(
        m,
        [
            ("Review", f.review),
            ("State", f"{counted(f.seq, 'act')} on the audit trail, the last on {f.at}"),
            ("Head of the trail", f.head),
            ("Software", f"{f.software}; the software holds no language model"),
        ],
    )
    m.say(
        "The trail is chained by hash, so that a change to any past act shows (tamper-evident). Every number above is "
        "counted from it; the same trail gives the same tables again."
    )
    if f.people:
        columns = (Column("Who", 3), Column("Roles", 3), Column("Acts", 1, "right"))
        rows = tuple(cells(p.name, p.roles, grouped(p.acts)) for p in f.people)
        m.table(Grid(caption="People and their acts", columns=columns, rows=rows))
