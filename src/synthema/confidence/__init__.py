"""How far findings may be relied on: ConQual computed from its published rule, CERQual judged by people."""

from synthema.confidence.cerqual import Lint, consistency
from synthema.confidence.conqual import ConQualError, conqual, credibility, dependability, overridden
from synthema.confidence.model import (
    Answer,
    Component,
    ComponentJudgement,
    Concern,
    Confidence,
    ConQual,
    Downgrade,
    EvidenceProfile,
    ResearchType,
    ReviewFinding,
)

__all__ = [
    "Answer",
    "Component",
    "ComponentJudgement",
    "ConQual",
    "ConQualError",
    "Concern",
    "Confidence",
    "Downgrade",
    "EvidenceProfile",
    "Lint",
    "ResearchType",
    "ReviewFinding",
    "conqual",
    "consistency",
    "credibility",
    "dependability",
    "overridden",
]
