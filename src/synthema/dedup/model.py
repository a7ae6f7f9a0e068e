"""The nouns of deduplication: matches with their evidence, groups, and pairs a person should look at."""

from dataclasses import dataclass
from enum import StrEnum

from synthema.records.model import Record


class Kind(StrEnum):
    """How one report can stand to another without being the same report; told of the later or smaller one."""

    VERSION = "version"  # a later version of the other: an updated Cochrane review
    PREPRINT = "preprint"  # the preprint of the other
    NOTICE = "notice"  # an erratum, a reply or a comment on the other
    ABSTRACT = "abstract"  # the conference abstract of the other
    REPRINT = "reprint"  # the other printed again
    TRANSLATION = "translation"  # the other in another language


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
    relation: Kind | None = None  # what the pair may be instead of a duplicate


@dataclass(frozen=True, slots=True)
class Relation:
    """Two different reports that belong together: a is the version, preprint, notice, ... of b."""

    a: str
    b: str
    kind: Kind
    reason: str
    score: int


@dataclass(frozen=True, slots=True)
class Family:
    """Uncertain pairs that are one question: the records they touch, and the pairs, the most alike first."""

    records: tuple[str, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one report in the order of their identifiers; its matches connect all members."""

    members: tuple[str, ...]
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Every record in exactly one group, the pairs left to a person, and reports that are related, not the same."""

    groups: tuple[Group, ...]
    review: tuple[Pair, ...]
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Best:
    """One record made of the best value per field, and which members gave each field (several only for notes)."""

    record: Record
    sources: dict[str, tuple[str, ...]]
