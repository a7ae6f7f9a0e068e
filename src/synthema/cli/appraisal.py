"""`synthema appraisal`: appraise the studies."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli import answers
from synthema.cli.common import acting, table
from synthema.forms.model import Form

_FILE = click.Path(path_type=Path)
_NUMBER = click.IntRange(1, 2)


@click.group("appraisal")
def group() -> None:
    """Appraise the studies with CASP, JBI, MMAT or your own checklist.

    Two people answer for each study, neither sees the other's answers before both are in, and what they answered
    differently is settled by a consensus. The originals stay.
    """


@group.command("instruments")
def instruments_() -> None:
    """The checklists that come with Synthema, in our own words, with the terms of the official ones."""
    from synthema.appraisal import instruments

    table(
        [[form.id, form.title, len(form.questions), form.licence] for form in instruments()],
        ["id", "checklist", "questions", "licence"],
    )
    for form in instruments():
        click.echo(f"\n{form.id}: {form.official_url}\n  {form.note}")
        if not form.verified:
            click.echo("  Not verified: compare it with the official sheet, then choose it with --checked.")


@group.command("choose")
@click.argument("instrument")
@click.option("--scoring", default="none", show_default=True, help="A scoring preset; the guide lists them.")
@click.option("--wording", type=_FILE, help="A TOML file with the official wording from your own copy.")
@click.option("--checked", is_flag=True, help="An instrument that is not verified was compared with its sheet.")
@click.option("--assessors", type=_NUMBER, help="1 where only one person appraises; that needs --reason.")
@click.option("--reason", default="", help="Why only one person appraises; the report prints it.")
@acting
def choose(
    *,
    instrument: str,
    scoring: str,
    wording: Path | None,
    checked: bool,
    assessors: int | None,
    reason: str,
    review: UUID,
    by: By,
) -> None:
    """Appraise with INSTRUMENT: an id such as casp_2018, or a TOML file with your own checklist."""
    from synthema.appraisal.actions import choose_instrument

    form = _form(instrument, wording)
    if assessors == 1 and not reason.strip():
        raise click.UsageError("--assessors 1 needs --reason.")
    choose_instrument(by, review, form, scoring, checked)
    click.echo(f"Studies are appraised with {form.title}, version {form.version}.")
    if assessors:
        _set_number(by.then("assessors"), review, assessors, reason)


def _form(instrument: str, wording: Path | None) -> Form:
    from synthema.appraisal import instrument as shipped
    from synthema.appraisal import with_wording
    from synthema.forms import read_form
    from synthema.forms.batch import content_of

    form = read_form(Path(instrument)) if instrument.endswith(".toml") else shipped(instrument)
    return with_wording(form, content_of(wording), wording.name) if wording else form


@group.command("assessors")
@click.argument("number", type=_NUMBER)
@click.option("--reason", default="", help="Why only one person appraises; the report prints it.")
@acting
def assessors_(number: int, reason: str, review: UUID, by: By) -> None:
    """How many people appraise each study: 2, or 1 with a reason."""
    _set_number(by, review, number, reason)


def _set_number(by: By, review: UUID, number: int, reason: str) -> None:
    from synthema.appraisal.actions import set_appraisers
    from synthema.forms.tables import needed

    if number == 1 or number != needed(review, "appraisal"):
        set_appraisers(by, review, number, reason)
    click.echo(f"{number} {'person appraises' if number == 1 else 'people appraise'} each study.")


@group.command("template")
@click.argument("file", type=_FILE)
@acting
def template(file: Path, review: UUID, by: By) -> None:
    """Write an empty CSV FILE with a row for every study and question."""
    from synthema.appraisal.tables import instrument_in_force
    from synthema.forms import Sheet, write_long
    from synthema.studies.tables import studies
    from synthema.team.doors import access_review

    access_review(by.person, review)
    labels = [study.label for study in studies(review)]
    answers.write_template(file, write_long(instrument_in_force(review), [Sheet(label) for label in labels]))
    click.echo(f"{file}: {answers.many(len(labels))}.")


@group.command("import")
@click.argument("file", type=_FILE)
@click.option("--ratings", type=_FILE, help="A CSV file study,rating,reason with your rating of whole studies.")
@acting
def import_(file: Path, ratings: Path | None, review: UUID, by: By) -> None:
    """Give your appraisals from a CSV FILE: study,question,answer,reason.

    All of the file is checked before anything is recorded. The same file again changes nothing.
    """
    from synthema.appraisal.actions import import_appraisals

    answers.told(import_appraisals(by, review, file, ratings), file, "appraised")


@group.command("differences")
@acting
def differences(review: UUID, by: By) -> None:
    """What two people answered differently and nobody has settled."""
    from synthema.team.doors import access_review

    access_review(by.person, review)
    answers.differences(review, "appraisal")


@group.command("reconcile")
@click.argument("file", type=_FILE)
@click.option("--ratings", type=_FILE, help="A CSV file study,rating,reason where the ratings differ.")
@click.option("--how", type=click.Choice(["consensus", "arbiter"]), default="consensus", show_default=True)
@acting
def reconcile(file: Path, ratings: Path | None, how: str, review: UUID, by: By) -> None:
    """Settle differences from a CSV FILE: study,question,answer,reason for the differing questions only.

    A consensus is recorded by one of the two, or by a lead; an arbiter is a third person.
    """
    from synthema.appraisal.actions import reconcile_appraisals

    answers.told(reconcile_appraisals(by, review, file, ratings, how), file, "settled")


@group.command("withdraw")
@click.argument("studies", nargs=-1, required=True)
@click.option("--reason", default="", help="Why.")
@acting
def withdraw(studies: tuple[str, ...], reason: str, review: UUID, by: By) -> None:
    """Take your appraisals of STUDIES back; refused while a consensus rests on them."""
    from synthema.appraisal.actions import withdraw_appraisal

    answers.take_back(
        by,
        review,
        studies,
        lambda step, study: withdraw_appraisal(step, review, study, reason),
        "your appraisal is withdrawn.",
    )


@group.command("reopen")
@click.argument("studies", nargs=-1, required=True)
@click.option("--reason", default="", help="Why.")
@acting
def reopen(studies: tuple[str, ...], reason: str, review: UUID, by: By) -> None:
    """Take the consensus on STUDIES back; both originals stand."""
    from synthema.appraisal.actions import reopen_appraisal

    answers.take_back(
        by,
        review,
        studies,
        lambda step, study: reopen_appraisal(step, review, study, reason),
        "the consensus is taken back.",
    )


@group.command("show")
@click.argument("study", required=False)
@acting
def show(study: str | None, review: UUID, by: By) -> None:
    """The table of settled answers, or everything you may see on one STUDY."""
    from synthema.appraisal.tables import instrument_in_force, progress
    from synthema.forms.tables import assessors, needed
    from synthema.team.doors import access_review

    access_review(by.person, review)
    if study:
        answers.sheets(review, "appraisal", study, by.person)
        return
    form, declared = instrument_in_force(review), assessors(review, "appraisal")
    click.echo(f"{form.title}, version {form.version}")
    if declared and declared.number == 1:
        click.echo(f"One person appraises each study: {declared.reason}")
    answers.standing(progress(review, by.person), needed(review, "appraisal"))
    _print_matrix(review)


def _print_matrix(review: UUID) -> None:
    from synthema.appraisal import LETTERS
    from synthema.appraisal.tables import appraised, instrument_in_force, matrix, scores

    found, points, team = matrix(review), scores(review), appraised(review)
    rows: list[list[object]] = []
    for label, given in found.rows.items():
        one, score = team[label], points.get(label)
        number = f"{score.value} of {score.maximum} {score.band}".strip() if score and score.value is not None else ""
        rows.append([label, *(LETTERS.get(a, a) or "-" for a in given), one.rating if one else "", number])
    header = ["study", *found.questions, "rating", "score"]
    kept = [n for n in range(len(header)) if n < len(header) - 2 or any(row[n] for row in rows)]
    table([[row[n] for n in kept] for row in rows], [header[n] for n in kept])
    form = instrument_in_force(review)
    for tally in found.by_question:
        question = form.question(tally.name)
        counts = ", ".join(f"{count} {LETTERS.get(answer, answer)}" for answer, count in tally.counts.items() if count)
        click.echo(f"{tally.name} {question.label if question else ''}: {counts or 'no answers'}")
