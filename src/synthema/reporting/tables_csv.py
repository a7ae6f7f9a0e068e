"""The tables of a report as plain rows: for CSV files, for Word, for whoever counts again."""

from collections.abc import Iterator
from dataclasses import dataclass

from synthema.reporting.model import Facts, ReportLine, ThemeLine, WorkLine


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: a file name, a title, column heads and rows."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def tables_of(facts: Facts) -> list[Table]:
    """Every table of the report, in its order."""
    return [
        _searches(facts),
        _flow(facts),
        _works(facts),
        _verdicts(facts),
        _reports(facts),
        _agreement(facts),
        _characteristics(facts),
        _appraisal(facts),
        _themes(facts),
        _findings(facts),
        _matrix(facts),
        _checks(facts),
        _acts(facts),
    ]


def readme_of(facts: Facts) -> str:
    """What lies beside the tables as README.txt: the notice first, then what each file holds."""
    notice = f"{facts.protocol.notice}\n\n" if facts.protocol and facts.protocol.notice else ""
    draft = "An unfinished draft.\n\n" if facts.unfinished else ""
    listed = "".join(f"{table.name}.csv  {table.title}\n" for table in tables_of(facts))
    return f"{facts.title}\n\n{notice}{draft}As of act {facts.seq}, {facts.at}. {facts.software}.\n\n{listed}"


def _searches(f: Facts) -> Table:
    header = (
        "source",
        "platform",
        "kind",
        "run on",
        "limits",
        "filters",
        "peer review",
        "hits",
        "imported",
        "strategy",
    )
    rows = (
        (s.source, s.platform, s.kind, s.date_run, s.limits, s.filters, s.peer_review, s.hits, s.imported, s.strategy)
        for s in f.searches
    )
    return Table("searches", "Sources searched", header, tuple(rows))


def _flow(f: Facts) -> Table:
    flow = f.flow
    rows: list[tuple[str | int, ...]] = [
        ("records identified", flow.identified_db + flow.identified_other),
        *((f"records from {name}", n) for name, n in (*flow.database_specific, *flow.register_specific)),
        ("duplicates removed", flow.duplicates),
        ("left unscreened by a stopping decision", flow.unscreened_stopped),
        ("records screened", flow.records_screened),
        ("records excluded", flow.records_excluded),
        ("reports sought", flow.dbr_sought_reports + flow.other_sought_reports),
        ("reports not retrieved", flow.dbr_notretrieved_reports + flow.other_notretrieved_reports),
        ("reports assessed", flow.dbr_assessed + flow.other_assessed),
        *((f"reports excluded: {reason}", n) for reason, n in (*flow.dbr_excluded, *flow.other_excluded)),
        ("reports included", flow.new_reports),
        ("studies included", flow.new_studies),
        *((name.replace("_", " "), n) for name, n in flow.awaits),
    ]
    return Table("flow", "Flow of records", ("what", "number"), tuple(rows))


def _works(f: Facts) -> Table:
    header = ("work", "title", "reference", "records", "sources", "held to be one work because", "state", "reason")
    rows = (
        (
            w.anchor,
            w.title,
            w.citation,
            len(w.records),
            "; ".join(r.search.text for r in w.records),
            "; ".join(w.evidence),
            w.state,
            w.reason,
        )
        for w in f.works
    )
    return Table("works", "Works and the records that are them", header, tuple(rows))


def _verdicts(f: Facts) -> Table:
    header = ("unit", "title", "stage", "person", "decision", "reason", "note", "how", "act")
    rows: list[tuple[str | int, ...]] = []
    units: list[WorkLine | ReportLine] = [*f.works, *f.reports]
    for unit in units:
        rows += [
            (unit.anchor, unit.title, v.stage, v.person, v.verdict, v.reason, v.note, "verdict", v.act.text)
            for v in unit.votes
        ]
        s = unit.settled
        if s is not None:
            rows.append((unit.anchor, unit.title, s.stage, s.person, s.decision, s.reason, s.note, s.how, s.act.text))
    return Table("verdicts", "Verdicts and how conflicts were settled", header, tuple(rows))


def _reports(f: Facts) -> Table:
    header = ("report", "title", "reference", "doi", "state", "reason", "study")
    rows = (
        (r.anchor, r.title, r.citation, r.doi, r.state, r.reason, r.study.text if r.study else "") for r in f.reports
    )
    return Table("reports", "Reports sought", header, tuple(rows))


def _agreement(f: Facts) -> Table:
    header = ("stage", "first", "second", "n", "statistic", "value", "95 % interval", "interval")
    rows = (
        (a.stage, a.first, a.second, a.n, s.name, s.value, s.interval, s.note)
        for a in f.agreement
        for s in a.statistics
    )
    return Table("agreement", "Agreement before consensus", header, tuple(rows))


def _characteristics(f: Facts) -> Table:
    columns = {a.key: a.label for s in f.studies for a in s.characteristics}
    rows = []
    for s in f.studies:
        given = {a.key: a.answer for a in s.characteristics}
        rows.append((s.label, *(given.get(key, "") for key in columns)))
    return Table("characteristics", "Characteristics of the studies", ("study", *columns.values()), tuple(rows))


def _appraisal(f: Facts) -> Table:
    rows = ((s.label, a.label, a.answer, a.reason, s.rating) for s in f.studies for a in s.appraisal)
    return Table("appraisal", "Appraisal", ("study", "question", "answer", "reason", "rating"), tuple(rows))


def _walk(themes: tuple[ThemeLine, ...], above: str = "") -> Iterator[tuple[ThemeLine, str]]:
    for theme in themes:
        yield theme, above
        yield from _walk(theme.children, theme.name)


def _themes(f: Facts) -> Table:
    header = (
        "theme",
        "under",
        "level",
        "origin",
        "definition",
        "studies",
        "findings",
        "contradicting",
        "which studies",
    )
    rows = (
        (
            t.name,
            above,
            t.level,
            t.origin,
            t.definition,
            t.n_studies,
            t.n_findings,
            t.n_contradicting,
            "; ".join(s.text for s in t.studies),
        )
        for t, above in _walk(f.themes)
    )
    return Table("themes", "Themes", header, tuple(rows))


def _findings(f: Facts) -> Table:
    header = (
        "finding",
        "study",
        "report",
        "statement",
        "illustration",
        "place",
        "quote",
        "order",
        "credibility",
        "theme",
        "polarity",
    )
    found = [(x, t.name) for t, _ in _walk(f.themes) for x in t.findings] + [(x, "") for x in f.unplaced]
    rows = (
        (
            x.label,
            x.study.text,
            x.report.text,
            x.statement,
            x.illustration,
            x.place,
            x.quote_found,
            x.order,
            x.credibility,
            theme,
            x.polarity,
        )
        for x, theme in found
    )
    return Table("findings", "Findings under their themes", header, tuple(rows))


def _matrix(f: Facts) -> Table:
    header = ("study", *(t.text for t in f.matrix_themes))
    rows: list[tuple[str | int, ...]] = [(row.study.text, *(cell.total for cell in row.cells)) for row in f.matrix]
    return Table("matrix", "Studies by themes (findings)", header, tuple(rows))


def _checks(f: Facts) -> Table:
    rows = ((c.id, c.rule, c.severity, c.status, "; ".join(c.hits), c.note) for c in f.checks)
    return Table("checks", "Checks", ("check", "rule", "severity", "outcome", "found", "note"), tuple(rows))


def _acts(f: Facts) -> Table:
    rows = ((a.seq, a.at, a.person, a.kind) for a in f.acts)
    return Table("acts", "Audit trail", ("act", "at (UTC)", "who", "what"), tuple(rows))
