"""The records of a flow as questions to the database, so that counting them and listing them is one and the same.

A group that a database or register gave counts in their column, whatever else gave it too.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from synthema.dedup.tables import Member, members
from synthema.records.tables import Import, RecordRow
from synthema.screening.model import Standing
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import TITLE_ABSTRACT
from synthema.screening.tables import UnitState, stop_in_force
from synthema.search.model import OTHER_METHODS
from synthema.studies.tables import Report, reports

DECIDED = (Standing.FORWARD, Standing.EXCLUDED)


@dataclass(frozen=True)
class Units:
    """Everything of one review that a flow counts."""

    review: UUID

    @cached_property
    def imports(self) -> dict[bool, list[UUID]]:
        """The imports from databases and registers (True), and by other methods (False)."""
        rows = Import.objects.filter(review=self.review).order_by("number").values_list("id", "search__kind")
        found: dict[bool, list[UUID]] = {True: [], False: []}
        for one, kind in rows:
            found[kind not in OTHER_METHODS].append(one)
        return found

    @cached_property
    def members(self) -> "QuerySet[Member]":
        """Every grouped record, in the order of the review."""
        return members(self.review)

    @cached_property
    def records(self) -> dict[bool, int]:
        """How many grouped records each column has."""
        per_import = dict(self.members.order_by().values_list("import_id").annotate(number=Count("pk")))
        return {column: sum(per_import.get(one, 0) for one in self.imports[column]) for column in (True, False)}

    def ungrouped(self) -> "QuerySet[RecordRow]":
        """The records that were imported since duplicates were last looked for."""
        there = self.members.filter(record=OuterRef("pk")).order_by()
        return RecordRow.settled(self.review).filter(~Exists(there)).order_by("import_id", "number")

    def in_column(self, rows: "QuerySet[Any]", unit: str, *, database: bool) -> "QuerySet[Any]":
        """Of rows that name a group those of one column."""
        if not self.imports[not database]:
            return rows
        if not self.imports[database]:
            return rows.none()
        given = Exists(self.members.filter(group=OuterRef(unit), import_id__in=self.imports[True]).order_by())
        return rows.filter(given if database else ~given)

    def decided(self, *standings: Standing, database: bool) -> "QuerySet[UnitState]":
        """The groups that were decided on title and abstract in these ways."""
        rows = UnitState.objects.filter(review=self.review, stage=TITLE_ABSTRACT, standing__in=standings)
        return self.in_column(rows.order_by("unit"), "unit", database=database)

    def undecided(self, *, database: bool) -> "QuerySet[Any]":
        """The groups that await a decision on title and abstract, by `group`."""
        left = self.left(database=database)
        rows = self._groups(database=database).exclude(self._judged(standing__in=DECIDED))
        return rows if left is None else rows.exclude(group__in=left.order_by().values("group"))

    def left(self, *, database: bool) -> "QuerySet[Any] | None":
        """The groups that a stopping decision leaves unscreened: judged by nobody, and no record came later."""
        stop = stop_in_force(self.review, TITLE_ABSTRACT)
        if stop is None:
            return None
        later = Import.objects.filter(review=self.review, number__gt=stop.given_seq).values("id")
        newer = Exists(self.members.filter(group=OuterRef("group"), import_id__in=later).order_by())
        return self._groups(database=database).exclude(self._judged()).exclude(newer)

    def _groups(self, *, database: bool) -> "QuerySet[Any]":
        rows = self.in_column(self.members.order_by(), "group", database=database)
        return rows.values("group").distinct().order_by("group")  # by index: no page sorts the whole review

    def _judged(self, **how: Any) -> Exists:
        rows = UnitState.objects.filter(review=self.review, stage=TITLE_ABSTRACT, unit=OuterRef("group"), **how)
        return Exists(rows)

    def set_aside(self, *, database: bool) -> "QuerySet[Member]":
        """The records of a column that are set aside: all of a group but the first that stands for it in its column.

        A record by another method is set aside too where a database gave the same.
        """
        earlier = self.members.filter(group=OuterRef("group")).order_by()
        same = Exists(earlier.filter(place__lt=OuterRef("place"), import_id__in=self.imports[database]))
        aside = same if database else same | Exists(earlier.filter(import_id__in=self.imports[True]))
        return self.members.filter(import_id__in=self.imports[database]).filter(aside)

    def groups(self, *, database: bool) -> int:
        """How many groups a column has."""
        return self.in_column(self.members.order_by(), "group", database=database).values("group").distinct().count()

    @cached_property
    def sought(self) -> list[Report]:
        """The reports that are sought and whose group goes forward."""
        return [one for one in self.all_sought if one.group in self._forward]

    @cached_property
    def all_sought(self) -> list[Report]:
        """All reports that are sought."""
        return reports(self.review)

    @cached_property
    def _forward(self) -> set[UUID]:
        rows = UnitState.objects.filter(review=self.review, stage=TITLE_ABSTRACT, standing=Standing.FORWARD)
        there = Report.objects.filter(review=self.review).values("group")
        return set(rows.filter(unit__in=there).values_list("unit", flat=True))

    @cached_property
    def by_other_methods(self) -> set[UUID]:
        """The groups of sought reports that no database gave."""
        mine = Report.objects.filter(review=self.review)
        return set(self.in_column(mine, "group", database=False).values_list("group", flat=True))

    @cached_property
    def judged(self) -> dict[UUID, tuple[str, str]]:
        """The reports that somebody judged on full text: where they stand, and the reason."""
        rows = UnitState.objects.filter(review=self.review, stage=FULL_TEXT)
        return {unit: (standing, reason) for unit, standing, reason in rows.values_list("unit", "standing", "reason")}
