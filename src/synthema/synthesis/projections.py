"""How acts on the synthesis change the tables."""

from uuid import UUID, uuid5

import cattrs
from django.db.models import Q, QuerySet

from synthema.audit.canonical import canonical
from synthema.audit.model import Recorded
from synthema.audit.registry import builds_on, projects
from synthema.coding.events import CodeCreated, PassageCoded
from synthema.coding.import_events import ProjectImported
from synthema.coding.tables import CodeRow, QuoteRow
from synthema.documents.events import DocumentAdded
from synthema.studies.events import ReportLinked, ReportsSought, StudyNamed
from synthema.synthesis.events import (
    CodePlaced,
    CodePlacementWithdrawn,
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
from synthema.synthesis.tables import (
    ChosenMethod,
    CodePlacementRow,
    FindingQuote,
    FindingRow,
    NoteRow,
    PlacementRow,
    SampleRow,
    ThemeRow,
)


@projects(MethodChosen)
def method_chosen(event: Recorded[MethodChosen]) -> None:
    """Put the choice beside the earlier ones."""
    body = event.body
    ChosenMethod.objects.create(
        id=event.id,
        review=event.review,
        number=event.seq,
        profile=body.profile,
        variant=body.variant,
        source=body.source,
        polarity_against=body.polarity_against,
        rationale=body.rationale,
    )


@projects(FindingRecorded)
def finding_recorded(event: Recorded[FindingRecorded]) -> None:
    """Keep the finding and where its illustration stands."""
    body = event.body
    FindingRow.objects.create(
        id=body.finding_id,
        review=event.review,
        recorded=event.seq,
        study_id=body.study,
        report_id=body.report,
        number=body.number,
        statement=body.statement,
        illustration=body.illustration,
        place=body.place,
        order=body.order,
        credibility=body.credibility,
        document_id=body.document,
        anchored=canonical(cattrs.unstructure(body.anchor)) if body.anchor else "",
    )

    FindingQuote.objects.bulk_create(
        FindingQuote(
            id=uuid5(body.finding_id, str(quote)),
            review=event.review,
            finding_id=body.finding_id,
            quote=quote,
            place=place,
        )
        for place, quote in enumerate(body.quotes)
    )


@projects(FindingWithdrawn)
def finding_withdrawn(event: Recorded[FindingWithdrawn]) -> None:
    """Take the finding out."""
    FindingQuote.objects.filter(review=event.review, finding=event.body.finding_id).delete()
    FindingRow.objects.filter(review=event.review, id=event.body.finding_id).delete()


@projects(ThemeCreated)
def theme_created(event: Recorded[ThemeCreated]) -> None:
    """Add the theme to the tree."""
    body = event.body
    ThemeRow.objects.create(
        id=body.theme_id,
        review=event.review,
        number=event.seq,
        key=body.key,
        name=body.name,
        level=body.level,
        parent=body.parent,
        origin=body.origin,
        source=body.source,
        definition=body.definition,
        edited_at=event.seq,
    )


@projects(ThemeRenamed)
def theme_renamed(event: Recorded[ThemeRenamed]) -> None:
    """Give the theme its new name."""
    _change(event.review, event.body.theme_id, event.seq, name=event.body.name)


@projects(ThemeRedefined)
def theme_redefined(event: Recorded[ThemeRedefined]) -> None:
    """Give the theme its new definition."""
    _change(event.review, event.body.theme_id, event.seq, definition=event.body.definition)


@projects(ThemeMoved)
def theme_moved(event: Recorded[ThemeMoved]) -> None:
    """Put the theme in its new place; the themes it left and joined hold something else now."""
    row = ThemeRow.objects.get(review=event.review, id=event.body.theme_id)
    for touched in (row.parent, event.body.parent):
        if touched is not None:
            _change(event.review, touched, event.seq)
    _change(event.review, row.id, event.seq, parent=event.body.parent)


@projects(ThemeRetired)
def theme_retired(event: Recorded[ThemeRetired]) -> None:
    """Leave the theme out of the tree."""
    _change(event.review, event.body.theme_id, event.seq, retired=True)


@projects(ThemeRestored)
def theme_restored(event: Recorded[ThemeRestored]) -> None:
    """Bring the theme back into the tree."""
    _change(event.review, event.body.theme_id, event.seq, retired=False)


def _change(review: UUID, theme: UUID, seq: int, **values: object) -> None:
    ThemeRow.objects.filter(review=review, id=theme).update(edited_at=seq, **values)


@projects(FindingPlaced)
def finding_placed(event: Recorded[FindingPlaced]) -> None:
    """Put the finding under the theme."""
    body = event.body
    PlacementRow.objects.create(
        id=body.placement_id,
        review=event.review,
        finding_id=body.finding,
        theme_id=body.theme,
        polarity=body.polarity,
        explanation=body.explanation,
        placed_at=event.seq,
    )


@projects(PlacementWithdrawn)
def placement_withdrawn(event: Recorded[PlacementWithdrawn]) -> None:
    """Take the finding out from under the theme, which thereby changed."""
    row = PlacementRow.objects.get(review=event.review, id=event.body.placement_id)
    _change(event.review, row.theme_id, event.seq)
    row.delete()


@projects(CodePlaced)
def code_placed(event: Recorded[CodePlaced]) -> None:
    """Put the code under the theme."""
    body = event.body
    CodePlacementRow.objects.create(
        id=body.placement_id, review=event.review, code=body.code, theme_id=body.theme, placed_at=event.seq
    )
    _change(event.review, body.theme, event.seq)


@projects(CodePlacementWithdrawn)
def code_placement_withdrawn(event: Recorded[CodePlacementWithdrawn]) -> None:
    """Take the code out from under the theme, which thereby changed."""
    row = CodePlacementRow.objects.get(review=event.review, id=event.body.placement_id)
    _change(event.review, row.theme_id, event.seq)
    row.delete()


@projects(DisagreementNoted)
def disagreement_noted(event: Recorded[DisagreementNoted]) -> None:
    """Keep the disagreement and its studies."""
    body = event.body
    about = canonical(body.studies)
    NoteRow.objects.create(
        id=body.note_id,
        review=event.review,
        number=event.seq,
        kind="disagreement",
        title=body.title,
        text=body.text,
        about=about,
    )


@projects(NoteWritten)
def note_written(event: Recorded[NoteWritten]) -> None:
    """Keep the note."""
    body = event.body
    NoteRow.objects.create(
        id=body.note_id,
        review=event.review,
        number=event.seq,
        kind=body.kind,
        title=body.title,
        text=body.text,
        theme_id=body.theme,
    )


@projects(NoteWithdrawn)
def note_withdrawn(event: Recorded[NoteWithdrawn]) -> None:
    """Take the note out."""
    NoteRow.objects.filter(review=event.review, id=event.body.note_id).delete()


@projects(SampleDecided)
def sample_decided(event: Recorded[SampleDecided]) -> None:
    """Keep the decision."""
    one, other = event.body.reports
    SampleRow.objects.create(
        id=event.body.decision_id,
        review=event.review,
        number=event.seq,
        one_id=one,
        other_id=other,
        shared=event.body.shared,
        reason=event.body.reason,
    )


@projects(SampleDecisionWithdrawn)
def sample_decision_withdrawn(event: Recorded[SampleDecisionWithdrawn]) -> None:
    """Take the decision out."""
    SampleRow.objects.filter(review=event.review, id=event.body.decision_id).delete()


@builds_on(DocumentAdded)
def quotes_of_document(review: UUID, document: UUID) -> list[str]:
    """The findings whose illustrations are anchored in a document."""
    return _named(FindingRow.objects.filter(review=review, document=document))


@builds_on(ReportsSought)
@builds_on(ReportLinked)
def findings_of_report(review: UUID, report: UUID) -> list[str]:
    """The findings taken from a report, and decisions on its sample."""
    decided = SampleRow.objects.filter(Q(one=report) | Q(other=report), review=review).count()
    return _named(FindingRow.objects.filter(review=review, report=report)) + ["a decision on its sample"] * decided


@builds_on(StudyNamed)
def disagreements_of_study(review: UUID, study: UUID) -> list[str]:
    """The noted disagreements that name a study; its findings are listed with its reports."""
    rows = NoteRow.objects.filter(review=review, kind="disagreement").order_by("number")
    return [f"the disagreement “{row.title}”" for row in rows if study in row.studies]


@builds_on(FindingRecorded)
def placements_of_finding(review: UUID, finding: UUID) -> list[str]:
    """The themes a finding stands under."""
    rows = PlacementRow.objects.filter(review=review, finding=finding).order_by("placed_at").select_related("theme")
    return [f"its placement under “{row.theme.name}”" for row in rows]


@builds_on(ThemeCreated)
def contents_of_theme(review: UUID, theme: UUID) -> list[str]:
    """What stands under a theme."""
    below = ThemeRow.objects.filter(review=review, parent=theme, retired=False).order_by("number")
    noted = NoteRow.objects.filter(review=review, theme=theme).order_by("number")
    placed = CodePlacementRow.objects.filter(review=review, theme=theme).values("code")
    coded = CodeRow.objects.filter(review=review, pk__in=placed).order_by("made_seq", "id")
    return [
        *(f"the theme “{row.name}” under it" for row in below),
        *_named(FindingRow.objects.filter(review=review, placements__theme=theme)),
        *(f"the note “{row.title}”" for row in noted),
        *(f"the code “{row.name}”" for row in coded),
    ]


@builds_on(PassageCoded)
def findings_on_quote(review: UUID, quote: UUID) -> list[str]:
    """The findings that rest on a quote."""
    return _named(FindingRow.objects.filter(review=review, quotes__quote=quote))


@builds_on(CodeCreated)
def themes_over_code(review: UUID, code: UUID) -> list[str]:
    """The themes a code stands under."""
    rows = CodePlacementRow.objects.filter(review=review, code=code).order_by("placed_at").select_related("theme")
    return [f"its place under the theme “{row.theme.name}”" for row in rows]


@builds_on(ProjectImported)
def findings_on_import(review: UUID, import_id: UUID) -> list[str]:
    """The findings that rest on quotes of an import, and the themes its codes stand under."""
    quotes = QuoteRow.objects.filter(review=review, imported=import_id).values("id")
    codes = CodeRow.objects.filter(review=review, imported=import_id).values("id")
    placed = CodePlacementRow.objects.filter(review=review, code__in=codes).order_by("placed_at")
    return [
        *_named(FindingRow.objects.filter(review=review, quotes__quote__in=quotes).distinct()),
        *(f"a code of it under the theme “{row.theme.name}”" for row in placed.select_related("theme")),
    ]


def _named(rows: "QuerySet[FindingRow]") -> list[str]:
    return [f"finding {row.number} of {row.study.label}" for row in rows.select_related("study").order_by("recorded")]
