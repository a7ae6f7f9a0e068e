"""The numbers of a PRISMA 2020 flow (Page 2021, doi:10.1136/bmj.n71), with what still awaits a decision."""

from dataclasses import dataclass
from enum import StrEnum

Counts = tuple[tuple[str, int], ...]  # (name of a source or reason, how many), in the order to be shown

# What can still await a decision, as said of one and of many.
AWAITING: dict[str, tuple[str, str]] = {
    "awaiting_screening": ("record awaits screening", "records await screening"),
    "awaiting_seeking": ("record awaits being sought as a report", "records await being sought as reports"),
    "awaiting_retrieval": ("report awaits retrieval", "reports await retrieval"),
    "awaiting_full_text": ("report awaits a full-text decision", "reports await a full-text decision"),
    "other_awaiting_screening": (
        "record from other methods awaits screening",
        "records from other methods await screening",
    ),
    "other_awaiting_retrieval": (
        "report from other methods awaits retrieval",
        "reports from other methods await retrieval",
    ),
    "other_awaiting_full_text": (
        "report from other methods awaits a full-text decision",
        "reports from other methods await a full-text decision",
    ),
    "awaiting_study": ("included report awaits its study", "included reports await their study"),
}

OTHER_METHODS = (
    "website_results",
    "organisation_results",
    "citations_results",
    "other_results",
    "other_not_sought",
    "other_sought_reports",
    "other_notretrieved_reports",
    "other_assessed",
    "other_awaiting_screening",
    "other_awaiting_retrieval",
    "other_awaiting_full_text",
    "included_reports_other",
)
PREVIOUS = ("previous_studies", "previous_reports", "dropped_previous_studies", "dropped_previous_reports")


class Template(StrEnum):
    """The four PRISMA 2020 templates: new or updated review, databases and registers only or other methods too."""

    NEW_V1 = "new_v1"
    NEW_V2 = "new_v2"
    UPDATED_V1 = "updated_v1"
    UPDATED_V2 = "updated_v2"

    @property
    def updated(self) -> bool:
        """Whether the template has a column for the previous version of the review."""
        return self in (Template.UPDATED_V1, Template.UPDATED_V2)

    @property
    def other_methods(self) -> bool:
        """Whether the template has columns for websites, organisations and citation searching."""
        return self in (Template.NEW_V2, Template.UPDATED_V2)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A signed number of reports that explains why a law does not hold by itself, and the reason in words."""

    law: str  # F4 or F7: where records become reports
    amount: int
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Every number of a PRISMA 2020 flow; records, reports and studies are counted, never percentages."""

    # Identification: a grey-literature database counts as a database.
    database_results: int = 0
    database_specific: Counts = ()
    register_results: int = 0
    register_specific: Counts = ()
    duplicates: int = 0
    excluded_automatic: int = 0
    excluded_other: int = 0
    removed: int | None = None  # as stated somewhere; None means it is reckoned from the three above
    unscreened_stopped: int = 0  # left unscreened by a stopping decision that is on record

    # Screening of titles and abstracts: "screened" are the records with a decision.
    awaiting_screening: int = 0
    records_screened: int = 0
    records_excluded: int = 0
    records_excluded_human: int | None = None  # given only where a tool excluded records by itself
    records_excluded_tool: int | None = None

    # Retrieval and full texts: "assessed" are the reports with a decision.
    awaiting_seeking: int = 0
    dbr_sought_reports: int = 0
    dbr_notretrieved_reports: int = 0
    awaiting_retrieval: int = 0
    awaiting_full_text: int = 0
    dbr_assessed: int = 0
    dbr_excluded: Counts = ()  # reason, how many
    included_reports_db: int = 0

    # Other methods.
    website_results: int = 0
    organisation_results: int = 0
    citations_results: int = 0
    other_results: int = 0
    other_not_sought: int | None = None  # known already, or excluded on title and abstract; None: not recorded
    other_awaiting_screening: int = 0
    other_sought_reports: int = 0
    other_notretrieved_reports: int = 0
    other_awaiting_retrieval: int = 0
    other_awaiting_full_text: int = 0
    other_assessed: int = 0
    other_excluded: Counts = ()
    included_reports_other: int = 0

    # Included: a report found both ways is counted once, with the databases.
    awaiting_study: int = 0
    new_studies: int = 0
    new_reports: int = 0
    previous_studies: int | None = None  # None: the review is not an update
    previous_reports: int | None = None
    dropped_previous_studies: int = 0
    dropped_previous_reports: int = 0
    total_studies: int | None = None  # needed for an update only
    total_reports: int | None = None

    adjustments: tuple[Adjustment, ...] = ()
    chosen: Template | None = None  # None: the smallest template that shows every number

    @property
    def identified_db(self) -> int:
        """Records identified from databases and registers."""
        return self.database_results + self.register_results

    @property
    def identified_other(self) -> int:
        """Records identified via other methods."""
        return self.website_results + self.organisation_results + self.citations_results + self.other_results

    @property
    def removed_before_screening(self) -> int:
        """Records removed before screening: as stated, else the sum of the three ways."""
        if self.removed is not None:
            return self.removed
        return self.duplicates + self.excluded_automatic + self.excluded_other

    @property
    def studies_in_review(self) -> int:
        """Studies the whole review rests on: the total of an update, else the new studies."""
        return self.new_studies if self.total_studies is None else self.total_studies

    @property
    def has_other_methods(self) -> bool:
        """Whether any number needs the columns for other methods."""
        return bool(self.other_excluded) or any(getattr(self, name) for name in OTHER_METHODS)

    @property
    def is_update(self) -> bool:
        """Whether any number needs the column for the previous version."""
        given = self.previous_studies is not None or self.previous_reports is not None
        return given or any(getattr(self, name) for name in PREVIOUS)

    @property
    def template(self) -> Template:
        """The template to draw: the chosen one, else the smallest that shows every number."""
        if self.chosen is not None:
            return self.chosen
        if self.is_update:
            return Template.UPDATED_V2 if self.has_other_methods else Template.UPDATED_V1
        return Template.NEW_V2 if self.has_other_methods else Template.NEW_V1

    @property
    def awaits(self) -> Counts:
        """What still awaits a decision: (field, how many), in the order of the stages, zeros left out."""
        return tuple((name, getattr(self, name)) for name in AWAITING if getattr(self, name))


def grouped(number: int) -> str:
    """A number as it is printed: thousands set apart by a no-break space, 4210 as 4 210."""
    return f"{number:,}".replace(",", "\u00a0").replace("-", "\u2212")


def in_words(field: str, number: int) -> str:
    """What awaits, as a clause: 12 records await screening."""
    one, many = AWAITING[field]
    return f"{grouped(number)} {one if number == 1 else many}"
