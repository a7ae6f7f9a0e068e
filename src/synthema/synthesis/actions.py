"""Choose a method, record findings, build themes, place the one under the other, and note what is to be said."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from synthema.audit.registry import refuse_if_built_on
from synthema.documents.anchoring import Unanchored
from synthema.refused import Refused
from synthema.studies.tables import report, study
from synthema.synthesis.cited import cited
from synthema.synthesis.cited import illustration as illustrated
from synthema.synthesis.events import (
    DisagreementNoted,
    FindingPlaced,
    FindingRecorded,
    FindingWithdrawn,
    MethodChosen,
    NoteWithdrawn,
    NoteWritten,
    PlacementWithdrawn,
    SampleDecided,
    SampleDecisionWithdrawn,
    ThemeCreated,
    ThemeMoved,
    ThemeRedefined,
    ThemeRenamed,
    ThemeRestored,
    ThemeRetired,
)
from synthema.synthesis.model import Credibility, Order, Origin, Polarity, PolarityAgainst, ThemeLevel
from synthema.synthesis.profiles import PROFILES
from synthema.synthesis.quoting import Anchored, Shelf
from synthema.synthesis.rules import key_problem, method_problem, place_problem
from synthema.synthesis.tables import (
    ChosenMethod,
    FindingRow,
    NoteRow,
    PlacementRow,
    SampleRow,
    ThemeRow,
    finding,
    method,
    theme_in_force,
    themes,
)
from synthema.team.doors import Desk, action
from synthema.team.model import Need

NOTE_KINDS = ("robustness", "limit", "disconfirming")
METHOD_FIELDS = ("profile", "variant", "source", "polarity_against", "rationale")
MOST_NUMBER = 99_999


@action(Need.DECIDE)
def choose_method(
    desk: Desk, profile: str, *, variant: str = "", source: str = "", rationale: str = "", polarity_against: str = ""
) -> MethodChosen:
    """Choose the method of synthesis; a later choice replaces it."""
    if problem := method_problem(profile):
        raise Refused(problem)
    _one_of("polarity_against", polarity_against, PolarityAgainst)
    chosen = MethodChosen(
        profile=profile, variant=variant, source=source, rationale=rationale, polarity_against=polarity_against
    )
    if says_the_same(method(desk.review), chosen):
        raise Refused("{profiles_name} is the method already, in the same words.", profiles_name=PROFILES[profile].name)
    return chosen


def says_the_same(row: ChosenMethod | None, chosen: MethodChosen) -> bool:
    """Whether a choice of method repeats the one in force."""
    return row is not None and all(getattr(row, name) == getattr(chosen, name) for name in METHOD_FIELDS)


@action(Need.DECIDE)
def record_finding(
    desk: Desk,
    study_id: UUID,
    report_id: UUID,
    number: int,
    statement: str,
    *,
    illustration: str = "",
    place: str = "",
    order: str = "",
    credibility: str = "",
    allow_missing: bool = False,
    quotes: Sequence[UUID] = (),
) -> FindingRecorded:
    """Record a finding of a report; an illustration that its full text does not hold is refused, or kept unanchored.

    `quotes` are coded quotes of the report it rests on: the first gives illustration, place and order not given here.
    """
    _check_source(desk.review, study_id, report_id, number)
    if not statement.strip():
        raise Refused("A finding needs a statement: one sentence on what the report found.")
    _one_of("order", order, Order)
    _one_of("credibility", credibility, Credibility)
    rests_on = cited(desk.review, report_id, quotes)
    if rests_on and not illustration.strip():
        illustration, where = illustrated(desk.review, rests_on[0])
        place = place or (f"p. {where.page}" if where else "")
        order = order or rests_on[0].voice
    else:
        where = _anchor(desk.review, report_id, illustration, place, allow_missing)
    return FindingRecorded(
        finding_id=desk.new_id("finding"),
        study=study_id,
        report=report_id,
        number=number,
        place=place,
        order=order,
        credibility=credibility,
        statement=statement,
        illustration=illustration,
        document=where.document.id if where else None,
        quotes=tuple(row.id for row in rests_on),
        anchor=where.anchor if where else None,
    )


def _check_source(review: UUID, study_id: UUID, report_id: UUID, number: int) -> None:
    named, source = study(review, study_id), report(review, report_id)
    if source.study_id != named.id:
        home = source.study.label if source.study else "no study yet"
        raise Refused(
            "“{source_title}” belongs to {home}, not to {named_label}. Correct the study or the report.",
            source_title=source.title,
            home=home,
            named_label=named.label,
        )
    if not 0 <= number <= MOST_NUMBER:
        raise Refused("{number} is no number of a finding. Number the findings of a report from 1.", number=number)
    if FindingRow.objects.filter(review=review, report=report_id, number=number).exists():
        raise Refused(
            "“{source_title}” has a finding {number} already. Withdraw it, or give this one another number.",
            source_title=source.title,
            number=number,
        )


def _anchor(review: UUID, report_id: UUID, words: str, place: str, allow_missing: bool) -> Anchored | None:
    try:
        return Shelf(review).anchored(report_id, words, place)
    except Unanchored as error:
        if allow_missing:
            return None
        raise Refused("{error} {keep}", error=error, keep=KEEP) from None


KEEP = "To record it all the same, add --keep-unfound; the check S02 then names it."


@action(Need.DECIDE)
def withdraw_finding(desk: Desk, finding_id: UUID, reason: str = "") -> FindingWithdrawn:
    """Take a finding out; refused while it stands under a theme."""
    finding(desk.review, finding_id)
    refuse_if_built_on(FindingRecorded, desk.review, finding_id)
    return FindingWithdrawn(finding_id=finding_id, reason=reason)


@action(Need.DECIDE)
def create_theme(
    desk: Desk,
    key: str,
    name: str,
    level: str = "descriptive",
    *,
    parent: UUID | None = None,
    origin: str = "new",
    source: str = "",
    definition: str = "",
) -> ThemeCreated:
    """Create a theme under a key of its own."""
    if problem := key_problem(key):
        raise Refused(problem)
    taken = ThemeRow.objects.filter(review=desk.review, key=key).first()
    if taken:
        retired = f" It was retired; `synthema synthesis restore {key}` brings it back." if taken.retired else ""
        raise Refused("There is a theme {key!r} already.{retired}", key=key, retired=retired)
    _named(name)
    _one_of("level", level, ThemeLevel, empty=False)
    _one_of("origin", origin, Origin, empty=False)
    _fits(desk.review, name, level, parent)
    return ThemeCreated(
        theme_id=desk.new_id("theme"),
        key=key,
        name=name.strip(),
        level=level,
        parent=parent,
        origin=origin,
        source=source,
        definition=definition,
    )


@action(Need.DECIDE)
def rename_theme(desk: Desk, theme: UUID, name: str) -> ThemeRenamed:
    """Give a theme another name."""
    row = theme_in_force(desk.review, theme)
    _named(name)
    if row.name == name.strip():
        raise Refused("The theme {row_key!r} is called “{row_name}” already.", row_key=row.key, row_name=row.name)
    return ThemeRenamed(theme_id=row.id, name=name.strip())


@action(Need.DECIDE)
def redefine_theme(desk: Desk, theme: UUID, definition: str) -> ThemeRedefined:
    """Put in other words what belongs under a theme."""
    row = theme_in_force(desk.review, theme)
    if row.definition == definition:
        raise Refused("The theme {row_key!r} has this definition already.", row_key=row.key)
    return ThemeRedefined(theme_id=row.id, definition=definition)


@action(Need.DECIDE)
def move_theme(desk: Desk, theme: UUID, parent: UUID | None = None) -> ThemeMoved:
    """Put a theme under another one, or at the root; never under itself."""
    row = theme_in_force(desk.review, theme)
    if row.parent == parent:
        raise Refused("The theme {row_key!r} stands there already.", row_key=row.key)
    _fits(desk.review, row.name, row.level, parent)
    above = {one.id: one.parent for one in themes(desk.review)}
    step = parent
    while step is not None:
        if step == row.id:
            raise Refused(
                "“{row_name}” cannot stand under itself or a theme below it. Choose another parent.", row_name=row.name
            )
        step = above.get(step)
    return ThemeMoved(theme_id=row.id, parent=parent)


@action(Need.DECIDE)
def retire_theme(desk: Desk, theme: UUID, reason: str = "") -> ThemeRetired:
    """Give up a theme with nothing under it."""
    row = theme_in_force(desk.review, theme)
    refuse_if_built_on(ThemeCreated, desk.review, row.id)
    return ThemeRetired(theme_id=row.id, reason=reason)


@action(Need.DECIDE)
def restore_theme(desk: Desk, theme: UUID) -> ThemeRestored:
    """Bring a retired theme back; its parent has to be in force."""
    row = ThemeRow.objects.filter(review=desk.review, pk=theme).first()
    if row is None or not row.retired:
        raise Refused("There is no such retired theme in this review.")
    _fits(desk.review, row.name, row.level, row.parent)
    return ThemeRestored(row.id)


@action(Need.DECIDE)
def place_finding(
    desk: Desk, finding_id: UUID, theme: UUID, polarity: str = "supports", explanation: str = ""
) -> FindingPlaced:
    """Place a finding under a theme, and say how it stands to it."""
    row, under = finding(desk.review, finding_id), theme_in_force(desk.review, theme)
    _one_of("polarity", polarity, Polarity, empty=False)
    if PlacementRow.objects.filter(review=desk.review, finding=row.id, theme=under.id).exists():
        raise Refused(
            "Finding {row_number} of {study_label} stands under “{under_name}” already.",
            row_number=row.number,
            study_label=row.study.label,
            under_name=under.name,
        )
    return FindingPlaced(
        placement_id=desk.new_id("placement"),
        finding=row.id,
        theme=under.id,
        polarity=polarity,
        explanation=explanation,
    )


@action(Need.DECIDE)
def withdraw_placement(desk: Desk, finding_id: UUID, theme: UUID, reason: str = "") -> PlacementWithdrawn:
    """Take a finding out from under a theme."""
    row = finding(desk.review, finding_id)
    placed = PlacementRow.objects.filter(review=desk.review, finding=row.id, theme=theme).first()
    if placed is None:
        raise Refused(
            "Finding {row_number} of {study_label} does not stand under that theme.",
            row_number=row.number,
            study_label=row.study.label,
        )
    return PlacementWithdrawn(placement_id=placed.id, reason=reason)


@action(Need.DECIDE)
def note_disagreement(desk: Desk, title: str, text: str, studies: tuple[UUID, ...]) -> DisagreementNoted:
    """Note where studies disagree."""
    _titled(title, text)
    for one in studies:
        study(desk.review, one)
    return DisagreementNoted(note_id=desk.new_id("note"), title=title, studies=studies, text=text)


@action(Need.DECIDE)
def write_note(desk: Desk, kind: str, title: str, text: str, theme: UUID | None = None) -> NoteWritten:
    """Write a note on robustness or limits, or on what came of looking for cases against a theme."""
    if kind not in NOTE_KINDS:
        raise Refused("{kind!r} is no kind of note. Kinds: {note_kinds}.", kind=kind, note_kinds=", ".join(NOTE_KINDS))
    if (kind == "disconfirming") != (theme is not None):
        raise Refused("A note on disconfirming cases names its theme; other notes name none.")
    _titled(title, text)
    if theme is not None:
        theme_in_force(desk.review, theme)
    return NoteWritten(note_id=desk.new_id("note"), kind=kind, title=title, theme=theme, text=text)


@action(Need.DECIDE)
def withdraw_note(desk: Desk, note: UUID, reason: str = "") -> NoteWithdrawn:
    """Take back a note or a noted disagreement."""
    if not NoteRow.objects.filter(review=desk.review, pk=note).exists():
        raise Refused("There is no note {note} in this review.", note=note)
    return NoteWithdrawn(note_id=note, reason=reason)


@action(Need.DECIDE)
def decide_sample(desk: Desk, one: UUID, other: UUID, shared: bool, reason: str = "") -> SampleDecided:
    """Say whether two reports of different studies share a sample."""
    pair = report(desk.review, one), report(desk.review, other)
    for row in pair:
        if row.study is None:
            raise Refused(
                "“{row_title}” belongs to no study yet. Link it with `synthema studies link`.", row_title=row.title
            )
    if pair[0].study_id == pair[1].study_id:
        raise Refused("These are reports of one study, which count once in any case. Name reports of two studies.")
    if _sample(desk.review, one, other) is not None:
        raise Refused("This pair of reports was decided on already. Withdraw that first.")
    return SampleDecided(decision_id=desk.new_id("sample"), reports=(one, other), shared=shared, reason=reason)


@action(Need.DECIDE)
def withdraw_sample_decision(desk: Desk, one: UUID, other: UUID) -> SampleDecisionWithdrawn:
    """Take back a decision on a shared sample."""
    row = _sample(desk.review, one, other)
    if row is None:
        raise Refused("Nobody decided on this pair of reports.")
    return SampleDecisionWithdrawn(row.id)


def _sample(review: UUID, one: UUID, other: UUID) -> SampleRow | None:
    return SampleRow.objects.filter(review=review, one__in=(one, other), other__in=(one, other)).first()


def _fits(review: UUID, name: str, level: str, parent: UUID | None) -> None:
    above = theme_in_force(review, parent).level if parent else None
    if problem := place_problem(name, ThemeLevel(level), ThemeLevel(above) if above else None):
        raise Refused(problem)


def _named(name: str) -> None:
    if not name.strip():
        raise Refused("A theme needs a name.")


def _titled(title: str, text: str) -> None:
    if not title.strip() or not text.strip():
        raise Refused("A note needs a title and a text.")


def _one_of(what: str, word: str, words: type[StrEnum], *, empty: bool = True) -> None:
    if word not in set(words) and not (empty and not word):
        raise Refused(
            "{word!r} is no {what}. Write {words}{empty}.",
            word=word,
            what=what,
            words=", ".join(words),
            empty=", or leave it empty" if empty else "",
        )
