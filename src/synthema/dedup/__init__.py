"""Which records are the same report: groups with their evidence, and pairs left to a person."""

from synthema.dedup.accuracy import Accuracy, accuracy
from synthema.dedup.best import best_fields
from synthema.dedup.formats import to_records
from synthema.dedup.model import Best, Duplicates, Group, Match, Pair
from synthema.dedup.rules import MATCHER, find

__all__ = [
    "MATCHER",
    "Accuracy",
    "Best",
    "Duplicates",
    "Group",
    "Match",
    "Pair",
    "accuracy",
    "best_fields",
    "find",
    "to_records",
]
