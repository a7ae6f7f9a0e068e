"""Who may take a backup away: it holds everything, also what one person alone may know yet."""

from pathlib import Path
from uuid import UUID

from synthema.audit import registry
from synthema.audit.tables import Event, Review
from synthema.keeping.making import make_backup
from synthema.keeping.model import BackupAccount
from synthema.progress import Progress, silent
from synthema.team.accounts import had_part_in
from synthema.team.doors import NotAllowed
from synthema.team.model import Role
from synthema.team.tables import Account, Person, roles_of

ELSEWHERE = "Whoever runs Synthema can make one at any time with `synthema backup FILE`."


def why_no_backup(person: UUID) -> str:
    """Why this person may not take a backup away just now, or ''.

    Needs the lead of every review, or the operator. Nobody who has a seat in a review, or has acted in it, takes
    away what a colleague alone may know in it.
    """
    reviews = list(Review.objects.values_list("pk", flat=True))
    operator = Account.objects.filter(person=person, is_operator=True, is_active=True).exists()
    roles = {review: roles_of(review, person) for review in reviews}
    leads_all = all(Role.LEAD in seats for seats in roles.values()) and (reviews or Person.objects.count() == 1)
    if not operator and not leads_all:
        return f"A backup holds every review here, so it is for who leads all of them. {ELSEWHERE}"
    if any(_others_open(review, person) for review in had_part_in(person)):
        return (
            "A backup holds verdicts and answers that only who gave them may know until the others have decided. "
            f"{ELSEWHERE}"
        )
    return ""


def _others_open(review: UUID, person: UUID) -> bool:
    hidden = registry.hidden(review)
    others = Event.objects.filter(review=review).exclude(actor=person).values_list("seq", flat=True)
    return bool(hidden) and not hidden.isdisjoint(others.iterator())


def may_back_up(person: UUID) -> bool:
    """Whether this person may take a backup away just now."""
    return not why_no_backup(person)


def backup_for(person: UUID, path: Path, tell: Progress = silent) -> BackupAccount:
    """Make a backup for a person to take away; raises NotAllowed, and deletes it, where a colleague voted meanwhile."""
    if reason := why_no_backup(person):
        raise NotAllowed(reason)
    done = make_backup(path, tell)
    if reason := why_no_backup(person):
        path.unlink(missing_ok=True)
        raise NotAllowed(reason)
    return done
