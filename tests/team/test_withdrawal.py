"""Words can be deleted for good; the chain stays whole and says so."""

import pytest

from synthema.audit import replay, trail
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.refused import Refused
from synthema.screening.actions import give_verdict
from synthema.screening.tables import VerdictRow
from synthema.team.doors import NotAllowed
from synthema.team.withdrawal import withdraw_texts
from tests.reporting.small_review import one_record_for_two


def test_words_are_deleted_and_everything_else_stays(database: str) -> None:
    review, people, record = one_record_for_two()
    note = "Ana's brother-in-law wrote this one."
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include", note=note)
    seq = Event.objects.get(review=review, kind="VerdictGiven").seq
    give_verdict(By(people["Ben"]), review, "title_abstract", record, "include")
    with pytest.raises(NotAllowed):
        withdraw_texts(By(people["Ben"]), review, [seq], "no")
    withdraw_texts(By(people["Chloe"]), review, [seq], "A person asked for it.")
    row = VerdictRow.objects.get(review=review, person=people["Ana"])
    assert (row.verdict, row.note) == ("include", "")
    shelf = trail.store(review)
    assert not any(note.encode() in path.read_bytes() for path in shelf.root.glob("??/*"))
    checked = replay.verify(review)
    assert checked.sound
    assert len(checked.withdrawn) == 1


def test_what_cannot_be_withdrawn_is_said(database: str) -> None:
    review, people, record = one_record_for_two()
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include", note="words")
    lead, seq = By(people["Chloe"]), Event.objects.get(review=review, kind="VerdictGiven").seq
    give_verdict(By(people["Ben"]), review, "title_abstract", record, "exclude")
    cases = (([999], "why", "no act 999"), ([1], "why", "holds no words"), ([seq], " ", "Say why"))
    for acts, reason, message in cases:
        with pytest.raises(Refused, match=message):
            withdraw_texts(lead.then(message), review, acts, reason)
    withdraw_texts(lead.then("first"), review, [seq], "asked for")
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_texts(lead.then("second"), review, [seq], "asked for again")


@pytest.mark.parametrize("note", ["", "words"])
def test_whether_an_open_verdict_has_words_is_not_told(database: str, note: str) -> None:
    review, people, record = one_record_for_two()
    give_verdict(By(people["Ana"]), review, "title_abstract", record, "include", note=note)
    seq = Event.objects.get(review=review, kind="VerdictGiven").seq
    with pytest.raises(Refused, match=f"Act {seq} is known to one person only"):
        withdraw_texts(By(people["Chloe"]), review, [seq], "curious")
    give_verdict(By(people["Ben"]), review, "title_abstract", record, "include")
    if note:
        withdraw_texts(By(people["Chloe"]), review, [seq], "asked for")
    else:
        with pytest.raises(Refused, match="holds no words"):
            withdraw_texts(By(people["Chloe"]), review, [seq], "asked for")
