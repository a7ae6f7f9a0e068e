"""What lies in every box of the flow: the same records, reports and studies that its numbers count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from synthema.dedup.tables import members
from synthema.protocol.tables import current, versions
from synthema.records.tables import Import, RecordRow
from synthema.screening.model import Standing
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import TITLE_ABSTRACT
from synthema.screening.tables import UnitState, stop_in_force
from synthema.search.model import DATABASES, OTHER_METHODS
from synthema.search.tables import searches
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, reports

Kind = Literal["imports", "records", "groups", "reports", "studies"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a box or a line of the flow counts: identifiers of one kind; of imports all their records count."""

    kind: Kind
    ids: tuple[UUID, ...]


Contents = dict[str, tuple[Held, ...]]
FIELDS: dict[bool, dict[str, str]] = {
    True: {  # databases and registers: which list is which box
        "awaiting_screening": "awaiting_screening",
        "unscreened": "unscreened_stopped",
        "screened": "records_screened",
        "excluded": "records_excluded",
        "awaiting_seeking": "awaiting_seeking",
        "sought": "dbr_sought_reports",
        "awaiting_retrieval": "awaiting_retrieval",
        "not_retrieved": "dbr_notretrieved_reports",
        "awaiting_full_text": "awaiting_full_text",
        "assessed": "dbr_assessed",
        "reports_excluded": "dbr_excluded",
    },
    False: {
        "sought": "other_sought_reports",
        "awaiting_retrieval": "other_awaiting_retrieval",
        "not_retrieved": "other_notretrieved_reports",
        "awaiting_full_text": "other_awaiting_full_text",
        "assessed": "other_assessed",
        "reports_excluded": "other_excluded",
    },
}
GROUPS = ("awaiting_screening", "unscreened", "screened", "excluded", "awaiting_seeking")
REPORTS = ("sought", "awaiting_retrieval", "not_retrieved", "awaiting_full_text", "assessed", "reports_excluded")


def contents(review: UUID) -> Contents:
    """What lies in each box and line of the flow, by its key."""
    found = dict(_identified(review))
    if not versions(review):
        return found
    origin, reason = _Origin(review), _reasons(review)
    at, judged = _standings(review, TITLE_ABSTRACT), _standings(review, FULL_TEXT)
    left = _left(review, origin, at)
    sought = {one.group: one for one in reports(review)}
    for database in (True, False):
        groups = [group for group in origin.groups if (group in origin.by_database) is database]
        lists = _groups(groups, at, left) | _reports(groups, at, sought, judged)
        for name, key in FIELDS[database].items():
            found[key] = (Held("groups" if name in GROUPS else "reports", tuple(lists[name])),)
        found |= _by_reason(review, FIELDS[database]["reports_excluded"], lists["reports_excluded"], reason)
        if not database:
            gone = Held("groups", (*lists["excluded"], *lists["unscreened"]))
            waiting = Held("groups", (*lists["awaiting_screening"], *lists["awaiting_seeking"]))
            found |= {
                "other_not_sought": (Held("records", origin.known_already), gone),
                "other_awaiting_screening": (waiting,),
            }
    found["duplicates"] = found["removed"] = (Held("records", origin.duplicates),)
    found["awaiting_screening"] += (Held("records", ungrouped_records(review)),)
    return found | _included(at, sought, judged)


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
        return (Held("imports", tuple(one for row in rows if row.kind in kinds for one in taken.get(row.id, ()))),)

    yield "identified", of(*DATABASES, "register")
    yield "database_results", of(*DATABASES)
    yield "register_results", of("register")
    yield "identified_other", of(*OTHER_METHODS)
    for kind, key in (("website", "website"), ("organisation", "organisation"), ("citation", "citations")):
        yield f"{key}_results", of(kind)
    yield "other_results", of("other")
    for name, there in in_order.items():
        for place, row in enumerate(there, start=1):
            yield f"{name}_specific-{place}", (Held("imports", tuple(taken.get(row.id, ()))),)


class _Origin:
    """The groups in the order of the review, those that databases gave, and the records that were set aside."""

    def __init__(self, review: UUID) -> None:
        kinds = Import.objects.filter(review=review).values_list("id", "number", "search__kind")
        database = {one: kind not in OTHER_METHODS for one, _, kind in kinds}
        self.number = {one: number for one, number, _ in kinds}
        self.imports: dict[UUID, list[UUID]] = {}
        held: dict[UUID, dict[bool, list[UUID]]] = {}
        for group, record, one in members(review).values_list("group", "record", "import_id"):
            self.imports.setdefault(group, []).append(one)
            held.setdefault(group, {True: [], False: []})[database[one]].append(record)
        self.groups = tuple(held)
        self.by_database = {group for group, records in held.items() if records[True]}
        self.duplicates = tuple(one for records in held.values() for one in records[True][1:])
        self.known_already = tuple(
            one for records in held.values() for one in records[False][0 if records[True] else 1 :]
        )


def _standings(review: UUID, stage: str) -> dict[UUID, str]:
    return dict(UnitState.objects.filter(review=review, stage=stage).values_list("unit", "standing"))


def _reasons(review: UUID) -> dict[UUID, str]:
    rows = UnitState.objects.filter(review=review, stage=FULL_TEXT, standing=Standing.EXCLUDED)
    return dict(rows.values_list("unit", "reason"))


def _left(review: UUID, origin: _Origin, at: dict[UUID, str]) -> set[UUID]:
    """The groups that a stopping decision leaves unscreened: judged by nobody, and all their records older than it."""
    stop = stop_in_force(review, TITLE_ABSTRACT)
    if stop is None:
        return set()
    since = stop.given_seq
    return {
        group
        for group in origin.groups
        if group not in at and all(origin.number[one] <= since for one in origin.imports[group])
    }


def _groups(groups: Iterable[UUID], at: dict[UUID, str], left: set[UUID]) -> dict[str, list[UUID]]:
    lists: dict[str, list[UUID]] = {name: [] for name in GROUPS[:4]}
    for group in groups:
        where = at.get(group)
        if where in (Standing.FORWARD, Standing.EXCLUDED):
            lists["screened"].append(group)
            if where == Standing.EXCLUDED:
                lists["excluded"].append(group)
        else:
            lists["unscreened" if group in left else "awaiting_screening"].append(group)
    return lists


def _reports(
    groups: Iterable[UUID], at: dict[UUID, str], sought: dict[UUID, Report], judged: dict[UUID, str]
) -> dict[str, list[UUID]]:
    lists: dict[str, list[UUID]] = {name: [] for name in (*REPORTS, "awaiting_seeking")}
    for group in groups:
        if at.get(group) != Standing.FORWARD:
            continue
        report = sought.get(group)
        if report is None:
            lists["awaiting_seeking"].append(group)
            continue
        for name in ("sought", *_where(report, judged.get(report.id))):
            lists[name].append(report.id)
    return lists


def _where(report: Report, standing: str | None) -> tuple[str, ...]:
    """The lists that a sought report is in besides that one."""
    if not report.outcome:
        return ("awaiting_retrieval",)
    if report.outcome == Outcome.NOT_RETRIEVED:
        return ("not_retrieved",)
    if report.outcome != Outcome.RETRIEVED:
        return ()
    if standing == Standing.FORWARD:
        return ("assessed",)
    return ("assessed", "reports_excluded") if standing == Standing.EXCLUDED else ("awaiting_full_text",)


def _by_reason(review: UUID, key: str, excluded: list[UUID], reason: dict[UUID, str]) -> Contents:
    order = current(review).protocol.reasons(FULL_TEXT)
    there = {reason[one] for one in excluded}
    keys = [one for one in (*order, *sorted(there - {*order})) if one in there]
    return {
        f"{key}-{place}": (Held("reports", tuple(one for one in excluded if reason[one] == wanted)),)
        for place, wanted in enumerate(keys, start=1)
    }


def _included(at: dict[UUID, str], sought: dict[UUID, Report], judged: dict[UUID, str]) -> Contents:
    inside = [
        report
        for group, report in sought.items()
        if at.get(group) == Standing.FORWARD and judged.get(report.id) == Standing.FORWARD
    ]
    studies = tuple(dict.fromkeys(one.study_id for one in inside if one.study_id is not None))
    ids = tuple(one.id for one in inside)
    return {
        "new_reports": (Held("reports", ids),),
        "included": (Held("reports", ids),),
        "new_studies": (Held("studies", studies),),
        "awaiting_study": (Held("reports", tuple(one.id for one in inside if one.study_id is None)),),
    }


def ungrouped_records(review: UUID) -> tuple[UUID, ...]:
    """The records that were imported since duplicates were last looked for."""
    rows = RecordRow.settled(review).exclude(pk__in=members(review).order_by().values("record"))
    return tuple(rows.order_by("import_id", "number").values_list("id", flat=True))
