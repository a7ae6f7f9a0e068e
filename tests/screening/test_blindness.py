"""Nobody sees another reviewer's verdict before both have decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import transaction

from synthema.audit.model import By
from synthema.cli import common
from synthema.cli.dedup import group as dedup
from synthema.cli.screening import group as screening
from synthema.cli.studies import group as studies
from synthema.dedup.actions import merge_records, withdraw_decision
from synthema.dedup.tables import decisions
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.screening.actions import give_verdict, resolve_conflict
from synthema.screening.states import is_blind, open_acts, pairs_for_agreement, votes
from tests.cast import Cast
from tests.screening.stage import FT, LARK, MARSH, OWL, TA, group_named, prepare, protocol, retrieved, vote

LOOKS = [
    (screening, ["status"]),
    (screening, ["queue"]),
    (screening, ["queue", "--stage", "full-text"]),
    (screening, ["mine"]),
    (screening, ["mine", "--stage", "full-text"]),
    (screening, ["conflicts"]),
    (screening, ["conflicts", "--stage", "full-text"]),
    (screening, ["resolutions"]),
    (dedup, ["groups"]),
    (dedup, ["questions"]),
    (studies, ["list", "--reports"]),
]


@contextmanager
def a_world_that_ends() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def seen_by(cast: Cast, person: str, queue_file: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything the commands print and write for a person."""
    monkeypatch.setattr(common, "open_house", lambda: None)
    pages = []
    for group, arguments in [*LOOKS, (screening, ["queue", "--out", str(queue_file)])]:
        made = CliRunner().invoke(group, [*arguments, "--as", person, "--review", str(cast.review)])
        assert made.exit_code == 0, made.output
        pages.append(made.output)
    pages.append(queue_file.read_text(encoding="utf-8"))
    queue_file.unlink()
    return pages


def test_open_verdicts_leave_no_trace_in_what_others_see(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = prepare(cast, tmp_path, (LARK, MARSH, OWL, "A heron of the upper pond"))
    (report,) = retrieved(cast, known[OWL])
    merge_records(By(cast.dev), cast.review, known[LARK], known[MARSH])
    worlds: dict[str, list[list[str]]] = {"Ben": [], "Chloe": [], "Ana": []}
    for first, second, on_report in (("include", "include", "include"), ("exclude", "unsure", "exclude")):
        with a_world_that_ends():
            # Two votes of Ana on records that are one group: in one world they agree, in the other they do not.
            heron = next(one for title, one in known.items() if "heron" in title)
            give_verdict(By(cast.ana), cast.review, TA, heron, first, note=f"note {first}")
            merge_votes(cast, known[LARK], known[MARSH], first, second)
            reason = "date" if on_report == "exclude" else ""
            give_verdict(By(cast.ana), cast.review, FT, report.id, on_report, reason=reason)
            for person, pages in worlds.items():
                pages.append(seen_by(cast, person, tmp_path / "queue.csv", monkeypatch))
    for person in ("Ben", "Chloe"):
        assert worlds[person][0] == worlds[person][1]
    assert worlds["Ana"][0] != worlds["Ana"][1]  # the two worlds do differ


def merge_votes(cast: Cast, a: UUID, b: UUID, first: str, second: str) -> None:
    """Two votes of Ana on two groups, which are then merged."""
    withdraw_decision(By(cast.dev, UUID(int=1)), cast.review, decisions(cast.review)[0].id)
    vote(cast, a, ana=first)
    vote(cast, b, ana=second)
    merge_records(By(cast.dev, UUID(int=2)), cast.review, a, b)


def test_votes_are_shown_to_their_giver_at_once_and_to_all_when_both_are_in(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    unit = group_named(cast, known[LARK])
    vote(cast, known[LARK], ana="include")
    assert len(open_acts(cast.review)) == 1
    assert [v.person for v in votes(cast.review, TA, cast.ana)[unit]] == [cast.ana]
    for other in (cast.ben, cast.chloe, cast.dev):
        assert unit not in votes(cast.review, TA, other)
    assert pairs_for_agreement(cast.review, TA) == []
    vote(cast, known[LARK], ben="exclude")
    assert open_acts(cast.review) == set()
    for anybody in (cast.ana, cast.ben, cast.chloe, cast.dev):
        assert {v.person for v in votes(cast.review, TA, anybody)[unit]} == {cast.ana, cast.ben}


def test_a_team_that_does_not_work_blind_sees_everything(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    set_protocol(By(cast.chloe), cast.review, protocol(ScreeningPolicy(blind=False)), "we sit at one table")
    vote(cast, known[LARK], ana="include")
    assert not is_blind(cast.review)
    assert open_acts(cast.review) == set()
    assert votes(cast.review, TA, cast.ben)[group_named(cast, known[LARK])][0].verdict == "include"


def test_agreement_uses_the_verdicts_before_the_talk_in_one_order_of_persons(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="include", ben="exclude")
    vote(cast, known[MARSH], ben="include", ana="unsure")
    resolve_conflict(By(cast.chloe), cast.review, TA, known[LARK], how="arbiter", decision="include")
    pairs = pairs_for_agreement(cast.review, TA)
    assert len({(a.person, b.person) for _, a, b in pairs}) == 1
    said = {u: {a.person: a.verdict, b.person: b.verdict} for u, a, b in pairs}
    assert said == {
        group_named(cast, known[LARK]): {cast.ana: "include", cast.ben: "exclude"},
        group_named(cast, known[MARSH]): {cast.ana: "unsure", cast.ben: "include"},
    }
