"""What is asked of the extraction of a review; its rows lie in the room of forms."""

from collections.abc import Iterable
from uuid import UUID

from synthema.forms import tables
from synthema.forms.answers_csv import write_wide
from synthema.forms.model import Form, Sheet
from synthema.forms.standing import Progress, Settled
from synthema.studies.tables import studies


def tool_in_force(review: UUID) -> Form:
    """The extraction tool; raises Refused when there is none yet."""
    return tables.form_in_force(review, "extraction").form


def extracted(review: UUID) -> dict[str, Settled | None]:
    """What the team stands by, for every study by label; None where it is not settled."""
    done = tables.settled(review, "extraction")
    return {one.label: done.get(one.id) for one in studies(review)}


def as_csv(review: UUID) -> str:
    """The settled answers, a row per study; its reader is that of the files that are imported."""
    return write_wide(tool_in_force(review), _sheets(extracted(review).items()))


def _sheets(rows: Iterable[tuple[str, Settled | None]]) -> list[Sheet]:
    return [Sheet(label, one.answers) for label, one in rows if one]


def progress(review: UUID, viewer: UUID) -> Progress:
    """How many studies stand where, as far as this person may know."""
    return tables.progress(review, "extraction", (one.id for one in studies(review)), viewer)
