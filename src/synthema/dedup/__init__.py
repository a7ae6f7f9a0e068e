"""Which records are the same report: groups with their evidence, and pairs left to a person."""

from synthema.dedup.accuracy import Accuracy, accuracy
from synthema.dedup.best import best_fields
from synthema.dedup.formats import to_records
from synthema.dedup.frames import Tables, find_in_frame
from synthema.dedup.model import Best, Duplicates, Group, Kind, Match, Pair, Relation
from synthema.dedup.rules import MATCHER, find

__all__ = [
    "MATCHER",
    "Accuracy",
    "Best",
    "Duplicates",
    "Group",
    "Kind",
    "Match",
    "Pair",
    "Relation",
    "Tables",
    "accuracy",
    "best_fields",
    "find",
    "find_in_frame",
    "to_records",
]
