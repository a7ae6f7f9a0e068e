"""What reviewers said of a record in another screening tool, read from the record as that tool exported it."""

from synthema.records import opinions_others, opinions_rayyan
from synthema.records.model import Record
from synthema.records.opinion_model import Heard, Opinion
from synthema.records.opinions_others import covidence_list
from synthema.records.opinions_rayyan import rayyan_key

__all__ = ["Opinion", "covidence_list", "opinions", "opinions_faults", "rayyan_key"]

_TOOLS = (opinions_rayyan.heard, opinions_others.asreview, opinions_others.covidence, opinions_others.eppi)


def opinions(record: Record) -> tuple[Opinion, ...]:
    """What was said of a record in Rayyan, Covidence, EPPI-Reviewer or ASReview, in the order it stands there."""
    return tuple(opinion for heard in _heard(record) for opinion in heard.opinions)


def opinions_faults(record: Record) -> tuple[str, ...]:
    """What looks like an opinion but cannot be read; it stays in the record's notes."""
    return tuple(fault for heard in _heard(record) for fault in heard.faults)


def _heard(record: Record) -> list[Heard]:
    return [tool(record) for tool in _TOOLS]
