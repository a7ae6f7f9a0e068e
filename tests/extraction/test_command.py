"""`synthema extraction` from the tool to the table."""

from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from synthema.cli.main import cli
from synthema.refused import Refused
from tests.cast import Cast
from tests.forms.tool import TOML
from tests.forms.worked import INVENTED, name_studies, rows

FOLDER = INVENTED / "extraction"


def run(person: str, review: UUID, *words: str) -> Result:
    return CliRunner().invoke(cli, ["extraction", *words, "--as", person, "--review", str(review)])


def said(person: str, review: UUID, *words: str) -> str:
    result = run(person, review, *words)
    assert result.exception is None, result.exception
    return result.output


def refused(person: str, review: UUID, *words: str) -> str:
    result = run(person, review, *words)
    assert isinstance(result.exception, Refused), result.output
    return str(result.exception)


def test_from_the_tool_to_the_table(cast: Cast, tmp_path: Path) -> None:
    name_studies(cast, ["Amber 2018", "Birch 2020", "Cedar 2021"])
    review, out = cast.review, tmp_path / "out.csv"
    assert "10 questions" in said("Chloe", review, "tool", str(FOLDER / "tool.toml"))
    said("Ana", review, "import", str(FOLDER / "first.csv"))
    assert "Not settled, so not in the file: Amber 2018, Birch 2020, Cedar 2021." in said(
        "Chloe", review, "export", str(out)
    )
    assert rows(out) == []
    said("Ben", review, "import", str(FOLDER / "second.csv"))
    assert "focus_groups; diaries" in said("Chloe", review, "differences")
    assert "3 studies settled" in said("Ben", review, "reconcile", str(FOLDER / "consensus.csv"))
    assert "two people, consensus" in said("Dev", review, "show")
    assert "women | 6 / men | 5" in said("Dev", review, "show", "Amber 2018")
    assert f"{out}: 3 studies." in said("Dev", review, "export", str(out))
    found = {row["\ufeffstudy"]: row for row in rows(out)}
    assert found["Amber 2018"]["n_participants"] == "11"
    assert found["Cedar 2021"]["key_quote (place)"] == "p. 3"
    said("Ana", review, "reopen", "Amber 2018", "Birch 2020")
    assert "what you extracted is withdrawn" in said("Ben", review, "withdraw", "Amber 2018")


def test_a_new_version_of_the_tool_says_what_changed_and_who_must_look_again(cast: Cast, tmp_path: Path) -> None:
    name_studies(cast, ["Amber 2018"])
    file, sheet = tmp_path / "tool.toml", tmp_path / "sheet.csv"
    file.write_text(TOML)
    reason = ("--extractors", "1", "--reason", "A test.")
    assert "1 person extracts from each study." in said("Chloe", cast.review, "tool", str(file), *reason)
    sheet.write_text("study,country,design\nAmber 2018,Norland,qualitative\n")
    said("Ana", cast.review, "import", str(sheet))
    added = '[[question]]\nkey = "funding"\nlabel = "Funding"\nkind = "text"\nrequired = true\n'
    file.write_text(TOML.replace("version = 2", "version = 3") + added)
    output = said("Chloe", cast.review, "tool", str(file))
    assert "Question funding was added: Funding (answers need another look)" in output
    assert "in need of another look: 1 study." in said("Ana", cast.review, "show")
    sheet.write_text("study,country,design,funding\nAmber 2018,Norland,qualitative,none\n")
    said("Ana", cast.review, "import", str(sheet))
    assert "earlier version" not in said("Ana", cast.review, "show")
    assert "One person extracts from each study: A test." in said("Ana", cast.review, "show")


def test_a_template_has_a_row_for_every_study_and_a_column_for_every_question(cast: Cast, tmp_path: Path) -> None:
    name_studies(cast, ["Birch 2020", "Amber 2018"])
    said("Chloe", cast.review, "tool", str(FOLDER / "tool.toml"))
    file = tmp_path / "sheet.csv"
    said("Ana", cast.review, "template", str(file))
    assert file.read_text("utf-8-sig").splitlines()[1:] == ["Amber 2018" + 11 * ",", "Birch 2020" + 11 * ","]


def test_answers_in_the_long_layout_are_read_too(cast: Cast, tmp_path: Path) -> None:
    name_studies(cast, ["Amber 2018"])
    tool, sheet = tmp_path / "tool.toml", tmp_path / "sheet.csv"
    tool.write_text(TOML)
    said("Chloe", cast.review, "tool", str(tool))
    sheet.write_text("study,question,answer,reason\nAmber 2018,country,Norland,p. 2\nAmber 2018,design,Qualitative,\n")
    said("Ana", cast.review, "import", str(sheet))
    assert "p. 2" in said("Ana", cast.review, "show", "Amber 2018")


def test_without_a_tool_it_says_how_to_begin(cast: Cast) -> None:
    for words in (("show",), ("differences",), ("import", str(FOLDER / "first.csv")), ("export", "x.csv")):
        assert "`synthema extraction tool FILE` lays one down" in refused("Ana", cast.review, *words)


def test_an_export_that_cannot_be_written_says_so(cast: Cast, tmp_path: Path) -> None:
    said("Chloe", cast.review, "tool", str(FOLDER / "tool.toml"))
    assert "cannot be written" in refused("Ana", cast.review, "export", str(tmp_path / "none" / "x.csv"))


@pytest.mark.parametrize(
    "words", [("show",), ("differences",), ("export", "x.csv"), ("withdraw", "A"), ("reopen", "A")]
)
def test_a_stranger_finds_no_review(cast: Cast, words: tuple[str, ...]) -> None:
    assert "No single review matches" in refused("Eve", cast.review, *words)
