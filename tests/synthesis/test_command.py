"""`synthema synthesis` and `synthema documents`, as a person types them."""

import csv
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from synthema.cli import documents, synthesis
from synthema.refused import Refused
from tests.cast import Cast
from tests.synthesis.story import INVENTED, up_to_studies

FOLDER = INVENTED / "synthesis"


def run(group: Any, person: str, *words: object) -> Result:
    """One command; what a person may read as a refusal is raised."""
    done = CliRunner().invoke(group, [*map(str, words), "--as", person])
    if isinstance(done.exception, Refused):
        raise done.exception
    return done


def ok(*words: object, group: Any = synthesis.group, person: str = "Ana") -> str:
    """One command that succeeds; what it prints."""
    done = run(group, person, *words)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_a_synthesis_from_files_to_checks(cast: Cast, tmp_path: Path) -> None:
    up_to_studies(cast, INVENTED)
    assert "There is no full text yet" in ok("list", group=documents.group)
    said = ok("add-folder", INVENTED / "documents" / "documents.csv", group=documents.group, person="Dev")
    assert said == "documents.csv: 3 documents added, 0 there already.\n"
    assert "birch.txt" in ok("list", group=documents.group)
    assert "There is no finding here yet" in ok("list")
    assert "1 method chosen, 8 themes created" in ok("themes", FOLDER / "themes.toml")
    assert ok("findings", FOLDER / "findings.csv") == "findings.csv: 16 findings recorded, 16 findings placed.\n"
    shown = ok("show")
    assert shown.startswith("Thematic synthesis (doi:10.1186/1471-2288-8-45)")
    line = next(line for line in shown.splitlines() if line.startswith("    Waiting"))
    assert line.split()[1:] == ["waiting", "3", "3", "1"]
    assert "Disagreement: Is waiting a gift or a waste?" in shown
    assert "Under no theme" not in shown
    assert "birch.txt, page 1" in ok("list", "--theme", "waiting")
    assert "S02  holds (error): Every quote stands" in ok("check")
    assert "Amber 2018  5 of 5  100 %" in ok("effects")
    assert ok("matrix").splitlines()[0].split("  ")[0] == "study"
    ok("matrix", "--out", tmp_path / "matrix.csv")
    with (tmp_path / "matrix.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["study"]: row for row in csv.DictReader(lines)}
    assert rows["Birch 2020"]["Waiting"] == "1 contradicts"
    assert rows["Birch 2020"]["Losing a passenger"] == ""


def test_check_fails_on_an_error(cast: Cast) -> None:
    up_to_studies(cast, INVENTED)
    ok("add-folder", INVENTED / "documents" / "documents.csv", group=documents.group)
    ok("themes", FOLDER / "themes.toml")
    with pytest.raises(Refused, match="--keep-unfound"):
        ok("findings", FOLDER / "wrong-quote.csv")
    assert "Not found: Line 2 of wrong-quote.csv" in ok("findings", FOLDER / "wrong-quote.csv", "--keep-unfound")
    done = run(synthesis.group, "Ana", "check")
    assert done.exit_code == 1
    assert "S02  found (error, 1 of 1)" in done.output
    assert "Birch 2020, p. 2: These words are not in the report" in done.output


def test_themes_and_placements_are_changed_by_hand(cast: Cast) -> None:
    up_to_studies(cast, INVENTED)
    ok("themes", FOLDER / "themes.toml")
    ok("findings", FOLDER / "findings.csv")
    assert "waiting: Waiting time" in ok("rename", "waiting", "--name", "Waiting time", "--definition", "Hours.")
    with pytest.raises(Refused, match="Nothing to change"):
        ok("rename", "waiting")
    assert ok("move", "losing", "--under", "company") == "losing stands under company now.\n"
    assert "Finding 2 of Birch 2020 nuance “Losing a passenger”" in ok(
        "place", "Birch 2020:2", "losing", "--polarity", "nuance"
    )
    with pytest.raises(Refused, match="finding 2 of Birch 2020"):
        ok("retire", "waiting", "--reason", "Merged.")
    for label in ("Amber 2018:2", "Birch 2020:2", "Cedar 2021:2"):
        ok("withdraw", label, "--from", "waiting", "--reason", "Merged.")
    ok("retire", "waiting", "--reason", "Merged.")
    assert "Amber 2018:2" in ok("show").partition("Under no theme:")[2]
    ok("withdraw", "Amber 2018:2", "--reason", "Not a finding.")
    with pytest.raises(Refused, match="was retired"):
        ok("place", "Cedar 2021:2", "waiting")
    assert ok("restore", "waiting") == "waiting is back.\n"
    with pytest.raises(Refused, match="no retired theme"):
        ok("restore", "waiting")
    assert "have samples of their own" in ok("sample", "Amber 2018", "10.5555/invented.birch.2020", "--separate")
    assert "open again" in ok("unsample", "Amber 2018", "Birch 2020")
    assert "Meta-ethnography" in ok("method", "meta_ethnography", "--rationale", "Conceptual.")


def test_one_document_is_added_and_withdrawn(cast: Cast) -> None:
    up_to_studies(cast, INVENTED)
    amber = "The passenger seat: how volunteer drivers experience hospital journeys in a valley scheme"
    said = ok("add", INVENTED / "documents" / "amber.txt", "--title", amber, group=documents.group)
    assert said.startswith("amber.txt: 3 pages")
    listed = ok("list", group=documents.group).splitlines()[1]
    ok("withdraw", listed.split()[1], "--reason", "Wrong file.", group=documents.group)
    with pytest.raises(Refused, match="Nothing here is called"):
        ok("add", INVENTED / "documents" / "amber.txt", "--title", "No such title", group=documents.group)


def test_a_stranger_is_shown_nothing(cast: Cast) -> None:
    for group, words in (
        (synthesis.group, ("show",)),
        (synthesis.group, ("list",)),
        (synthesis.group, ("matrix",)),
        (synthesis.group, ("check",)),
        (synthesis.group, ("effects",)),
        (documents.group, ("list",)),
    ):
        with pytest.raises(Refused, match="No single review matches"):
            run(group, "Eve", *words, "--review", str(cast.review))
