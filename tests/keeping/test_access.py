"""A backup holds everything, so not everybody takes one away."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit.model import By
from synthema.keeping import access
from synthema.keeping.access import backup_for, may_back_up, why_no_backup
from synthema.keeping.making import make_backup
from synthema.keeping.model import BackupAccount
from synthema.screening.actions import give_verdict
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from synthema.team.tables import Account, Person, Seat
from tests.cast import Cast
from tests.reporting.small_review import one_record_for_two


def operator(name: str) -> Person:
    """A person who runs this Synthema."""
    person = register_person(name)
    Account.objects.create(email=f"{name}@example.org".lower(), person=person, is_operator=True)
    return person


def test_who_leads_every_review_may_and_nobody_else(cast: Cast) -> None:
    assert not any(map(may_back_up, (cast.ana, cast.ben, cast.chloe, cast.dev, cast.eve, uuid4())))
    assert "who leads all of them" in why_no_backup(cast.chloe)
    add_person(By(cast.eve), cast.other_review, cast.chloe, "lead")
    assert may_back_up(cast.chloe)
    assert not may_back_up(cast.eve)


def test_the_operator_may(cast: Cast) -> None:
    zoe = operator("Zoe")
    assert may_back_up(zoe.id)
    Account.objects.update(is_active=False)
    assert not may_back_up(zoe.id)


def test_one_person_alone_may_from_the_start(database: str) -> None:
    ana = register_person("Ana")
    assert may_back_up(ana.id)
    ben = register_person("Ben")
    assert not may_back_up(ben.id)


def leads(person: UUID) -> UUID:
    """The review that a person leads."""
    return Seat.objects.get(person=person, role="lead").review


@pytest.mark.parametrize("verdict", ["include", "exclude"])
def test_no_lead_takes_away_what_a_colleague_alone_may_know(database: str, verdict: str, tmp_path: Path) -> None:
    review, people, record = one_record_for_two()
    chloe = people["Chloe"]
    add_person(By(people["Eve"]), leads(people["Eve"]), chloe, "lead")
    assert may_back_up(chloe)
    give_verdict(By(people["Ana"]), review, "title_abstract", record, verdict)
    said = "A backup holds verdicts and answers that only who gave them may know until the others have decided. "
    assert why_no_backup(chloe).startswith(said)
    with pytest.raises(NotAllowed):
        backup_for(chloe, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
    assert may_back_up(operator("Zoe").id)  # who has no seat in the review
    give_verdict(By(people["Ben"]), review, "title_abstract", record, verdict)
    assert backup_for(chloe, tmp_path / "b.zip").reviews == 2


def test_an_operator_who_screens_too_waits_like_everybody(database: str) -> None:
    review, people, record = one_record_for_two()
    Account.objects.create(email="ben@example.org", person=Person.objects.get(pk=people["Ben"]), is_operator=True)
    assert may_back_up(people["Ben"])
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include")
    assert not may_back_up(people["Ben"])


def test_own_verdicts_keep_nobody_from_a_backup(database: str) -> None:
    review, people, record = one_record_for_two()
    add_person(By(people["Eve"]), leads(people["Eve"]), people["Chloe"], "lead")
    add_person(By(people["Chloe"]), review, people["Chloe"], "reviewer")
    give_verdict(By(people["Chloe"]), review, "title_abstract", record, "include")
    assert may_back_up(people["Chloe"])
    assert not may_back_up(people["Ana"])


def test_a_vote_given_while_the_backup_is_made_does_not_leave_with_it(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review, people, record = one_record_for_two()
    add_person(By(people["Eve"]), leads(people["Eve"]), people["Chloe"], "lead")

    def meanwhile(path: Path, tell: object) -> BackupAccount:
        give_verdict(By(people["Ana"]), review, "title_abstract", record, "include")
        return make_backup(path)

    monkeypatch.setattr(access, "make_backup", meanwhile)
    with pytest.raises(NotAllowed):
        backup_for(people["Chloe"], tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
