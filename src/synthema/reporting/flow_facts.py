"""The flow of a review counted from its tables, and what lies in each of its boxes."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from synthema.reporting.flow_contents import counted
from synthema.reporting.flow_model import Flow
from synthema.reporting.model import BoxLine, Link, ReportLine, SearchLine, WorkLine
from synthema.reporting.places import Review
from synthema.search.model import DATABASES, OTHER_METHODS, Search
from synthema.search.tables import searches


def flow_of(review: Review) -> Flow:
    """Every number of the PRISMA flow, none of them typed."""
    if review.protocol is None:
        return Flow()
    found = counted(review.id)
    by_kind: dict[str, list[tuple[str, int]]] = {}
    stored, removed = _records_by_search(review), Removed()
    for search in searches(review.id):
        by_kind.setdefault(search.kind, []).append((search.source, stored[search.id] + search.search.removed))
        removed = removed.with_one(search.search)
    before = review.protocol.previous
    databases = tuple(entry for kind in DATABASES for entry in by_kind.get(kind, []))
    registers = tuple(by_kind.get("register", []))
    ours, other = found.databases, found.other
    return Flow(
        database_results=sum(n for _, n in databases),
        database_specific=databases,
        register_results=sum(n for _, n in registers),
        register_specific=registers,
        duplicates=ours.duplicates,
        excluded_automatic=removed.by_automation,
        excluded_other=removed.otherwise,
        unscreened_stopped=ours.unscreened_stopped,
        awaiting_screening=ours.awaiting_screening + found.ungrouped,
        records_screened=ours.screened,
        records_excluded=ours.excluded,
        awaiting_seeking=ours.awaiting_seeking,
        dbr_sought_reports=ours.sought,
        dbr_notretrieved_reports=ours.not_retrieved,
        awaiting_retrieval=ours.awaiting_retrieval,
        awaiting_full_text=ours.awaiting_full_text,
        dbr_assessed=ours.assessed,
        dbr_excluded=tuple((review.reason(key), n) for key, n in ours.excluded_reports),
        included_reports_db=ours.included,
        website_results=_sum(by_kind, "website"),
        organisation_results=_sum(by_kind, "organisation"),
        citations_results=_sum(by_kind, "citation"),
        other_results=_sum(by_kind, "other"),
        other_not_sought=other.duplicates + other.excluded + other.unscreened_stopped + removed.elsewhere
        if other.records or removed.elsewhere
        else None,
        other_awaiting_screening=other.awaiting_screening + other.awaiting_seeking,
        other_sought_reports=other.sought,
        other_notretrieved_reports=other.not_retrieved,
        other_awaiting_retrieval=other.awaiting_retrieval,
        other_awaiting_full_text=other.awaiting_full_text,
        other_assessed=other.assessed,
        other_excluded=tuple((review.reason(key), n) for key, n in other.excluded_reports),
        included_reports_other=other.included,
        awaiting_study=found.awaiting_study,
        new_studies=found.studies,
        new_reports=found.reports,
        previous_studies=before.studies,
        previous_reports=before.reports,
        dropped_previous_studies=before.dropped_studies,
        dropped_previous_reports=before.dropped_reports,
        total_studies=None if before.studies is None else before.studies - before.dropped_studies + found.studies,
        total_reports=None if before.reports is None else before.reports - before.dropped_reports + found.reports,
    )


@dataclass(frozen=True, slots=True)
class Removed:
    """Hits removed before they were exported: by tools and otherwise; those of other methods are not told apart."""

    by_automation: int = 0
    otherwise: int = 0
    elsewhere: int = 0

    def with_one(self, search: Search) -> "Removed":
        """With those of one more search."""
        if search.kind in OTHER_METHODS:
            return replace(self, elsewhere=self.elsewhere + search.removed)
        by_automation, otherwise = search.removed_by_automation, search.removed_otherwise
        return replace(self, by_automation=self.by_automation + by_automation, otherwise=self.otherwise + otherwise)


def _sum(by_kind: dict[str, list[tuple[str, int]]], kind: str) -> int:
    return sum(n for _, n in by_kind.get(kind, []))


def _records_by_search(review: Review) -> Counter[object]:
    from synthema.records.tables import imports

    stored: Counter[object] = Counter()
    for row in imports(review.id):
        stored[row.search_id] += row.stored
    return stored


def boxes_of(searches: Sequence[SearchLine], works: Sequence[WorkLine], reports: Sequence[ReportLine]) -> list[BoxLine]:
    """What lies in each box of the flow: every record, report and study behind a number."""
    sources = tuple((Link(s.source, s.anchor), f"{s.imported} records") for s in searches)
    duplicates = tuple(
        (Link(r.title or "(no title)", w.anchor), f"from {r.search.text}; the same as “{w.title}”")
        for w in works
        for r in w.records[1:]
    )
    boxes = [
        BoxLine(anchor="box-identified", title="Sources of the records identified", entries=sources),
        BoxLine(anchor="box-duplicates", title="Duplicate records removed before screening", entries=duplicates),
        _works("records_screened", "Records screened", works, lambda w: w.state in ("goes forward", "excluded")),
        _works("records_excluded", "Records excluded on title and abstract", works, lambda w: w.state == "excluded"),
        _works(
            "awaiting_screening",
            "Records that await a decision",
            works,
            lambda w: w.state not in ("goes forward", "excluded"),
        ),
        _reports("dbr_sought_reports", "Reports sought for retrieval", reports, lambda _: True),
        _reports("dbr_notretrieved_reports", "Reports not retrieved", reports, lambda r: r.state == "not retrieved"),
        _reports(
            "dbr_assessed", "Reports assessed for eligibility", reports, lambda r: r.state in ("included", "excluded")
        ),
        _reports("dbr_excluded", "Reports excluded, with the reason", reports, lambda r: r.state == "excluded"),
        _reports("included", "Reports included, with their studies", reports, lambda r: r.state == "included"),
    ]
    return [box for box in boxes if box.entries]


def _works(key: str, title: str, works: Sequence[WorkLine], wanted: Callable[[WorkLine], bool]) -> BoxLine:
    entries = tuple((Link(w.title, w.anchor), w.reason) for w in works if wanted(w))
    return BoxLine(anchor=f"box-{key}", title=title, entries=entries)


def _reports(key: str, title: str, reports: Sequence[ReportLine], wanted: Callable[[ReportLine], bool]) -> BoxLine:
    entries = tuple((Link(r.title, r.anchor), _note(r)) for r in reports if wanted(r))
    return BoxLine(anchor=f"box-{key}", title=title, entries=entries)


def _note(report: ReportLine) -> str:
    if report.state == "included" and report.study:
        return report.study.text
    return report.reason or (report.outcome_note if report.state == "not retrieved" else "")


def links_of(boxes: Sequence[BoxLine], flow: Flow, searches: Sequence[SearchLine]) -> dict[str, str]:
    """For each box and line of the flow the place in the report where its entries are listed."""
    place_of = {s.source: s.anchor for s in searches}
    there = {box.anchor for box in boxes}
    wanted = {
        "identified": "box-identified",
        "database_results": "box-identified",
        "register_results": "box-identified",
        "removed": "box-duplicates",
        "duplicates": "box-duplicates",
        "records_screened": "box-records_screened",
        "records_excluded": "box-records_excluded",
        "dbr_sought_reports": "box-dbr_sought_reports",
        "dbr_notretrieved_reports": "box-dbr_notretrieved_reports",
        "dbr_assessed": "box-dbr_assessed",
        "dbr_excluded": "box-dbr_excluded",
        "included": "box-included",
        "new_studies": "box-included",
        "new_reports": "box-included",
        **{f"dbr_excluded-{n}": "box-dbr_excluded" for n in range(1, len(flow.dbr_excluded) + 1)},
    }
    links = {key: f"#{place}" for key, place in wanted.items() if place in there}
    for kind, specific in (("database", flow.database_specific), ("register", flow.register_specific)):
        links |= {f"{kind}_specific-{n}": f"#{place_of[name]}" for n, (name, _) in enumerate(specific, start=1)}
    return links
