"""Reports and the studies they tell of."""

import json
from collections.abc import Callable
from uuid import UUID

from django.db import models

from synthema.audit.tables import Projection
from synthema.dedup.naming import Named, Names, key
from synthema.dedup.tables import members
from synthema.records.tables import RecordRow
from synthema.refused import Refused
from synthema.studies.companions import Companion, Hint, hints
from synthema.studies.rules import short_name


class Study(Projection):
    """An investigation, which may have several reports."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200)

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "label"), name="study_label"),)


class Report(Projection):
    """A document that is sought, under the identifier of the group of records it came from."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()  # the act it was sought in
    place = models.PositiveIntegerField()  # its place in that act
    group = models.UUIDField(db_index=True)
    record = models.UUIDField()
    title = models.TextField(blank=True)
    authors = models.TextField()
    year = models.IntegerField(null=True)
    journal = models.TextField(blank=True)
    volume = models.TextField(blank=True)
    issue = models.TextField(blank=True)
    pages = models.TextField(blank=True)
    doi = models.TextField(blank=True)
    pmid = models.TextField(blank=True)
    url = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    note = models.TextField(blank=True, default="")  # on its retrieval
    study = models.ForeignKey(Study, null=True, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        app_label = "synthema"
        constraints = (models.UniqueConstraint(fields=("review", "group"), name="report_group"),)

    @property
    def author_names(self) -> list[str]:
        """The authors in order."""
        names: list[str] = json.loads(self.authors)
        return names

    @property
    def short_name(self) -> str:
        """First author and year."""
        return short_name(self.author_names, self.year, self.title)


class Attempt(Projection):
    """One attempt to retrieve a report."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attempts")
    person = models.UUIDField()  # who noted it
    on = models.DateField()
    route = models.CharField(max_length=20)
    result = models.CharField(max_length=20)
    where = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")


def attempts(review: UUID, report_id: UUID) -> list[Attempt]:
    """The attempts to retrieve a report, the latest first."""
    return list(Attempt.objects.filter(review=review, report=report_id).order_by("-on", "-number"))


def attempt(review: UUID, attempt_id: UUID) -> Attempt:
    """One attempt; raises Refused when the review has no such."""
    found = Attempt.objects.filter(review=review, pk=attempt_id).first()
    if found is None:
        raise Refused("There is no such attempt in this review. It may have been withdrawn; load the page again.")
    return found


def reports(review: UUID) -> list[Report]:
    """All reports that are sought, in the order of seeking, each with its study."""
    return list(Report.objects.filter(review=review).select_related("study").order_by("number", "place"))


def report(review: UUID, report_id: UUID) -> Report:
    """One report; raises Refused when the review does not seek it."""
    found = Report.objects.filter(review=review, pk=report_id).select_related("study").first()
    if found is None:
        raise Refused(
            "There is no report {report_id} in this review. `synthema studies list` names them.", report_id=report_id
        )
    return found


def studies(review: UUID) -> list[Study]:
    """All studies by label."""
    return list(Study.objects.filter(review=review).order_by("label"))


def study(review: UUID, study_id: UUID) -> Study:
    """One study; raises Refused when the review does not have it."""
    found = Study.objects.filter(review=review, pk=study_id).first()
    if found is None:
        raise Refused(
            "There is no study {study_id} in this review. `synthema studies list` names them.", study_id=study_id
        )
    return found


def study_ids(review: UUID) -> Callable[[str], UUID | None]:
    """A function from labels, whatever their case and punctuation, to the studies there are now."""
    known = {key(one.label): one.id for one in studies(review)}
    return lambda label: known.get(key(label))


def study_by_label(review: UUID, label: str) -> Study:
    """The study of this label, whatever its case and punctuation; raises Refused naming those there are."""
    found = next((one for one in studies(review) if key(one.label) == key(label)), None)
    if found is None:
        labels = ", ".join(one.label for one in studies(review)[:12]) or "none yet; `synthema studies link` names them"
        raise Refused("There is no study {label!r} in this review. Studies: {labels}.", label=label, labels=labels)
    return found


def reports_of(review: UUID, study_id: UUID) -> list[Report]:
    """The reports that tell of a study."""
    return [one for one in reports(review) if one.study_id == study_id]


def report_names(review: UUID) -> list[Named]:
    """What each report may be called: by its own title, or by that of any of its records."""
    known = reports(review)
    report_of = {one.group: one.id for one in known}
    grouped = dict(members(review).filter(group__in=report_of).values_list("record", "group"))
    own = [Named(one.id, one.id, one.title, one.year, one.doi) for one in known]
    return own + [
        Named(report_of[grouped[row.id]], report_of[grouped[row.id]], row.title, row.year, row.doi)
        for row in RecordRow.settled(review).in_bulk(list(grouped)).values()
    ]


class ReportNames:
    """The reports of a review as people name them."""

    def __init__(self, review: UUID) -> None:
        self._names = Names(report_names(review))
        self._reports = {one.id: one for one in reports(review)}

    def find(self, title: str, year: str = "", doi: str = "") -> Report:
        """The report that somebody means who writes title, year and DOI; raises Refused for none or several."""
        return self._reports[self._names.find(title, year, doi).id]


def find_report(review: UUID, title: str, year: str = "", doi: str = "") -> Report:
    """The one report that somebody means who writes title, year and DOI; raises Refused for none or several."""
    return ReportNames(review).find(title, year, doi)


def companion_hints(review: UUID) -> list[Hint]:
    """Pairs of reports that may tell of one study, by what their records say."""
    known = reports(review)
    group_of = dict(members(review).filter(group__in=[one.group for one in known]).values_list("record", "group"))
    abstracts: dict[UUID, str] = {}
    for record, abstract in RecordRow.settled(review).filter(pk__in=list(group_of)).values_list("id", "abstract"):
        abstracts[group_of[record]] = f"{abstracts.get(group_of[record], '')} {abstract}"
    return hints([_companion(one, abstracts.get(one.group, "")) for one in known])


def _companion(row: Report, text: str) -> Companion:
    authors = tuple(row.author_names)
    return Companion(report=row.id, title=row.title, authors=authors, year=row.year, text=text, study=row.study_id)
