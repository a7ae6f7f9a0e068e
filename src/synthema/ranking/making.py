"""Make an order for one person from their own verdicts and from what the team has settled, and from nothing else."""

from uuid import UUID, uuid4

from synthema.audit import trail
from synthema.audit.clock import now
from synthema.progress import Progress, silent
from synthema.ranking import rules
from synthema.ranking.model import METHOD, Order
from synthema.ranking.tables import RankingRow, latest
from synthema.ranking.waiting import basis, is_due, own_verdicts
from synthema.screening.model import Standing, Vote
from synthema.screening.orders import awaiting
from synthema.screening.states import units
from synthema.screening.tables import UnitState
from synthema.team.doors import access_review
from synthema.team.model import Need


def retrain(
    review: UUID, stage: str, person: UUID, *, anew: bool = False, progress: Progress = silent
) -> RankingRow | None:
    """The order for a person: made when it is due or asked for `anew`, else the latest; None without records."""
    access_review(person, review, Need.DECIDE)
    if not anew and not is_due(review, stage, person):
        return latest(review, stage, person)
    judged, ground = own_verdicts(review, stage, person).count(), basis(review, stage)
    made = order_for(review, stage, person, progress)
    if made is None:
        return None
    return RankingRow.objects.create(
        id=uuid4(),
        review=review,
        stage=stage,
        person=person,
        method=made.method,
        content=trail.store(review).put(rules.pack(made)).content,
        judged=judged,
        basis=ground,
        made_at=now(),
    )


def order_for(review: UUID, stage: str, person: UUID, progress: Progress = silent) -> Order | None:
    """What awaits a person, the likeliest to be included first; None where nothing is there to be ordered."""
    from synthema.ranking.learning import order  # the numeric libraries take a second to load
    from synthema.ranking.vectors import vectors

    known = list(units(review, stage))
    if not known:
        return None
    learned_from = labels(review, stage, person)
    within = vectors(review, stage, known, progress)
    progress("learning", 0, 0)
    places = order(within, {place: learned_from[unit] for place, unit in enumerate(known) if unit in learned_from})
    awaited = awaiting(review, stage, person)
    first = [known[place] for place in places if known[place] in awaited]
    return Order(
        method=METHOD,
        stage=stage,
        person=person,
        includes=sum(learned_from.values()),
        excludes=len(learned_from) - sum(learned_from.values()),
        units=tuple(first[: rules.kept(len(learned_from))]),
        of=len(first),
    )


def labels(review: UUID, stage: str, person: UUID) -> dict[UUID, bool]:
    """What a person may learn from: their own verdicts that stand, and the units that are settled."""
    own: dict[UUID, list[Vote]] = {}
    for row in own_verdicts(review, stage, person).exclude(unit=None):
        own.setdefault(row.unit or row.subject, []).append(row.vote)
    rows = UnitState.objects.filter(review=review, stage=stage, standing__in=(Standing.FORWARD, Standing.EXCLUDED))
    settled = {unit: Standing(standing) for unit, standing in rows.values_list("unit", "standing")}
    return rules.labels(own, settled)
