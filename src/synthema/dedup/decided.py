"""What people decided about duplicates, as it is told: in words, with the records, and to whoever comes second."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from synthema.dedup.beside import Copy, copies
from synthema.dedup.model import Kind
from synthema.dedup.tables import DuplicateDecision, groups_now
from synthema.dedup.wording import IS

MOST = 3  # parts of a decision, and records of a part, that are shown
_ONE: dict[str, "str | Promise"] = {
    "same": gettext_lazy("merged"),
    "apart": gettext_lazy("kept apart"),
    "related": gettext_lazy("linked as related"),
    "parted": gettext_lazy("parted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """Records that a decision holds to be one work, and how many more there are than are shown."""

    copies: tuple[Copy, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionShown:
    """A decision in words, and the parts it is about."""

    decision: DuplicateDecision
    words: str
    between: str  # what stands between two parts
    parts: tuple[PartShown, ...]
    more: int


def in_words(decision: DuplicateDecision) -> str:
    """What a decision was: merged 2, kept 21 others apart."""
    if decision.kind != "family":
        return str(_ONE[decision.kind])
    sets = [len(part) for part in decision.sides if len(part) > 1]
    alone = len(decision.sides) - len(sets)
    if not sets:
        return _("kept %(n)s apart") % {"n": f"{alone:,}"}
    said = _("merged %(n)s") if len(sets) == 1 else _("merged %(n)s into %(m)s")
    said %= {"n": f"{sum(sets):,}", "m": f"{len(sets):,}"}
    if not alone:
        return said
    rest = ngettext("kept one other apart", "kept %(n)s others apart", alone)
    return f"{said}, {rest % {'n': f'{alone:,}'} if '%' in rest else rest}"


def shown(review: UUID, made: Sequence[DuplicateDecision]) -> list[DecisionShown]:
    """Decisions as a page lists them, each with the first of its records; what was merged comes first."""
    parts = {one.id: _parts(one) for one in made}
    known = copies(review, [record for own in parts.values() for part in own[:MOST] for record in part[:MOST]])
    return [
        DecisionShown(
            decision=one,
            words=in_words(one),
            between=str(IS[Kind(one.relation)]) if one.relation else "≠",
            parts=tuple(
                PartShown(copies=tuple(known[n] for n in part[:MOST] if n in known), more=max(0, len(part) - MOST))
                for part in parts[one.id][:MOST]
            ),
            more=max(0, len(parts[one.id]) - MOST),
        )
        for one in made
    ]


def _parts(decision: DuplicateDecision) -> list[list[UUID]]:
    if decision.kind == "same":
        return [decision.records]
    if decision.kind == "family":
        return sorted(decision.sides, key=lambda part: len(part) == 1)
    return decision.sides


def latest_number(review: UUID) -> int:
    """The number of the newest decision, 0 before the first."""
    made = DuplicateDecision.objects.filter(review=review).order_by("-number")
    return made.values_list("number", flat=True).first() or 0


def made_since(review: UUID, records: Collection[UUID], number: int) -> DuplicateDecision | None:
    """The newest decision in force after a number on two records at least of the groups of these records."""
    since = DuplicateDecision.objects.filter(review=review, replaced_by=None, number__gt=number).order_by("-number")
    groups = set(groups_now(review, records).values())
    for one in since:
        if sum(group in groups for group in groups_now(review, one.records).values()) > 1:
            return one
    return None
