"""The nouns of deduplication: matches with their evidence, groups, and pairs a person should look at."""

from dataclasses import dataclass

from synthema.records.model import Record


@dataclass(frozen=True, slots=True)
class Match:
    """Two records held to be the same report, with the evidence in one sentence and a score in percent."""

    a: str
    b: str
    reason: str
    score: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that look alike but not enough, or that conflict: a person decides."""

    a: str
    b: str
    reason: str
    score: int


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one report in the order of their identifiers; its matches connect all members."""

    members: tuple[str, ...]
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Every record in exactly one group, and the pairs left to a person."""

    groups: tuple[Group, ...]
    review: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """One record made of the best value per field, and which members gave each field (several only for notes)."""

    record: Record
    sources: dict[str, tuple[str, ...]]
