"""The study x theme matrix."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.synthesis import Cell, Placement, Polarity, study_theme_matrix
from tests.synthesis.clean import CLEAN, FINDINGS, PLACEMENTS, THEMES


def test_it_has_a_row_for_every_included_study_and_a_column_for_every_theme() -> None:
    matrix = study_theme_matrix(CLEAN)
    assert [study.id for study in matrix.studies] == ["harbour", "mill", "orchard"]
    assert [theme.id for theme in matrix.themes] == [theme.id for theme in THEMES]
    assert [len(row) for row in matrix.rows] == [7, 7, 7]


def test_it_counts_by_how_findings_stand_to_the_theme() -> None:
    matrix = study_theme_matrix(CLEAN)
    assert matrix.cell("harbour", "strain") == Cell(contradicts=1)
    assert matrix.cell("mill", "strain") == Cell(supports=1)
    assert matrix.cell("mill", "journey") == Cell(supports=3)


def test_a_finding_under_two_subthemes_counts_once_above_them() -> None:
    matrix = study_theme_matrix(CLEAN)
    assert matrix.cell("orchard", "belonging") == matrix.cell("orchard", "doubt") == Cell(supports=1)
    assert matrix.cell("orchard", "journey") == Cell(supports=2)  # f4 and f6, f4 under two subthemes


def test_a_nuance_is_its_own_count() -> None:
    placements = (*PLACEMENTS, Placement(finding_id="f8", theme_id="strain", polarity=Polarity.NUANCE))
    matrix = study_theme_matrix(replace(CLEAN, placements=placements))
    assert matrix.cell("mill", "strain") == Cell(supports=1, nuance=1)


def test_silence_is_shown() -> None:
    matrix = study_theme_matrix(CLEAN)
    assert matrix.cell("orchard", "growth").silent
    assert [study.id for study in matrix.silent_studies("growth")] == ["orchard"]


def test_it_can_leave_descendants_out() -> None:
    matrix = study_theme_matrix(CLEAN, with_descendants=False)
    assert matrix.cell("mill", "gain").silent
    assert matrix.cell("mill", "growth") == Cell(supports=1)


def test_it_can_show_some_themes_only() -> None:
    matrix = study_theme_matrix(CLEAN, ["cost", "gain"])
    assert [theme.id for theme in matrix.themes] == ["gain", "cost"]  # in the order of the synthesis


def test_a_study_that_is_not_in_it_has_no_cell() -> None:
    with pytest.raises(KeyError):
        study_theme_matrix(CLEAN).cell("quarry", "growth")


IDS = st.sampled_from([finding.id for finding in FINDINGS])
THEME_IDS = st.sampled_from([theme.id for theme in THEMES])


@given(st.lists(st.builds(Placement, finding_id=IDS, theme_id=THEME_IDS, polarity=st.sampled_from(Polarity))))
def test_every_included_finding_is_counted_under_the_root(placements: list[Placement]) -> None:
    matrix = study_theme_matrix(replace(CLEAN, placements=tuple(placements)), ["journey"])
    counted = sum(cell.supports + cell.contradicts + cell.nuance for (cell,) in matrix.rows)
    assert counted == len({(p.finding_id, p.polarity) for p in placements if p.finding_id != "f9"})
