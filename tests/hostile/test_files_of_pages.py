"""What every address sends with its answer: safe types, a policy, no cache for others, nothing that leads elsewhere."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from synthema.audit.model import By
from synthema.frame.routes import ROUTES
from synthema.jobs.actions import enqueue
from synthema.jobs.staging import safe_name, stage, staged
from synthema.jobs.tables import Job
from synthema.refused import Refused
from synthema.screening.remarks import comment
from synthema.team.actions import add_person
from synthema.team.invitations import invite
from synthema.team.tables import Invitation
from synthema.web import urls
from synthema.web.work import VERIFY
from tests import databases
from tests.cast import seat_everybody
from tests.hostile import world_of_pages as p
from tests.hostile.every_address import ADDRESSES, EVERYBODY
from tests.hostile.twin_worlds import World, a_world_that_ends, found
from tests.pages import Browser, words
from tests.screening.stage import TA

assert urls.urlpatterns  # the table of addresses is filled
BY_NAME = {f"{route.room}:{route.name}": route for route in ROUTES}
SAFE = {"text/html; charset=utf-8", "application/json", "image/png", "image/webp"}
SAVED = {
    "application/octet-stream", "application/pdf", "application/zip", "image/svg+xml", "image/png",
    "text/csv; charset=utf-8", "text/plain; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
ELSEWHERE = ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:boom()", "https:evil.example")


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The furnished world."""
    folder = tmp_path_factory.mktemp("files-of-pages")
    with databases.in_use(databases.fresh_sqlite(sqlite_template, folder), folder / "home"):
        (folder / "files").mkdir()
        yield p.furnish(found(seat_everybody(), folder / "files"))


@pytest.mark.parametrize("name", sorted(name for name, route in BY_NAME.items() if route.method == "GET"))
def test_every_answer_carries_its_guards(world: World, name: str) -> None:
    route, asked = BY_NAME[name], ADDRESSES[name]
    who = next((one for role, one in (("lead", "chloe"), ("reviewer", "ben")) if role in asked.may), "chloe")
    with a_world_that_ends():
        asked.first(world)
        for parts in (asked.parts, *asked.several):
            given = {"review": world.cast.review} if route.of_review else {}
            answer = Browser(getattr(world.cast, who)).get(reverse(name, kwargs={**given, **parts(world)}))
            if answer.streaming:
                answer.getvalue()  # read to its end, it closes its file
            kind = answer.get("Content-Type", "")
            saved = answer.get("Content-Disposition", "").startswith("attachment")
            assert kind in (SAVED if saved else SAFE) or answer.status_code == 302, (kind, saved)
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["Referrer-Policy"] == "same-origin"
            assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "private" in answer["Cache-Control"] or asked.may >= EVERYBODY
            assert "public" not in answer["Cache-Control"]
            assert "ETag" not in answer
            assert "Last-Modified" not in answer or name == "web:download"


@pytest.mark.parametrize(
    "name", ['"><svg onload=boom()>.svg', "a\r\nSet-Cookie: b=1.pdf", "\u202efdp.exe", "../../etc/passwd"]
)
def test_a_hostile_file_name_stays_a_name(world: World, name: str) -> None:
    with a_world_that_ends():
        dev = Browser(world.cast.dev)
        at = {"review": world.cast.review, "report": world.reports["grebe"]}
        file = SimpleUploadedFile("report.txt", b"We asked the keepers. " * 40)
        file.name = name if name.endswith(".pdf") else f"{name}.txt"  # a browser sends any name
        dev.post(reverse("documents:add_to_report", kwargs=at), {"file": file})
        kept = stage(world.cast.dev, world.cast.review, file)
        assert kept.path.parent.parent.name == "staging"
        assert not set(kept.name) & set('<>:"/\\|?*\r\n\u202e'), kept.name
        assert safe_name(kept.name) == kept.name


def test_what_is_anothers_is_not_found(world: World) -> None:
    """A job, an upload, an invitation, a comment of somebody else or of another review is not there at all."""
    cast = world.cast
    with a_world_that_ends():
        job = enqueue(By(cast.eve), cast.other_review, VERIFY)
        link, _token = invite(By(cast.eve), cast.other_review, ["reader"])
        upload = stage(cast.dev, cast.review, SimpleUploadedFile("birds.ris", b"TY  - JOUR"))
        for person in (cast.ana, cast.chloe, cast.dev):
            browser = Browser(person)
            for part in ("", "state/"):
                assert browser.get(f"/jobs/{job.id}/{part}").status_code == 404
            assert browser.post(f"/jobs/{job.id}/cancel/").status_code == 404
            assert browser.get(f"/reviews/{cast.review}/trail/as-of/{job.id}/").status_code == 404
        Browser(cast.chloe).post(
            reverse("team:revoke_invitation", kwargs={"review": cast.review, "invitation": link.id})
        )
        assert Invitation.objects.get(pk=link.id).revoked_at is None
        assert Job.objects.get(pk=job.id).cancelled_at is None
        for person, review in ((cast.ana, cast.review), (cast.dev, cast.other_review), (cast.dev, None)):
            with pytest.raises(Refused):
                staged(person, review, upload.id)
        said = comment(By(cast.chloe), cast.review, TA, world.records["kite"], "Mine.")
        at = reverse("screening:unsay", kwargs={"review": cast.review, "stage": TA})
        fields = {"comment": said.body.comment_id, "unit": p.in_ta(world, "kite"), "place": "history"}
        assert Browser(cast.ben).post(at, fields).status_code == 422
        assert Browser(cast.chloe).post(at, fields).status_code == 302


THINGS = sorted(
    name for name, route in BY_NAME.items()
    if route.of_review and route.path.count("<uuid:") > 1 and name not in ("team:leaving", "web:as_of")
)  # fmt: skip


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_of_this_review_is_not_found_under_another_one(world: World, name: str) -> None:
    """Who leads another review reaches nothing of this one by its identifier, and changes nothing."""
    route, asked = BY_NAME[name], ADDRESSES[name]
    with a_world_that_ends():
        asked.first(world)
        for role in ("reviewer", "librarian"):
            add_person(By(world.cast.eve), world.cast.other_review, world.cast.ben, role)
        for person in (world.cast.eve, world.cast.ben):
            browser = Browser(person)
            parts = {**asked.parts(world), "review": world.cast.other_review}
            url = reverse(name, kwargs=parts)
            fields = {"act_id": str(uuid4()), **asked.fields(world)}
            answer = browser.get(url) if route.method == "GET" else browser.post(url, fields)
            nothing = name == "team:revoke_invitation" and answer.status_code == 302  # harmless when it is gone already
            assert answer.status_code in (403, 404, 422) or nothing, answer.status_code


def test_no_answer_leads_elsewhere(world: World) -> None:
    """Whatever a form or an address names as where to go on, or whence one came."""
    wanted = [n for n, asked in ADDRESSES.items() if BY_NAME[n].method == "POST" and "lead" in asked.may]
    for name, to in zip(sorted(wanted), cycle(ELSEWHERE), strict=False):
        with a_world_that_ends():
            asked, given = ADDRESSES[name], {"review": world.cast.review} if BY_NAME[name].of_review else {}
            asked.first(world)
            url = reverse(name, kwargs={**given, **asked.parts(world)})
            more = dict.fromkeys(("next", "then", "from", "place", "go", "back", "return", "url"), to)
            answer = Browser(world.cast.chloe).post(f"{url}?next={to}", {**asked.fields(world), **more}, referer=to)
            for header in ("Location", "HX-Redirect", "HX-Location"):
                assert "evil" not in answer.get(header, ""), name
                assert not answer.get(header, "").startswith("javascript"), name
            for attribute in ("href", "action"):
                assert f'{attribute}="{to}' not in words(answer), name


@pytest.mark.parametrize("to", ELSEWHERE)
def test_a_refusal_leads_back_to_this_house_only(world: World, to: str) -> None:
    at = reverse("studies:name", kwargs={"review": world.cast.review})
    refused = Browser(world.cast.chloe).post(at, {"label": ""}, referer=to)
    assert refused.status_code == 422
    assert 'href="/">Back' in words(refused)


def test_the_undo_of_one_person_is_offered_to_nobody_else(world: World) -> None:
    with a_world_that_ends():
        chloe, ben = Browser(world.cast.chloe), Browser(world.cast.ben)
        at = {"review": world.cast.review}
        chloe.post(reverse("studies:name", kwargs=at), {"label": "Jay 2020"})
        assert b"Undo" not in ben.get(reverse("studies:studies", kwargs=at)).content
        assert b"Undo" in chloe.get(reverse("studies:studies", kwargs=at)).content


def test_no_address_answers_by_another_method(world: World) -> None:
    chloe = Browser(world.cast.chloe).client
    for name, asked in ADDRESSES.items():
        with a_world_that_ends():
            route = BY_NAME[name]
            asked.first(world)
            given = {"review": world.cast.review} if route.of_review else {}
            url = reverse(name, kwargs={**given, **asked.parts(world)})
            for method in ("put", "patch", "delete", "trace"):
                assert getattr(chloe, method)(url).status_code == 405, (name, method)
            if ("GET", route.path) not in {(one.method, one.path) for one in ROUTES}:
                assert chloe.get(url).status_code == 405, name
