"""Open sealed verdicts: each becomes the verdict of who gave it, in the moment in which nothing is blind any more."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from synthema.audit import trail
from synthema.audit.batches import PAUSE, in_batches
from synthema.audit.model import By, Content
from synthema.audit.tables import Event
from synthema.dedup.tables import members
from synthema.progress import Progress, silent
from synthema.refused import Refused
from synthema.screening import hand_covers
from synthema.screening.events import VerdictGiven
from synthema.screening.hand_events import Opened, SealedVerdictsOpened
from synthema.screening.hand_model import HandIn, SealedVerdict
from synthema.screening.hand_rules import Decision, Sealed, decide
from synthema.screening.hand_sealing import unseal
from synthema.screening.hand_tables import HandInRow, HandOutKey, hand_ins
from synthema.screening.rules import may_vote
from synthema.screening.standings import states_now
from synthema.screening.states import TITLE_ABSTRACT, is_left, policy, state_of, unit_of
from synthema.screening.tables import LONGEST_ORDER
from synthema.team.doors import Desk, access_review, action
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import Seat

AT_ONCE = 10  # units that are opened in one transaction, so that others wait a quarter of a second at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How many verdicts were opened now, how many stay sealed, and whose cannot be opened as things are."""

    opened: int = 0
    still_sealed: int = 0
    without_role: tuple[UUID, ...] = ()  # they have left the review
    without_key: tuple[UUID, ...] = ()  # handed out on another computer


def sealed_waits(review: UUID) -> bool:
    """Whether anything is sealed here that a new verdict could open; cheap."""
    return HandInRow.objects.filter(review=review, still_sealed__gt=0).exists()


def open_ready(by: By, review: UUID, *, progress: Progress = silent) -> Account:
    """Open every sealed verdict whose record has all that are needed; anybody who gives verdicts may ask for it."""
    access_review(by.person, review, Need.DECIDE)
    rows = hand_ins(review)
    keys = dict(
        HandOutKey.objects.filter(hand_out__in=[row.hand_out for row in rows]).values_list("hand_out", "private")
    )
    sealed = _not_given_yet(review, _sealed(review, rows, keys))
    by_unit = _by_unit(review, sealed)
    decisions = _decided(review, by_unit)
    ready = [unit for unit, decision in decisions.items() if decision.open]
    left = {row.id: 0 for row in rows if row.hand_out in keys}
    for one in (one for decision in decisions.values() for one in (*decision.open, *decision.wait)):
        left[one.hand_in] += 1
    opened = 0
    for start in range(0, len(ready), AT_ONCE):
        opened += _open(by, review, ready[start : start + AT_ONCE], by_unit, left)
        progress("opening verdicts", min(start + AT_ONCE, len(ready)), len(ready))
        time.sleep(PAUSE)
    for row in HandInRow.objects.filter(review=review, id__in=left):
        if row.still_sealed != left[row.id]:
            _note(By(by.person), review, row.id, (), left[row.id])
    return Account(
        opened=opened,
        still_sealed=sum(left.values()) + sum(row.still_sealed for row in rows if row.hand_out not in keys),
        without_role=tuple(sorted({one.person for one in sealed if not one.seated})),
        without_key=tuple(sorted({row.person for row in rows if row.hand_out not in keys and row.still_sealed})),
    )


def _sealed(review: UUID, rows: Sequence[HandInRow], keys: dict[UUID, str]) -> list[Sealed]:
    """What the latest file for each hand-out holds, as far as its key and its bytes are here."""
    roles = [str(role) for role in ROLES_FOR[Need.DECIDE]]
    seated = set(Seat.objects.filter(review=review, role__in=roles).values_list("person", flat=True))
    found = []
    for row in rows:
        content, shelf = Content(row.sealed), trail.store(review)
        if row.hand_out not in keys or not shelf.has(content):
            continue
        cover, _, sealed = shelf.read(content).partition(b"\n")
        hand_covers.understood(cover, HandIn)
        words = hand_covers.opened_verdicts(unseal(sealed, bytes.fromhex(keys[row.hand_out]), cover))
        found += [Sealed(row.number, row.id, row.person, row.person in seated, one) for one in words]
    return found


def _act(review: UUID, one: Sealed) -> By:
    """The act by which a verdict is opened: whatever file it came in, it is opened once."""
    return By(one.person, uuid5(review, f"opened {one.verdict.verdict_id}"))


def _not_given_yet(review: UUID, sealed: list[Sealed]) -> list[Sealed]:
    acts = {_act(review, one).act_id for one in sealed}
    done: set[UUID] = set()
    for batch in in_batches(iter(sorted(acts))):
        done |= set(Event.objects.filter(review=review, act_id__in=batch).values_list("act_id", flat=True))
    return [one for one in sealed if _act(review, one).act_id not in done]


def _by_unit(review: UUID, sealed: list[Sealed]) -> dict[UUID, list[Sealed]]:
    """The sealed verdicts by the unit their record is in now; a record that left the review is in none."""
    unit: dict[UUID, UUID] = {}
    for batch in in_batches(iter(sorted({one.verdict.subject for one in sealed}))):
        unit |= dict(members(review).filter(record__in=batch).values_list("record", "group"))
    found: dict[UUID, list[Sealed]] = {}
    for one in sealed:
        if one.verdict.subject in unit:
            found.setdefault(unit[one.verdict.subject], []).append(one)
    return found


def _decided(review: UUID, by_unit: dict[UUID, list[Sealed]]) -> dict[UUID, Decision]:
    rules, found = policy(review), {}
    for batch in in_batches(iter(sorted(by_unit))):
        for unit, state in states_now(review, TITLE_ABSTRACT, batch).items():
            if state.voters or not is_left(review, TITLE_ABSTRACT, unit):
                found[unit] = decide(state, rules, by_unit[unit])
    return found


def _open(by: By, review: UUID, units: Iterable[UUID], by_unit: dict[UUID, list[Sealed]], left: dict[UUID, int]) -> int:
    """Open what is ready on some units, looking again under the lock; all of it or nothing."""
    given: dict[UUID, list[Opened]] = {}
    with trail.writing(review):
        for one in (one for d in _decided(review, {u: by_unit[u] for u in units}).values() for one in d.open):
            done = _give(_act(review, one), review, one.verdict)
            given.setdefault(one.hand_in, []).append(Opened(done.body.verdict_id, one.verdict.at))
        for hand_in, opened in sorted(given.items()):
            left[hand_in] -= len(opened)
            _note(By(by.person), review, hand_in, tuple(opened), left[hand_in])
    return sum(len(opened) for opened in given.values())


@action(Need.DECIDE)
def _give(desk: Desk, sealed: SealedVerdict) -> VerdictGiven:
    """The verdict as it was given elsewhere, under the protocol it was given under."""
    _, subjects = unit_of(desk.review, TITLE_ABSTRACT, sealed.subject)
    rules = policy(desk.review)
    state, _, _ = state_of(desk.review, TITLE_ABSTRACT, subjects, rules)
    against = may_vote(state, desk.person, rules)
    if against:
        raise Refused(against)
    return VerdictGiven(
        verdict_id=desk.new_id("verdict"),
        stage=TITLE_ABSTRACT,
        record=sealed.subject,
        report=None,
        verdict=sealed.verdict,
        reason=sealed.reason,
        protocol_version=sealed.protocol_version,
        order=f"apart {sealed.order}".strip()[:LONGEST_ORDER],
        position=sealed.position,
        note=sealed.note,
    )


@action(Need.DECIDE)
def _note(_: Desk, hand_in: UUID, opened: tuple[Opened, ...], still_sealed: int) -> SealedVerdictsOpened:
    """Put on record what was opened, and when it was given."""
    return SealedVerdictsOpened(hand_in_id=hand_in, opened=opened, still_sealed=still_sealed)
