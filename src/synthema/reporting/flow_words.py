"""What the boxes say: the labels of PRISMA 2020 (Page 2021, doi:10.1136/bmj.n71, CC BY 4.0), and ours for drafts."""

from synthema.reporting.flow_boxes import Box, Chart, Line, Stream, Tone, below, line, lines, plain, single
from synthema.reporting.flow_laws import check
from synthema.reporting.flow_model import Adjustment, Counts, Flow, grouped, in_words
from synthema.reporting.flow_sums import Severity

SOURCE = "Layout and labels after PRISMA 2020 (Page et al. 2021, doi:10.1136/bmj.n71, CC BY 4.0)."
MARK = "†"  # stands beside a number that an adjustment explains


def chart(flow: Flow) -> Chart:
    """The words of a flow in its template."""
    template = flow.template
    return Chart(
        warnings=_warnings(flow),
        streams=(_databases(flow), _other_methods(flow)) if template.other_methods else (_databases(flow),),
        previous=_previous(flow) if template.updated else None,
        included=_included(flow),
        total=_total(flow) if template.updated else None,
        notes=(*(_note(adjustment) for adjustment in flow.adjustments), SOURCE),
    )


def described(words: Chart) -> str:
    """The whole diagram in sentences, for people who cannot see it."""
    return " ".join((*words.warnings, *(box.words for box in words.boxes), *words.notes))


def _warnings(flow: Flow) -> tuple[str, ...]:
    awaits = "; ".join(in_words(name, n) for name, n in flow.awaits)
    unfinished = (f"Unfinished: {awaits}.",) if awaits else ()
    errors = [breach.message for breach in check(flow) if breach.severity is Severity.ERROR]
    return unfinished + tuple(f"Contradiction: {plain(message)}" for message in errors)


def _note(adjustment: Adjustment) -> str:
    sign = "+" if adjustment.amount > 0 else ""
    return f"{MARK} {sign}{grouped(adjustment.amount)}: {plain(adjustment.explanation)}"


def _databases(flow: Flow) -> Stream:
    mains = (
        _identified(flow),
        single("records_screened", Tone.MAIN, "Records screened", flow.records_screened),
        _sought("dbr_sought_reports", flow.dbr_sought_reports, flow, "F4"),
        single("dbr_assessed", Tone.MAIN, "Reports assessed for eligibility", flow.dbr_assessed),
    )
    sides = (
        (
            _removed(flow),
            *_if_any(
                flow, "unscreened_stopped", "Records left unscreened by a documented stopping decision", Tone.SIDE
            ),
            *_if_any(flow, "awaiting_screening", "Records awaiting screening"),
        ),
        (_records_excluded(flow), *_if_any(flow, "awaiting_seeking", "Records not yet sought as reports")),
        (
            single("dbr_notretrieved_reports", Tone.SIDE, "Reports not retrieved", flow.dbr_notretrieved_reports),
            *_if_any(flow, "awaiting_retrieval", "Reports awaiting retrieval"),
            *_if_any(flow, "awaiting_full_text", "Reports awaiting a full-text decision"),
        ),
        (_reports_excluded("dbr_excluded", flow.dbr_excluded),),
    )
    return Stream(f"Identification of {_new(flow)}studies via databases and registers", mains, sides)


def _other_methods(flow: Flow) -> Stream:
    mains = (
        _identified_otherwise(flow),
        None,  # PRISMA has no "screened" box here
        _sought("other_sought_reports", flow.other_sought_reports, flow, "F7"),
        single("other_assessed", Tone.MAIN, "Reports assessed for eligibility", flow.other_assessed),
    )
    sides = (
        (
            *_if_any(
                flow, "other_not_sought", "Records not sought: known already, or excluded on screening", Tone.SIDE
            ),
            *_if_any(flow, "other_awaiting_screening", "Records awaiting screening"),
        ),
        (),
        (
            single("other_notretrieved_reports", Tone.SIDE, "Reports not retrieved", flow.other_notretrieved_reports),
            *_if_any(flow, "other_awaiting_retrieval", "Reports awaiting retrieval"),
            *_if_any(flow, "other_awaiting_full_text", "Reports awaiting a full-text decision"),
        ),
        (_reports_excluded("other_excluded", flow.other_excluded),),
    )
    return Stream(f"Identification of {_new(flow)}studies via other methods", mains, sides)


def _identified(flow: Flow) -> Box:
    return _list(
        "identified",
        Tone.MAIN,
        "Records identified from:",
        line("Databases", flow.database_results, "database_results", 1),
        *lines("database_specific", flow.database_specific, indent=2),
        line("Registers", flow.register_results, "register_results", 1),
        *lines("register_specific", flow.register_specific, indent=2),
    )


def _identified_otherwise(flow: Flow) -> Box:
    further = (line("Other sources", flow.other_results, "other_results", 1),) if flow.other_results else ()
    return _list(
        "identified_other",
        Tone.MAIN,
        "Records identified from:",
        line("Websites", flow.website_results, "website_results", 1),
        line("Organisations", flow.organisation_results, "organisation_results", 1),
        line("Citation searching", flow.citations_results, "citations_results", 1),
        *further,
    )


def _removed(flow: Flow) -> Box:
    return _list(
        "removed",
        Tone.SIDE,
        "Records removed before screening:",
        line("Duplicate records", flow.duplicates, "duplicates", 1),
        line("Records marked as ineligible by automation tools", flow.excluded_automatic, "excluded_automatic", 1),
        line("Records removed for other reasons", flow.excluded_other, "excluded_other", 1),
    )


def _records_excluded(flow: Flow) -> Box:
    whole = single("records_excluded", Tone.SIDE, "Records excluded", flow.records_excluded)
    if flow.records_excluded_human is None and flow.records_excluded_tool is None:
        return whole
    return Box(
        whole.key,
        whole.tone,
        (
            line("Records excluded", flow.records_excluded, ""),
            line("By a human", flow.records_excluded_human or 0, "records_excluded_human", 1),
            line("By automation tools", flow.records_excluded_tool or 0, "records_excluded_tool", 1),
        ),
    )


def _sought(key: str, number: int, flow: Flow, law: str) -> Box:
    adjusted = any(adjustment.law == law for adjustment in flow.adjustments)
    return single(key, Tone.MAIN, f"Reports sought for retrieval{MARK if adjusted else ''}", number)


def _reports_excluded(key: str, reasons: Counts) -> Box:
    total = sum(n for _, n in reasons)
    if not reasons:
        return single(key, Tone.SIDE, "Reports excluded", total)
    return Box(key, Tone.SIDE, (line("Reports excluded", total, ""), *lines(key, reasons, indent=1)))


def _included(flow: Flow) -> Box:
    studies, reports = "Studies included in review", "Reports of included studies"
    if flow.template.updated:
        studies, reports = "New studies included in review", "Reports of new included studies"
    unlinked = (
        (below("Reports awaiting their study", flow.awaiting_study, "awaiting_study"),) if flow.awaiting_study else ()
    )
    return Box(
        "included",
        Tone.INCLUDED,
        (below(studies, flow.new_studies, "new_studies"), below(reports, flow.new_reports, "new_reports"), *unlinked),
    )


def _previous(flow: Flow) -> Box:
    dropped = (
        ("Studies no longer included", flow.dropped_previous_studies, "dropped_previous_studies"),
        ("Reports no longer included", flow.dropped_previous_reports, "dropped_previous_reports"),
    )
    return Box(
        "previous",
        Tone.MAIN,
        (
            below("Studies included in previous version of review", flow.previous_studies, "previous_studies"),
            below("Reports of studies in previous version", flow.previous_reports, "previous_reports"),
            *(below(*one) for one in dropped if one[1]),
        ),
    )


def _total(flow: Flow) -> Box:
    return Box(
        "total",
        Tone.INCLUDED,
        (
            below("Total studies included in review", flow.total_studies, "total_studies"),
            below("Reports of total included studies", flow.total_reports, "total_reports"),
        ),
    )


def _new(flow: Flow) -> str:
    return "new " if flow.template.updated else ""


def _list(key: str, tone: Tone, heading: str, *rest: Line) -> Box:
    return Box(key, tone, (Line(text=heading), *rest))


def _if_any(flow: Flow, key: str, text: str, tone: Tone = Tone.OPEN) -> tuple[Box, ...]:
    number: int | None = getattr(flow, key)
    return (single(key, tone, text, number),) if number else ()
