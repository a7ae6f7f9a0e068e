"""A review with a protocol and a few records, ready to be screened."""

from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.dedup.tables import groups
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import Criterion, Protocol, Question, ScreeningPolicy
from synthema.records.actions import import_file
from synthema.records.tables import records
from synthema.screening.actions import give_verdict, seek
from synthema.search.actions import log_search
from synthema.search.model import Search, SourceKind
from synthema.search.tables import searches
from synthema.studies.actions import record_retrieval
from synthema.studies.tables import Report, reports
from tests.cast import Cast

LARK, MARSH, OWL = "Larks over the lower fields", "Marsh harriers and their keepers", "Owls heard from night shifts"
TITLES = (LARK, MARSH, OWL)
TA, FT = "title_abstract", "full_text"


def protocol(policy: ScreeningPolicy | None = None) -> Protocol:
    """Three criteria, the last for full texts only."""
    slots = {"population": "keepers", "phenomenon": "listening", "context": "fields"}
    return Protocol(
        title="Birds and those who listen",
        question=Question(text="What do keepers hear?", framework="PICo", slots=slots),
        criteria=(
            Criterion(key="date", label="Date"),
            Criterion(key="design", label="Design"),
            Criterion(key="depth", label="Depth", stage="full_text"),
        ),
        screening=policy or ScreeningPolicy(),
    )


def bring(cast: Cast, folder: Path, titles: tuple[str, ...], key: str = "db", kind: SourceKind = "database") -> None:
    """Import invented records of these titles under a search."""
    if key not in {search.key for search in searches(cast.review)}:
        log_search(By(cast.dev), cast.review, Search(key=key, source=key, kind=kind))
    file = folder / f"{key}-{len(records(cast.review))}.ris"
    file.write_text(
        "".join(
            f"TY  - JOUR\nTI  - {t}\nAU  - Invented, Ida\nPY  - 2020\nT2  - Journal of Invented Birds\nER  - \n\n"
            for t in titles
        ),
        encoding="utf-8",
    )
    import_file(By(cast.dev), cast.review, file, key)


def prepare(
    cast: Cast, folder: Path, titles: tuple[str, ...] = TITLES, policy: ScreeningPolicy | None = None
) -> dict[str, UUID]:
    """Protocol, search, import and groups; the records by title (the last of several with one title)."""
    set_protocol(By(cast.chloe), cast.review, protocol(policy))
    bring(cast, folder, titles)
    find_duplicates(By(cast.dev), cast.review)
    return by_title(cast)


def by_title(cast: Cast) -> dict[str, UUID]:
    """The records by title."""
    return {row.title: row.id for row in records(cast.review)}


def group_named(cast: Cast, record: UUID) -> UUID:
    """The group a record is in."""
    return next(group for group, held in groups(cast.review).items() if record in held)


def vote(cast: Cast, record: UUID, **verdicts: str) -> None:
    """Title and abstract verdicts by name, such as ana="include"."""
    for name, verdict in verdicts.items():
        give_verdict(By(getattr(cast, name)), cast.review, TA, record, verdict)


def judge(cast: Cast, report: UUID, **verdicts: str) -> None:
    """Full-text verdicts by name; an exclusion names its reason, such as ben="exclude date"."""
    for name, said in verdicts.items():
        verdict, _, reason = said.partition(" ")
        give_verdict(By(getattr(cast, name)), cast.review, FT, report, verdict, reason=reason)


def retrieved(cast: Cast, *records_in: UUID) -> list[Report]:
    """Records that both included, sought and retrieved."""
    for record in records_in:
        vote(cast, record, ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    for report in reports(cast.review):
        record_retrieval(By(cast.dev), cast.review, report.id, "retrieved")
    return reports(cast.review)
