"""Hints that two reports may tell of one study: people, subject and registration in common. A hint links nothing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from synthema.dedup.text import fold
from synthema.studies.rules import surname

YEARS = 6  # reports of one study seldom lie further apart
FEWEST_PEOPLE, FEWEST_WORDS = 2, 2
MOST_OF_A_NAME = 200  # reports of one family name that are compared
_COMMON = 0.2  # a word in more of the titles than this tells nothing
_REGISTRATION = re.compile(
    r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|ChiCTR[-A-Z]*\d{6,10}|DRKS\d{8}|UMIN\d{9})\b", re.IGNORECASE
)
_SMALL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A report as companions are looked for."""

    report: UUID
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    text: str = ""  # abstracts of its records, in which a registration may stand
    study: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Two reports that may tell of one study, and why."""

    one: UUID
    other: UUID
    why: str


@dataclass(frozen=True, slots=True)
class _Known:
    source: Companion
    people: frozenset[str]
    words: frozenset[str]
    registrations: frozenset[str]


def hints(reports: Sequence[Companion]) -> list[Hint]:
    """Pairs of reports not linked to one study that share a registration, or people and telling words."""
    known = _known(reports)
    found = []
    for one, other in _pairs(known):
        a, b = known[one], known[other]
        if a.source.study is not None and a.source.study == b.source.study:
            continue
        if why := _why(a, b):
            found.append(Hint(one=a.source.report, other=b.source.report, why=why))
    return found


def _known(reports: Sequence[Companion]) -> list[_Known]:
    titles = [frozenset(word for word in fold(one.title).split() if len(word) > _SMALL) for one in reports]
    held = Counter(word for words in titles for word in words)
    common = {word for word, count in held.items() if len(reports) >= 10 and count > _COMMON * len(reports)}
    return [
        _Known(
            one,
            frozenset(fold(surname(author)) for author in one.authors) - {""},
            words - common,
            frozenset(found.upper() for found in _REGISTRATION.findall(f"{one.title} {one.text}")),
        )
        for one, words in zip(reports, titles, strict=True)
    ]


def _pairs(known: Sequence[_Known]) -> Iterator[tuple[int, int]]:
    shared: Counter[tuple[int, int]] = Counter()
    for places in _by_name([one.people for one in known]).values():
        shared.update(combinations(places[:MOST_OF_A_NAME], 2))
    wanted = {pair for pair, count in shared.items() if count >= FEWEST_PEOPLE}
    for places in _by_name([one.registrations for one in known]).values():
        wanted.update(combinations(places[:MOST_OF_A_NAME], 2))
    return iter(sorted(wanted))


def _by_name(sets: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, names in enumerate(sets):
        for name in names:
            found[name].append(place)
    return found


def _why(one: _Known, other: _Known) -> str:
    if both := one.registrations & other.registrations:
        return f"both name the registration {min(both)}"
    people, words = one.people & other.people, one.words & other.words
    first, second = one.source.year, other.source.year
    far = first is not None and second is not None and abs(first - second) > YEARS
    if far or len(people) < FEWEST_PEOPLE or len(words) < FEWEST_WORDS:
        return ""
    who = ", ".join(name.title() for name in sorted(people)[:4])
    return f"both by {who}; both titles speak of {', '.join(sorted(words)[:5])}"
