"""The arithmetic a PRISMA flow must obey: F0 to F12, and the refusal of a final flow that breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import chain
from typing import Any

from synthema.refused import Refused
from synthema.reporting.flow_model import Flow, grouped, in_words
from synthema.reporting.flow_sums import Breach, Severity, at_most, broken, in_sum, reasons_add_up, same

ADJUSTABLE = ("F4", "F7")  # where records become reports: one may hold several of the other


class Contradiction(Refused):
    """A final flow was asked for, but decisions are awaited or numbers contradict each other."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        self.breaches = breaches
        lines = "\n".join(f"- {breach.message}" for breach in breaches)
        super().__init__(f"The PRISMA flow cannot be final:\n{lines}\nA draft can be drawn at any time.")


def check(
    flow: Flow, *, characteristics_rows: int | None = None, appraisal_rows: int | None = None
) -> tuple[Breach, ...]:
    """Every law the flow breaks, in the order of the laws; rows are studies in the tables built on it (F12)."""
    unusable = tuple(_whole_numbers(flow))
    if unusable:  # arithmetic on such values says nothing more
        return unusable
    tables = (("characteristics table", characteristics_rows), ("appraisal table", appraisal_rows))
    rows = (
        same("F12", (n, f"studies in the {name}"), [(flow.studies_in_review, "studies included in the review")])
        for name, n in tables
        if n is not None
    )
    return tuple(chain(*(law(flow) for law in LAWS), *rows))


def finished(flow: Flow) -> bool:
    """Whether no record, report or study awaits a decision."""
    return not flow.awaits


def require_final(flow: Flow, *, characteristics_rows: int | None = None, appraisal_rows: int | None = None) -> None:
    """Raise Contradiction, listing every reason, unless nothing awaits and no law is broken (warnings pass)."""
    breaches = check(flow, characteristics_rows=characteristics_rows, appraisal_rows=appraisal_rows)
    errors = [breach for breach in breaches if breach.severity is Severity.ERROR]
    if not any(breach.law == "F0" for breach in errors):
        open_ends = [f"Unfinished: {in_words(name, n)}." for name, n in flow.awaits]
        errors += [Breach("unfinished", Severity.ERROR, message) for message in open_ends]
    if errors:
        raise Contradiction(tuple(errors))


# --- the laws, as METHODS numbers them ---------------------------------------------------------------------------


def _whole_numbers(flow: Flow) -> Iterator[Breach]:
    """F0: every count is a whole number, zero or more; an absent one is None only where that has a meaning."""
    for field in fields(flow):
        value: Any = getattr(flow, field.name)
        if field.name in ("adjustments", "chosen") or (value is None and field.default is None):
            continue
        named = value if isinstance(value, tuple) else ((None, value),)
        for name, n in named:
            if type(n) is not int or n < 0:
                what = field.name if name is None else f"{field.name}, {name!r},"
                yield broken("F0", f"{what} is {n!r}, but counts are whole numbers from 0")


def _sources(flow: Flow) -> Iterator[Breach]:
    for kind, total, specific in (
        ("databases", flow.database_results, flow.database_specific),
        ("registers", flow.register_results, flow.register_specific),
    ):
        if specific:
            yield from same("F1", (total, f"records identified from {kind}"), [(n, name) for name, n in specific])


def _removed(flow: Flow) -> Iterator[Breach]:
    ways = [
        (flow.duplicates, "duplicates"),
        (flow.excluded_automatic, "marked ineligible by automation tools"),
        (flow.excluded_other, "removed for other reasons"),
    ]
    if flow.removed is not None:
        yield from same("F2", (flow.removed, "records removed before screening"), ways)


def _screened(flow: Flow) -> Iterator[Breach]:
    yield from same(
        "F3",
        (flow.records_screened, "records screened"),
        [
            (flow.identified_db, "identified"),
            (-flow.removed_before_screening, "removed before screening"),
            (-flow.unscreened_stopped, "left unscreened by a stopping decision"),
            (-flow.awaiting_screening, "awaiting screening"),
        ],
    )


def _sought(flow: Flow) -> Iterator[Breach]:
    yield from same(
        "F4",
        (flow.dbr_sought_reports, "reports sought for retrieval"),
        [
            (flow.records_screened, "records screened"),
            (-flow.records_excluded, "excluded"),
            (-flow.awaiting_seeking, "awaiting being sought"),
            (_adjusted(flow, "F4"), "by explained adjustment"),
        ],
        hint=" Where one record stands for several reports, or several for one, add an adjustment and explain it.",
    )


def _adjustments(flow: Flow) -> Iterator[Breach]:
    for adjustment in flow.adjustments:
        law = adjustment.law
        if law not in ADJUSTABLE:
            yield broken(law, f"An adjustment of {adjustment.amount} is given, but only F4 and F7 can be adjusted")
        elif not adjustment.explanation.strip():
            yield broken(law, f"The adjustment of {adjustment.amount} has no explanation; say what it stands for")


def _assessed(flow: Flow) -> Iterator[Breach]:
    yield from same(
        "F5",
        (flow.dbr_assessed, "reports assessed"),
        [
            (flow.dbr_sought_reports, "sought"),
            (-flow.dbr_notretrieved_reports, "not retrieved"),
            (-flow.awaiting_retrieval, "awaiting retrieval"),
            (-flow.awaiting_full_text, "awaiting a full-text decision"),
        ],
    )


def _excluded(flow: Flow) -> Iterator[Breach]:
    yield from reasons_add_up("F6", "", flow.dbr_assessed, flow.dbr_excluded, flow.included_reports_db)


def _other_methods(flow: Flow) -> Iterator[Breach]:
    sought = (flow.other_sought_reports, "reports sought via other methods")
    sources = [
        (flow.identified_other, "records identified via other methods"),
        (-flow.other_awaiting_screening, "awaiting screening"),
        (_adjusted(flow, "F7"), "by explained adjustment"),
    ]
    if flow.other_not_sought is None:
        yield from at_most("F7", sought, sources)
    else:
        yield from same("F7", sought, [*sources, (-flow.other_not_sought, "not sought")])
    yield from same(
        "F7",
        (flow.other_assessed, "reports assessed via other methods"),
        [
            (flow.other_sought_reports, "sought"),
            (-flow.other_notretrieved_reports, "not retrieved"),
            (-flow.other_awaiting_retrieval, "awaiting retrieval"),
            (-flow.other_awaiting_full_text, "awaiting a full-text decision"),
        ],
    )
    yield from reasons_add_up(
        "F7", " via other methods", flow.other_assessed, flow.other_excluded, flow.included_reports_other
    )


def _reports(flow: Flow) -> Iterator[Breach]:
    ways = [
        (flow.included_reports_db, "from databases and registers"),
        (flow.included_reports_other, "from other methods"),
    ]
    yield from same("F8", (flow.new_reports, "reports of included studies"), ways)


def _studies_of_reports(flow: Flow) -> Iterator[Breach]:
    linked = [(flow.new_reports, "reports of included studies"), (-flow.awaiting_study, "not yet linked to a study")]
    stated = (flow.new_studies, "studies included")
    # A warning: published flows use "study" and "article" in more than one sense, so people must look.
    yield from at_most("F9", stated, linked, Severity.WARNING)
    if flow.new_studies == 0 and sum(n for n, _ in linked) > 0 and not flow.is_update:
        yield broken("F9", f"No study is included, but {in_sum(linked)}: each report belongs to one study")


def _totals(flow: Flow) -> Iterator[Breach]:
    yield from _total(
        "studies", flow.total_studies, flow.previous_studies, flow.new_studies, flow.dropped_previous_studies
    )
    yield from _total(
        "reports", flow.total_reports, flow.previous_reports, flow.new_reports, flow.dropped_previous_reports
    )


def _total(unit: str, total: int | None, previous: int | None, new: int, dropped: int) -> Iterator[Breach]:
    if total is None:
        if previous is not None:
            yield broken("F10", f"{grouped(previous)} {unit} of the previous version are given, but no total of {unit}")
        return
    terms = [(previous or 0, "in the previous version"), (new, "new"), (-dropped, "dropped from the previous version")]
    yield from at_most("F10", (dropped, f"{unit} dropped"), [(previous or 0, f"{unit} in the previous version")])
    yield from same("F10", (total, f"{unit} in total"), terms)


def _tools(flow: Flow) -> Iterator[Breach]:
    human, tool = flow.records_excluded_human, flow.records_excluded_tool
    if human is None and tool is None:
        return
    ways = [(human or 0, "by a human"), (tool or 0, "by automation tools")]
    yield from same("F11", (flow.records_excluded, "records excluded"), ways)


def _template(flow: Flow) -> Iterator[Breach]:
    if flow.has_other_methods and not flow.template.other_methods:
        yield broken("template", f"Template {flow.template} has no place for the numbers from other methods")
    if flow.is_update and not flow.template.updated:
        yield broken("template", f"Template {flow.template} has no place for the previous version of the review")
    if flow.template.updated and (flow.previous_studies is None or flow.previous_reports is None):
        yield broken("template", "An updated review needs the studies and the reports of its previous version")


LAWS: tuple[Callable[[Flow], Iterator[Breach]], ...] = (
    _sources,
    _removed,
    _screened,
    _sought,
    _adjustments,
    _assessed,
    _excluded,
    _other_methods,
    _reports,
    _studies_of_reports,
    _totals,
    _tools,
    _template,
)


def _adjusted(flow: Flow, law: str) -> int:
    return sum(adjustment.amount for adjustment in flow.adjustments if adjustment.law == law)
