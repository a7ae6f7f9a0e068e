from uuid import uuid4

import pytest
from django.urls import reverse

from synthema.frame.routes import ROUTES, act, page
from synthema.frame.visit import Visit
from synthema.team.model import Need
from synthema.team.tables import ReviewTitle
from tests.cast import Cast
from tests.pages import Browser, plain, words


def test_a_stranger_is_led_to_the_login_and_back(cast: Cast) -> None:
    answer = Browser(None).get(f"/reviews/{cast.review}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next=%2Freviews%2F{cast.review}%2F"


def test_a_review_of_others_is_not_told_from_none(cast: Cast) -> None:
    eve, unknown = Browser(cast.eve), uuid4()
    other, none = eve.get(f"/reviews/{cast.review}/"), eve.get(f"/reviews/{unknown}/")
    assert other.status_code == none.status_code == 404
    assert plain(other).replace(str(cast.review), "X") == plain(none).replace(str(unknown), "X")


def test_a_member_enters_and_nothing_is_cached(cast: Cast) -> None:
    answer = Browser(cast.ana).get(f"/reviews/{cast.review}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_same_act_twice_is_one_act(cast: Cast) -> None:
    ana, form = Browser(cast.ana), {"title": "Twice", "act_id": str(uuid4())}
    first, second = ana.post(reverse("web:new_review"), form), ana.post(reverse("web:new_review"), form)
    assert first["Location"] == second["Location"]
    assert ReviewTitle.objects.filter(title="Twice").count() == 1


def test_two_people_with_one_act_identifier_do_not_meet(cast: Cast) -> None:
    form = {"title": "Mine", "act_id": str(uuid4())}
    first = Browser(cast.ana).post(reverse("web:new_review"), form)
    second = Browser(cast.ben).post(reverse("web:new_review"), form)
    assert first["Location"] != second["Location"]


def test_a_form_without_its_identifier_is_refused(cast: Cast) -> None:
    answer = Browser(cast.ana).post(reverse("web:new_review"), {"title": "No", "act_id": ""})
    assert answer.status_code == 422
    assert "act identifier" in words(answer)


def test_htmx_gets_a_fragment_and_scripts_get_json(cast: Cast) -> None:
    ana = Browser(cast.ana)
    fragment = ana.post(reverse("web:new_review"), {"title": " "}, **{"HX-Request": "true"})
    assert (fragment.status_code, "<html" in words(fragment)) == (422, False)
    told = ana.post(reverse("web:new_review"), {"title": " "}, Accept="application/json")
    assert told.json() == {"said": "A review needs a title."}


def test_what_is_not_posted_changes_nothing(cast: Cast) -> None:
    answer = Browser(cast.ana).get(reverse("web:new_review"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_an_address_without_a_fitting_door_fails_the_build() -> None:
    def answer(visit: Visit) -> None: ...

    answer.__module__ = "synthema.nowhere.pages"
    with pytest.raises(TypeError, match="needs a Need"):
        page("nowhere/", needs=Need.READ)(answer)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="needs a Need"):
        act("reviews/<uuid:review>/nowhere/", needs="person")(answer)  # type: ignore[arg-type]
    assert not [route for route in ROUTES if route.room == "nowhere"]
