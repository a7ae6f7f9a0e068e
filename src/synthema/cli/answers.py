"""What `synthema appraisal` and `synthema extraction` print alike: where studies stand, sheets, differences."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.cli.common import table
from synthema.forms.cells import write_cell
from synthema.forms.model import Form, Question, Value
from synthema.refused import Refused

if TYPE_CHECKING:
    from synthema.forms.batch import Done
    from synthema.forms.standing import Progress, Settled
    from synthema.forms.tables import Stage

HOW = {
    "single": "one person",
    "agreed": "two people, alike",
    "consensus": "two people, consensus",
    "arbiter": "two people, arbiter",
}


def many(number: int) -> str:
    """A number of studies in words."""
    return f"{number} {'study' if number == 1 else 'studies'}"


def told(done: "Done", path: Path, what: str) -> None:
    """Say what became of a file of answers."""
    unchanged = f"; {done.unchanged} stood that way already" if done.unchanged else ""
    click.echo(f"{path.name}: {many(done.recorded)} {what}{unchanged}.")


def standing(found: "Progress", number: int) -> None:
    """Say in one line where the studies stand, and what needs another look."""
    awaited = f"{found.waiting} await their second sheet, " if number > 1 else ""
    click.echo(
        f"{many(found.studies)}: {found.settled} settled, {found.differing} to settle, "
        f"{awaited}{found.untouched} not begun."
    )
    if found.outdated:
        click.echo(
            f"Filled in with an earlier version of the form and in need of another look: {many(found.outdated)}. "
            "Each person imports their answers to them again."
        )


def written(question: Question, value: Value | None) -> str:
    """An answer on one line."""
    answer, place = write_cell(question, value)
    return " / ".join(f"{answer} ({place})".splitlines() if place else answer.splitlines()) or "(no answer)"


def differences(review: UUID, stage: "Stage") -> None:
    """What two people answered differently and is not settled."""
    from synthema.forms import tables
    from synthema.forms.standing import differences as differing
    from synthema.studies.tables import studies

    form, open_pairs = tables.form_in_force(review, stage).form, tables.to_settle(review, stage)
    rows: list[list[object]] = []
    for study in studies(review):
        if study.id in open_pairs:
            first, second = open_pairs[study.id]
            for one in differing(form, first, second):
                question = form.question(one.key)
                if question is not None:
                    rows.append([study.label, one.key, written(question, one.first), written(question, one.second)])
            if first.rating != second.rating:
                rows.append([study.label, "(rating)", first.rating or "(none)", second.rating or "(none)"])
    table(rows, ["study", "question", "one", "the other"])
    if not rows:
        click.echo("No study with two people's answers awaits a consensus.")


def sheets(review: UUID, stage: "Stage", label: str, viewer: UUID) -> None:
    """The sheets on one study that this person may see, and what the team stands by."""
    from synthema.forms import tables
    from synthema.studies.tables import study_by_label
    from synthema.team.tables import names

    study, form, known = study_by_label(review, label), tables.form_in_force(review, stage).form, names(review)
    for sheet in tables.sheets(review, stage, viewer).get(study.id, []):
        who = known.get(sheet.person, "(name erased)")
        _one(f"{study.label}, {who}", form, sheet.answers, {k: (why,) for k, why in sheet.reasons.items()})
        if sheet.rating:
            click.echo(f"Rating: {sheet.rating}. {sheet.rating_reason}".rstrip())
    done = tables.settled(review, stage).get(study.id)
    if done is None:
        click.echo("Not settled yet; another person's sheet is shown only when all are in.")
    elif done.how != "single":
        _one(f"{study.label}, {HOW[done.how]}", form, done.answers, done.reasons)


def _one(title: str, form: Form, answers: Mapping[str, Value], reasons: Mapping[str, Sequence[str]]) -> None:
    click.echo(title)
    asked = [question for question in form.questions if question.key in answers]
    table(
        [[q.key, q.label, written(q, answers[q.key]), " / ".join(reasons.get(q.key, ()))] for q in asked],
        ["question", "", "answer", "reason"],
    )
    click.echo()


def states(rows: Mapping[str, "Settled | None"]) -> list[list[object]]:
    """A row per study: label, and how it was settled."""
    return [[label, HOW[one.how] if one else "not settled"] for label, one in rows.items()]


def chosen_studies(review: UUID, labels: Sequence[str]) -> list[tuple[str, UUID]]:
    """The studies of these labels; raises Refused at the first that does not exist, before anything is done."""
    from synthema.studies.tables import study_by_label

    found = [study_by_label(review, label) for label in labels]
    return list(dict.fromkeys((study.label, study.id) for study in found))


def write_file(path: Path, text: str) -> None:
    """Write a CSV file that spreadsheets open as UTF-8."""
    try:
        path.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}. Choose another place.") from None
