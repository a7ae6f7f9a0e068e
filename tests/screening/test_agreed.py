"""The database counts pairs of verdicts just as they are found by reading every vote."""

import os
from itertools import permutations, product
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import merge_records
from synthema.refused import Refused
from synthema.screening.actions import give_verdict, resolve_conflict, seek, withdraw_resolution, withdraw_verdict
from synthema.screening.agreed import among, counted, crossings, units_where
from synthema.screening.states import pairs_for_agreement
from synthema.screening.tables import VerdictRow
from synthema.studies.actions import record_retrieval
from synthema.studies.tables import reports
from synthema.team.actions import add_person, register_person
from tests.cast import Cast, seat_everybody
from tests.pages import Browser, words
from tests.screening.pages_stage import at
from tests.screening.stage import FT, TA, prepare, vote
from tests.screening.test_standings import Doings

VERDICTS = ("include", "unsure", "exclude")
TITLES = tuple(f"{bird} of the tower" for bird in ("Wren", "Rook", "Stork", "Crane", "Finch", "Swift", "Eagle"))


def assert_the_same(review: UUID, stage: str, people: tuple[UUID, ...]) -> int:
    """Counts, and the units of each cell in their order, against the votes; how many pairs there are."""
    pairs = pairs_for_agreement(review, stage)
    assert crossings(review, stage) == counted(pairs)
    for (one, other), ones, others in product(
        permutations(people, 2), (("include",), ("include", "unsure")), (("exclude",), ("include", "unsure"))
    ):
        said = {one: ones, other: others}
        assert units_where(review, stage, said) == list(among(pairs, said))
    return len(pairs)


def voted(by: UUID, review: UUID, record: UUID, verdict: str) -> UUID:
    given: UUID = give_verdict(By(by), review, TA, record, verdict).body.verdict_id
    return given


def test_three_people_change_their_minds_and_records_are_merged(cast: Cast, tmp_path: Path) -> None:
    known, review = prepare(cast, tmp_path, TITLES), cast.review
    dora = register_person("Dora").id
    add_person(By(cast.chloe), review, dora, "reviewer")
    people = (cast.ana, cast.ben, dora)
    wren, rook, stork, crane, finch, swift, eagle = (known[title] for title in TITLES)
    vote(cast, wren, ana="include", ben="exclude")
    for record, verdict in ((rook, "unsure"), (stork, "exclude")):
        voted(dora, review, record, "include")
        voted(cast.ana, review, record, verdict)
    vote(cast, eagle, ana="exclude")  # waits for a second one
    assert assert_the_same(review, TA, people) == 3
    resolve_conflict(By(cast.chloe), review, TA, wren, how="consensus", decision="include")
    taken = voted(cast.ben, review, crane, "exclude")
    withdraw_verdict(By(cast.ben), review, taken)
    vote(cast, crane, ben="include", ana="include")  # the first that both gave
    later = voted(cast.ana, review, finch, "include")
    vote(cast, finch, ben="exclude")
    withdraw_verdict(By(cast.ana), review, later)
    assert assert_the_same(review, TA, people) == 4  # finch is open again
    vote(cast, finch, ana="exclude")
    assert assert_the_same(review, TA, people) == 5  # and counts with what stood at first
    first, second = sorted((cast.ana, cast.ben))
    told = {cast.ana: "include", cast.ben: "exclude"}
    assert crossings(review, TA)[first, second][told[first], told[second]] == 2  # wren and finch
    vote(cast, swift, ana="include", ben="include")
    merge_records(By(cast.dev), review, swift, crane)
    merge_records(By(cast.dev), review, wren, stork)
    assert_the_same(review, TA, people)
    torn = VerdictRow.objects.filter(review=review, stage=TA, person=cast.ana, subject__in=(wren, stork))
    assert {row.standing for row in torn} == {"reopened"}
    voted(cast.ana, review, wren, "exclude")  # overrules both of hers
    assert assert_the_same(review, TA, people) >= 4
    seek(By(cast.dev), review)
    for report in reports(review):
        record_retrieval(By(cast.dev), review, report.id, "retrieved")
        give_verdict(By(dora), review, FT, report.id, "include")
        give_verdict(By(cast.ben), review, FT, report.id, "exclude", reason="date")
    assert assert_the_same(review, FT, people) == len(reports(review)) > 0
    settled = resolve_conflict(
        By(cast.chloe), review, FT, reports(review)[0].id, how="arbiter", decision="include"
    ).body.resolution_id
    assert_the_same(review, FT, people)
    withdraw_resolution(By(cast.chloe), review, settled)
    assert assert_the_same(review, FT, people) == len(reports(review))


@pytest.mark.parametrize(("database", "seed"), [("sqlite", 0), ("sqlite", 1), ("postgresql", 2)], indirect=["database"])
def test_counts_follow_whatever_people_do(
    database: str, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "urandom", Random(seed).randbytes)
    cast = seat_everybody()
    prepare(cast, tmp_path, TITLES)
    doings, most = Doings(cast, tmp_path, seed), 0
    for _ in range(50):
        for act in (doings.verdict, doings.something):
            try:
                act()
            except (Refused, IndexError):  # as in `something`
                continue
        for stage in (TA, FT):
            pairs = pairs_for_agreement(cast.review, stage)
            assert crossings(cast.review, stage) == counted(pairs)
            most = max(most, len(pairs))
    assert most > 1
    for stage in (TA, FT):
        assert_the_same(cast.review, stage, doings.people)
    assert doings.done["merge"] + doings.done["withdrawal"] > 2


def test_a_long_cell_is_listed_in_pages(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.screening.pages_agreement.SIZE", 3)
    known = prepare(cast, tmp_path, TITLES)
    for title in TITLES:
        vote(cast, known[title], ana="unsure", ben="exclude")
    cell = f"?first={cast.ana}&second={cast.ben}&said=include&but=exclude&folded=1"
    ana, seen = Browser(cast.ana), list[str]()
    for number in (1, 2, 3):
        page = words(ana.get(at(cast, "differing") + f"{cell}&page={number}"))
        assert f"7 records · page {number} of 3" in page
        seen += [title for title in TITLES if title in page]
        assert ('rel="next"' in page) == (number < 3)
    assert seen == list(TITLES)
    assert seen[6] in words(ana.get(at(cast, "differing") + f"{cell}&page=99"))
    unfolded = words(ana.get(at(cast, "differing") + cell.replace("&folded=1", "")))
    assert "No such record" in unfolded
