"""What lies in every box of the flow, and how many: the same records, reports and studies, counted or listed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet

from synthema.protocol.tables import current, versions
from synthema.records.tables import Import
from synthema.reporting.flow_units import DECIDED, Units
from synthema.screening.model import Column, Standing, Tally
from synthema.screening.rules import FULL_TEXT
from synthema.search.model import DATABASES, OTHER_METHODS
from synthema.search.tables import searches
from synthema.studies.model import Outcome
from synthema.studies.tables import Report

Kind = Literal["imports", "records", "groups", "reports", "studies"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a box or a line of the flow counts: identifiers, known or to be asked for; of imports all their records."""

    kind: Kind
    ids: "Sequence[UUID] | QuerySet[Any, UUID]"

    @property
    def number(self) -> int:
        """How many identifiers."""
        return self.ids.count() if isinstance(self.ids, QuerySet) else len(self.ids)

    def some(self, first: int, room: int) -> list[UUID]:
        """Some of the identifiers in their order."""
        return list(self.ids[first : first + room])


Contents = dict[str, tuple[Held, ...]]
REPORTS = {
    True: {
        "sought": "dbr_sought_reports",
        "awaiting_retrieval": "awaiting_retrieval",
        "not_retrieved": "dbr_notretrieved_reports",
        "awaiting_full_text": "awaiting_full_text",
        "assessed": "dbr_assessed",
        "excluded": "dbr_excluded",
    },
    False: {
        "sought": "other_sought_reports",
        "awaiting_retrieval": "other_awaiting_retrieval",
        "not_retrieved": "other_notretrieved_reports",
        "awaiting_full_text": "other_awaiting_full_text",
        "assessed": "other_assessed",
        "excluded": "other_excluded",
    },
}


def contents(review: UUID) -> Contents:
    """What lies in each box and line of the flow, by its key; large lists are questions that are asked page by page."""
    found = dict(_identified(review))
    if not versions(review):
        return found
    units = Units(review)
    found["duplicates"] = found["removed"] = (Held("records", _ids(units.set_aside(database=True), "record")),)
    found |= _screened(units) | _otherwise(units)
    for database, names in REPORTS.items():
        lists = by_place(units, database=database)
        found |= {key: (Held("reports", [one.id for one in lists[name]]),) for name, key in names.items()}
        for place, (_, there) in enumerate(by_reason(units, lists["excluded"]), start=1):
            found[f"{names['excluded']}-{place}"] = (Held("reports", [one.id for one in there]),)
    return found | _included(units)


def _ids(rows: "QuerySet[Any]", name: str) -> "QuerySet[Any, UUID]":
    return rows.values_list(name, flat=True)


def _identified(review: UUID) -> Iterator[tuple[str, tuple[Held, ...]]]:
    taken: dict[UUID, list[UUID]] = {}
    for search, one in Import.objects.filter(review=review).order_by("number").values_list("search_id", "id"):
        taken.setdefault(search, []).append(one)
    rows = searches(review)
    in_order = {
        "database": [row for kind in DATABASES for row in rows if row.kind == kind],
        "register": [row for row in rows if row.kind == "register"],
    }

    def of(*kinds: str) -> tuple[Held, ...]:
        return (Held("imports", [one for row in rows if row.kind in kinds for one in taken.get(row.id, ())]),)

    yield "identified", of(*DATABASES, "register")
    yield "database_results", of(*DATABASES)
    yield "register_results", of("register")
    yield "identified_other", of(*OTHER_METHODS)
    for kind, key in (("website", "website"), ("organisation", "organisation"), ("citation", "citations")):
        yield f"{key}_results", of(kind)
    yield "other_results", of("other")
    for name, there in in_order.items():
        for place, row in enumerate(there, start=1):
            yield f"{name}_specific-{place}", (Held("imports", taken.get(row.id, [])),)


def _screened(units: Units) -> Contents:
    left = units.left(database=True)
    waiting = Held("groups", _ids(units.undecided(database=True), "group"))
    return {
        "unscreened_stopped": (Held("groups", [] if left is None else _ids(left, "group")),),
        "awaiting_screening": (waiting, Held("records", _ids(units.ungrouped(), "pk"))),
        "records_screened": (Held("groups", _ids(units.decided(*DECIDED, database=True), "unit")),),
        "records_excluded": (Held("groups", _ids(units.decided(Standing.EXCLUDED, database=True), "unit")),),
        "awaiting_seeking": (_to_seek(units, database=True),),
    }


def _to_seek(units: Units, *, database: bool) -> Held:
    rows = units.decided(Standing.FORWARD, database=database)
    return Held(
        "groups", _ids(rows.exclude(unit__in=Report.objects.filter(review=units.review).values("group")), "unit")
    )


def _otherwise(units: Units) -> Contents:
    """The boxes that the other methods have instead: what was not sought, and what still awaits screening."""
    left = units.left(database=False)
    not_sought = (
        Held("records", _ids(units.set_aside(database=False), "record")),
        Held("groups", _ids(units.decided(Standing.EXCLUDED, database=False), "unit")),
        Held("groups", [] if left is None else _ids(left, "group")),
    )
    waiting = Held("groups", _ids(units.undecided(database=False), "group"))
    return {
        "other_not_sought": not_sought,
        "other_awaiting_screening": (waiting, _to_seek(units, database=False)),
    }


def by_place(units: Units, *, database: bool) -> dict[str, list[Report]]:
    """The sought reports of a column by where they are."""
    lists: dict[str, list[Report]] = {name: [] for name in (*REPORTS[database], "included")}
    for one in units.sought:
        if (one.group in units.by_other_methods) is not database:
            for name in ("sought", *_where(one, units.judged.get(one.id, ("", ""))[0])):
                lists[name].append(one)
    return lists


def _where(report: Report, standing: str) -> tuple[str, ...]:
    """The lists that a sought report is in besides that one."""
    if not report.outcome:
        return ("awaiting_retrieval",)
    if report.outcome != Outcome.RETRIEVED:
        return ("not_retrieved",)
    if standing == Standing.FORWARD:
        return ("assessed", "included")
    return ("assessed", "excluded") if standing == Standing.EXCLUDED else ("awaiting_full_text",)


def by_reason(units: Units, excluded: Sequence[Report]) -> list[tuple[str, list[Report]]]:
    """Excluded reports by their reason, in the order of the criteria; one whose criterion went comes last."""
    reasons = {one.id: units.judged[one.id][1] for one in excluded}
    there = set(reasons.values())
    order = current(units.review).protocol.reasons(FULL_TEXT)
    keys = [key for key in (*order, *sorted(there - {*order})) if key in there]
    return [(key, [one for one in excluded if reasons[one.id] == key]) for key in keys]


def _inside(units: Units) -> list[Report]:
    return [one for one in units.sought if "included" in _where(one, units.judged.get(one.id, ("", ""))[0])]


def _included(units: Units) -> Contents:
    inside = _inside(units)
    ids = [one.id for one in inside]
    studies = list(dict.fromkeys(one.study_id for one in inside if one.study_id is not None))
    return {
        "new_reports": (Held("reports", ids),),
        "included": (Held("reports", ids),),
        "new_studies": (Held("studies", studies),),
        "awaiting_study": (Held("reports", [one.id for one in inside if one.study_id is None]),),
    }


def counted(review: UUID) -> Tally:
    """The numbers of screening and retrieval, counted by the questions that list them; the same as `tally` reckons."""
    units = Units(review)
    inside, stored = _inside(units), Import.objects.filter(review=review).values_list("stored", flat=True)
    return Tally(
        databases=_column(units, database=True),
        other=_column(units, database=False),
        ungrouped=sum(stored) - sum(units.records.values()),
        out_of_step=len(units.all_sought) - len(units.sought),
        awaiting_study=sum(one.study_id is None for one in inside),
        studies=len({one.study_id for one in inside if one.study_id is not None}),
        reports=len(inside),
    )


def _column(units: Units, *, database: bool) -> Column:
    groups, records = units.groups(database=database), units.records[database]
    at = Counter({way: units.decided(way, database=database).count() for way in DECIDED})
    left = units.left(database=database)
    unscreened = 0 if left is None else left.count()
    lists = by_place(units, database=database)
    return Column(
        records=records,
        duplicates=records - groups,
        unscreened_stopped=unscreened,
        awaiting_screening=groups - sum(at.values()) - unscreened,
        screened=sum(at.values()),
        excluded=at[Standing.EXCLUDED],
        awaiting_seeking=at[Standing.FORWARD] - len(lists["sought"]),
        sought=len(lists["sought"]),
        awaiting_retrieval=len(lists["awaiting_retrieval"]),
        not_retrieved=len(lists["not_retrieved"]),
        awaiting_full_text=len(lists["awaiting_full_text"]),
        assessed=len(lists["assessed"]),
        excluded_reports=tuple((key, len(there)) for key, there in by_reason(units, lists["excluded"])),
        included=len(lists["included"]),
    )
