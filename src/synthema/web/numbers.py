"""How much of a review is there: counted by index, remembered only under its head and whoever looks."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from synthema.appraisal.tables import progress as appraisal_progress
from synthema.coding import tables as coding
from synthema.dedup.asked import asked
from synthema.dedup.tables import members, parted_since, run_in_force, taken_out
from synthema.extraction.tables import progress as extraction_progress
from synthema.frame.remembered import remembered
from synthema.protocol.tables import latest
from synthema.records.tables import Import
from synthema.reporting.places import NOBODY
from synthema.screening.model import Standing
from synthema.screening.rules import FULL_TEXT
from synthema.screening.standings import Counts, counts, left_for
from synthema.screening.states import TITLE_ABSTRACT
from synthema.screening.tables import UnitState
from synthema.search.tables import searches
from synthema.studies.model import Outcome
from synthema.studies.tables import Report, Study
from synthema.synthesis.tables import findings, themes

NOTHING = Counts(units=0, untouched=0, left=0, waiting=0, conflicts=0, forward=0, excluded=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overfull:
    """A search under which more records came in than it had hits."""

    source: str
    hits: int
    stored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Everything the way through a review shows; nothing here tells what anybody said of an open unit."""

    protocol: int = 0  # the version in force
    protocol_at: datetime | None = None
    searches: int = 0
    records: int = 0
    empty_searches: int = 0
    overfull: tuple[Overfull, ...] = ()
    compared: bool = False
    ungrouped: int = 0
    outdated: bool = False  # records left since duplicates were looked for, or a group was parted
    open_questions: int = 0
    titles: Counts = NOTHING
    to_seek: int = 0
    sought: int = 0
    awaiting: int = 0
    retrieved: int = 0
    texts: Counts = NOTHING
    included: int = 0
    unlinked: int = 0
    studies: int = 0
    appraised: int = 0
    extracted: int = 0
    coded: int = 0  # codings the viewer may see
    to_code: int = 0  # rounds of coding the viewer has not handed in
    findings: int = 0
    themes: int = 0
    waits: dict[str, int] = field(default_factory=dict)  # by stage, what the viewer may judge now


def numbers(review: UUID, viewer: UUID) -> Numbers:
    """The numbers of a review as its trail says now."""
    return remembered(review, viewer, "numbers", lambda: count(review, viewer))


def count(review: UUID, viewer: UUID) -> Numbers:
    """The numbers of a review, counted."""
    version = latest(review)
    stored = _stored(review)
    logged = searches(review)
    stages = (TITLE_ABSTRACT, FULL_TEXT) if version else ()  # how many must judge is in the protocol
    return Numbers(
        protocol=version.number if version else 0,
        protocol_at=version.at if version else None,
        searches=len(logged),
        records=sum(stored.values()),
        empty_searches=sum(not stored[one.id] for one in logged),
        overfull=tuple(
            Overfull(source=one.source, hits=one.hits, stored=stored[one.id])
            for one in logged
            if one.hits is not None and stored[one.id] > one.hits - one.search.removed
        ),
        compared=run_in_force(review) is not None,
        ungrouped=sum(stored.values()) - members(review).order_by().count(),
        outdated=bool(taken_out(review) or parted_since(review)),
        open_questions=len(asked(review)),
        studies=Study.objects.filter(review=review).count(),
        appraised=appraisal_progress(review, NOBODY).settled,
        extracted=extraction_progress(review, NOBODY).settled,
        coded=coding.codings(review, coding.visible(review, viewer)).count(),
        to_code=coding.open_seats(review, viewer).count(),
        findings=findings(review).count(),
        themes=len(themes(review)),
        **_screened(review),  # type: ignore[arg-type]
        waits={stage: left_for(review, stage, viewer, viewer) for stage in stages},
    )


def _stored(review: UUID) -> "Counter[UUID]":
    found: Counter[UUID] = Counter()
    for search, stored in Import.objects.filter(review=review).values_list("search", "stored"):
        found[search] += stored
    return found


def _screened(review: UUID) -> dict[str, object]:
    sought = Report.objects.filter(review=review)
    at = UnitState.objects.filter(review=review, standing=Standing.FORWARD)
    ahead = at.filter(stage=TITLE_ABSTRACT).exclude(unit__in=sought.values("group"))
    included = sought.filter(
        id__in=at.filter(stage=FULL_TEXT).values("unit"), group__in=at.filter(stage=TITLE_ABSTRACT).values("unit")
    )
    return {
        "titles": counts(review, TITLE_ABSTRACT),
        "texts": counts(review, FULL_TEXT),
        "to_seek": ahead.count(),
        "sought": sought.count(),
        "awaiting": sought.filter(outcome="").count(),
        "retrieved": sought.filter(outcome=Outcome.RETRIEVED).count(),
        "included": included.count(),
        "unlinked": included.filter(study=None).count(),
    }
