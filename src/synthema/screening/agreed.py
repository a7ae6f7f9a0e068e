"""What two people said of the same units before any talk: how often, and of which; counted by the database.

Where a unit that needs two votes is not open and never had more than two, those are the pair: both stand, and two
people gave them. Where more were given, `pairs_for_agreement` reads the votes; tests hold the two together.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from synthema.screening.model import OPEN, Vote
from synthema.screening.states import pairs_for_agreement, policy
from synthema.screening.tables import verdicts

Pair = tuple[UUID, UUID]  # the persons in the order of their identifiers
Times = Counter[tuple[str, str]]  # how often these two verdicts were given
Crossings = dict[Pair, Times]
PLAIN = Q(votes=2)  # all that were ever given, those taken back included


def crossings(review: UUID, stage: str) -> Crossings:
    """How often each two people gave each two verdicts, as `pairs_for_agreement` has them."""
    if policy(review).reviewers != 2:
        return {}
    said = Concat(Cast("person", CharField()), Value(" "), "verdict")
    rows = _units(review, stage).annotate(first=Min(said), last=Max(said)).filter(PLAIN)
    times = Counter(rows.values_list("first", "last"))
    found = counted(_others(review, stage))
    for both, number in times.items():
        (one, first), (other, last) = (text.split(" ") for text in both)
        found.setdefault((UUID(one), UUID(other)), Counter())[first, last] += number
    return found


def counted(pairs: Iterable[tuple[UUID, Vote, Vote]]) -> Crossings:
    """How often these pairs of votes say the same two things."""
    found: Crossings = defaultdict(Counter)
    for _unit, one, other in pairs:
        found[one.person, other.person][one.verdict, other.verdict] += 1
    return dict(found)


def units_where(review: UUID, stage: str, said: Mapping[UUID, Collection[str]]) -> list[UUID]:
    """The units of which two people each gave one of these verdicts, in the order in which they were first judged."""
    if policy(review).reviewers != 2 or len(said) != 2:
        return []
    (one, ones), (other, others) = said.items()
    rows = _units(review, stage).annotate(
        one=Count("id", filter=Q(person=one, verdict__in=list(ones))),
        other=Count("id", filter=Q(person=other, verdict__in=list(others))),
    )
    found = list(rows.filter(PLAIN, one=1, other=1).values_list("since", "unit"))
    read = list(among(_others(review, stage), said))
    since = dict(_units(review, stage).filter(unit__in=read).values_list("unit", "since")) if read else {}
    return [unit for _, unit in sorted([*found, *((since[unit], unit) for unit in read)])]


def among(pairs: Iterable[tuple[UUID, Vote, Vote]], said: Mapping[UUID, Collection[str]]) -> Iterator[UUID]:
    """The units of these pairs of which two people each gave one of these verdicts."""
    for unit, *both in pairs:
        if {vote.person for vote in both} == set(said) and all(vote.verdict in said[vote.person] for vote in both):
            yield unit


def _units(review: UUID, stage: str) -> "QuerySet[Any, Any]":
    """The units that are not open, each with how many votes it ever had and the number of the first."""
    rows = verdicts(review, stage).exclude(unit=None).exclude(standing__in=OPEN).order_by()
    return rows.values("unit").annotate(votes=Count("id"), since=Min("given_seq"))


def _others(review: UUID, stage: str) -> list[tuple[UUID, Vote, Vote]]:
    return pairs_for_agreement(review, stage, _units(review, stage).exclude(PLAIN).values("unit"))
