"""Verdicts of another tool on the command line."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from synthema.screening.carried_tables import all_carried
from tests.cast import Cast
from tests.hostile.commands import Ended, run
from tests.screening.carrying_stage import SAID, said_elsewhere

LARK, MARSH, OWL, _ = SAID
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def said(cast: Cast, *words: object, by: str = "Chloe") -> Ended:
    """What a command of screening says."""
    return run("screening", *map(str, words), "--review", str(cast.review), "--as", by)


def test_a_file_tells_whose_verdicts_it_holds(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    assert "Nala" in said(cast, "stated", found).out
    assert json.loads(said(cast, "stated", found, "--json").out) == [
        {"tool": "Rayyan", "reviewer": "Nala", "stage": "", "verdicts": 3, "remarks": 0, "carried": []},
        {"tool": "Rayyan", "reviewer": "Omar", "stage": "", "verdicts": 2, "remarks": 0, "carried": []},
    ]
    assert said(cast, "stated", found, by="Ben").code == 2


def test_nothing_is_done_on_a_dry_run(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    told = said(cast, "carry-over", found, "--dry-run")
    assert "3 records: 1 forward, 0 excluded, 1 conflict, 1 wait for another verdict" in told.out
    assert "Nothing was carried over." in told.out
    assert not all_carried(cast.review)


def test_verdicts_are_carried_over_listed_and_taken_out(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, more={MARSH: "RAYYAN-EXCLUSION-REASONS: too old"})
    words = ("--reason", "too old=date", "--why", "As agreed.", "--json")
    told = json.loads(said(cast, "carry-over", found, *words).out)
    assert told["outlook"]["title_abstract"] == {
        "units": 3, "forward": 1, "excluded": 0, "conflicts": 1, "waiting": 1, "meeting": 0,
    }  # fmt: skip
    assert {str(row.id) for row in all_carried(cast.review)} == set(told["carried"])
    listed = said(cast, "carried", by="Ben").out
    assert "Nala (Rayyan)" in listed
    assert "As agreed." in listed
    for one in told["carried"]:
        assert said(cast, "take-out", one).code == 0
    assert not all_carried(cast.review)


def test_a_colleagues_open_verdict_is_not_counted_in(cast: Cast, tmp_path: Path) -> None:
    from tests.screening.carrying_stage import record_named
    from tests.screening.stage import vote

    found = said_elsewhere(cast, tmp_path)
    vote(cast, record_named(cast, OWL), ana="include")
    told = said(cast, "carry-over", found, "--dry-run").out
    assert "1 conflict, 0 wait for another verdict, 1 complete with open verdicts" in told


def test_what_cannot_be_carried_over_is_told_why(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    for words, why in (
        ((found,), "Say why"),
        ((found, "--reviewer", "Nobody"), "It holds those of: Nala, Omar"),
        ((found, "--member", "Ana"), "One person cannot be several"),
        ((found, "--reason", "old"), "has no ="),
        ((UUID(int=1),), "no such import"),
        ((found, "--stage", "full-text", "--why", "x"), "Nothing of this"),
    ):
        ended = said(cast, "carry-over", *words)
        assert (ended.code, why in ended.err) == (2, True), (words, ended.err)
    assert not all_carried(cast.review)


LOG = "created_at,user_id,user_email,article_id,key,value\n"


def test_rayyans_log_is_read_beside_its_records(cast: Cast, tmp_path: Path) -> None:
    from synthema.audit.model import By
    from synthema.dedup.actions import find_duplicates
    from synthema.records.actions import import_file

    said_elsewhere(cast, tmp_path, {LARK: {}})
    (tmp_path / "articles.csv").write_text(
        "key,title,year,notes\nrayyan-7,Quails at noon,2020,\nrayyan-8,Rails at dusk,2020,\n", encoding="utf-8"
    )
    found = import_file(By(cast.dev), cast.review, tmp_path / "articles.csv", "rayyan").body.import_id
    find_duplicates(By(cast.dev), cast.review)
    log = tmp_path / "customizations_log.csv"
    log.write_text(
        f"{LOG}2023-01-01,1,ana@example.org,7,included,1\n2023-01-02,1,ana@example.org,7,included,-1\n"
        '2023-01-02,1,ana@example.org,7,"""__EXR__date""",1\n2023-01-02,2,ben@example.org,9,included,1\n',
        encoding="utf-8",
    )
    for _ in range(2):
        ended = said(cast, "stated", found, "--log", log, "--json")
        assert "1 record, 1 not in this file." in ended.err
        assert [(one["reviewer"], one["verdicts"]) for one in json.loads(ended.out)] == [("ana@example.org", 1)]
    assert said(cast, "carry-over", found, "--member", "Ana", "--why", "Hers.").code == 0
    listed = said(cast, "mine", by="Ana").out
    assert "exclude" in listed
    assert "date" in listed
    log.write_text(f"{LOG}2023-01-02,2,ben@example.org,9,included,1\n", encoding="utf-8")
    assert "speaks of no record" in said(cast, "stated", found, "--log", log).err


def test_the_name_of_a_covidence_file_tells_its_list(cast: Cast, tmp_path: Path) -> None:
    from synthema.audit.model import By
    from synthema.records.actions import import_file

    said_elsewhere(cast, tmp_path, {LARK: {}})
    file = tmp_path / "review_123_irrelevant_csv_2024.csv"
    file.write_text("Title,Authors,Published Year,Covidence #\nQuails at noon,Ida Invented,2020,1\n", encoding="utf-8")
    found = import_file(By(cast.dev), cast.review, file, "rayyan").body.import_id
    (told,) = json.loads(said(cast, "stated", found, "--json").out)
    assert (told["tool"], told["stage"], told["verdicts"]) == ("Covidence", "title_abstract", 1)
