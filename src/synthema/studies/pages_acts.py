"""What people do on the pages of reports and studies, each with its way back."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.model import By
from synthema.dedup.naming import key
from synthema.frame.routes import act
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.studies import actions
from synthema.studies.tables import Report, report, study, study_ids
from synthema.studies.wording import address
from synthema.team.model import Need

BEFORE = "reviews/<uuid:review>/reports/<uuid:report>/"


@act(BEFORE + "outcome/", needs=Need.SEARCH)
def say_outcome(visit: Visit, report: UUID) -> HttpResponse:
    """Record that the report was retrieved, or that the search for it was given up."""
    actions.record_retrieval(visit.by(), visit.review, report, visit.field("outcome"), visit.field("note"))
    undo = reverse("studies:take_back_outcome", kwargs={"review": visit.review, "report": report})
    return visit.go(address(visit, report), _("Recorded."), (undo, {}))


@act(BEFORE + "outcome/back/", needs=Need.SEARCH)
def take_back_outcome(visit: Visit, report: UUID) -> HttpResponse:
    """The report awaits retrieval again."""
    actions.withdraw_retrieval(visit.by(), visit.review, report, visit.field("reason"))
    return visit.go(address(visit, report), _("The report awaits retrieval again."))


@act(BEFORE + "attempts/", needs=Need.SEARCH)
def log_attempt(visit: Visit, report: UUID) -> HttpResponse:
    """Note where the report was looked for, or who was asked."""
    said = {name: visit.field(name) for name in ("route", "result", "on", "where", "note")}
    done = actions.note_attempt(visit.by(), visit.review, report, **said).body
    undo = reverse("studies:take_back_attempt", kwargs={"review": visit.review, "attempt": done.attempt_id})
    return visit.go(address(visit, report), _("Noted."), (undo, {}))


@act("reviews/<uuid:review>/attempts/<uuid:attempt>/back/", needs=Need.SEARCH)
def take_back_attempt(visit: Visit, attempt: UUID) -> HttpResponse:
    """The attempt was noted by mistake."""
    done = actions.withdraw_attempt(visit.by(), visit.review, attempt, visit.field("reason")).body
    return visit.go(address(visit, done.report_id), _("The attempt is no longer in the log."))


@act(BEFORE + "withdraw/", needs=Need.SEARCH)
def seek_no_longer(visit: Visit, report: UUID) -> HttpResponse:
    """The report is no longer sought; it can be sought again."""
    actions.withdraw_sought(visit.by(), visit.review, report, visit.field("reason"))
    there = reverse("studies:reports", kwargs={"review": visit.review})
    return visit.go(there, _("The report is no longer sought."))


@act(BEFORE + "study/", needs=Need.SEARCH)
def link(visit: Visit, report: UUID) -> HttpResponse:
    """The report tells of a study: one there is, or one that is named now."""
    row = link_to(visit.by(), visit.review, report, visit.field("study"), visit.field("label"))
    undo = reverse("studies:unlink", kwargs={"review": visit.review, "report": report})
    return visit.go(
        _back(visit, report), _("Linked to %(study)s.") % {"study": row}, (undo, {"from": visit.field("from")})
    )


def link_to(by: By, review: UUID, report_id: UUID, study_id: str, label: str) -> str:
    """Link a report to the study chosen, else to the one of this label, named when it is new; the study's label."""
    with transaction.atomic():
        to = _chosen(study_id) or study_ids(review)(label)
        if to is None:
            if not key(label):
                raise Refused(_("Choose a study, or write the label of a new one, such as first author and year."))
            to = actions.name_study(by.then("study"), review, label).body.study_id
        actions.link_report(by, review, report_id, to)
        return study(review, to).label


def _chosen(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@act(BEFORE + "study/unlink/", needs=Need.SEARCH)
def unlink(visit: Visit, report: UUID) -> HttpResponse:
    """The report does not tell of its study after all."""
    of = _report(visit, report).study_id
    actions.unlink_report(visit.by(), visit.review, report, visit.field("reason"))
    undo = reverse("studies:link", kwargs={"review": visit.review, "report": report})
    said = _("The report is linked to no study now.")
    return visit.go(_back(visit, report), said, (undo, {"study": of, "from": visit.field("from")}))


@act("reviews/<uuid:review>/hints/together/", needs=Need.SEARCH)
def link_together(visit: Visit) -> HttpResponse:
    """Two reports tell of one study: that of either, or a new one named after the first."""
    one, other = (_report(visit, _uuid(visit.field(name))) for name in ("one", "other"))
    if one.study is None and other.study is not None:
        one, other = other, one
    by = visit.by()
    with transaction.atomic():
        label = one.study.label if one.study else link_to(by.then("one"), visit.review, one.id, "", one.short_name)
        link_to(by.then("other"), visit.review, other.id, "", label)
    there = reverse("studies:studies", kwargs={"review": visit.review})
    undo = reverse("studies:unlink", kwargs={"review": visit.review, "report": other.id})
    return visit.go(there, _("Both tell of %(study)s now.") % {"study": label}, (undo, {"from": "studies"}))


@act("reviews/<uuid:review>/studies/<uuid:study>/rename/", needs=Need.SEARCH)
def rename(visit: Visit, study: UUID) -> HttpResponse:
    """Give a study another label."""
    before = _label(visit, study)
    done = actions.rename_study(visit.by(), visit.review, study, visit.field("label")).body
    undo = reverse("studies:rename", kwargs={"review": visit.review, "study": study})
    there = reverse("studies:studies", kwargs={"review": visit.review})
    return visit.go(there, _("It is %(label)s now.") % {"label": done.label}, (undo, {"label": before}))


@act("reviews/<uuid:review>/studies/<uuid:study>/remove/", needs=Need.SEARCH)
def remove(visit: Visit, study: UUID) -> HttpResponse:
    """Take out a study that was named by mistake."""
    label = _label(visit, study)
    actions.remove_study(visit.by(), visit.review, study, visit.field("reason"))
    undo = reverse("studies:name", kwargs={"review": visit.review})
    there = reverse("studies:studies", kwargs={"review": visit.review})
    return visit.go(
        there, _("%(label)s is no study of this review any more.") % {"label": label}, (undo, {"label": label})
    )


@act("reviews/<uuid:review>/studies/name/", needs=Need.SEARCH)
def name(visit: Visit) -> HttpResponse:
    """Name a study to which reports can be linked."""
    done = actions.name_study(visit.by(), visit.review, visit.field("label")).body
    undo = reverse("studies:remove", kwargs={"review": visit.review, "study": done.study_id})
    there = reverse("studies:studies", kwargs={"review": visit.review})
    return visit.go(there, _("%(label)s is a study now.") % {"label": done.label}, (undo, {}))


def _report(visit: Visit, report_id: UUID) -> Report:
    return report(visit.review, report_id)


def _label(visit: Visit, study_id: UUID) -> str:
    return study(visit.review, study_id).label


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("There is no such report. Load the page again.")) from None


def _back(visit: Visit, report_id: UUID) -> str:
    if visit.field("from") == "studies":
        return reverse("studies:studies", kwargs={"review": visit.review})
    return address(visit, report_id)
