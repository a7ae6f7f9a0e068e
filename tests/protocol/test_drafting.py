"""The next version is written section by section and laid down whole."""

from dataclasses import replace

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.protocol.actions import set_protocol
from synthema.protocol.drafting import discard_draft, draft_of, lay_down, save_draft
from synthema.protocol.model import ScreeningPolicy
from synthema.protocol.tables import current, versions
from synthema.refused import Refused
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import protocol


def test_the_first_version_grows_from_an_empty_draft_with_the_title_of_the_review(cast: Cast) -> None:
    lead, whole = By(cast.chloe), protocol()
    empty = draft_of(cast.review)
    assert (empty.protocol.title, empty.based_on, empty.changed) == ("Peer support, a test review", 0, False)
    save_draft(lead, cast.review, {}, question=whole.question)
    with pytest.raises(Refused, match="no criteria"):
        lay_down(By(cast.chloe), cast.review)
    save_draft(lead, cast.review, {}, criteria=whole.criteria)
    done = lay_down(By(cast.chloe), cast.review)
    assert done.body.number == 1
    assert current(cast.review).protocol == replace(whole, title="Peer support, a test review")
    assert not draft_of(cast.review).changed
    assert replay.verify(cast.review).sound


def test_a_form_sent_twice_lays_down_one_version(cast: Cast) -> None:
    save_draft(By(cast.chloe), cast.review, {}, question=protocol().question, criteria=protocol().criteria)
    once = By(cast.chloe)
    assert lay_down(once, cast.review).id == lay_down(once, cast.review).id
    with pytest.raises(Refused, match="no draft"):
        lay_down(By(cast.chloe), cast.review)
    assert len(versions(cast.review)) == 1


def test_a_draft_counts_nothing_and_saying_what_is_in_force_is_no_draft(cast: Cast) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    save_draft(By(cast.chloe), cast.review, {}, screening=ScreeningPolicy(reviewers=1))
    assert draft_of(cast.review).changed
    assert current(cast.review).protocol == protocol()
    save_draft(By(cast.chloe), cast.review, {}, screening=ScreeningPolicy())
    assert not draft_of(cast.review).changed
    save_draft(By(cast.chloe), cast.review, {}, title="Another")
    discard_draft(By(cast.chloe), cast.review)
    assert draft_of(cast.review).protocol == protocol()


def test_who_writes_over_a_section_that_another_changed_meanwhile_is_told(cast: Cast) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    seen = {name: draft_of(cast.review).mark(name) for name in ("title", "question")}
    save_draft(By(cast.chloe), cast.review, seen, title="Mine")
    with pytest.raises(Refused, match="Somebody else changed this part"):
        save_draft(By(cast.chloe), cast.review, seen, title="Yours")
    save_draft(By(cast.chloe), cast.review, seen, question=replace(protocol().question, text="Why?"))
    assert (draft_of(cast.review).protocol.title, draft_of(cast.review).protocol.question.text) == ("Mine", "Why?")


def test_a_draft_begun_before_another_version_came_into_force_is_not_laid_over_it(cast: Cast) -> None:
    set_protocol(By(cast.chloe), cast.review, protocol())
    save_draft(By(cast.chloe), cast.review, {}, title="From the page")
    set_protocol(By(cast.chloe), cast.review, replace(protocol(), title="From a file"))
    with pytest.raises(Refused, match="came into force after this draft"):
        lay_down(By(cast.chloe), cast.review, "why")
    assert draft_of(cast.review).protocol.title == "From the page"


def test_only_the_lead_drafts(cast: Cast) -> None:
    for act in (
        lambda by: save_draft(by, cast.review, {}, title="x"),
        lambda by: discard_draft(by, cast.review),
        lambda by: lay_down(by, cast.review),
    ):
        with pytest.raises(NotAllowed):
            act(By(cast.ana))
