"""What an import offers to be carried over, and what would follow from a choice; the page and the command ask here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from synthema.protocol.model import STAGES
from synthema.protocol.tables import current
from synthema.screening.carried_model import Choice, Held, Outlook, Plan, Source, Stated
from synthema.screening.carried_plan import Taken, outlook, plan
from synthema.screening.carried_reading import held, stated
from synthema.screening.carried_rules import criterion
from synthema.screening.carried_tables import CarriedRow, all_carried
from synthema.screening.carrying import outside_reviewer


@dataclass(frozen=True, slots=True)
class Offer:
    """What one source of an import holds, and what was carried over of it."""

    held: Held
    carried: tuple[CarriedRow, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What some choices would carry over, and what would become of the records of each stage."""

    plans: tuple[tuple[Choice, Plan], ...]
    outlooks: dict[str, Outlook]


def offers(review: UUID, import_id: UUID) -> list[Offer]:
    """What an import holds, each source with what was carried over of it."""
    rows = list(all_carried(review).filter(import_id=import_id))
    return [Offer(one, tuple(row for row in rows if row.source == one.source)) for one in _held(review, import_id)]


def _held(review: UUID, import_id: UUID) -> list[Held]:
    return held(stated(review, import_id))


def open_offers(review: UUID, import_id: UUID) -> list[Held]:
    """What an import holds of which nothing was carried over yet."""
    return [one.held for one in offers(review, import_id) if not one.carried]


def stage_of(source: Source) -> str:
    """The stage in which verdicts of a source count where nobody says otherwise."""
    return source.stage or STAGES[0]


def unknown_reasons(review: UUID, stage: str, sources: Iterable[Held]) -> list[str]:
    """The reasons of other tools that name no criterion of this protocol, each once."""
    protocol = current(review).protocol
    said = dict.fromkeys(reason for one in sources for reason in one.reasons)
    return [reason for reason in said if not criterion(protocol, stage, reason)]


def look(review: UUID, viewer: UUID, choices: Sequence[Choice]) -> Look:
    """What these choices would do one after the other, as far as the viewer may know."""
    protocol, known, taken = current(review).protocol, dict[UUID, list[Stated]](), dict[str, Taken]()
    found: list[tuple[Choice, UUID, Plan]] = []
    for choice in choices:
        said = known.setdefault(choice.import_id, []) or stated(review, choice.import_id)
        known[choice.import_id] = said
        person = choice.member or outside_reviewer(review, choice) or uuid5(choice.import_id, repr(choice.source))
        made = plan(review, protocol, choice, person, said, taken.setdefault(choice.stage, {}))
        found.append((choice, person, made))
    by_stage = {
        stage: outlook(review, stage, viewer, [(p, c.member is None, m) for c, p, m in found if c.stage == stage])
        for stage in taken
    }
    return Look(tuple((choice, made) for choice, _, made in found), by_stage)
