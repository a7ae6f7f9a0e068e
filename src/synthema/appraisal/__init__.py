"""Appraisal of studies with CASP, JBI, MMAT or a team's own checklist."""

from synthema.appraisal.instruments import (
    MMAT_DESIGNS,
    for_design,
    for_publication,
    instrument,
    instruments,
    rated_questions,
    with_wording,
)
from synthema.appraisal.matrix import answers_by_question, mmat_parts, weakest_parts
from synthema.appraisal.model import LETTERS, Band, Matrix, Part, Preset, Rating, Score, Tally
from synthema.appraisal.scoring import preset, presets, rate, score, with_bands

__all__ = [
    "LETTERS",
    "MMAT_DESIGNS",
    "Band",
    "Matrix",
    "Part",
    "Preset",
    "Rating",
    "Score",
    "Tally",
    "answers_by_question",
    "for_design",
    "for_publication",
    "instrument",
    "instruments",
    "mmat_parts",
    "preset",
    "presets",
    "rate",
    "rated_questions",
    "score",
    "weakest_parts",
    "with_bands",
    "with_wording",
]
