"""Several groups become one: how their records move, and which group keeps its name."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from synthema.audit.batches import in_batches
from synthema.dedup.events import Move
from synthema.dedup.reports import Sought, sought
from synthema.dedup.tables import Member, members
from synthema.refused import Refused


def joined(review: UUID, wanted: Iterable[Collection[UUID]]) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """How records move so that each of these sets of groups becomes one group, and where they were before."""
    reports, moves, before = sought(review), list[Move](), list[Move]()
    for groups in wanted:
        held = _held(review, groups)
        kept = _report_among(groups, reports) or held[0].group
        leaving = [m for m in held if m.group != kept]
        moves += [Move(m.record, kept) for m in leaving]
        before += [Move(m.record, m.group) for m in leaving]
    return tuple(moves), tuple(before)


def _held(review: UUID, groups: Collection[UUID]) -> list[Member]:
    found = [one for few in in_batches(iter(sorted(groups))) for one in members(review).filter(group__in=few)]
    return sorted(found, key=lambda one: one.place)


def _report_among(groups: Collection[UUID], reports: Mapping[UUID, Sought]) -> UUID | None:
    """The one group of these that is a report already; raises Refused where two are."""
    found = sorted((g for g in groups if g in reports), key=lambda g: reports[g].title)
    if len(found) > 1:
        raise Refused(
            "Both are sought as reports already ({reports_title!r} and {reports_title_2!r}), and a report "
            "is never swallowed. Withdraw one with `synthema studies withdraw`, or link both to one study.",
            reports_title=reports[found[0]].title,
            reports_title_2=reports[found[1]].title,
        )
    return found[0] if found else None
