"""The study x theme matrix: who speaks for a theme, who against it, who qualifies it, who is silent."""

from collections.abc import Iterable
from dataclasses import dataclass

from synthema.sheets import csv_text
from synthema.synthesis.model import Polarity, Study, Synthesis, Theme
from synthema.synthesis.tree import included_reports, supports


@dataclass(frozen=True, slots=True)
class Cell:
    """Findings of one study under one theme, counted by how they stand to it."""

    supports: int = 0
    contradicts: int = 0
    nuance: int = 0

    @property
    def silent(self) -> bool:
        """Whether the study has no finding under the theme."""
        return self == Cell()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Included studies x themes; `rows[i][j]` is the cell of `studies[i]` and `themes[j]`."""

    studies: tuple[Study, ...]
    themes: tuple[Theme, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def cell(self, study_id: str, theme_id: str) -> Cell:
        """One cell; KeyError if the study or the theme is not in the matrix."""
        row = {study.id: row for study, row in zip(self.studies, self.rows, strict=True)}[study_id]
        return {theme.id: cell for theme, cell in zip(self.themes, row, strict=True)}[theme_id]

    def silent_studies(self, theme_id: str) -> tuple[Study, ...]:
        """The studies without a finding under a theme, in order."""
        return tuple(study for study in self.studies if self.cell(study.id, theme_id).silent)


def study_theme_matrix(
    synthesis: Synthesis, theme_ids: Iterable[str] | None = None, *, with_descendants: bool = True
) -> Matrix:
    """Count distinct findings by study, theme and polarity; with descendants, a finding under two of them counts once.

    Shape: included studies x themes (all, or those named). Raises UnsoundSynthesisError on broken links.
    """
    wanted = None if theme_ids is None else set(theme_ids)
    studies = tuple(study for study in synthesis.studies if study.included)
    themes = tuple(theme for theme in synthesis.themes if wanted is None or theme.id in wanted)
    support = supports(synthesis)
    study_of = included_reports(synthesis)
    study_of_finding = {finding.id: study_of.get(finding.report_id, "") for finding in synthesis.findings}
    columns = []
    for theme in themes:
        found = support[theme.id].placements if with_descendants else support[theme.id].own_placements
        columns.append({(study_of_finding[p.finding_id], p.finding_id, p.polarity) for p in found})
    rows = tuple(tuple(_cell(study.id, column) for column in columns) for study in studies)
    return Matrix(studies, themes, rows)


def _cell(study_id: str, column: set[tuple[str, str, Polarity]]) -> Cell:
    def count(polarity: Polarity) -> int:
        return sum(1 for study, _finding, stands in column if study == study_id and stands is polarity)

    return Cell(count(Polarity.SUPPORTS), count(Polarity.CONTRADICTS), count(Polarity.NUANCE))


def matrix_rows(matrix: Matrix) -> list[list[str]]:
    """The matrix as a table with a header: a row per study, a column per theme; an empty cell is silence."""
    header = ["study", *(theme.name for theme in matrix.themes)]
    return [
        header,
        *([study.name, *map(_in_words, row)] for study, row in zip(matrix.studies, matrix.rows, strict=True)),
    ]


def _in_words(cell: Cell) -> str:
    counts = (("supports", cell.supports), ("contradicts", cell.contradicts), ("nuance", cell.nuance))
    return ", ".join(f"{number} {word}" for word, number in counts if number)


def to_csv(matrix: Matrix) -> str:
    """The matrix as CSV."""
    header, *rows = matrix_rows(matrix)
    return csv_text(header, rows)
