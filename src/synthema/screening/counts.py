"""The numbers of screening and retrieval, for the flow."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from synthema.dedup.tables import members, ungrouped
from synthema.protocol.tables import current
from synthema.records.tables import Import
from synthema.screening.model import Column, Standing, State, Tally
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import TITLE_ABSTRACT, left_unscreened, states
from synthema.search.model import OTHER_METHODS
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, reports


def tally(review: UUID) -> Tally:
    """What a PRISMA flow needs to know of screening and retrieval; a group found both ways counts as a database's."""
    screened, judged = states(review, TITLE_ABSTRACT), states(review, FULL_TEXT)
    left = left_unscreened(review, TITLE_ABSTRACT, screened)
    records, by_database = _origins(review)
    sought = {one.group: one for one in reports(review)}
    order = current(review).protocol.reasons(FULL_TEXT)
    columns = []
    for database in (True, False):
        mine = {g: s for g, s in screened.items() if (g in by_database) is database}
        reports_here = {g: sought[g] for g in mine if g in sought}
        column = _screened(records[database], mine, left)
        columns.append(_retrieved(column, _ahead(mine), reports_here, judged, order))
    ahead = [r for r in sought.values() if _stands(screened.get(r.group)) is Standing.FORWARD]
    included = [r for r in ahead if _stands(judged.get(r.id)) is Standing.FORWARD]
    return Tally(
        databases=columns[0],
        other=columns[1],
        ungrouped=ungrouped(review),
        out_of_step=len(sought) - len(ahead),
        awaiting_study=sum(r.study_id is None for r in included),
        studies=len({r.study_id for r in included if r.study_id is not None}),
        reports=len(included),
    )


def _stands(state: State | None) -> Standing | None:
    return state.standing if state else None


def _origins(review: UUID) -> tuple[Counter[bool], set[UUID]]:
    """How many records came from databases (True) and by other methods (False); the groups that databases gave."""
    kinds = Import.objects.filter(review=review).values_list("id", "search__kind")
    database = {import_id: kind not in OTHER_METHODS for import_id, kind in kinds}
    found = list(members(review).values_list("import_id", "group"))
    return Counter(database[i] for i, _ in found), {group for i, group in found if database[i]}


def _ahead(screened: dict[UUID, State]) -> list[UUID]:
    return [group for group, state in screened.items() if state.standing is Standing.FORWARD]


def _screened(records: int, screened: dict[UUID, State], left: set[UUID]) -> Column:
    at = Counter(state.standing for state in screened.values())
    unscreened = sum(group in left for group in screened)
    return Column(
        records=records,
        duplicates=records - len(screened),
        unscreened_stopped=unscreened,
        awaiting_screening=at[Standing.WAITING] + at[Standing.REOPENED] + at[Standing.CONFLICT] - unscreened,
        screened=at[Standing.FORWARD] + at[Standing.EXCLUDED],
        excluded=at[Standing.EXCLUDED],
    )


def _retrieved(
    column: Column, ahead: list[UUID], sought: dict[UUID, Report], judged: dict[UUID, State], order: tuple[str, ...]
) -> Column:
    mine = [sought[group] for group in ahead if group in sought]
    retrieved = [judged[r.id] for r in mine if r.id in judged]
    at = Counter(state.standing for state in retrieved)
    reasons = Counter(state.reason for state in retrieved if state.standing is Standing.EXCLUDED)
    keys = (*order, *sorted(set(reasons) - {*order}))  # a criterion may have gone with an amendment
    return replace(
        column,
        awaiting_seeking=len(ahead) - len(mine),
        sought=len(mine),
        awaiting_retrieval=sum(not r.outcome for r in mine),
        not_retrieved=sum(r.outcome == Outcome.NOT_RETRIEVED for r in mine),
        awaiting_full_text=len(retrieved) - at[Standing.FORWARD] - at[Standing.EXCLUDED],
        assessed=at[Standing.FORWARD] + at[Standing.EXCLUDED],
        excluded_reports=tuple((key, reasons[key]) for key in keys if reasons[key]),
        included=at[Standing.FORWARD],
    )
