"""What follows from the trail is the same however often it is replayed."""

from datetime import timedelta

from synthema.audit import replay, trail
from synthema.audit.model import By
from synthema.audit.scratch import projections
from synthema.team.actions import add_person, remove_person
from synthema.team.tables import Seat
from tests.cast import Cast


def test_rebuild_gives_identical_rows(cast: Cast) -> None:
    before, other = replay.digests(cast.review), replay.digests(cast.other_review)
    Seat.objects.filter(review=cast.review, person=cast.dev).delete()
    assert not replay.verify(cast.review).sound
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before
    assert replay.digests(cast.other_review) == other
    assert replay.verify(cast.review).sound
    add_person(By(cast.chloe), cast.review, cast.eve, "reader")


def test_as_of_shows_the_review_as_it_was(cast: Cast) -> None:
    remove_person(By(cast.chloe), cast.review, cast.dev, "librarian")
    assert not Seat.objects.filter(review=cast.review, person=cast.dev).exists()
    with replay.replayed(cast.review, until=5):
        assert Seat.objects.filter(review=cast.review, person=cast.dev).exists()
    assert not Seat.objects.filter(review=cast.review, person=cast.dev).exists()


def test_a_date_finds_the_last_event_before_it(cast: Cast) -> None:
    third = list(trail.events(cast.review))[2]
    assert replay.seq_at(cast.review, third.at) == 3
    assert replay.seq_at(cast.review, third.at - timedelta(days=1)) == 0


def test_parents_come_before_their_children() -> None:
    order = [m.__name__ for m in projections()]
    for model in projections():
        for field in model._meta.fields:
            if field.is_relation and field.related_model is not model:
                assert order.index(field.related_model.__name__) < order.index(model.__name__)  # type: ignore[union-attr]
