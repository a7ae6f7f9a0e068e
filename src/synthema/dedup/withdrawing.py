"""A decision on duplicates taken back: records go where they belong without it, or it is said why they cannot."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from synthema.audit import trail
from synthema.audit.batches import in_batches
from synthema.audit.model import Content
from synthema.audit.tables import Event
from synthema.dedup.belonging import Ground, Step, belong, broken
from synthema.dedup.contrary import contrary, no_longer
from synthema.dedup.events import DuplicateDecisionWithdrawn, Move
from synthema.dedup.model import Match
from synthema.dedup.reports import sought
from synthema.dedup.result import Result, unpack
from synthema.dedup.settling import BOTH_SOUGHT
from synthema.dedup.tables import DedupRun, DuplicateDecision, decisions, groups_now, members, run_in_force
from synthema.refused import Refused
from synthema.team.doors import Desk, action
from synthema.team.model import Need

WORDS_ONLY = ("apart", "related")  # decisions that move nobody


@action(Need.SEARCH)
def withdraw_decision(desk: Desk, decision_id: UUID, reason: str = "") -> DuplicateDecisionWithdrawn:
    """Take a decision on duplicates back; records go where they belong without it."""
    decision = DuplicateDecision.objects.filter(review=desk.review, id=decision_id).first()
    if decision is None or decision.replaced_by is not None:
        raise no_longer(decision)
    run = run_in_force(desk.review)
    moves: tuple[Move, ...] = ()
    if run is not None and (decision.kind not in WORDS_ONLY or decision.number < run.number):
        moves = _without(desk, run, decision)
    return DuplicateDecisionWithdrawn(decision_id=decision_id, moves=moves, reason=reason)


def _without(desk: Desk, run: DedupRun, decision: DuplicateDecision) -> tuple[Move, ...]:
    """How records move when all decisions but this one are followed from the latest run on."""
    again = DuplicateDecision.objects.filter(review=desk.review, replaced_by=decision.id)
    left = sorted([*(d for d in decisions(desk.review) if d.id != decision.id), *again], key=lambda d: d.number)
    found = unpack(trail.store(desk.review).read(Content(run.result)))
    scope = _scope(found, [*left, decision], run.versions)
    touching = [d for d in left if not scope.isdisjoint(d.records)]
    at = {one.record: f"{place:09d}" for place, one in enumerate(found.members, start=1) if one.record in scope}
    now = groups_now(desk.review, scope)
    steps = _steps(desk.review, run, touching, at, _counted(desk.review, found, touching))
    since = [step for d, step in zip(touching, steps, strict=True) if d.number > run.number]
    names = _names(decision, [d for d in touching if d.number > run.number], found, now, since)
    ground = Ground(
        group={at[m.record]: str(m.group) for m in found.members if m.record in scope},
        matches=_matches(found, at),
        before=[step for d, step in zip(touching, steps, strict=True) if d.number < run.number],
        names=[{at[one]: str(name) for one, name in source.items() if one in at} for source in names],
        taken=_borne_elsewhere(desk.review, scope, names),
    )
    record = {place: one for one, place in at.items()}
    made = belong(ground, since, lambda first: str(desk.new_id(f"group:{record[first]}")))
    was = {at[one]: str(name) for one, name in now.items()}
    _refuse_if_contrary(decision, touching, steps, was, made)
    _name_as_reports(desk, at, made)
    return tuple(
        Move(one, UUID(made[place])) for one, place in at.items() if one in now and made[place] != str(now[one])
    )


def _scope(found: Result, by_hand: Sequence[DuplicateDecision], versions: bool) -> set[UUID]:
    """The records that may move: whoever hangs together with those of the last decision, by whatever joins or parts."""
    ties: dict[UUID, list[UUID]] = {}
    for one in found.members:
        ties.setdefault(one.group, []).append(one.record)
    bound: list[Sequence[UUID]] = [*ties.values(), *((m.a, m.b) for m in found.matches)]
    bound += [pair for d in by_hand for pair in (*d.joined, *(d.versions if versions else ()))]
    bound += [d.records for d in by_hand if d.kind == "parted"]
    of: dict[UUID, list[Sequence[UUID]]] = {}
    for tie in bound:
        if len(tie) > 1:
            for record in tie:
                of.setdefault(record, []).append(tie)
    grouped = {one.record for one in found.members}
    coming = [one for one in by_hand[-1].records if one in grouped]
    scope = set(coming)
    while coming:
        near = {one for tie in of.pop(coming.pop(), ()) for one in tie} - scope
        scope |= near
        coming += near
    return scope & grouped


def _matches(found: Result, at: Mapping[UUID, str]) -> tuple[Match, ...]:
    """The matches in scope, but for those that would have joined two reports."""
    never = {frozenset((q.a, q.b)) for q in found.questions if q.reason.endswith(BOTH_SOUGHT)}
    inside = (m for m in found.matches if m.a in at and frozenset((m.a, m.b)) not in never)
    return tuple(Match(at[m.a], at[m.b], m.reason, m.score) for m in inside)


def _steps(
    review: UUID,
    run: DedupRun,
    by_hand: Sequence[DuplicateDecision],
    at: Mapping[UUID, str],
    counted: Collection[tuple[UUID, UUID]],
) -> list[Step]:
    """The decisions as they are followed; those made since the run with the names that they gave to groups."""
    gave: dict[int, frozenset[str]] = {}
    since = (d.number for d in by_hand if d.number > run.number and d.kind not in WORDS_ONLY)
    for few in in_batches(since):
        for event in Event.objects.filter(review=review, seq__in=few):
            gave[event.seq] = frozenset(str(move.group) for move in trail.recorded(event).body.moves)
    return [
        Step(versions=tuple((at[a], at[b]) for a, b in d.versions if (a, b) in counted))
        if d.versions and run.versions and d.number < run.number
        else Step(
            joined=tuple((at[a], at[b]) for a, b in d.joined if a in at and b in at),
            apart=tuple(tuple(at[one] for one in part if one in at) for part in d.apart),
            parted=d.kind == "parted",
            gave=gave.get(d.number, frozenset()),
        )
        for d in by_hand
    ]


def _counted(review: UUID, found: Result, by_hand: Sequence[DuplicateDecision]) -> set[tuple[UUID, UUID]]:
    """The pairs called versions of one publication that the run knew, but for those sought as reports of their own."""
    pairs = {pair for d in by_hand for pair in d.versions}
    named = {one for pair in pairs for one in pair}
    group = {m.record: m.group for m in found.members if m.record in named}
    reports = sought(review).keys() if pairs else ()
    known = {(a, b) for a, b in pairs if a in group and b in group}
    return {(a, b) for a, b in known if group[a] == group[b] or not {group[a], group[b]} <= {*reports}}


def _names(
    decision: DuplicateDecision,
    later: Sequence[DuplicateDecision],
    found: Result,
    now: Mapping[UUID, UUID],
    since: Sequence[Step],
) -> list[Mapping[UUID, UUID]]:
    """What groups may be called that the run did not find so: as before they were joined, else as they are now."""
    own = decision.came_from
    if decision.kind == "parted":  # who was taken out goes back to the others
        stayed = {*decision.sides[1]}
        own = {one.record: one.group for one in found.members if one.record in stayed}
    given = {name for step in since if step.parted for name in step.gave}
    current = {one: name for one, name in now.items() if str(name) not in given}
    return [own, *(d.came_from for d in later), current]


def _borne_elsewhere(review: UUID, scope: set[UUID], names: Iterable[Mapping[UUID, UUID]]) -> set[str]:
    """Of these names those that groups of other records bear."""
    found: set[str] = set()
    for few in in_batches(iter(sorted({name for source in names for name in source.values()}))):
        held = members(review).order_by().filter(group__in=few).values_list("record", "group")
        found |= {str(name) for record, name in held if record not in scope}
    return found


def _refuse_if_contrary(
    decision: DuplicateDecision,
    by_hand: Sequence[DuplicateDecision],
    steps: Sequence[Step],
    was: Mapping[str, str],
    made: Mapping[str, str],
) -> None:
    """Raise Refused where another decision would no longer be kept, naming the one to take back before this one."""
    before = broken(steps, was)
    for place, where in broken(steps, made).items():
        if place in before:
            continue
        torn = any(made[a] != made[b] for a, b in steps[place].joined)
        later = [
            d
            for d, step in zip(by_hand, steps, strict=True)
            if d.number > decision.number and any(made[a] in where for a, _ in step.joined)
        ]
        if by_hand[place].number < decision.number and later:
            raise contrary(later[-1], joined=True)
        raise contrary(by_hand[place], joined=torn)


def _name_as_reports(desk: Desk, at: Mapping[UUID, str], made: dict[str, str]) -> None:
    """Give the groups that are sought as reports the names of these; raises Refused where two would be one."""
    reports = {at[one.record]: one for one in sought(desk.review).values() if one.record in at}
    of: dict[str, str] = {}
    for place, report in sorted(reports.items()):
        other = of.setdefault(made[place], place)
        if other != place:
            raise Refused(
                "They are sought as reports of their own by now ({reports_title!r} and {reports_title_2!r}). Withdraw "
                "one of these reports first. `synthema studies withdraw` does it.",
                reports_title=reports[other].title,
                reports_title_2=report.title,
            )
    wanted = {name: str(reports[place].group) for name, place in of.items()}
    for place, name in list(made.items()):
        made[place] = wanted.get(name, name if name not in wanted.values() else str(desk.new_id(f"instead of:{name}")))
