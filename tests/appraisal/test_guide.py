import re
from pathlib import Path

from synthema.appraisal import MMAT_DESIGNS, instrument, instruments, with_wording
from synthema.appraisal.scoring import PRESETS
from synthema.forms import parse_form, read_long
from synthema.forms.model import KINDS

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "appraisal.md").read_text("utf-8")


def blocks(language: str) -> list[bytes]:
    return [block.encode() for block in re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)]


def first_cells() -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE))


def test_the_guide_lists_every_instrument_every_preset_and_every_kind_of_question() -> None:
    expected = {form.id for form in instruments()} | {preset.id for preset in PRESETS} | set(KINDS)
    assert first_cells() == expected


def test_the_files_shown_in_the_guide_are_read_without_problems() -> None:
    wording, checklist = blocks("toml")
    assert with_wording(instrument("casp_2018"), wording, "guide").wording_source
    assert parse_form(checklist, "guide").id == "our_checklist"
    (table,) = blocks("csv")
    reading = read_long(instrument("casp_2018"), table, "guide")
    assert [sheet.answers for sheet in reading.sheets] == [{"1": "yes", "6": "cant_tell"}]
    assert all(problem.missing for problem in reading.problems)


def test_every_design_of_the_mmat_asks_parts_the_instrument_has() -> None:
    groups = {question.group for question in instrument("mmat_2018").questions}
    assert {group for parts in MMAT_DESIGNS.values() for group in parts} == groups
