"""What is asked of the appraisals of a review; their rows lie in the room of forms."""

from uuid import UUID

from synthema.appraisal.instruments import for_publication
from synthema.appraisal.matrix import answers_by_question
from synthema.appraisal.model import Matrix, Score
from synthema.appraisal.scoring import preset, score
from synthema.forms import tables
from synthema.forms.model import Form, Sheet
from synthema.forms.standing import Progress, Settled
from synthema.studies.tables import studies


def instrument_in_force(review: UUID) -> Form:
    """The instrument this review appraises with; raises Refused when none is chosen."""
    return tables.form_in_force(review, "appraisal").form


def publishable_instrument(review: UUID) -> Form:
    """The instrument as a public export may carry it."""
    return for_publication(instrument_in_force(review))


def appraised(review: UUID) -> dict[str, Settled | None]:
    """What the team stands by, for every study by label; None where it is not settled."""
    done = tables.settled(review, "appraisal")
    return {one.label: done.get(one.id) for one in studies(review)}


def matrix(review: UUID) -> Matrix:
    """Studies by questions, as settled; a study that is not settled is blank."""
    rows = [Sheet(label, one.answers if one else {}) for label, one in appraised(review).items()]
    return answers_by_question(instrument_in_force(review), rows)


def scores(review: UUID) -> dict[str, Score]:
    """The score of each settled study under the preset that was chosen; empty when none was."""
    chosen = tables.form_in_force(review, "appraisal")
    if chosen.scoring == "none":
        return {}
    done = appraised(review)
    form, points = chosen.form, preset(chosen.scoring)
    return {label: score(points, form, one.answers) for label, one in done.items() if one}


def progress(review: UUID, viewer: UUID) -> Progress:
    """How many studies stand where, as far as this person may know."""
    return tables.progress(review, "appraisal", (one.id for one in studies(review)), viewer)
