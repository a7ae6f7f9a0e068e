"""The team's page: who sees what, roles given and taken, leaving, handing over."""

from uuid import UUID

import pytest
from django.test import override_settings
from django.urls import reverse

from synthema.audit.model import By
from synthema.team.actions import add_person, leave_review
from synthema.team.handing_over import _COUNTS, OpenWork, counts_open_work, open_work
from synthema.team.tables import Person, roles_of
from tests.cast import Cast
from tests.pages import Browser, words

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def at(cast: Cast, name: str, **parts: object) -> str:
    return reverse(f"team:{name}", kwargs={"review": cast.review, **parts})


def test_everybody_of_the_review_sees_who_is_in_it(cast: Cast) -> None:
    text = words(Browser(cast.dev).get(at(cast, "people")))
    assert all(name in text for name in ("Ana", "Ben", "Chloe", "Dev"))
    assert "Eve" not in text
    assert "Make a link" not in text
    assert "Make a link" in words(Browser(cast.chloe).get(at(cast, "people")))


def test_a_role_is_given_and_the_undo_takes_it_back(cast: Cast) -> None:
    chloe = Browser(cast.chloe)
    answer = chloe.post(at(cast, "give"), {"person": str(cast.dev), "role": "reader"})
    assert answer["Location"] == at(cast, "people")
    assert roles_of(cast.review, cast.dev) == {"librarian", "reader"}
    text = words(chloe.get(at(cast, "people")))
    assert "Dev is now reader." in text
    assert f'<form method="post" action="{at(cast, "take")}">' in text
    chloe.post(at(cast, "take"), {"person": str(cast.dev), "role": "reader"})
    assert roles_of(cast.review, cast.dev) == {"librarian"}


def test_nobody_is_put_on_the_team_of_a_server_by_a_form(cast: Cast) -> None:
    chloe = Browser(cast.chloe)
    for fields in ({"person": str(cast.eve), "role": "reader"}, {"person": "?", "role": "reader"}, {"role": "reader"}):
        answer = chloe.post(at(cast, "give"), fields)
        assert answer.status_code == 422
    answer = chloe.post(at(cast, "add"), {"name": "Eve", "role": "reader"})
    assert (answer.status_code, "come by invitation" in words(answer)) == (422, True)
    assert roles_of(cast.review, cast.eve) == set()


def test_on_ones_own_computer_people_are_added_by_name_and_nobody_is_invited(cast: Cast) -> None:
    chloe = Browser(cast.chloe)
    with override_settings(SYNTHEMA_LOCAL=True):
        text = words(chloe.get(at(cast, "people")))
        assert "synthema screening hand-out" in text
        assert "Make a link" not in text
        assert chloe.post(at(cast, "add"), {"name": "Fay", "role": ["reader", "reviewer"]}).status_code == 302
        assert chloe.post(at(cast, "new_invitation"), {"role": "reader"}).status_code == 422
    assert roles_of(cast.review, Person.objects.get(name="Fay").id) == {"reader", "reviewer"}


def test_the_last_lead_is_told_to_hand_over_first(cast: Cast) -> None:
    chloe = Browser(cast.chloe)
    text = words(chloe.get(at(cast, "leaving", person=cast.chloe)))
    assert "hand it over before you leave" in text
    answer = chloe.post(at(cast, "leave"))
    assert (answer.status_code, "at least one lead" in words(answer)) == (422, True)
    answer = chloe.post(at(cast, "take"), {"person": str(cast.chloe), "role": "lead"})
    assert (answer.status_code, "at least one lead" in words(answer)) == (422, True)


def test_the_lead_hands_over_and_leaves(cast: Cast) -> None:
    chloe = Browser(cast.chloe)
    answer = chloe.post(at(cast, "hand_over"), {"person": str(cast.ben), "stay_as": "reader"})
    assert answer["Location"] == at(cast, "people")
    assert chloe.post(at(cast, "leave"))["Location"] == "/"
    assert chloe.get(at(cast, "people")).status_code == 404
    assert "left" in words(Browser(cast.ben).get(at(cast, "people")))


def test_who_hands_over_and_is_nothing_else_is_led_home(cast: Cast) -> None:
    eve = Browser(cast.eve)
    add_person(By(cast.eve), cast.other_review, cast.ana, "reviewer")
    url = reverse("team:hand_over", kwargs={"review": cast.other_review})
    assert eve.post(url, {"person": str(cast.ana), "stay_as": ""})["Location"] == "/"
    assert roles_of(cast.other_review, cast.ana) == {"lead", "reviewer"}


def test_somebody_is_let_go_and_taken_back_in(cast: Cast) -> None:
    chloe = Browser(cast.chloe)
    chloe.post(at(cast, "remove"), {"person": str(cast.ben)})
    assert roles_of(cast.review, cast.ben) == set()
    assert "Were here" in words(chloe.get(at(cast, "people")))
    chloe.post(at(cast, "give"), {"person": str(cast.ben), "role": "reviewer"})
    assert roles_of(cast.review, cast.ben) == {"reviewer"}
    assert chloe.post(at(cast, "remove"), {"person": str(cast.chloe)}).status_code == 422


def test_what_is_open_when_one_leaves_is_for_oneself_and_the_lead(cast: Cast) -> None:
    def counts(review: UUID, person: UUID, viewer: UUID) -> list[OpenWork]:
        return [OpenWork("herons to count", 1234), OpenWork("grebes to count", 0)]

    counts_open_work(counts)
    try:
        for who in (cast.ben, cast.chloe):
            text = words(Browser(who).get(at(cast, "leaving", person=cast.ben)))
            assert "<dt>herons to count</dt><dd>1,234</dd>" in text
            assert "grebes" not in text
        assert Browser(cast.ana).get(at(cast, "leaving", person=cast.ben)).status_code == 403
        assert open_work(cast.review, cast.ben, cast.chloe)[-1] == OpenWork("herons to count", 1234)
    finally:
        _COUNTS.remove(counts)
    assert Browser(cast.chloe).get(at(cast, "leaving", person=cast.eve)).status_code == 422


def test_names_are_shown_as_words_not_as_markup(cast: Cast) -> None:
    Person.objects.filter(pk=cast.ben).update(name="<script>alert(1)</script>")
    leave_review(By(cast.ben), cast.review)
    text = words(Browser(cast.chloe).get(at(cast, "people")))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
