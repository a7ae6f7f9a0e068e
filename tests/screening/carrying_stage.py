"""A review with an import that holds verdicts of reviewers in another tool."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.records.actions import import_file
from synthema.records.tables import Import, records
from synthema.screening.carried_model import Choice, Source
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import searches
from tests.cast import Cast
from tests.screening.stage import TA, protocol

Said = Mapping[str, str]  # by reviewer: Included, Excluded, Maybe
WHY = "They screened these records before this review was begun."
SAID: dict[str, Said] = {
    "Larks over the lower fields": {"Nala": "Included", "Omar": "Included"},
    "Marsh harriers and their keepers": {"Nala": "Excluded", "Omar": "Included"},
    "Owls heard from night shifts": {"Nala": "Excluded"},
    "Plovers along the tidal road": {},
}


def ris(said: Mapping[str, Said], more: Mapping[str, str] | None = None) -> str:
    """Records as Rayyan exports them, with whatever else stands in the notes of some."""
    return "".join(
        f"TY  - JOUR\nTI  - {title}\nAU  - Invented, Ida\nPY  - 2020\nT2  - Journal of Invented Birds\n"
        f"{_note(verdicts, (more or {}).get(title, ''))}ER  - \n\n"
        for title, verdicts in said.items()
    )


def _note(verdicts: Said, more: str) -> str:
    pairs = ", ".join(f'"{who}"=>"{verdict}"' for who, verdict in verdicts.items())
    parts = [f"RAYYAN-INCLUSION: {{{pairs}}}"] if verdicts else []
    return f"N1  - {' | '.join([*parts, *([more] if more else [])])}\n" if parts or more else ""


def bring_said(
    cast: Cast, folder: Path, said: Mapping[str, Said], more: Mapping[str, str] | None = None, key: str = "rayyan"
) -> UUID:
    """Import such records under a search, and look for duplicates; the import."""
    if key not in {search.key for search in searches(cast.review)}:
        log_search(By(cast.dev), cast.review, Search(key=key, source=key, kind="database"))
    file = folder / f"{key}-{Import.objects.filter(review=cast.review).count()}.ris"
    file.write_text(ris(said, more), encoding="utf-8")
    done = import_file(By(cast.dev), cast.review, file, key)
    find_duplicates(By(cast.dev), cast.review)
    return UUID(str(done.body.import_id))


def said_elsewhere(
    cast: Cast,
    folder: Path,
    said: Mapping[str, Said] | None = None,
    more: Mapping[str, str] | None = None,
    policy: ScreeningPolicy | None = None,
) -> UUID:
    """Protocol, import and groups; the import."""
    set_protocol(By(cast.chloe), cast.review, protocol(policy))
    return bring_said(cast, folder, SAID if said is None else said, more)


def of(import_id: UUID, reviewer: str, **more: object) -> Choice:
    """The verdicts of one reviewer, as an outside reviewer's on titles and abstracts."""
    source = Source(tool="Rayyan", reviewer=reviewer)
    return Choice(**{"import_id": import_id, "source": source, "stage": TA, **more})  # type: ignore[arg-type]


def record_named(cast: Cast, title: str) -> UUID:
    """The latest record of this title."""
    return next(row.id for row in reversed(list(records(cast.review))) if row.title == title)
