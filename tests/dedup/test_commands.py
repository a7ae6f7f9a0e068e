"""Families, related reports and versions, as typed."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from synthema.audit.model import By
from synthema.cli import common
from synthema.cli.main import cli
from synthema.dedup.actions import keep_apart, relate_records
from synthema.dedup.model import Kind
from synthema.dedup.tables import decisions, groups, versions_are_duplicates
from synthema.records.actions import withdraw_import
from synthema.records.tables import Import
from synthema.refused import Refused
from tests.cast import Cast
from tests.dedup.told import birds, told

Typed = Callable[..., str]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def typed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a command as a person; what is printed."""
    monkeypatch.setattr(common, "open_house", lambda: None)

    def run(person: str, *words: object) -> str:
        arguments = [*map(str, words), "--as", person, "--review", str(cast.review)]
        made = CliRunner().invoke(cli, arguments, standalone_mode=False)
        if made.exception is not None:
            raise made.exception
        return made.output

    return run


@pytest.fixture
def seven(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """A family of four, a pair that may be a preprint, and a notice about the first."""
    told(monkeypatch, asked=[(0, 1), (1, 2), (2, 3)], doubt=[(4, 5, Kind.PREPRINT)], related=[(6, 0, Kind.NOTICE)])
    return birds(cast, tmp_path, 7)


def sizes(cast: Cast) -> list[int]:
    return sorted(len(one) for one in groups(cast.review).values())


def test_a_run_counts_the_relations_that_are_listed(cast: Cast, typed: Typed, seven: list[UUID]) -> None:
    keep_apart(By(cast.dev), cast.review, seven[6], seven[0])
    assert "relation" not in typed("Dev", "dedup", "run")
    relate_records(By(cast.dev), cast.review, seven[4], seven[5], Kind.PREPRINT)
    assert "1 relation between reports found" in typed("Dev", "dedup", "run")


def test_questions_come_by_family(typed: Typed, seven: list[UUID]) -> None:
    assert "1 relation between reports found" in (said := typed("Dev", "dedup", "run"))
    assert "2 questions on 4 pairs of groups await you" in said
    shown = typed("Ana", "dedup", "questions")
    assert "(4 records in this family)" in shown
    assert "perhaps preprints" in shown
    assert "80 % likely to be the same: told to ask" in shown
    assert shown.count("Editorial") == 6


def test_a_family_is_merged_and_kept_apart_in_one_act_each(typed: Typed, cast: Cast, seven: list[UUID]) -> None:
    typed("Dev", "dedup", "merge", *seven[:3], "--note", "one issue")
    assert sizes(cast) == [1, 1, 1, 1, 3]
    typed("Dev", "dedup", "apart", *seven[3:6])
    listed = typed("Ana", "dedup", "decisions")
    assert "merged 3" in listed
    assert "kept 3 apart" in listed
    assert f"{decisions(cast.review)[0].at:%Y-%m-%d %H:%M}" in listed
    assert [one.kind for one in decisions(cast.review)] == ["family", "family"]
    assert "3 records changed group" not in typed("Dev", "dedup", "undo", decisions(cast.review)[0].id)
    assert sizes(cast) == [1] * 7
    with pytest.raises(Refused, match="two records at least"):
        typed("Dev", "dedup", "merge", seven[0])


def test_related_reports_are_said_listed_and_taken_back(typed: Typed, cast: Cast, seven: list[UUID]) -> None:
    typed("Dev", "dedup", "related", seven[5], seven[4], "--kind", "preprint", "--note", "same words")
    shown = typed("Ana", "dedup", "relations")
    assert "preprint: said by Dev" in shown
    assert "notice: told it is" in shown
    assert "related" in typed("Ana", "dedup", "decisions")
    typed("Dev", "dedup", "undo", decisions(cast.review)[0].id)
    typed("Dev", "dedup", "apart", seven[6], seven[0])
    assert "No two reports are related" in typed("Ana", "dedup", "relations")


def test_the_rule_on_versions_is_shown_and_set(typed: Typed, cast: Cast, seven: list[UUID]) -> None:
    assert "related reports, no duplicates." in typed("Ana", "dedup", "versions")
    assert "from the next run on: synthema dedup run" in typed("Dev", "dedup", "versions", "same")
    assert versions_are_duplicates(cast.review)
    with pytest.raises(Refused, match="already"):
        typed("Dev", "dedup", "versions", "same")


def test_what_asks_for_another_run_is_said(typed: Typed, cast: Cast, seven: list[UUID]) -> None:
    typed("Dev", "dedup", "merge", *seven[:2])
    typed("Dev", "dedup", "undo", decisions(cast.review)[0].id)
    assert "since the last run" not in typed("Ana", "dedup", "questions")
    imports = Import.objects.filter(review=cast.review)
    withdraw_import(By(cast.dev), cast.review, imports[0].id, "the wrong file")
    assert "7 records taken out with an import since the last run" in typed("Ana", "dedup", "questions")


def test_a_parted_group_asks_for_another_run(
    typed: Typed, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1)])
    known = birds(cast, tmp_path, 2)
    typed("Dev", "dedup", "part", known[0])
    assert "1 group parted since the last run" in typed("Ana", "dedup", "groups")
