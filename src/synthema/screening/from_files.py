"""Verdicts and resolutions from CSV files; the whole file is checked before anything is done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from synthema.audit import trail
from synthema.audit.model import By
from synthema.dedup.naming import Named, Names
from synthema.dedup.tables import members
from synthema.protocol.tables import current
from synthema.records.tables import RecordRow
from synthema.refused import Refused, Words
from synthema.screening.actions import give_verdict, resolve_conflict
from synthema.screening.model import How, Standing, State, Verdict
from synthema.screening.rules import FULL_TEXT, by_person, in_words, may_vote, problem
from synthema.screening.states import states, votes_by_unit
from synthema.sheets import Row, Sheet, act_on, read_sheet, understood
from synthema.studies.tables import report_names
from synthema.team.doors import access_review
from synthema.team.model import Need


def named(review: UUID, stage: str) -> list[Named]:
    """What can be judged in a stage, with the unit each belongs to."""
    if stage == FULL_TEXT:
        return report_names(review)
    found = list(members(review).values_list("record", "group"))
    rows = RecordRow.settled(review).only("id", "title", "year", "doi").in_bulk([record for record, _ in found])
    return [Named(one, unit, rows[one].title, rows[one].year, rows[one].doi) for one, unit in found]


def verdicts_from_file(by: By, review: UUID, stage: str, path: Path) -> tuple[int, int]:
    """Give the verdicts of a file title,year,doi[,record],verdict,reason,note; how many were new, how many stood."""
    access_review(by.person, review, Need.DECIDE)
    sheet = read_sheet(path, ("title", "verdict"))
    rules = current(review).protocol
    known, given = states(review, stage), votes_by_unit(review, stage)

    def stands(row: Row, unit: UUID) -> bool:
        mine = by_person(given.get(unit, ())).get(by.person, [])
        return {(vote.verdict, vote.reason) for vote in mine} == {(row["verdict"], row["reason"])}

    def fault(row: Row, one: Named) -> str:
        wrong = problem(rules, stage, row["verdict"], row["reason"])
        if wrong or one.unit not in known or stands(row, one.unit):  # the act itself says why a unit is not judged
            return wrong
        return may_vote(known[one.unit], by.person, rules.screening)

    found = _found(sheet, named(review, stage), fault)
    file = by.with_file(review, f"verdicts {stage}", sheet.digest)

    def give(row: Row, one: Named) -> bool:
        step = file.then(row.line)
        if stands(row, one.unit) or trail.happened(review, step):
            return False
        give_verdict(
            step, review, stage, one.id, row["verdict"],
            reason=row["reason"], note=row["note"], order="file", position=row.line - 1,
        )  # fmt: skip
        return True

    new = act_on(sheet, found, give)
    return new, len(found) - new


def resolutions_from_file(by: By, review: UUID, stage: str, path: Path, arbiter: UUID | None = None) -> tuple[int, int]:
    """Settle the conflicts of a file title,year,doi[,record],how,decision,reason,note; how many were new and stood.

    A consensus is recorded by who acts, an arbiter's decision by the arbiter.
    """
    for person in {by.person, arbiter or by.person}:
        access_review(person, review, Need.ARBITRATE)
    sheet = read_sheet(path, ("title", "how", "decision"))
    rules = current(review).protocol
    known = states(review, stage)

    def fault(row: Row, one: Named) -> str:
        if row["how"] not in (How.CONSENSUS, How.ARBITER):
            return Words(
                "{row!r} is no way to settle a conflict. Write consensus or arbiter in the column how.", row=row["how"]
            )
        if row["how"] == How.ARBITER and arbiter is None:
            return "an arbiter decided this. Say who with --arbiter NAME."
        wrong = problem(rules, stage, row["decision"], row["reason"])
        state = known.get(one.unit)
        if wrong or state is None or state.standing is Standing.CONFLICT or _settled_so(row, state):
            return wrong
        return f"there is no conflict here: {in_words(state)}. `synthema screening conflicts` lists those there are."

    found = _found(sheet, named(review, stage), fault)
    decides = {How.CONSENSUS: by, How.ARBITER: By(arbiter or by.person)}
    files = {how: who.with_file(review, f"resolutions {stage}", sheet.digest) for how, who in decides.items()}

    def settle(row: Row, one: Named) -> bool:
        step = files[How(row["how"])].then(row.line)
        if _settled_so(row, known.get(one.unit)) or trail.happened(review, step):
            return False
        resolve_conflict(
            step, review, stage, one.id,
            how=row["how"], decision=row["decision"], reason=row["reason"], note=row["note"],
        )  # fmt: skip
        return True

    new = act_on(sheet, found, settle)
    return new, len(found) - new


def _settled_so(row: Row, state: State | None) -> bool:
    if state is None:
        return False
    wanted = Standing.EXCLUDED if row["decision"] == Verdict.EXCLUDE else Standing.FORWARD
    return (state.standing, state.how, state.reason) == (wanted, row["how"], row["reason"])


def _found(
    sheet: Sheet, can_be_meant: Sequence[Named], fault_of: Callable[[Row, Named], str]
) -> list[tuple[Row, Named]]:
    names, by_id = Names(can_be_meant), {str(one.id): one for one in can_be_meant}
    lines: dict[UUID, int] = {}

    def meant(row: Row) -> Named:
        one = _meant(row, names, by_id)
        first = lines.setdefault(one.unit, row.line)
        if first != row.line:
            raise Refused("the same work stands on line {first} already. Keep one of the two rows.", first=first)
        if fault := fault_of(row, one):
            raise Refused(fault)
        return one

    return understood(sheet, meant)


def _meant(row: Row, names: Names, by_id: dict[str, Named]) -> Named:
    if not row["record"]:
        return names.find(row["title"], row["year"], row["doi"])
    if row["record"] not in by_id:
        raise Refused("There is nothing to judge under {row!r} in the column record.", row=row["record"])
    return by_id[row["record"]]
