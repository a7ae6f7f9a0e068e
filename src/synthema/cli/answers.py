"""What `synthema appraisal` and `synthema extraction` print alike: where studies stand, sheets, differences."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from synthema.cli.common import table, together
from synthema.files import refuse_existing, write_text
from synthema.forms.cells import write_cell
from synthema.forms.model import Form, Question, Value
from synthema.words import counted

if TYPE_CHECKING:
    from synthema.audit.model import By
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
    return counted(number, "study", "studies")


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
    from synthema.team.tables import names

    known = names(review)
    form, open_pairs = tables.form_in_force(review, stage).form, tables.to_settle(review, stage)
    rows: list[list[object]] = []
    for study in studies(review):
        if study.id in open_pairs:
            first, second = sorted(open_pairs[study.id], key=lambda given: known.get(given.person, ""))
            one_says, other_says = (f"{known[given.person]}: " for given in (first, second))
            for one in differing(form, first, second):
                question = form.question(one.key)
                if question is not None:
                    answers = one_says + written(question, one.first), other_says + written(question, one.second)
                    rows.append([study.label, one.key, *answers])
            if first.rating != second.rating:
                ratings = one_says + (first.rating or "(none)"), other_says + (second.rating or "(none)")
                rows.append([study.label, "(rating)", *ratings])
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
        who = known[sheet.person]
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


def take_back(by: "By", review: UUID, labels: Sequence[str], act: Callable[["By", UUID], object], said: str) -> None:
    """Take something back from all studies of these labels or, where one does not exist or is refused, from none."""
    from synthema.studies.tables import study_by_label
    from synthema.team.doors import access_review

    access_review(by.person, review)
    chosen = {study.id: study.label for study in (study_by_label(review, label) for label in labels)}
    with together():
        for study in chosen:
            act(by.then(study), study)
    for label in chosen.values():
        click.echo(f"{label}: {said}")


def write_file(path: Path, text: str) -> None:
    """Write a CSV file that spreadsheets open as UTF-8."""
    write_text(path, text, "utf-8-sig")


def write_template(path: Path, text: str) -> None:
    """Write a CSV file to be filled in, never over one that may be filled in already."""
    refuse_existing(path)
    write_file(path, text)
