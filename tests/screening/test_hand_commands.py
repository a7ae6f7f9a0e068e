"""The commands of screening apart and of ranking, as typed in two homes."""

from pathlib import Path

import pytest

from synthema.screening.tables import VerdictRow
from tests.cast import Cast
from tests.hostile.commands import run
from tests.screening.handing import Elsewhere
from tests.screening.stage import LARK, MARSH, prepare, vote


def typed(*words: object) -> str:
    """What a command prints that succeeds."""
    ended = run(*words)
    assert ended.code == 0, ended
    return ended.out


def test_two_people_apart_by_command(cast: Cast, tmp_path: Path, sqlite_template: Path) -> None:
    known, ben = prepare(cast, tmp_path), Elsewhere(sqlite_template, tmp_path / "ben")
    lead = ("--as", "Chloe", "--review", cast.review)
    out, back = tmp_path / "for-ben.zip", tmp_path / "from-ben.zip"
    assert "3 records for Ben" in typed("screening", "hand-out", "--to", "Ben", "--out", out, *lead)
    assert "exists already" in run("screening", "hand-out", "--to", "Ben", "--out", out, *lead).err
    with ben.there():
        assert "3 records to screen" in typed("screening", "take-on", out)
        assert "nothing that is not here already" in typed("screening", "take-on", out, "--as", "Ben")
        assert "Awaiting your verdict: 3" in typed("screening", "queue")
        queue = tmp_path / "queue.csv"
        typed("screening", "queue", "--out", queue)
        head, *lines = queue.read_text(encoding="utf-8").splitlines()
        queue.write_text("\n".join([head, *(line.removesuffix(",,") + "include,," for line in lines)]))
        assert "3 verdicts given" in typed("screening", "import", queue)
        assert "3 verdicts on 3 records, sealed" in typed("screening", "hand-in", "--out", back)
    vote(cast, known[LARK], ana="include")
    said = typed("screening", "collect", back, *lead)
    assert "3 verdicts of Ben collected" in said
    assert "Opened now: 1. Still sealed until the others have decided: 2." in said
    assert "collected already" in typed("screening", "collect", back, *lead)
    vote(cast, known[MARSH], ana="exclude")
    assert "Opened now: 1. Still sealed until the others have decided: 1." in typed("screening", "collect", *lead)
    assert typed("screening", "handed", *lead).splitlines()[1].split()[1:] == ["Ben", "3", "3", "2", "1"]
    assert VerdictRow.objects.filter(person=cast.ben).count() == 2
    assert "titles and abstracts: 1 conflict;" in typed("screening", "status", *lead)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_done_is_said_in_words(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    lead = ("--as", "Chloe", "--review", cast.review)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    for words, said in (
        (("hand-out", "--to", "Nobody", "--out", tmp_path / "x.zip", *lead), "Nobody called"),
        (("hand-out", "--to", "Dev", "--out", tmp_path / "x.zip", *lead), "gives no verdicts"),
        (("hand-out", "--to", "Ben", "--out", tmp_path / "no" / "x.zip", *lead), "cannot be written"),
        (("collect", broken, *lead), "not a readable zip"),
        (("collect", tmp_path, *lead), "is a folder"),
        (("take-on", broken, "--as", "Ben"), "not a readable zip"),
        (("hand-in", "--out", tmp_path / "x.zip", *lead), "Nothing was taken on"),
        (("hand-out", "--to", "Ben", "--out", tmp_path / "x.zip", "--as", "Ana", "--review", cast.review), "lead"),
    ):
        ended = run("screening", *words)
        assert ended.code == 2, ended
        assert said in ended.err
    assert not (tmp_path / "x.zip").exists()


def test_a_queue_is_put_in_order_by_command(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    ana = ("--as", "Ana", "--review", cast.review)
    assert "3 records awaiting your verdict, by likeness to the protocol" in typed("screening", "rank", *ana)
    vote(cast, known[LARK], ana="include")
    vote(cast, known[MARSH], ana="exclude")
    assert "1 record awaiting your verdict, learned from 1 include and 1 exclude" in typed("screening", "rank", *ana)
    typed("screening", "rank", "--anew", *ana)
    assert "This needs one of the roles" in run("screening", "rank", "--as", "Dev", "--review", cast.review).err
