"""The questions that await a person, put together into families."""

from dataclasses import dataclass
from uuid import UUID

from synthema.dedup.families import families
from synthema.dedup.model import Kind, Pair
from synthema.dedup.tables import Question, groups_now, questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Uncertain records that are one question: their groups, a record of each, and the pairs, the most alike first."""

    records: tuple[UUID, ...]
    groups: tuple[UUID, ...]
    questions: tuple[Question, ...]

    @property
    def id(self) -> UUID:
        """The question by which its address names it."""
        return self.questions[0].id

    @property
    def is_pair(self) -> bool:
        """Whether it is about two groups alone."""
        return len(self.groups) == 2


def asked(review: UUID) -> tuple[Asked, ...]:
    """The open families, the most useful first."""
    rows = questions(review)
    group = {str(one): str(key) for one, key in groups_now(review, {r for q in rows for r in (q.a, q.b)}).items()}
    by_pair = {(str(q.a), str(q.b)): q for q in rows}
    pairs = [Pair(str(q.a), str(q.b), q.reason, q.score, Kind(q.relation) if q.relation else None) for q in rows]
    return tuple(
        _asked(group, tuple(by_pair[pair.a, pair.b] for pair in family.pairs)) for family in families(pairs, group)
    )


def _asked(group: dict[str, str], rows: tuple[Question, ...]) -> Asked:
    shown: dict[str, str] = {}
    for question in rows:  # of a group the record that is most alike to another one is shown
        for one in (str(question.a), str(question.b)):
            shown.setdefault(group[one], one)
    return Asked(
        records=tuple(UUID(one) for one in shown.values()), groups=tuple(UUID(key) for key in shown), questions=rows
    )
