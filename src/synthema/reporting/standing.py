"""Where a review stands, in a few lines for the command line."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit import registry
from synthema.dedup.asked import asked
from synthema.protocol.tables import versions
from synthema.records.tables import imports
from synthema.screening.counts import tally
from synthema.search.tables import searches
from synthema.synthesis.tables import findings, themes


@dataclass(frozen=True, slots=True)
class Line:
    """One thing and how much of it there is."""

    label: str
    value: str


def standing(review: UUID) -> list[Line]:
    """The stages of a review and what each holds."""
    lines = [
        Line("protocol versions", str(len(versions(review)))),
        Line("searches", str(len(searches(review)))),
        Line("records imported", str(sum(row.stored for row in imports(review)))),
    ]
    if versions(review):
        counted = tally(review)
        ours, other = counted.databases, counted.other
        lines += [
            Line("records not yet compared for duplicates", str(counted.ungrouped)),
            Line("questions on duplicates to decide", str(len(asked(review)))),
            Line("screened on title and abstract", str(ours.screened + other.screened)),
            Line("awaiting a decision there", str(ours.awaiting_screening + other.awaiting_screening)),
            Line("reports sought", str(ours.sought + other.sought)),
            Line("reports assessed", str(ours.assessed + other.assessed)),
            Line("included", f"{counted.reports} reports of {counted.studies} studies"),
        ]
    lines += [
        Line("findings", str(findings(review).count())),
        Line("themes", str(len(themes(review)))),
    ]
    return lines


def open_now(review: UUID) -> int:
    """How many acts are known only to who did them: verdicts and answers that others have still to give."""
    return len(registry.hidden(review))


def head_may_show(review: UUID) -> bool:
    """Whether the head hash may be shown: not while it would let somebody test what an open verdict is."""
    return open_now(review) == 0
