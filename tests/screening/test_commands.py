"""The commands of duplicates, screening and studies, as typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from synthema.audit import replay
from synthema.cli import common
from synthema.cli.main import cli
from synthema.dedup.tables import decisions, groups
from synthema.refused import Refused
from synthema.screening.tables import ResolutionRow, VerdictRow
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.screening.stage import LARK, MARSH, OWL, bring, prepare

Typed = Callable[..., str]


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


def test_duplicates_by_command(cast: Cast, tmp_path: Path, typed: Typed) -> None:
    known = prepare(cast, tmp_path)
    bring(cast, tmp_path, (LARK,), key="second")
    assert "1 record not compared since" in typed("Dev", "dedup", "groups")
    assert "4 records are 3 reports: 1 duplicate removed" in typed("Dev", "dedup", "run")
    shown = typed("Ana", "dedup", "groups")
    assert "titles 100 % alike" in shown
    assert shown.count(LARK) == 2
    typed("Dev", "dedup", "merge", known[MARSH], known[OWL], "--note", "one work, two names")
    made = decisions(cast.review)[0]
    assert "one work, two names" in typed("Ana", "dedup", "decisions")
    assert "1 record changed group" in typed("Dev", "dedup", "undo", made.id)
    typed("Dev", "dedup", "apart", known[MARSH], known[OWL])
    assert "Nothing is open" in typed("Ana", "dedup", "questions")
    typed("Dev", "dedup", "part", known[LARK])
    assert len(groups(cast.review)) == 4
    assert replay.verify(cast.review).sound


def test_screening_by_command(cast: Cast, tmp_path: Path, typed: Typed) -> None:
    known, queue = prepare(cast, tmp_path), tmp_path / "queue.csv"
    assert "Awaiting your verdict: 3" in typed("Ana", "screening", "queue")
    typed("Ana", "screening", "queue", "--out", queue)
    lines = queue.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "record,title,year,doi,authors,journal,abstract,verdict,reason,note"
    assert {line.split(",")[0] for line in lines[1:]} == {str(one) for one in known.values()}
    filled = [lines[0], *(line.removesuffix(",,") + "include,," for line in lines[1:])]
    queue.write_text("\n".join(filled), encoding="utf-8")
    assert "3 verdicts given" in typed("Ana", "screening", "import", queue)
    typed("Ben", "screening", "give", known[LARK], "include")
    typed("Ben", "screening", "give", known[MARSH], "exclude", "--reason", "date", "--note", "long ago")
    shown = typed("Dev", "screening", "conflicts")
    assert "Ben: exclude (date): long ago" in shown
    assert "Conflicts awaiting a decision: 1" in shown
    typed("Chloe", "screening", "settle", known[MARSH], "include", "--how", "arbiter")
    assert "arbiter" in typed("Ana", "screening", "resolutions")
    typed("Chloe", "screening", "unsettle", ResolutionRow.objects.get().id, "--reason", "too quick")
    conflicts = tmp_path / "conflicts.csv"
    conflicts.write_text(f"title,how,decision\n{MARSH},consensus,exclude\n", encoding="utf-8")
    assert "1 settled, 0 stood already. Left: 0 conflicts" in typed("Ben", "screening", "resolve", conflicts)
    typed("Ben", "screening", "give", known[OWL], "unsure")
    own = VerdictRow.objects.get(person=cast.ben, subject=known[OWL])
    assert str(own.id) in typed("Ben", "screening", "mine")
    typed("Ben", "screening", "withdraw", own.id)
    with pytest.raises(Refused, match="nothing to leave unscreened"):
        typed("Chloe", "screening", "stop", "--rule", "enough")
    bring(cast, tmp_path, ("A swift that nobody saw",), key="late")
    typed("Dev", "dedup", "run")
    assert "Left unscreened: 1 record." in typed("Chloe", "screening", "stop", "--rule", "no inclusion for long")
    status = typed("Ana", "screening", "status")
    assert "left unscreened             1" in status
    assert "no inclusion for long" in status
    typed("Chloe", "screening", "resume")
    with pytest.raises(Refused, match="No single review"):
        typed("Eve", "screening", "status")


def test_studies_by_command(cast: Cast, tmp_path: Path, typed: Typed) -> None:
    known = prepare(cast, tmp_path)
    for person in ("Ana", "Ben"):
        typed(person, "screening", "give", known[LARK], "include")
    assert "1 new report sought; 1 in all" in typed("Dev", "studies", "seek")
    table = tmp_path / "table.csv"
    table.write_text(f"title,outcome\n{LARK},retrieved\n", encoding="utf-8")
    assert "1 recorded" in typed("Dev", "studies", "retrieval", table)
    table.write_text(f"study,title\nInvented 2020,{LARK}\n", encoding="utf-8")
    assert "1 report linked, 1 study named" in typed("Dev", "studies", "link", table)
    (lark,) = reports(cast.review)
    typed("Ana", "screening", "give", lark.id, "include", "--stage", "full-text")
    typed("Dev", "studies", "rename", "invented 2020", "Invented 2020a")
    assert "Invented 2020a" in typed("Ana", "studies", "list")
    typed("Dev", "studies", "unlink", lark.id)
    typed("Dev", "studies", "remove", "Invented 2020a")
    assert "Nothing is linked" in typed("Ana", "studies", "list")
    with pytest.raises(Refused, match="1 full-text verdict"):
        typed("Dev", "studies", "undo-retrieval", lark.id)
    typed("Ana", "screening", "withdraw", VerdictRow.objects.get(stage="full_text").id)
    typed("Dev", "studies", "undo-retrieval", lark.id)
    typed("Dev", "studies", "withdraw", lark.id, "--reason", "a slip")
    assert reports(cast.review) == []
    assert replay.verify(cast.review).sound
