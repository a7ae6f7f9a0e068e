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


Contents = dict[str, Held]
FIELDS = {
    True: {  # databases and registers: what the boxes are called
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


def contents(review: UUID) -> Contents:
    """What lies in each box and line of the flow, by its key."""
    found = dict(_identified(review))
    if not versions(review):
        return found
    origin = _Origin(review)
    at, reason = _standings(review, TITLE_ABSTRACT), _reasons(review)
    judged = _standings(review, FULL_TEXT)
    left = _left(review, origin, at)
    sought = {one.group: one for one in reports(review)}
    found["duplicates"] = Held("records", origin.duplicates)
    found |= _other_boxes(origin, at, left)
    for database in (True, False):
        groups = [group for group in origin.groups if (group in origin.by_database) is database]
        lists = _groups(groups, at, left) | _reports(groups, at, sought, judged)
        for name, key in FIELDS[database].items():
            kind: Kind = "groups" if name in GROUPS else "reports"
            found[key] = Held(kind, tuple(lists[name]))
        found |= _by_reason(review, FIELDS[database]["reports_excluded"], lists["reports_excluded"], reason)
    awaiting = found["awaiting_screening"]
    found["awaiting_screening"] = Held("groups", awaiting.ids)
    return found | _included(origin, at, sought, judged)


GROUPS = ("awaiting_screening", "unscreened", "screened", "excluded", "awaiting_seeking")


def _identified(review: UUID) -> Iterator[tuple[str, Held]]:
    taken: dict[UUID, list[UUID]] = {}
    for search, one in Import.objects.filter(review=review).order_by("number").values_list("search_id", "id"):
        taken.setdefault(search, []).append(one)
    rows = searches(review)

    def of(*kinds: str) -> Held:
        return Held("imports", tuple(one for row in rows if row.kind in kinds for one in taken.get(row.id, ())))

    yield "identified", of(*DATABASES, "register")
    yield "database_results", of(*DATABASES)
    yield "register_results", of("register")
    yield "identified_other", of(*OTHER_METHODS)
    for kind, key in (("website", "website"), ("organisation", "organisation"), ("citation", "citations")):
        yield f"{key}_results", of(kind)
    yield "other_results", of("other")
    in_flow = [row for kind in DATABASES for row in rows if row.kind == kind]
    for place, row in enumerate(in_flow, start=1):
        yield f"database_specific-{place}", Held("imports", tuple(taken.get(row.id, ())))
    for place, row in enumerate((row for row in rows if row.kind == "register"), start=1):
        yield f"register_specific-{place}", Held("imports", tuple(taken.get(row.id, ())))


class _Origin:
    """The groups in the order of the review, those that databases gave, and the duplicates that were set aside."""

    def __init__(self, review: UUID) -> None:
        kinds = Import.objects.filter(review=review).values_list("id", "number", "search__kind")
        database = {one: kind not in OTHER_METHODS for one, _, kind in kinds}
        self.number = {one: number for one, number, _ in kinds}
        self.imports: dict[UUID, list[UUID]] = {}
        self.by_database: set[UUID] = set()
        held: dict[UUID, list[tuple[UUID, bool]]] = {}
        for group, record, one in members(review).values_list("group", "record", "import_id"):
            self.imports.setdefault(group, []).append(one)
            held.setdefault(group, []).append((record, database[one]))
            if database[one]:
                self.by_database.add(group)
        self.groups = tuple(held)
        self.duplicates = tuple(record for group in held for record in self._set_aside(held[group]))

    def _set_aside(self, records: list[tuple[UUID, bool]]) -> list[UUID]:
        """The records of a group from databases but the one that stands for it."""
        return [record for record, database in records if database][1:]


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
    lists: dict[str, list[UUID]] = {name: [] for name in GROUPS}
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
    names = ("sought", "awaiting_retrieval", "not_retrieved", "awaiting_full_text", "assessed", "reports_excluded")
    lists: dict[str, list[UUID]] = {name: [] for name in (*names, "awaiting_seeking")}
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
        f"{key}-{place}": Held("reports", tuple(one for one in excluded if reason[one] == wanted))
        for place, wanted in enumerate(keys, start=1)
    }


def _other_boxes(origin: _Origin, at: dict[UUID, str], left: set[UUID]) -> Contents:
    """The boxes that the other methods have instead: what was not sought, what still awaits screening."""
    groups = [group for group in origin.groups if group not in origin.by_database]
    lists = _groups(groups, at, left)
    ahead = [group for group in lists["screened"] if at[group] == Standing.FORWARD]
    waiting = [*lists["awaiting_screening"], *ahead]
    return {
        "other_not_sought": Held("groups", tuple([*lists["excluded"], *lists["unscreened"]])),
        "other_awaiting_screening": Held("groups", tuple(waiting)),
    }


def _included(
    origin: _Origin, at: dict[UUID, str], sought: dict[UUID, Report], judged: dict[UUID, str]
) -> Contents:
    inside = [
        report
        for group, report in sought.items()
        if at.get(group) == Standing.FORWARD and judged.get(report.id) == Standing.FORWARD
    ]
    studies = tuple(dict.fromkeys(one.study_id for one in inside if one.study_id is not None))
    ids = tuple(one.id for one in inside)
    return {
        "new_reports": Held("reports", ids),
        "included": Held("reports", ids),
        "new_studies": Held("studies", studies),
        "awaiting_study": Held("reports", tuple(one.id for one in inside if one.study_id is None)),
    }


def ungrouped_records(review: UUID) -> tuple[UUID, ...]:
    """The records that were imported since duplicates were last looked for."""
    rows = RecordRow.settled(review).exclude(pk__in=members(review).order_by().values("record"))
    return tuple(rows.order_by("import_id", "number").values_list("id", flat=True))
