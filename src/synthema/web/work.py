"""Background work on reviews as a whole: the worked example, packages, checking the trail, looking back, backups."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.audit.model import By
from synthema.jobs.kinds import job_kind
from synthema.jobs.running import Running
from synthema.refused import Refused
from synthema.team.doors import NotAllowed
from synthema.team.model import Need, Role
from synthema.team.tables import Account, Person, ReviewTitle, roles_of

EXAMPLE, IMPORT, VERIFY, AS_OF, BACK_UP = "worked_example", "import_package", "verify_trail", "as_of", "back_up"
STEPS = 24  # about as many as the worked example tells of


@job_kind(EXAMPLE, title="Load the worked example")
def load_example(job: Running) -> dict[str, Any]:
    """Work the example review through, and then let this person in as its lead; run again, it goes on."""
    from synthema.team.actions import add_person
    from synthema.web.examples import example_folder
    from synthema.web.worked import work

    steps = count(1)

    def say(stage: str, what: str) -> None:
        job.progress(f"{stage}: {what}", min(next(steps), STEPS - 1), STEPS)

    job.progress(_("reading the files"), 0, STEPS)
    seed = uuid5(job.by.person, "worked example")
    review = work(example_folder("peer-support"), seed, say, parts_of(seed))
    if Role.LEAD not in roles_of(review, job.by.person):
        first = By(parts_of(seed)("first", ""), uuid5(seed, f"let in {job.by.act_id}"))
        add_person(first, review, job.by.person, Role.LEAD)
    said = _("The worked example is among your reviews.")
    return {"said": said, "go": reverse("web:review", kwargs={"review": review}), "open": _("Open it")}


def parts_of(seed: UUID) -> Callable[[str, str], UUID]:
    """Finds the persons of an example: nobody known here is one of them, whatever they are called."""

    def find(key: str, name: str) -> UUID:
        person = uuid5(seed, f"person {key}")
        if not Person.objects.filter(pk=person).exists():
            named = (name, *(f"{name} {number}" for number in range(2, 10_000)))
            Person.objects.create(id=person, name=next(n for n in named if not Person.objects.filter(name=n).exists()))
        return person

    return find


@job_kind(IMPORT, title="Take in a review package")
def import_package(job: Running) -> dict[str, Any]:
    """Take in an uploaded package: a new review by who runs this Synthema, a continuation by its lead."""
    from synthema.audit import package
    from synthema.audit.archive import Archive
    from synthema.audit.tables import Review
    from synthema.jobs.staging import drop, staged
    from synthema.reporting.package import import_review

    upload = staged(job.by.person, None, UUID(job.arguments["upload"]))
    job.progress(_("reading the package"), 0, 0)
    with Archive(upload.path) as archive:
        known = Review.objects.filter(pk=package.manifest_of(archive).review, head_seq__gt=0).exists()
    if not known and not Account.objects.filter(person=job.by.person, is_operator=True, is_active=True).exists():
        raise NotAllowed(
            _("This review is not here yet. A package says who did what, so who runs this Synthema takes it in.")
        )
    review, added = import_review(upload.path, job.by.person)
    drop(upload)
    title = ReviewTitle.objects.get(pk=review).title
    said = _("%(title)s: %(n)s acts were taken in.") if added else _("%(title)s is here already, as far as this goes.")
    answer: dict[str, Any] = {"said": said % {"title": title, "n": f"{added:,}"}}
    if roles_of(review, job.by.person):
        return {**answer, "go": reverse("web:review", kwargs={"review": review}), "open": _("Open it")}
    leads = ", ".join(_leads(review)) or _("nobody any more")
    return {**answer, "lines": [_("You have no seat in it. Its lead gives you one: %(names)s.") % {"names": leads}]}


def _leads(review: UUID) -> list[str]:
    from synthema.team.tables import Seat

    seats = Seat.objects.filter(review=review, role=Role.LEAD).values("person")
    return list(Person.objects.filter(pk__in=seats).order_by("name").values_list("name", flat=True))


@job_kind(VERIFY, title="Check the audit trail", needs=Need.READ)
def verify_trail(job: Running) -> dict[str, Any]:
    """Check the chain, every stored file and, by replay, every row; the head is withheld while anything is open."""
    from synthema.audit import replay
    from synthema.reporting.standing import head_may_show

    job.progress(_("checking the chain, the files and the tables"), 0, 0)
    found = replay.verify(job.review)
    job.check()
    told = head_may_show(job.review)
    looked = {"acts": f"{found.events:,}", "contents": f"{found.contents:,}", "rows": f"{found.rows:,}"}
    lines = [
        _("Looked at: %(acts)s acts, %(contents)s stored contents, %(rows)s rows.") % looked
        if told
        else _("Looked at: %(acts)s acts, all stored contents, all rows.") % looked,
        _("Head of the chain: %(hash)s") % {"hash": found.head_hash}
        if told
        else _("The head of the chain is withheld while verdicts, answers or codes are known to one person only."),
    ]
    lines += [_("Withdrawn on purpose: content %(name)s…") % {"name": name[:12]} for name in found.withdrawn if told]
    lines += [_("Wrong: %(fault)s") % {"fault": fault} for fault in found.faults]
    said = _("Everything holds.") if found.sound else _("Something is wrong; whoever runs Synthema should look at it.")
    return {
        "said": said, "lines": lines, "sound": found.sound,
        "go": reverse("web:trail", kwargs={"review": job.review}), "open": _("Back to the audit trail"),
    }  # fmt: skip


@job_kind(AS_OF, title="Look back", needs=Need.READ)
def look_back(job: Running) -> dict[str, Any]:
    """The numbers of a review as they were after an act."""
    from synthema.web.as_of import numbers_then

    until = int(job.arguments["until"])
    found = numbers_then(job.review, until, job.by.person, job.progress)
    go = reverse("web:as_of", kwargs={"review": job.review, "job": job.by.act_id})
    return {**found, "said": _("The review as it was."), "go": go, "open": _("Show it")}


@job_kind(BACK_UP, title="Make a backup")
def back_up(job: Running) -> dict[str, Any]:
    """Back the whole house up, into its own folder; taking the file away has a door of its own."""
    from synthema.keeping.making import backups_folder, make_backup

    at = datetime.fromisoformat(job.arguments["at"])
    path = backups_folder() / f"synthema-{at:%Y-%m-%d-%H%M%S}-{job.by.act_id.hex[:6]}.zip"
    done = make_backup(path, job.progress)
    if done.faults and not path.exists():
        raise Refused(" ".join(done.faults))
    said = _("%(name)s holds %(reviews)s reviews, %(acts)s acts and %(files)s files.") % {
        "name": path.name,
        "reviews": f"{done.reviews:,}",
        "acts": f"{done.events:,}",
        "files": f"{done.contents:,}",
    }
    return {"said": said, "lines": list(done.faults), "go": reverse("web:backups"), "open": _("To the backups")}
