"""Decisions that rest on criteria which an amendment changed: to be looked at again, and upheld where they stand."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from synthema.audit.batches import in_batches
from synthema.audit.model import By, Recorded, free
from synthema.audit.registry import event_kind, projects
from synthema.protocol.amending import Affected, affected
from synthema.protocol.model import STAGES, Protocol
from synthema.protocol.tables import current, versions
from synthema.refused import Refused
from synthema.screening.model import Standing
from synthema.screening.tables import ResolutionRow, VerdictRow, ids_in
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import ROLES_FOR, Need, Role
from synthema.team.tables import Seat

SETTLED = (Standing.FORWARD, Standing.EXCLUDED)


@event_kind("screening", undo="cannot be undone: take the verdict back, or amend the protocol again")
@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictsUpheld:
    """Verdicts on settled records or reports were looked at under an amended protocol, and they stand."""

    stage: str
    verdicts: tuple[UUID, ...]
    protocol_version: int
    note: str = free("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A verdict that rests on criteria which were changed since."""

    verdict: UUID
    subject: UUID
    person: UUID
    keys: tuple[str, ...]  # the criteria


@dataclass(slots=True, kw_only=True)
class Again:
    """A unit to be screened again, with the verdicts because of which, as far as the viewer may see them."""

    stage: str
    unit: UUID
    settled: bool
    resting: list[Resting] = field(default_factory=list)

    @property
    def keys(self) -> tuple[str, ...]:
        """The changed criteria it rests on."""
        return tuple(dict.fromkeys(chain.from_iterable(one.keys for one in self.resting)))


def to_screen_again(review: UUID, viewer: UUID, under: Protocol | None = None) -> list[Again]:
    """The units whose verdicts rest on criteria that were amended since, or would be by a protocol that is proposed.

    Stage by stage. Of units that are not decided the viewer learns only about their own verdict.
    """
    changed = _changes(review, under)
    found: dict[tuple[str, UUID], Again] = {}
    for stage in STAGES if changed else ():
        redecided = _settled_since(review, stage, changed)
        for row in _candidates(review, stage, viewer, changed):
            settled = row.standing in SETTLED
            keys = changed[row.protocol_version].concerns(stage, row.verdict, row.reason)
            if row.unit is None or not keys or (settled and row.unit in redecided):
                continue
            there = found.setdefault((stage, row.unit), Again(stage=stage, unit=row.unit, settled=settled))
            there.resting.append(Resting(verdict=row.id, subject=row.subject, person=row.person, keys=keys))
    return list(found.values())


def _changes(review: UUID, under: Protocol | None) -> dict[int, Affected]:
    """What has changed for decisions since each earlier version of the protocol; versions nothing rests on left out."""
    there = versions(review)
    now = under or (there[-1].protocol if there else None)
    since = {row.number: affected(row.protocol, now) for row in there} if now else {}
    return {number: change for number, change in since.items() if change}


def _candidates(review: UUID, stage: str, viewer: UUID, changed: Collection[int]) -> Iterator[VerdictRow]:
    rows = VerdictRow.objects.filter(review=review, stage=stage, withdrawn_seq=None, protocol_version__in=changed)
    overruled = set(
        chain.from_iterable(
            ids_in(text)
            for text in VerdictRow.objects.filter(review=review, stage=stage, withdrawn_seq=None)
            .exclude(overrules="[]")
            .values_list("overrules", flat=True)
        )
    )
    seen = (rows.filter(standing__in=SETTLED) | rows.filter(person=viewer)).exclude(unit=None).order_by("given_seq")
    return (row for row in seen.iterator(chunk_size=500) if row.id not in overruled)


def _settled_since(review: UUID, stage: str, changed: Mapping[int, Affected]) -> set[UUID]:
    """The units whose conflict was settled under criteria that have not changed since as far as that decision goes."""
    there = versions(review)
    rows = ResolutionRow.objects.filter(review=review, stage=stage, withdrawn_seq=None).exclude(unit=None)
    found: dict[UUID, bool] = {}
    for row in rows.order_by("given_seq"):
        under = max((version.number for version in there if version.at <= row.at), default=1)
        rests = under in changed and bool(changed[under].concerns(stage, row.decision, row.reason))
        if row.unit is not None:
            found[row.unit] = not rests
    return {unit for unit, still in found.items() if still}


def gone(review: UUID, people: Collection[UUID]) -> set[UUID]:
    """Those of these people who have no role any more in which they could decide."""
    seats = Seat.objects.filter(review=review, person__in=people, role__in=ROLES_FOR[Need.DECIDE])
    return set(people) - set(seats.values_list("person", flat=True))


@action(Need.DECIDE)
def _uphold(desk: Desk, stage: str, verdicts: tuple[UUID, ...], note: str) -> VerdictsUpheld:
    rows = VerdictRow.objects.filter(
        review=desk.review, stage=stage, pk__in=verdicts, withdrawn_seq=None, standing__in=SETTLED
    )
    people = dict(rows.values_list("id", "person"))
    # One message for a verdict that is open and for none: whoever guesses must not be told that they were right.
    if not verdicts or set(verdicts) != set(people):
        raise Refused("Only verdicts on records and reports that are decided can be upheld. Load the list again.")
    others = set(people.values()) - {desk.person}
    if others and not (Role.LEAD in desk.roles and others <= gone(desk.review, others)):
        raise Refused("Each upholds their own verdicts; only for somebody who left does the lead do it.")
    return VerdictsUpheld(
        stage=stage, verdicts=verdicts, protocol_version=current(desk.review).number, note=note.strip()
    )


def uphold(by: By, review: UUID, stage: str, verdicts: Collection[UUID], note: str = "") -> int:
    """Say of verdicts on decided units that they stand under the protocol in force, at most 500 in one act; how many.

    Each upholds their own, the lead also those of people who left.
    """
    access_review(by.person, review, Need.DECIDE)
    wanted = sorted(set(verdicts))
    for number, batch in enumerate(in_batches(iter(wanted))):
        _uphold(by.then(f"uphold {number}"), review, stage, tuple(batch), note)
    if not wanted:
        raise Refused("There is nothing to uphold: no verdict of yours on a decided record rests on what was amended.")
    return len(wanted)


@projects(VerdictsUpheld)
def verdicts_upheld(event: Recorded[VerdictsUpheld]) -> None:
    """The verdicts count as given under the version in force."""
    rows = VerdictRow.objects.filter(review=event.review, stage=event.body.stage, pk__in=event.body.verdicts)
    rows.update(protocol_version=event.body.protocol_version)
