"""Reviewers' ratings of whole studies in a CSV file: study, rating, reason."""

from collections.abc import Callable
from uuid import UUID

from synthema.forms.answers_csv import read_wide
from synthema.forms.model import Form, FormError, Problem, Question

_RATINGS = Form(
    id="ratings",
    version=1,
    title="Ratings",
    questions=(
        Question(key="rating", label="Rating", kind="text", required=True),
        Question(key="reason", label="Reason", kind="text"),
    ),
    not_reported=False,
)


def read_ratings(content: bytes, name: str, find: Callable[[str], UUID | None]) -> dict[UUID, tuple[str, str, str]]:
    """Label, rating and reason by study; raises FormError with everything wrong, unknown studies among it."""
    reading = read_wide(_RATINGS, content, name)
    found: dict[UUID, tuple[str, str, str]] = {}
    problems = list(reading.problems)
    for sheet in reading.sheets:
        study = find(sheet.study)
        if study is None:
            step = "`synthema studies list` names the studies of this review."
            problems.append(Problem(where=f"{name}, {sheet.study}", what="there is no such study", next=step))
        else:
            found[study] = (sheet.study, str(sheet.answers.get("rating", "")), str(sheet.answers.get("reason", "")))
    if problems:
        raise FormError(tuple(problems))
    return found
