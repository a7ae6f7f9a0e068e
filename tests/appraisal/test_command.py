"""`synthema appraisal` from the choice of the instrument to the table."""

from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from synthema.audit.model import By
from synthema.cli.main import cli
from synthema.refused import Refused
from synthema.studies.actions import name_study
from synthema.team.actions import add_person, start_review
from tests.cast import Cast
from tests.forms.worked import INVENTED, name_studies

FOLDER = INVENTED / "appraisal"


def run(person: str, review: UUID, *words: str) -> Result:
    return CliRunner().invoke(cli, ["appraisal", *words, "--as", person, "--review", str(review)])


def said(person: str, review: UUID, *words: str) -> str:
    result = run(person, review, *words)
    assert result.exception is None, result.exception
    return result.output


def refused(person: str, review: UUID, *words: str) -> str:
    result = run(person, review, *words)
    assert isinstance(result.exception, Refused), result.output
    return str(result.exception)


def test_the_instruments_are_listed_without_a_review_and_the_unverified_one_says_so() -> None:
    output = CliRunner().invoke(cli, ["appraisal", "instruments"]).output
    for name in ("casp_2018", "casp_2024", "jbi_qualitative_2015", "mmat_2018"):
        assert name in output
    assert output.count("then choose it with --checked") == 1


def test_from_the_choice_to_the_table(cast: Cast) -> None:
    name_studies(cast, ["Amber 2018", "Birch 2020", "Cedar 2021"])
    review = cast.review
    assert "CASP qualitative checklist (2018)" in said("Chloe", review, "choose", "casp_2018")
    assert "3 studies appraised." in said("Ana", review, "import", str(FOLDER / "casp-first.csv"))
    assert "3 await their second sheet, 0 not begun." in said("Ben", review, "show")
    assert "3 studies appraised." in said("Ben", review, "import", str(FOLDER / "casp-second.csv"))
    differences = said("Dev", review, "differences")
    assert len(differences.splitlines()) == 7
    assert "3 studies settled." in said("Ana", review, "reconcile", str(FOLDER / "casp-consensus.csv"))
    assert "No study" in said("Ana", review, "differences")
    shown = said("Dev", review, "show")
    assert "3 settled, 0 to settle" in shown
    assert "Amber 2018" in shown
    assert "5 Data gathering suits question: 2 Y, 1 N" in shown
    one = said("Dev", review, "show", "birch 2020")
    assert "Birch 2020, Ana" in one
    assert "Birch 2020, two people, consensus" in one
    assert "A manager asking his own volunteers" in one
    assert "3 stood that way already" in said("Ana", review, "import", str(FOLDER / "casp-first.csv"))
    assert "the consensus on this study" in refused("Ana", review, "withdraw", "Birch 2020")
    said("Ben", review, "reopen", "Birch 2020", "--reason", "Read it again.")
    assert "your appraisal is withdrawn" in said("Ana", review, "withdraw", "Birch 2020")


def test_one_assessor_needs_a_reason_which_the_table_shows(cast: Cast) -> None:
    assert run("Chloe", cast.review, "choose", "casp_2018", "--assessors", "1").exit_code == 2
    assert "No instrument" in refused("Chloe", cast.review, "show")
    said("Chloe", cast.review, "choose", "casp_2018", "--assessors", "1", "--reason", "A student's review.")
    assert "One person appraises each study: A student's review." in said("Ana", cast.review, "show")
    assert "2 people appraise" in said("Chloe", cast.review, "assessors", "2")


def test_a_template_is_filled_in_and_read_back(cast: Cast, tmp_path: Path) -> None:
    name_studies(cast, ["Amber 2018"])
    said("Chloe", cast.review, "choose", "casp_2018")
    file = tmp_path / "sheet.csv"
    assert "1 study." in said("Ana", cast.review, "template", str(file))
    assert "no answer" in refused("Ana", cast.review, "import", str(file))
    lines = file.read_text("utf-8-sig").splitlines()
    file.write_text("\n".join([lines[0], *(line.removesuffix(",") + "yes," for line in lines[1:11])]))
    assert "1 study appraised" in said("Ana", cast.review, "import", str(file))


def test_a_team_appraises_with_a_checklist_of_its_own(cast: Cast, tmp_path: Path) -> None:
    name_studies(cast, ["Amber 2018"])
    checklist, sheet = tmp_path / "ours.toml", tmp_path / "sheet.csv"
    checklist.write_text(
        'id = "ours"\nversion = 1\ntitle = "Ours"\n'
        '[[question]]\nkey = "1"\nlabel = "Clear"\nkind = "choice"\nchoices = ["yes", "partly"]\nrequired = true\n'
        '[[question]]\nkey = "2"\nlabel = "Remark"\nkind = "text"\n'
    )
    sheet.write_text("study,question,answer\nAmber 2018,1,partly\nAmber 2018,2,Short.\n")
    assert "Ours, version 1" in said(
        "Chloe", cast.review, "choose", str(checklist), "--assessors", "1", "--reason", "x"
    )
    said("Ana", cast.review, "import", str(sheet))
    assert "1 Clear: 1 partly" in said("Ana", cast.review, "show")
    assert "Short." in said("Ana", cast.review, "show", "Amber 2018")


def test_what_is_refused_says_what_to_do(cast: Cast, tmp_path: Path) -> None:
    assert "casp_2018" in refused("Chloe", cast.review, "choose", "casp_1999")
    assert "ours.toml" in refused("Chloe", cast.review, "choose", str(tmp_path / "ours.toml"))
    assert "--checked" in refused("Chloe", cast.review, "choose", "casp_2024")
    assert "There is no study" in refused("Chloe", cast.review, "withdraw", "Nobody 1999")


@pytest.mark.parametrize(
    "words", [("show",), ("differences",), ("template", "x.csv"), ("withdraw", "A"), ("reopen", "A")]
)
def test_a_stranger_finds_no_review(cast: Cast, words: tuple[str, ...]) -> None:
    assert "No single review matches" in refused("Eve", cast.review, *words)


def twin(cast: Cast, answer: str, file: Path) -> UUID:
    """A review in which Ana has given this answer throughout and nobody else has appraised."""
    review = start_review(By(cast.chloe), "Twin")
    for person in (cast.ana, cast.ben):
        add_person(By(cast.chloe), review, person, "reviewer")
    name_study(By(cast.chloe), review, "Amber 2018")
    said("Chloe", review, "choose", "casp_2018")
    rows = "".join(f"Amber 2018,{key},{answer},so\n" for key in range(1, 11))
    file.write_text("study,question,answer,reason\n" + rows)
    said("Ana", review, "import", str(file))
    return review


def test_what_ben_sees_is_the_same_byte_for_byte_whatever_ana_answered(cast: Cast, tmp_path: Path) -> None:
    bens, consensus = tmp_path / "ben.csv", tmp_path / "consensus.csv"
    bens.write_text("study,question,answer,reason\nAmber 2018,1,perhaps,\n")
    consensus.write_text("study,question,answer,reason\nAmber 2018,1,no,why\n")
    worlds = [twin(cast, answer, tmp_path / "ana.csv") for answer in ("yes", "no")]
    for person in ("Ben", "Chloe"):
        for words in (("show",), ("show", "Amber 2018"), ("differences",)):
            one, other = (said(person, review, *words) for review in worlds)
            assert one == other
        for words in (("import", str(bens)), ("reconcile", str(consensus)), ("reopen", "Amber 2018")):
            one, other = (refused(person, review, *words) for review in worlds)
            assert one == other
