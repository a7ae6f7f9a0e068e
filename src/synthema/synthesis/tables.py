"""Findings, themes, placements and notes, and the questions asked of them."""

import json
from dataclasses import dataclass
from uuid import UUID

import cattrs
from django.db import models
from django.db.models import QuerySet

from synthema.audit.tables import Projection
from synthema.dedup.naming import key as folded
from synthema.documents.model import Anchor
from synthema.documents.tables import Document
from synthema.refused import Refused
from synthema.studies.tables import Report, Study, find_report, reports


class ChosenMethod(Projection):
    """A choice of method; the latest is in force."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    profile = models.CharField(max_length=40)
    variant = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    polarity_against = models.CharField(max_length=20, blank=True, default="")
    rationale = models.TextField(blank=True, default="")


class ThemeRow(Projection):
    """A theme, in force or retired."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()  # order of creation
    key = models.CharField(max_length=80)
    name = models.TextField()
    level = models.CharField(max_length=20)
    parent = models.UUIDField(null=True)
    origin = models.CharField(max_length=20)
    source = models.TextField(blank=True, default="")
    definition = models.TextField(blank=True, default="")
    retired = models.BooleanField(default=False)
    edited_at = models.PositiveIntegerField()  # the event that last changed it or what stands under it

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "key"), name="theme_key"),)


class FindingRow(Projection):
    """One finding of one report."""

    id = models.UUIDField(primary_key=True)
    recorded = models.PositiveIntegerField()  # order of recording
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="findings")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    statement = models.TextField(blank=True, default="")
    illustration = models.TextField(blank=True, default="")
    place = models.TextField(blank=True, default="")
    order = models.CharField(max_length=20, blank=True, default="")
    credibility = models.CharField(max_length=20, blank=True, default="")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="findings")
    anchored = models.TextField(blank=True, default="")  # the anchor as canonical JSON; empty without one

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "report", "number"), name="finding_number"),)

    @property
    def anchor(self) -> Anchor | None:
        """Where the illustration stands in its document."""
        return cattrs.structure(json.loads(self.anchored), Anchor) if self.anchored else None


class PlacementRow(Projection):
    """One finding under one theme."""

    id = models.UUIDField(primary_key=True)
    finding = models.ForeignKey(FindingRow, on_delete=models.PROTECT, related_name="placements")
    theme = models.ForeignKey(ThemeRow, on_delete=models.PROTECT, related_name="placements")
    polarity = models.CharField(max_length=20)
    explanation = models.TextField(blank=True, default="")
    placed_at = models.PositiveIntegerField()

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "finding", "theme"), name="placement_once"),)


class FindingQuote(Projection):
    """A quote a finding rests on."""

    id = models.UUIDField(primary_key=True)
    finding = models.ForeignKey(FindingRow, on_delete=models.PROTECT, related_name="quotes")
    quote = models.UUIDField()
    place = models.PositiveIntegerField()  # as they were named

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("finding", "quote"), name="finding_quote_once"),)


class CodePlacementRow(Projection):
    """One code of the team's codebook under one theme."""

    id = models.UUIDField(primary_key=True)
    code = models.UUIDField()
    theme = models.ForeignKey(ThemeRow, on_delete=models.PROTECT, related_name="placed_codes")
    placed_at = models.PositiveIntegerField()

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "code", "theme"), name="code_placement_once"),)


class NoteRow(Projection):
    """Something said about the synthesis as a whole, about some of its studies, or about a theme."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)  # disagreement, robustness, limit or disconfirming
    title = models.TextField()
    text = models.TextField(blank=True, default="")
    theme = models.ForeignKey(ThemeRow, on_delete=models.PROTECT, null=True, related_name="notes")
    about = models.TextField(default="[]")  # studies that disagree, as canonical JSON

    @property
    def studies(self) -> tuple[UUID, ...]:
        """The studies the note is about."""
        return tuple(UUID(one) for one in json.loads(self.about))


class SampleRow(Projection):
    """Whether two reports share a sample, as a person decided."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    one = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField()
    reason = models.TextField(blank=True, default="")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stands under a theme."""

    key: str
    polarity: str


def method(review: UUID) -> ChosenMethod | None:
    """The method in force, or None before one was chosen."""
    return ChosenMethod.objects.filter(review=review).order_by("-number").first()


def themes(review: UUID) -> list[ThemeRow]:
    """The themes in force, in the order of creation."""
    return list(ThemeRow.objects.filter(review=review, retired=False).order_by("number"))


def theme_by_key(review: UUID, key: str) -> ThemeRow:
    """The theme of this key; raises Refused for an unknown or retired one."""
    row = ThemeRow.objects.filter(review=review, key=key).first()
    if row is None:
        known = (
            ", ".join(theme.key for theme in themes(review))
            or "none yet; `synthema synthesis themes FILE` creates them"
        )
        raise Refused("There is no theme {key!r} in this review. Themes: {known}.", key=key, known=known)
    if row.retired:
        raise Refused("The theme {key!r} was retired. `synthema synthesis restore {key}` brings it back.", key=key)
    return row


def retired_theme(review: UUID, key: str) -> ThemeRow:
    """The retired theme of this key; raises Refused where there is none."""
    row = ThemeRow.objects.filter(review=review, key=key, retired=True).first()
    if row is None:
        raise Refused("There is no retired theme {key!r} in this review.", key=key)
    return row


def theme_in_force(review: UUID, theme: UUID) -> ThemeRow:
    """One theme; raises Refused when the review does not hold it or it was retired."""
    row = ThemeRow.objects.filter(review=review, pk=theme).first()
    if row is None:
        raise Refused("There is no theme {theme} in this review. `synthema synthesis show` names them.", theme=theme)
    return theme_by_key(review, row.key)


def findings(review: UUID) -> "QuerySet[FindingRow]":
    """All findings with their studies, reports and documents, by study, report and number."""
    rows = FindingRow.objects.filter(review=review).select_related("study", "report", "document")
    return rows.order_by("study__label", "report__year", "report__title", "number", "id")


def finding(review: UUID, finding_id: UUID) -> FindingRow:
    """One finding; raises Refused when the review does not hold it."""
    row = findings(review).filter(pk=finding_id).first()
    if row is None:
        raise Refused(
            "There is no finding {finding_id} in this review. `synthema synthesis list` names them.",
            finding_id=finding_id,
        )
    return row


def standings(review: UUID) -> dict[UUID, list[Standing]]:
    """For each placed finding the themes it stands under."""
    found: dict[UUID, list[Standing]] = {}
    rows = placements(review).values_list("finding", "theme__key", "polarity")
    for finding_id, key, polarity in rows:
        found.setdefault(finding_id, []).append(Standing(key, polarity))
    return found


def unplaced(review: UUID) -> list[FindingRow]:
    """The findings that stand under no theme."""
    return list(findings(review).filter(placements=None))


def placements(review: UUID) -> "QuerySet[PlacementRow]":
    """All placements, oldest first."""
    return PlacementRow.objects.filter(review=review).order_by("placed_at")


def notes(review: UUID, *kinds: str) -> list[NoteRow]:
    """The notes of these kinds, or all, in the order of writing."""
    rows = NoteRow.objects.filter(review=review).order_by("number")
    return list(rows.filter(kind__in=kinds) if kinds else rows)


def samples(review: UUID) -> list[SampleRow]:
    """The decisions on shared samples, in their order."""
    return list(SampleRow.objects.filter(review=review).select_related("one", "other").order_by("number"))


def finding_named(review: UUID, name: str) -> FindingRow:
    """The finding that "Asad 2016:3" or the beginning of an identifier names; raises Refused for none or several."""
    label, colon, number = name.rpartition(":")
    rows = list(findings(review))
    found = [
        row for row in rows if colon and folded(row.study.label) == folded(label) and str(row.number) == number.strip()
    ]
    found = found or [row for row in rows if len(name) >= 4 and str(row.id).startswith(name.lower())]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            "No finding is called {name!r}. Write STUDY:NUMBER; `synthema synthesis list` names them all.", name=name
        )
    choice = "; ".join(f"{str(row.id)[:8]} (“{row.report.title}”)" for row in found)
    raise Refused(
        "{found} findings are called {name!r}: {choice}. Name one by its identifier.",
        found=len(found),
        name=name,
        choice=choice,
    )


def report_called(review: UUID, name: str) -> Report:
    """The only report of the study of this label, or the report of this title or DOI; raises Refused for any other."""
    held = [row for row in reports(review) if row.study and folded(row.study.label) == folded(name)]
    return held[0] if len(held) == 1 else find_report(review, name, doi=name)
