"""Which records and files keep their verdicts of another tool to themselves, because somebody still judges blind."""

from collections.abc import Collection
from uuid import UUID

from synthema.audit.batches import in_batches
from synthema.protocol.tables import latest
from synthema.records.withholding import withholds, withholds_file
from synthema.screening.carried_plan import judged_as
from synthema.screening.carried_reading import stated
from synthema.screening.rules import FULL_TEXT
from synthema.screening.standings import states_now
from synthema.screening.states import TITLE_ABSTRACT, is_blind


@withholds
def still_judged(review: UUID, records: Collection[UUID]) -> set[UUID]:
    """The records that await a verdict in either stage, those that are in no group yet among them."""
    if latest(review) is not None and not is_blind(review):
        return set()
    found: set[UUID] = set()
    for batch in in_batches(iter(sorted(records))):
        places = judged_as(review, TITLE_ABSTRACT, batch)
        found |= set(batch) - set(places)
        for stage, judged in ((TITLE_ABSTRACT, places), (FULL_TEXT, judged_as(review, FULL_TEXT, batch))):
            states = states_now(review, stage, {unit for _, unit in judged.values()})
            found |= {record for record, (_, unit) in judged.items() if states[unit].is_open}
    return found


@withholds_file
def tells_verdicts(review: UUID, import_id: UUID) -> bool:
    """Whether a file says something of a record that is still judged blind."""
    return bool(still_judged(review, {one.record for one in stated(review, import_id)}))
