"""From findings to themes: the tree, the study x theme matrix, effect sizes and the check catalogue."""

from synthema.synthesis.checks import CATALOGUE, CheckResult, Hit, Severity, Status, run_checks
from synthema.synthesis.matrix import Cell, Matrix, study_theme_matrix
from synthema.synthesis.metasummary import MetaSummary, meta_summary, percent, summarise
from synthema.synthesis.model import (
    Code,
    Credibility,
    Finding,
    Order,
    Origin,
    Placement,
    Polarity,
    PolarityAgainst,
    Quote,
    Report,
    Study,
    Synthesis,
    Theme,
    ThemeLevel,
)
from synthema.synthesis.profiles import PROFILES, MethodProfile
from synthema.synthesis.soundness import UnsoundSynthesisError, faults
from synthema.synthesis.tree import Branch, Support, supports, tree

__all__ = [
    "CATALOGUE",
    "PROFILES",
    "Branch",
    "Cell",
    "CheckResult",
    "Code",
    "Credibility",
    "Finding",
    "Hit",
    "Matrix",
    "MetaSummary",
    "MethodProfile",
    "Order",
    "Origin",
    "Placement",
    "Polarity",
    "PolarityAgainst",
    "Quote",
    "Report",
    "Severity",
    "Status",
    "Study",
    "Support",
    "Synthesis",
    "Theme",
    "ThemeLevel",
    "UnsoundSynthesisError",
    "faults",
    "meta_summary",
    "percent",
    "run_checks",
    "study_theme_matrix",
    "summarise",
    "supports",
    "tree",
]
