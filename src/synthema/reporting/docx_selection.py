"""From the question to the reports that stayed: the first half of the Word report."""

from synthema.protocol.model import Protocol
from synthema.protocol.rules import ordered_slots, slot_name
from synthema.reporting.docx_manuscript import Cell, Column, Grid, Manuscript, cells
from synthema.reporting.docx_words import Span, Words, counted, sentence
from synthema.reporting.flow_model import grouped
from synthema.reporting.flow_words import chart, described
from synthema.reporting.model import AgreementLine, Facts, ReportLine, SearchLine, ThemeLine

FLOW_CAPTION = (
    "PRISMA 2020 flow (Page et al. 2021, doi:10.1136/bmj.n71, CC BY 4.0), counted from the decisions on record"
)


def facts_list(m: Manuscript, pairs: list[tuple[str, str]]) -> None:
    """Named facts, one a paragraph; those without words are left out."""
    for name, text in pairs:
        if text.strip():
            m.say((Span(f"{name}. ", "Strong"), text), "Fact")


def summary(m: Manuscript, f: Facts) -> None:
    """The title, what must be known before anything is read, and the review in numbers."""
    m.say("Qualitative evidence synthesis" + ("" if f.final else " · unfinished draft"), "Subtitle")
    m.say(f.title, "Title")
    m.say(f"As of act {f.seq} of the audit trail, {f.at}. {f.software}.", "Meta")
    if f.protocol and f.protocol.notice:
        m.say(f.protocol.notice, "Notice")
    if not f.final:
        m.say((Span("Unfinished draft. ", "Strong"), "What is still missing:"), "Notice")
        m.bullets([sentence(one) for one in f.unfinished])
    m.heading("Summary", 1)
    if f.protocol:
        m.say(f.protocol.question.text, "Lead")
    m.bullets(_numbers(f))
    for root in f.themes:
        m.say((Span(root.name, to=root.anchor), ". ", root.definition))
        m.bullets([_in_short(theme) for theme in root.children])


def _numbers(f: Facts) -> list[Words]:
    flow = f.flow
    lines = [
        (flow.identified_db + flow.identified_other, f" records from {counted(len(f.searches), 'source')}"),
        (flow.records_screened, " screened by title and abstract"),
        (flow.dbr_assessed + flow.other_assessed, " reports assessed for eligibility"),
        (flow.studies_in_review, f" studies included, from {counted(flow.new_reports, 'report')}"),
    ]
    lines += [(t.n_findings, f" findings rest under {counted(len(t.children), 'theme')}") for t in f.themes[:1]]
    return [(Span(grouped(number), "Strong"), text) for number, text in lines]


def _in_short(theme: ThemeLine) -> Words:
    against = f", {grouped(theme.n_contradicting)} against" if theme.n_contradicting else ""
    rest = f"{counted(theme.n_findings, 'finding')} of {counted(theme.n_studies, 'study', 'studies')}{against}"
    return Span(theme.name, to=theme.anchor), Span(f" ({rest})", "Soft")


def question(m: Manuscript, f: Facts) -> None:
    """The question and what the protocol says."""
    m.heading("Question and protocol", 1)
    p = f.protocol
    if p is None:
        m.say("There is no protocol yet.", "Meta")
        return
    amendments = "; ".join(f"{a.title}: {a.text}" for a in f.amendments) or "none"
    facts_list(
        m,
        [
            (f"Question ({p.question.framework})", p.question.text),
            *ordered_slots(p.question),
            ("Method of synthesis", "; ".join(x for x in (f.method or p.method.profile, p.method.source) if x)),
            ("Why this method", p.method.rationale),
            ("Languages", ", ".join(p.limits.languages)),
            (f"Years of {p.limits.year_of}" if p.limits.year_of else "Years", _years(p)),
            ("Screening", _screening(p)),
            ("Verdicts from other tools", " ".join(one.words for one in f.carried)),
            ("Registration", p.statements.registration),
            ("Funding", p.statements.funding),
            ("Competing interests", p.statements.interests),
            ("Reflexivity", p.statements.reflexivity),
            ("Amendments", amendments),
        ],
    )


def _years(p: Protocol) -> str:
    limits = p.limits
    if limits.year_from is None and limits.year_to is None:
        return ""
    return f"{limits.year_from or '…'} to {limits.year_to or '…'}. {limits.applied}"


def _screening(p: Protocol) -> str:
    s = p.screening
    blind = ", blind to each other until both have decided" if s.blind else ""
    return " ".join(
        x
        for x in (f"{counted(s.reviewers, 'reviewer')} a record{blind}.", s.unsure, s.conflicts, s.full_text, s.note)
        if x
    )


def criteria(m: Manuscript, f: Facts) -> None:
    """The eligibility criteria in their order."""
    m.heading("Eligibility criteria", 1)
    if f.protocol is None:
        m.say("None yet.", "Meta")
        return
    m.say("Checked in this order; the first criterion that fails is the reason recorded for an exclusion.")
    columns = (Column("Criterion", 2), Column("Included", 4), Column("Excluded", 4), Column("Part of the question", 2))
    rows = tuple(cells(c.label, c.include, c.exclude, slot_name(c.slot) if c.slot else "") for c in f.protocol.criteria)
    m.table(Grid(caption="Eligibility criteria", columns=columns, rows=rows))


def searches(m: Manuscript, f: Facts) -> None:
    """The sources searched; the strategies stand in the appendix."""
    m.heading("Searches", 1)
    if not f.searches:
        m.say("No search is logged yet.", "Meta")
        return
    columns = (
        Column("Source", 2.4),
        Column("Platform", 2.2),
        Column("Kind", 1.8),
        Column("Run on", 1.7),
        Column("Hits", 1.2, "right"),
        Column("Imported", 1.4, "right"),
        Column("Refused", 1.3, "right"),
        Column("Still missing", 2.6),
    )
    m.table(
        Grid(
            caption="Sources searched, with what PRISMA-S asks of each",
            columns=columns,
            rows=tuple(map(_search, f.searches)),
        )
    )
    m.say("The strategies as they were run are in the appendix.", "Table Note")
    if f.matcher:
        removed = f"{counted(f.flow.duplicates, 'duplicate record')} removed before screening"
        by_rule = f"{counted(f.duplicates_by_rule, 'match', 'matches')} by rule, matcher {f.matcher}"
        m.say(f"{removed} ({by_rule}; {grouped(f.duplicates_by_hand)} by a person).{_related(f)}")


def _related(f: Facts) -> str:
    versions = " Versions of one review counted as duplicates." if f.versions_merged else ""
    if not f.related:
        return versions
    linked = counted(f.related, "pair of reports was", "pairs of reports were")
    return f"{versions} {linked} linked as related (versions, preprints, notices, abstracts), not merged."


def _search(s: SearchLine) -> tuple[Cell, ...]:
    missing = "; ".join(s.gaps) or "nothing"
    name = Span(s.source, to=s.anchor)
    return cells(
        name, s.platform, s.kind, s.date_run or "not stated", s.hits, grouped(s.imported), grouped(s.refused), missing
    )


def strategies(m: Manuscript, f: Facts) -> None:
    """Each strategy as it was run."""
    if not f.searches:
        return
    m.heading("Appendix: strategies as run", 1)
    for s in f.searches:
        m.heading(", ".join(x for x in (s.source, s.platform) if x), 2, s.anchor)
        facts_list(
            m,
            [
                ("Run on", s.date_run or "not stated"),
                ("Limits", s.limits or "not stated"),
                ("Filters", s.filters or "not stated"),
                ("Peer review of the strategy", s.peer_review or "not stated"),
                ("Note", s.notes),
                ("Files", ", ".join(s.files) or "none"),
            ],
        )
        m.say(s.strategy or "No strategy is recorded.", "Strategy" if s.strategy else "Meta")


def flow(m: Manuscript, f: Facts, png: bytes) -> None:
    """The PRISMA flow as a picture."""
    m.heading("Flow of records", 1)
    m.picture(png, f"PRISMA 2020 flow diagram. {described(chart(f.flow))}", FLOW_CAPTION)
    for breach in f.breaches:
        m.say(breach.message, "Notice")


def agreement(m: Manuscript, f: Facts) -> None:
    """How far two people agreed before they talked."""
    m.heading("Agreement before consensus", 1)
    if not f.agreement:
        m.say("No two people have decided on the same record yet.", "Meta")
        return
    m.say("Counted on the verdicts that stood when the second person had decided, before any discussion.")
    if f.protocol and f.protocol.screening.note:
        m.say(f.protocol.screening.note, "Meta")
    for a in f.agreement:
        _agreement(m, a)


def _agreement(m: Manuscript, a: AgreementLine) -> None:
    m.heading(a.stage[:1].upper() + a.stage[1:], 2)
    settled = f"{counted(a.conflicts, 'conflict')} settled at this stage"
    how = f"{grouped(a.by_consensus)} by consensus, {grouped(a.by_arbiter)} by an arbiter"
    m.say(f"{a.first} and {a.second}, {grouped(a.n)} decided by both. {settled}: {how}.", "Meta")
    heads = (Column(f"{a.first} ↓ / {a.second} →", 2), *(Column(c, 1, "right") for c in a.categories))
    rows = tuple(cells(name, *map(grouped, counts)) for name, counts in zip(a.categories, a.table, strict=True))
    m.table(Grid(caption=f"Verdicts of two people, {a.stage}", columns=heads, rows=rows))
    columns = (
        Column("Statistic", 2.2),
        Column("Value", 1, "right"),
        Column("95 % interval", 1.6, "right"),
        Column("Interval", 2.2),
    )
    rows = tuple(cells(s.name, s.value, s.interval, s.note) for s in a.statistics)
    m.table(Grid(caption=f"Agreement, {a.stage}", columns=columns, rows=rows))


def excluded(m: Manuscript, f: Facts) -> None:
    """The reports excluded at full text with their reasons, and those that were never had."""
    m.heading("Excluded at full text", 1)
    out = [r for r in f.reports if r.state == "excluded"]
    lost = [r for r in f.reports if r.state == "not retrieved"]
    if out:
        columns = (Column("Report", 5), Column("Reason", 2), Column("Note", 4))
        rows = tuple(cells(reference(r), r.reason, _note(r)) for r in out)
        m.table(Grid(caption="Reports excluded at full text", columns=columns, rows=rows))
    else:
        m.say("None.", "Meta")
    if lost:
        m.heading("Not retrieved", 2)
        m.bullets([(*reference(r), Span(f" {r.outcome_note}" if r.outcome_note else "", "Soft")) for r in lost])


def reference(r: ReportLine) -> tuple[Span, ...]:
    """A report's title over its reference."""
    doi = f" doi:{r.doi}" if r.doi else ""
    return Span(r.title), Span(f"\n{r.citation}{doi}", "Soft")


def _note(r: ReportLine) -> str:
    if r.settled and r.settled.note:
        return r.settled.note
    return r.votes[0].note if r.votes else ""
