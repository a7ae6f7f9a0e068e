"""No report is written that quotes what its sources do not say."""

from uuid import UUID

from synthema.coding.verifying import broken
from synthema.refused import Refused
from synthema.reporting.model import Facts

MOST_NAMED = 20
_SAME = 40  # letters by which a quote is known that both look up
_QUOTES = "S02"  # every quote stands in its report, word for word


class BrokenQuotes(Refused):
    """A report with a quote that is not in its source."""


def refuse_broken_quotes(review: UUID, facts: Facts) -> None:
    """Raise BrokenQuotes, naming each, where a quote of findings or codes does not stand in its report."""
    coded = broken(review)
    hits = [hit for one in facts.checks if one.id == _QUOTES and one.status == "found" for hit in one.hits]
    lines = [f"{one.where}: “{one.words}”: {one.what}. {one.next}" for one in coded]
    lines += [hit for hit in hits if not any(one.words[:_SAME] in hit for one in coded)]  # each once
    if lines:
        more = f"\nand {len(lines) - MOST_NAMED} more" if len(lines) > MOST_NAMED else ""
        raise BrokenQuotes(
            "The report was not written. Quotes that do not stand in their sources: {count}.\n{lines}{more}",
            count=len(lines),
            lines="\n".join(lines[:MOST_NAMED]),
            more=more,
        )
