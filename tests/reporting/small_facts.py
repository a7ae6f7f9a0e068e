"""The facts of a small invented review, made by hand: two studies, one overarching theme, one of each other thing."""

from dataclasses import replace
from typing import Any

from synthema.protocol.model import Criterion, Limits, Method, Protocol, Question
from synthema.reporting.flow_model import Flow
from synthema.reporting.model import (
    AgreementLine,
    AnswerLine,
    CellLine,
    CheckLine,
    EffectLine,
    Facts,
    FindingLine,
    Link,
    MatrixLine,
    NoteLine,
    PersonLine,
    ReportLine,
    SearchLine,
    StatisticLine,
    StudyLine,
    ThemeLine,
    VoteLine,
)

NOTICE = "An invented review that exists for its tests."
ALMEIDA, BERG = Link("Almeida 2020", "study-almeida-2020"), Link("Berg 2021", "study-berg-2021")
OVERARCHING, BELONGING = Link("Work that asks for all of me", "theme-all"), Link("Belonging", "theme-belonging")
TEA = Link("A cup of tea together", "theme-tea")

PROTOCOL = Protocol(
    title="Working beside people",
    short_title="Beside people",
    notice=NOTICE,
    question=Question(text="How is the work lived?", framework="PICo", slots={"population": "Peer workers"}),
    criteria=(
        Criterion(key="date", label="Date", include="From 2014", exclude="Before 2014"),
        Criterion(key="who", label="Population", slot="population", include="Peers", exclude="Others"),
    ),
    method=Method(profile="thematic", rationale="The texts are thin."),
    limits=Limits(languages=("English",), year_from=2014, year_to=2022, year_of="issue"),
)
FLOW = Flow(
    database_results=12,
    database_specific=(("PubMed", 12),),
    duplicates=2,
    records_screened=10,
    records_excluded=6,
    dbr_sought_reports=4,
    dbr_notretrieved_reports=1,
    dbr_assessed=3,
    dbr_excluded=(("Population", 1),),
    included_reports_db=2,
    new_studies=2,
    new_reports=2,
)
PUBMED = SearchLine(
    anchor="search-pubmed",
    key="pubmed",
    source="PubMed",
    platform="NLM",
    kind="database",
    date_run="2022-05-01",
    strategy='1 "peer support"[tiab]\n2 interview*\n3 1 AND 2',
    limits="English",
    filters="",
    peer_review="",
    notes="",
    hits="12",
    imported=12,
    refused=0,
    files=("medline.nbib",),
    gaps=("peer review of the strategy",),
    act=Link("act 3", "act-3"),
)
AGREEMENT = AgreementLine(
    anchor="agreement-ta",
    stage="title and abstract",
    first="Ana",
    second="Ben",
    n=10,
    categories=("include", "exclude"),
    table=((4, 1), (0, 5)),
    cells=(("works", "agreement-ta-include-exclude"), ("agreement-ta-exclude-include", "works")),
    differing=(("agreement-ta-include-exclude", "include by one, exclude by the other", "work-1"),),
    statistics=(StatisticLine(name="Cohen’s kappa", value="0.80", interval="0.43 to 1.00", note="Fleiss 1969"),),
    conflicts=1,
    by_consensus=0,
    by_arbiter=1,
)


def report(key: str, title: str, state: str, **more: Any) -> ReportLine:
    """A report in a state."""
    given: dict[str, Any] = {
        "anchor": f"report-{key}",
        "title": title,
        "citation": f"{key.capitalize()} A (2020). Journal of Work 1, 2-3.",
        "doi": f"10.0000/{key}",
        "work": Link("records", f"work-{key}"),
        "outcome": "retrieved",
        "outcome_note": "",
        "votes": (),
        "settled": None,
        "state": state,
        "reason": "",
        "study": None,
    }
    return ReportLine(**{**given, **more})


def study(link: Link, key: str, country: str, answers: tuple[str, str]) -> StudyLine:
    """An included study with a country and two appraisal answers, given by their codes."""
    said = {"yes": "Yes", "no": "No", "cant_tell": "Can’t tell"}
    return StudyLine(
        anchor=link.anchor,
        label=link.text,
        reports=(Link(f"Report {key}", f"report-{key}"),),
        characteristics=(AnswerLine(key="country", label="Country", answer=country),),
        appraisal=tuple(
            AnswerLine(key=f"q{n}", label=f"Question {n}", answer=said[code], code=code)
            for n, code in enumerate(answers, 1)
        ),
        rating="",
        findings=(),
    )


def finding(number: int, of: Link, statement: str, polarity: str, **more: Any) -> FindingLine:
    """A finding under the theme of the tea."""
    given: dict[str, Any] = {
        "anchor": f"finding-{number}",
        "label": f"{of.text}, no. {number}",
        "statement": statement,
        "illustration": "",
        "place": "abstract, Results",
        "order": "authors’ interpretation",
        "credibility": "credible",
        "polarity": polarity,
        "study": of,
        "report": Link("Report", "report-almeida"),
        "themes": (TEA,),
        "quote_found": "",
        "explanation": "",
        "act": Link("act 20", "act-20"),
    }
    return FindingLine(**{**given, **more})


FINDINGS = (
    finding(1, ALMEIDA, "Tea opens talk.", "supports", illustration="“We just had tea.”"),
    finding(2, BERG, "Tea takes time that nobody counts.", "contradicts"),
)


def theme(link: Link, level: str, children: tuple[ThemeLine, ...] = (), own: tuple[FindingLine, ...] = ()) -> ThemeLine:
    """A theme that both studies speak to, with what lies under it."""
    return ThemeLine(
        anchor=link.anchor,
        key=link.anchor,
        name=link.text,
        level=level,
        origin="found in the studies",
        definition=f"What {link.text.lower()} means.",
        findings=own,
        children=children,
        n_studies=2,
        n_findings=2,
        n_contradicting=1,
        studies=(ALMEIDA, BERG),
        act=Link("act 9", "act-9"),
    )


LEAF = theme(TEA, "descriptive theme", own=FINDINGS)
TREE = theme(OVERARCHING, "overarching theme", (theme(BELONGING, "analytical theme", (LEAF,)),))

SMALL = Facts(
    title="Working beside people: an invented review",
    review="00000000-0000-4000-8000-000000000001",
    seq=41,
    at="03 June 2022, 09:30 UTC",
    head="ab" * 32,
    software="Synthema 0.1.0",
    unfinished=(),
    protocol=PROTOCOL,
    amendments=(NoteLine("Version 2, 01 May 2022", "Theses count too."),),
    people=(PersonLine(name="Ana", roles="lead, reviewer", acts=30), PersonLine(name="Ben", roles="reviewer", acts=11)),
    searches=(PUBMED,),
    duplicates_by_rule=2,
    duplicates_by_hand=0,
    matcher="rules-1",
    flow=FLOW,
    breaches=(),
    links={},
    boxes=(),
    agreement=(AGREEMENT,),
    works=(),
    reports=(
        report("almeida", "Report almeida", "included", study=ALMEIDA),
        report("berg", "Report berg", "included", study=BERG),
        report(
            "costa",
            "Nurses at work",
            "excluded",
            reason="Population",
            votes=(
                VoteLine(
                    stage="full text",
                    person="Ana",
                    verdict="exclude",
                    reason="Population",
                    note="Nurses only",
                    act=Link("act 12", "act-12"),
                ),
            ),
        ),
        report("diaz", "A lost thesis", "not retrieved", outcome_note="The library closed."),
    ),
    studies=(study(ALMEIDA, "almeida", "Portugal", ("yes", "cant_tell")), study(BERG, "berg", "Norway", ("no", "yes"))),
    instrument="CASP 2018",
    appraisal_note="One person answered.",
    extraction_tool="Our tool, version 1",
    extraction_note="",
    method="Thematic synthesis",
    method_note="The texts are thin.",
    themes=(TREE,),
    matrix_themes=(BELONGING,),
    matrix=(
        MatrixLine(ALMEIDA, (CellLine(supports=1, contradicts=0, nuance=0),)),
        MatrixLine(BERG, (CellLine(supports=0, contradicts=1, nuance=0),)),
    ),
    effects=(EffectLine(theme=BELONGING, holding=2, reports=2, percent=100),),
    unplaced=(),
    disagreements=(NoteLine("Time", "Whether tea costs time is told both ways.", (ALMEIDA, BERG)),),
    robustness=(NoteLine("", "Every theme stands without the weakest study."),),
    limits=(NoteLine("Thin texts", "Only abstracts were read."),),
    checks=(
        CheckLine(id="S01", rule="Each finding has its place", severity="error", status="passed", note="", hits=()),
        CheckLine(
            id="S02", rule="Quotes are in their source", severity="error", status="found", note="", hits=("no. 1",)
        ),
    ),
)


def small_facts(**changes: Any) -> Facts:
    """The facts of the small review with some of them changed."""
    return replace(SMALL, **changes)
