"""Files of themes and findings: taken whole or not at all, and once."""

import csv
from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.documents.from_files import add_folder
from synthema.refused import Refused
from synthema.synthesis import PolarityAgainst, Status, actions, supports
from synthema.synthesis.bundle import bundle, checks
from synthema.synthesis.loading_findings import load_findings
from synthema.synthesis.loading_themes import load_themes
from synthema.synthesis.tables import (
    FindingRow,
    ThemeRow,
    finding_named,
    method,
    notes,
    theme_by_key,
    themes,
    unplaced,
)
from synthema.team.actions import add_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.synthesis.story import INVENTED, PEER_SUPPORT, up_to_studies

THEMES = INVENTED / "synthesis" / "themes.toml"
FINDINGS = INVENTED / "synthesis" / "findings.csv"
WRONG = INVENTED / "synthesis" / "wrong-quote.csv"


@pytest.fixture
def story(cast: Cast) -> Cast:
    """The invented review with its studies and full texts, and no findings yet."""
    up_to_studies(cast, INVENTED)
    add_folder(By(cast.dev), cast.review, INVENTED / "documents" / "documents.csv")
    return cast


def events(story: Cast) -> int:
    return Event.objects.filter(review=story.review).count()


def test_themes_and_findings_are_taken_once(story: Cast) -> None:
    done = load_themes(By(story.ana), story.review, THEMES).done
    assert done == {"method chosen": 1, "themes created": 8, "notes written": 4}
    done = load_findings(By(story.ana), story.review, FINDINGS).done
    assert done == {"findings recorded": 16, "findings placed": 16}
    head = events(story)
    assert load_themes(By(story.ben), story.review, THEMES).words == "nothing new"
    assert load_findings(By(story.ben), story.review, FINDINGS).words == "nothing new"
    assert events(story) == head
    assert FindingRow.objects.filter(review=story.review, document=None).count() == 0
    assert replay.verify(story.review).sound


def test_a_changed_file_of_themes_changes_what_it_names_and_nothing_else(story: Cast, tmp_path: Path) -> None:
    load_themes(By(story.ana), story.review, THEMES)
    text = THEMES.read_text(encoding="utf-8")
    path = tmp_path / "themes.toml"
    path.write_text(
        text.replace('name = "Waiting"', 'name = "Waiting time"')
        .replace(
            'parent = "own_line"\norigin = "new"\ndefinition = "What becomes',
            'parent = "company"\ndefinition = "What becomes',
        )
        .replace("Requests beyond driving", "Requests beyond the drive")
        .replace("All three studies heard", "The three studies heard"),
        encoding="utf-8",
    )
    done = load_themes(By(story.ana), story.review, path).done
    assert done == {"themes renamed": 1, "themes redefined": 1, "themes moved": 1, "notes written": 1}
    assert theme_by_key(story.review, "waiting").name == "Waiting time"
    assert len(notes(story.review)) == 4
    done = load_themes(By(story.ana), story.review, THEMES).done  # and back
    assert done == {"themes renamed": 1, "themes redefined": 1, "themes moved": 1, "notes written": 1}
    assert load_themes(By(story.ana), story.review, path).done["themes renamed"] == 1
    assert replay.verify(story.review).sound


def test_what_was_withdrawn_comes_back_with_the_file(story: Cast) -> None:
    load_themes(By(story.ana), story.review, THEMES)
    load_findings(By(story.ana), story.review, FINDINGS)
    row, waiting = finding_named(story.review, "Cedar 2021:2"), theme_by_key(story.review, "waiting")
    actions.withdraw_placement(By(story.ana), story.review, row.id, waiting.id)
    actions.withdraw_finding(By(story.ana), story.review, row.id)
    assert load_findings(By(story.ana), story.review, FINDINGS).done == {"findings recorded": 1, "findings placed": 1}


def test_an_interrupted_file_is_completed_when_it_is_run_again(story: Cast) -> None:
    load_themes(By(story.ana), story.review, THEMES)

    def stop(step: str, done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_findings(By(story.ana), story.review, FINDINGS, progress=stop)
    assert FindingRow.objects.filter(review=story.review).count() == 5
    assert load_findings(By(story.ana), story.review, FINDINGS).done == {"findings recorded": 11, "findings placed": 11}


def test_a_quote_that_is_nowhere_stops_the_file_and_s02_names_it_when_kept(story: Cast) -> None:
    load_themes(By(story.ana), story.review, THEMES)
    load_findings(By(story.ana), story.review, FINDINGS)
    s02 = {result.id: result for result in checks(story.review)}["S02"]
    assert (s02.status, s02.looked_at, s02.note) == (Status.PASSED, 16, "")
    head = events(story)
    with pytest.raises(Refused, match=r"Line 2 of wrong-quote\.csv: birch\.txt: The text does not hold the words"):
        load_findings(By(story.ana), story.review, WRONG)
    assert events(story) == head
    account = load_findings(By(story.ana), story.review, WRONG, keep_unfound=True)
    assert [line.split(":")[0] for line in account.unfound] == ["Line 2 of wrong-quote.csv"]
    s02 = {result.id: result for result in checks(story.review)}["S02"]
    assert s02.status is Status.FOUND
    (hit,) = s02.hits
    assert "They always had a chair" in hit.what
    assert hit.where == "Birch 2020, p. 2"


HEADER = "study,report_title,report_doi,number,statement,theme,polarity\n"


BAD_ROWS = (
    ("Ash 2020,x,,1,So.,,", "Line 2 of f.csv: No study is called 'Ash 2020'"),
    ("Birch 2020,No such title,,1,So.,,", "Line 2 of f.csv: Nothing here is called 'No such title'"),
    ("Birch 2020,x,10.5555/invented.amber.2018,1,So.,,", "belongs to Amber 2018, not to Birch 2020"),
    ("Birch 2020,x,10.5555/invented.birch.2020,1,So.,gone,", "There is no theme 'gone'"),
    (
        "Birch 2020,x,10.5555/invented.birch.2020,1,So.,waiting,\n"
        "Birch 2020,x,10.5555/invented.birch.2020,1,Otherwise.,waiting,",
        "Line 3 of f.csv: Finding 1 of this report stands on line 2 already",
    ),
    ("Birch 2020,x,10.5555/invented.birch.2020,7,So.,waiting,", "is recorded in other words"),
    ("Birch 2020,x,10.5555/invented.birch.2020,8,So.,waiting,contradicts", "supports 'waiting' so far"),
)


def test_a_row_that_contradicts_the_review_stops_the_whole_file(story: Cast, tmp_path: Path) -> None:
    load_themes(By(story.ana), story.review, THEMES)
    path = tmp_path / "f.csv"
    path.write_text(
        HEADER
        + "Birch 2020,x,10.5555/invented.birch.2020,7,Already there.,waiting,\n"
        + "Birch 2020,x,10.5555/invented.birch.2020,8,So.,waiting,\n"
    )
    load_findings(By(story.ana), story.review, path)
    head = events(story)
    for rows, says in BAD_ROWS:
        path.write_text(HEADER + rows + "\nAmber 2018,x,10.5555/invented.amber.2018,1,So.,waiting,\n")
        with pytest.raises(Refused) as refused:
            load_findings(By(story.ana), story.review, path)
        assert says in str(refused.value)
    assert events(story) == head


def test_a_finding_on_two_rows_stands_under_two_themes(story: Cast, tmp_path: Path) -> None:
    load_themes(By(story.ana), story.review, THEMES)
    path = tmp_path / "f.csv"
    row = "Birch 2020,x,10.5555/invented.birch.2020,1,So."
    path.write_text(f"{HEADER}{row},waiting,supports\n{row},backing,nuance\n")
    assert load_findings(By(story.ana), story.review, path).done == {"findings recorded": 1, "findings placed": 2}


BAD_CHANGES = (
    (('method = "thematic"', 'method = "guessing"'), "There is no method 'guessing'"),
    (('parent = "company"', 'parent = "gone"'), "stands under 'gone', which is no key"),
    (('studies = ["Amber 2018", "Birch 2020"', 'studies = ["Amber 2018", "Elm 2020"'), "names 'Elm 2020'"),
    (('level = "descriptive"\nparent = "company"', 'level = "analytical"\nparent = "company"'), "another level"),
    (("[[robustness]]", '[[disconfirming]]\ntheme = "gone"\ntext = "t"\n[[robustness]]'), "names the theme 'gone'"),
)


def test_a_file_of_themes_with_a_fault_changes_nothing(story: Cast, tmp_path: Path) -> None:
    load_themes(By(story.ana), story.review, THEMES)
    head = events(story)
    path = tmp_path / "themes.toml"
    text = THEMES.read_text(encoding="utf-8").replace('name = "Waiting"', 'name = "Another"')
    for change, says in BAD_CHANGES:
        path.write_text(text.replace(*change), encoding="utf-8")
        with pytest.raises(Refused) as refused:
            load_themes(By(story.ana), story.review, path)
        assert says in str(refused.value)
        assert "themes.toml" in str(refused.value)
    assert events(story) == head


def test_a_file_does_not_bring_back_a_retired_theme(story: Cast) -> None:
    load_themes(By(story.ana), story.review, THEMES)
    actions.retire_theme(By(story.ana), story.review, theme_by_key(story.review, "waiting").id, "Empty.")
    with pytest.raises(Refused, match="restore waiting"):
        load_themes(By(story.ana), story.review, THEMES)


def test_only_those_who_decide_may_load_files(story: Cast) -> None:
    add_person(By(story.chloe), story.review, story.eve, "reader")
    for person in (story.dev, story.eve):
        with pytest.raises(NotAllowed):
            load_themes(By(person), story.review, THEMES)
        with pytest.raises(NotAllowed):
            load_findings(By(person), story.review, FINDINGS)
    assert not ThemeRow.objects.filter(review=story.review).exists()


def test_the_worked_review_is_taken_whole(cast: Cast) -> None:
    up_to_studies(cast, PEER_SUPPORT)
    done = load_themes(By(cast.ana), cast.review, PEER_SUPPORT / "synthesis" / "themes.toml").done
    assert done == {"method chosen": 1, "themes created": 29, "notes written": 20}
    done = load_findings(By(cast.ana), cast.review, PEER_SUPPORT / "synthesis" / "findings.csv").done
    assert done == {"findings recorded": 108, "findings placed": 107}
    assert [(row.study.label, row.number) for row in unplaced(cast.review)] == [("Walsh 2018", 2)]
    chosen = method(cast.review)
    assert chosen is not None
    assert (chosen.profile, chosen.source) == ("framework", "doi:10.1111/inm.13415")
    everything = bundle(cast.review)
    assert everything.polarity_against is PolarityAgainst.FRAMEWORK
    assert sum(study.included for study in everything.studies) == 24
    resting = supports(everything)
    on = {theme.key: len(resting[str(theme.id)].findings) for theme in themes(cast.review)}
    with (PEER_SUPPORT / "synthesis" / "findings.csv").open(encoding="utf-8", newline="") as lines:
        placed = [row["theme"] for row in csv.DictReader(lines) if row["theme"]]
    assert on["journey"] == len(placed)
    assert on["strain"] == placed.count("strain")
    results = {result.id: result for result in checks(cast.review)}
    assert results["S02"].status is Status.NOT_APPLICABLE  # abstracts only: there is no quote to look up
    assert results["S04"].status is results["S03"].status is results["S01"].status is Status.PASSED
    thin = {hit.where for hit in results["S06"].hits}
    assert "theme “No lasting harm to health”" not in thin  # its findings contradict the theme of the framework
    assert "theme “Own coping”" in thin
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before
