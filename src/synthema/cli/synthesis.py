"""`synthema synthesis`: findings, themes, their matrix and the checks."""

from pathlib import Path
from uuid import UUID

import click

from synthema.audit.model import By
from synthema.cli import synthesis_codes
from synthema.cli.common import acting, progress, table, together
from synthema.synthesis.model import Polarity
from synthema.synthesis.profiles import PROFILES


@click.group("synthesis")
def group() -> None:
    """Findings, themes, their matrix and the checks.

    A FINDING is named by study and number, such as "Asad 2016:3", or by its identifier; a THEME by its key.
    """


@group.command("method")
@click.argument("profile", type=click.Choice(list(PROFILES)))
@click.option("--variant", default="", help="The variant in the team's words.")
@click.option("--source", default="", help="Where the method, or the framework, is described; a DOI.")
@click.option("--rationale", default="", help="Why this method.")
@click.option(
    "--polarity-against",
    type=click.Choice(["theme", "framework"]),
    help="Whether findings support the theme they stand under, or the framework's theme above it.",
)
@acting
def method(
    *, profile: str, variant: str, source: str, rationale: str, polarity_against: str | None, review: UUID, by: By
) -> None:
    """Choose the method of synthesis; a later choice replaces it."""
    from synthema.synthesis.actions import choose_method

    choose_method(
        by,
        review,
        profile,
        variant=variant,
        source=source,
        rationale=rationale,
        polarity_against=polarity_against or "",
    )
    click.echo(f"The method is {PROFILES[profile].name}.")


@group.command("themes")
@click.argument("file", type=click.Path(path_type=Path))
@acting
def themes(file: Path, review: UUID, by: By) -> None:
    """Bring method, themes and notes in line with a TOML FILE; what it does not name stays as it is."""
    from synthema.synthesis.loading_themes import load_themes

    click.echo(f"{file.name}: {load_themes(by, review, file).words}.")


@group.command("findings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep-unfound", is_flag=True, help="Record also findings whose words are not in the full text.")
@acting
def findings(file: Path, keep_unfound: bool, review: UUID, by: By) -> None:
    """Record the findings of a CSV FILE and place them under their themes. Findings that are there stay as they are."""
    from synthema.synthesis.loading_findings import load_findings

    account = load_findings(by, review, file, keep_unfound=keep_unfound, progress=progress)
    click.echo(f"{file.name}: {account.words}.")
    for line in account.unfound:
        click.echo(f"Not found: {line}")


@group.command("show")
@acting
def show(review: UUID, by: By) -> None:
    """The themes as a tree with their findings and studies, what stands under none, and the notes."""
    from synthema.synthesis.bundle import bundle, profile
    from synthema.synthesis.tables import method as chosen
    from synthema.synthesis.tables import notes, unplaced
    from synthema.synthesis.tables import themes as all_themes
    from synthema.synthesis.tree import supports, tree
    from synthema.team.doors import access_review

    access_review(by.person, review)
    in_force = chosen(review)
    if in_force:
        click.echo(f"{profile(review).name}{f' ({in_force.source})' if in_force.source else ''}\n")
    everything, keys = bundle(review), {str(row.id): row.key for row in all_themes(review)}
    resting = supports(everything)
    rows: list[list[object]] = []
    for root in tree(everything.themes):
        for branch in root.walk():
            on = resting[branch.theme.id]
            against = sum(p.polarity is Polarity.CONTRADICTS for p in on.placements)
            name = "  " * branch.depth + branch.theme.name
            rows.append([name, keys[branch.theme.id], len(on.findings), len(on.study_ids), against or ""])
    table(rows, ["theme", "key", "findings", "studies", "against"])
    left = unplaced(review)
    if left:
        click.echo("\nUnder no theme:")
        table([[f"{row.study.label}:{row.number}", row.statement] for row in left], ["finding", "statement"])
    for row in notes(review):
        click.echo(f"\n{row.kind.capitalize()}: {row.title.replace('_', ' ')}\n  {row.text}")


@group.command("list")
@click.option("--theme", "theme_key", default="", help="Only the findings right under this theme.")
@acting
def list_findings(theme_key: str, review: UUID, by: By) -> None:
    """The findings, where they stand, and the page on which their words were found."""
    from synthema.synthesis.bundle import threads
    from synthema.synthesis.tables import theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    only = theme_by_key(review, theme_key).id if theme_key else None
    rows = [one for one in threads(review) if only is None or one.theme == only]
    table(
        [
            [
                str(one.finding)[:8],
                f"{one.study_label}:{one.number}",
                one.polarity,
                one.theme_name,
                f"{one.file_name}, page {one.page}" if one.page else one.place,
                one.statement,
            ]
            for one in rows
        ],
        ["id", "finding", "stands", "theme", "place", "statement"],
    )
    if not rows:
        click.echo("There is no finding here yet. `synthema synthesis findings FILE` records them.")


@group.command("matrix")
@click.option("--all", "every_theme", is_flag=True, help="Every theme, not only the main ones.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it as CSV, with every theme.")
@acting
def matrix(every_theme: bool, out: Path | None, review: UUID, by: By) -> None:
    """Studies against themes: how many findings support, contradict or qualify. An empty cell is silence."""
    from synthema.files import write_text
    from synthema.synthesis.bundle import bundle
    from synthema.synthesis.matrix import matrix_rows, study_theme_matrix, to_csv
    from synthema.synthesis.model import ThemeLevel
    from synthema.team.doors import access_review

    access_review(by.person, review)
    everything = bundle(review)
    if out:
        write_text(out, to_csv(study_theme_matrix(everything)))
        click.echo(f"{out}: {len(everything.themes):,} themes.")
        return
    main = [theme.id for theme in everything.themes if theme.level is ThemeLevel.ANALYTICAL]
    header, *rows = matrix_rows(study_theme_matrix(everything, None if every_theme or not main else main))
    table([list(row) for row in rows], header)


@group.command("check")
@acting
def check(review: UUID, by: By) -> None:
    """What the checks S01 to S18 find. Exit code 1 where an error is found."""
    from synthema.synthesis.bundle import checks
    from synthema.synthesis.checks import Severity, Status
    from synthema.team.doors import access_review

    access_review(by.person, review)
    found = checks(review)
    words = {Status.PASSED: "holds", Status.FOUND: "found", Status.NOT_APPLICABLE: "does not apply"}
    for one in found:
        number = f", {len(one.hits):,} of {one.looked_at:,}" if one.hits else ""
        click.echo(f"{one.id}  {words[one.status]} ({one.severity}{number}): {one.rule}")
        if one.note:
            click.echo(f"     {one.note}")
        for hit in one.hits:
            click.echo(f"     {hit.where}: {hit.what} {hit.next}")
    if any(one.hits and one.severity is Severity.ERROR for one in found):
        raise SystemExit(1)


@group.command("effects")
@acting
def effects(review: UUID, by: By) -> None:
    """Frequency and intensity effect sizes; reports of one study or sample count once."""
    from synthema.synthesis.bundle import bundle
    from synthema.synthesis.metasummary import percent, summarise
    from synthema.team.doors import access_review

    access_review(by.person, review)
    everything = bundle(review)
    summary = summarise(everything)
    themes_by_id = {theme.id: theme.name for theme in everything.themes}
    reports_by_id = {report.id: report.name for report in everything.reports}
    table(
        [
            [themes_by_id[one.finding_id], f"{one.reports_with} of {one.reports}", f"{percent(one.size)} %"]
            for one in sorted(summary.frequencies, key=lambda one: -one.size)
        ],
        ["theme", "reports", "frequency"],
    )
    click.echo()
    table(
        [
            [
                reports_by_id[one.report_id],
                f"{one.findings} of {one.of_findings}",
                f"{percent(one.size)} %",
                "undefined" if one.strong_size is None else f"{percent(one.strong_size)} %",
            ]
            for one in summary.intensities
        ],
        ["report", "themes", "intensity", "of the strong ones"],
    )
    for reports in summary.counted_as_one:
        click.echo(f"Counted as one: {'; '.join(reports_by_id.get(one, one) for one in reports)}.")


@group.command("rename")
@click.argument("theme")
@click.option("--name", default="", help="The new name.")
@click.option("--definition", default="", help="The new definition.")
@acting
def rename(theme: str, name: str, definition: str, review: UUID, by: By) -> None:
    """Give a THEME another name or definition; its key stays."""
    from synthema.refused import Refused
    from synthema.synthesis.actions import redefine_theme, rename_theme
    from synthema.synthesis.tables import theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = theme_by_key(review, theme)
    if not name and not definition:
        raise Refused("Nothing to change. Give --name, --definition or both.")
    with together():
        if name:
            rename_theme(by.then("name"), review, row.id, name)
        if definition:
            redefine_theme(by.then("definition"), review, row.id, definition)
    click.echo(f"{theme}: {theme_by_key(review, theme).name}")


@group.command("move")
@click.argument("theme")
@click.option("--under", default="", help="The key of the new parent; without it the theme becomes a root.")
@acting
def move(theme: str, under: str, review: UUID, by: By) -> None:
    """Put a THEME under another one."""
    from synthema.synthesis.actions import move_theme
    from synthema.synthesis.tables import theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    parent = theme_by_key(review, under).id if under else None
    move_theme(by, review, theme_by_key(review, theme).id, parent)
    click.echo(f"{theme} stands under {under or 'no other theme'} now.")


@group.command("retire")
@click.argument("theme")
@click.option("--reason", required=True, help="Why it is given up.")
@acting
def retire(theme: str, reason: str, review: UUID, by: By) -> None:
    """Give up a THEME; refused while anything stands under it."""
    from synthema.synthesis.actions import retire_theme
    from synthema.synthesis.tables import theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    retire_theme(by, review, theme_by_key(review, theme).id, reason)
    click.echo(f"{theme} is retired; `synthema synthesis restore {theme}` brings it back.")


@group.command("restore")
@click.argument("theme")
@acting
def restore(theme: str, review: UUID, by: By) -> None:
    """Bring a retired THEME back."""
    from synthema.synthesis.actions import restore_theme
    from synthema.synthesis.tables import retired_theme
    from synthema.team.doors import access_review

    access_review(by.person, review)
    restore_theme(by, review, retired_theme(review, theme).id)
    click.echo(f"{theme} is back.")


@group.command("place")
@click.argument("finding")
@click.argument("theme")
@click.option("--polarity", type=click.Choice([str(p) for p in Polarity]), default="supports", show_default=True)
@click.option("--explanation", default="", help="For a finding that contradicts: what could explain it.")
@acting
def place(*, finding: str, theme: str, polarity: str, explanation: str, review: UUID, by: By) -> None:
    """Place a FINDING under a THEME."""
    from synthema.synthesis.actions import place_finding
    from synthema.synthesis.tables import finding_named, theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row, under = finding_named(review, finding), theme_by_key(review, theme)
    place_finding(by, review, row.id, under.id, polarity, explanation)
    click.echo(f"Finding {row.number} of {row.study.label} {polarity} “{under.name}”.")


@group.command("withdraw")
@click.argument("finding")
@click.option("--from", "theme", default="", help="Take it out from under this theme only.")
@click.option("--reason", required=True, help="Why.")
@acting
def withdraw(finding: str, theme: str, reason: str, review: UUID, by: By) -> None:
    """Take a FINDING out from under a theme, or out of the review; the latter is refused while it stands under one."""
    from synthema.synthesis.actions import withdraw_finding, withdraw_placement
    from synthema.synthesis.tables import finding_named, theme_by_key
    from synthema.team.doors import access_review

    access_review(by.person, review)
    row = finding_named(review, finding)
    if theme:
        withdraw_placement(by, review, row.id, theme_by_key(review, theme).id, reason)
    else:
        withdraw_finding(by, review, row.id, reason)
    click.echo(f"Finding {row.number} of {row.study.label} is {f'under {theme} no more' if theme else 'withdrawn'}.")


@group.command("sample")
@click.argument("report")
@click.argument("other")
@click.option("--shared/--separate", default=None, required=True, help="Whether the two report on the same people.")
@click.option("--reason", default="", help="How you know.")
@acting
def sample(*, report: str, other: str, shared: bool, reason: str, review: UUID, by: By) -> None:
    """Say whether two reports of different studies share a sample; name them by title, DOI or study."""
    from synthema.synthesis.actions import decide_sample
    from synthema.synthesis.tables import report_called
    from synthema.team.doors import access_review

    access_review(by.person, review)
    one, two = (report_called(review, name) for name in (report, other))
    decide_sample(by, review, one.id, two.id, shared, reason)
    click.echo(f"{one.short_name} and {two.short_name} {'share a sample' if shared else 'have samples of their own'}.")


@group.command("unsample")
@click.argument("report")
@click.argument("other")
@acting
def unsample(report: str, other: str, review: UUID, by: By) -> None:
    """Take back what was decided on the samples of two reports."""
    from synthema.synthesis.actions import withdraw_sample_decision
    from synthema.synthesis.tables import report_called
    from synthema.team.doors import access_review

    access_review(by.person, review)
    one, two = (report_called(review, name) for name in (report, other))
    withdraw_sample_decision(by, review, one.id, two.id)
    click.echo("Whether they share a sample is open again.")


for _command in synthesis_codes.COMMANDS:
    group.add_command(_command)
