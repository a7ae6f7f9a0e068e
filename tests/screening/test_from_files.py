"""Verdicts and resolutions from CSV files: all or nothing, and nothing twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.refused import Refused
from synthema.screening import from_files
from synthema.screening.actions import give_verdict
from synthema.screening.from_files import resolutions_from_file, verdicts_from_file
from synthema.screening.states import conflicts, states
from synthema.screening.tables import VerdictRow
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import LARK, MARSH, OWL, TA, group_named, prepare, vote

VERDICTS = f"title,year,doi,verdict,reason,note\n{LARK},2020,,include,,\n{MARSH},2020,,exclude,date,too old\n"


def table(folder: Path, text: str, name: str = "verdicts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def events(cast: Cast) -> int:
    return Event.objects.filter(review=cast.review).count()


def test_titles_are_found_whatever_their_case_and_punctuation(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, ("Keepers’ larks: a co-designed study",))
    file = table(tmp_path, "title,verdict\nKEEPERS' LARKS - a co designed study.,unsure\n")
    assert verdicts_from_file(By(cast.ana), cast.review, TA, file) == (1, 0)
    row = VerdictRow.objects.get(review=cast.review)
    assert (row.subject, row.order, row.position) == (*known.values(), "file", 1)


def test_the_same_file_twice_is_no_second_act(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    file = table(tmp_path, VERDICTS)
    assert verdicts_from_file(By(cast.ana), cast.review, TA, file) == (2, 0)
    count = events(cast)
    assert verdicts_from_file(By(cast.ana), cast.review, TA, file) == (0, 2)
    longer = table(tmp_path, VERDICTS + f"{OWL},2020,,unsure,,\n")
    assert verdicts_from_file(By(cast.ana), cast.review, TA, longer) == (1, 2)
    assert events(cast) == count + 1
    assert replay.verify(cast.review).sound


def test_an_import_that_was_killed_goes_on_where_it_stopped(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(cast, tmp_path)
    file = table(tmp_path, VERDICTS + f"{OWL},2020,,unsure,,\n")
    give: Callable[..., Any] = give_verdict

    def dies_at_the_second(*args: Any, **kwargs: Any) -> Any:
        if VerdictRow.objects.filter(review=cast.review).count() == 1:
            raise KeyboardInterrupt
        return give(*args, **kwargs)

    monkeypatch.setattr(from_files, "give_verdict", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        verdicts_from_file(By(cast.ana), cast.review, TA, file)
    assert replay.verify(cast.review).sound
    monkeypatch.undo()
    assert verdicts_from_file(By(cast.ana), cast.review, TA, file) == (2, 1)
    assert VerdictRow.objects.filter(review=cast.review).count() == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Line 1 of verdicts.csv: no column title, verdict"),
        ("titel,verdict\n", "no column title"),
        (f"title,verdict\n{LARK}\n", "Line 2 of verdicts.csv: 1 cells where the first line has 2"),
        (f"title,verdict\n{LARK},perhaps\n", "Line 2 of verdicts.csv: 'perhaps' is no verdict"),
        ("title,verdict\nLarks over lower fields,include\n", f"Did you mean '{LARK}'"),
        ("title,verdict\nA work from elsewhere,include\n", "Nothing here is called"),
        (f"title,verdict,reason\n{LARK},exclude,colour\n", "Criteria: date, design"),
        (f"title,verdict\n{LARK},include\n{LARK},include\n", "Line 3 of verdicts.csv: the same work stands on line 2"),
        (f'title,verdict\n"{LARK},include\n', "the table breaks off"),
        (f"title,verdict,record\n{LARK},include,no-such\n", "nothing to judge under 'no-such'"),
    ],
)
def test_a_faulty_file_changes_nothing_and_says_where(cast: Cast, tmp_path: Path, text: str, says: str) -> None:
    prepare(cast, tmp_path)
    before = events(cast)
    sound = f"title,verdict\n{MARSH},include\n"
    if text.startswith("title,verdict\n"):
        text = sound + text.removeprefix("title,verdict\n")
        says = says.replace("line 2", "line 3").replace("Line 3", "Line 4").replace("Line 2 of", "Line 3 of")
    with pytest.raises(Refused) as told:
        verdicts_from_file(By(cast.ana), cast.review, TA, table(tmp_path, text))
    assert says in str(told.value)
    assert events(cast) == before


def test_files_that_are_none_are_refused_in_words(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    (tmp_path / "latin.csv").write_bytes("title,verdict\nLärche,include\n".encode("latin-1"))
    for name, says in (("", "is a folder"), ("gone.csv", "cannot be read"), ("latin.csv", "Line 2 of latin.csv")):
        with pytest.raises(Refused, match=says):
            verdicts_from_file(By(cast.ana), cast.review, TA, tmp_path / name)


def test_titles_that_stand_for_two_works_need_the_record(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path, ("Editorial", "Editorial"))
    with pytest.raises(Refused, match="2 works are called 'Editorial'"):
        verdicts_from_file(By(cast.ana), cast.review, TA, table(tmp_path, "title,verdict\nEditorial,exclude\n"))
    file = table(tmp_path, f"title,verdict,record\nEditorial,exclude,{known['Editorial']}\n")
    assert verdicts_from_file(By(cast.ana), cast.review, TA, file) == (1, 0)


def test_another_verdict_in_a_second_file_is_refused(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    vote(cast, known[LARK], ana="exclude")
    with pytest.raises(Refused, match=r"Line 2 of verdicts\.csv: You have given a verdict on this already"):
        verdicts_from_file(By(cast.ana), cast.review, TA, table(tmp_path, VERDICTS))
    with pytest.raises(NotAllowed):
        verdicts_from_file(By(cast.dev), cast.review, TA, table(tmp_path, VERDICTS))


def test_conflicts_are_settled_by_those_who_settled_them(cast: Cast, tmp_path: Path) -> None:
    known = prepare(cast, tmp_path)
    for title in (LARK, MARSH):
        vote(cast, known[title], ana="include", ben="exclude")
    text = f"title,how,decision,reason,note\n{LARK},consensus,include,,\n{MARSH},arbiter,exclude,date,seen in print\n"
    file = table(tmp_path, text)
    with pytest.raises(Refused, match=r"Line 3 of verdicts\.csv: an arbiter decided this. Say who with --arbiter"):
        resolutions_from_file(By(cast.ana), cast.review, TA, file)
    assert len(conflicts(cast.review, TA)) == 2
    assert resolutions_from_file(By(cast.ana), cast.review, TA, file, cast.chloe) == (2, 0)
    assert resolutions_from_file(By(cast.ana), cast.review, TA, file, cast.chloe) == (0, 2)
    marsh = states(cast.review, TA)[group_named(cast, known[MARSH])]
    assert (marsh.how, marsh.reason) == ("arbiter", "date")
    actors = Event.objects.filter(review=cast.review, kind="ConflictResolved").values_list("actor", flat=True)
    assert set(actors) == {cast.ana, cast.chloe}
    with pytest.raises(Refused, match="there is no conflict here"):
        other = table(tmp_path, f"title,how,decision\n{LARK},consensus,exclude\n")
        resolutions_from_file(By(cast.ana), cast.review, TA, other)
