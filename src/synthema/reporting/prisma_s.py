"""How far the search log of a review reports what PRISMA-S asks for."""

from uuid import UUID

from synthema.audit.clock import now
from synthema.dedup.tables import duplicates_joined, run_in_force
from synthema.records.tables import imports
from synthema.search.prisma_s import Answer, Log, answers
from synthema.search.tables import searches, statements
from synthema.words import counted


def completeness(review: UUID) -> list[Answer]:
    """The answer to each of the sixteen items."""
    found = searches(review)
    key_of = {row.id: row.key for row in found}
    imported: dict[str, int] = {}
    for row in imports(review):
        key = key_of[row.search_id]
        imported[key] = imported.get(key, 0) + row.stored
    return answers(
        Log(
            searches=[row.search for row in found],
            imported=imported,
            statements=statements(review),
            duplicates=_duplicates(review),
            on=now().date(),
        )
    )


def _duplicates(review: UUID) -> str:
    run = run_in_force(review)
    if run is None:
        return ""
    found = duplicates_joined(review)
    by_rule, by_hand = counted(found.by_rule, "match", "matches"), counted(found.by_hand, "merge")
    told = f"{run.matcher}: {by_rule} by rule, {by_hand} by a person."
    return f"{told} Versions of one review counted as duplicates." if run.versions else told
