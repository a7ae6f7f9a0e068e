"""The table of all addresses; each has one door, and nothing is reached without one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from synthema.frame.refusals import answer_refusal, to_login
from synthema.frame.visit import Guest, Visit, person_of
from synthema.refused import Refused
from synthema.team.doors import NotAllowed, access_review
from synthema.team.model import Need
from synthema.team.tables import Person

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., HttpResponseBase])
Known = Need | Literal["person", "operator"]
Door = Known | Literal["anyone"]
View = Callable[Concatenate[Visit, P], HttpResponseBase]
OpenView = Callable[Concatenate[Guest, P], HttpResponseBase]
NO_REVIEW = UUID(int=0)
NOT_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address: its door, how it is asked for, and what answers."""

    path: str
    room: str
    name: str
    door: Door
    method: Literal["GET", "POST"]
    view: Callable[..., HttpResponseBase] = field(repr=False)

    @property
    def of_review(self) -> bool:
        """Whether the address belongs to one review."""
        return self.path.startswith("reviews/<uuid:review>/")


ROUTES: list[Route] = []


def page(address: str, needs: Known = Need.READ) -> Callable[[View[P]], View[P]]:
    """Answer GET at an address; under `reviews/<uuid:review>/` the door asks for a role, else for a person."""
    return _register(address, needs, "GET")


def act(address: str, needs: Known) -> Callable[[View[P]], View[P]]:
    """Answer POST at an address."""
    return _register(address, needs, "POST")


def open_page(address: str) -> Callable[[OpenView[P]], OpenView[P]]:
    """Answer GET at an address that anyone may ask for; what it gives away, its own secret must guard."""
    return _register(address, "anyone", "GET")


def open_act(address: str) -> Callable[[OpenView[P]], OpenView[P]]:
    """Answer POST at an address that anyone may ask for."""
    return _register(address, "anyone", "POST")


def _register(address: str, needs: Door, method: Literal["GET", "POST"]) -> Callable[[V], V]:
    def keep(view: V) -> V:
        room = view.__module__.split(".")[1]
        route = Route(
            path=address, room=room, name=view.__name__, door=needs, method=method, view=_guarded(view, needs)
        )
        if isinstance(needs, Need) != route.of_review:
            raise TypeError(f"{address}: an address of a review needs a Need, any other a word such as 'person'.")
        if any((r.path, r.method) == (route.path, route.method) or _same_name(r, route) for r in ROUTES):
            raise TypeError(f"{method} {address} is answered twice.")
        ROUTES.append(route)
        return view

    return keep


def _same_name(one: Route, other: Route) -> bool:
    return (one.room, one.name) == (other.room, other.name)


def _guarded(view: Callable[..., HttpResponseBase], door: Door) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:
        person = person_of(request)
        if person is None and door != "anyone":
            return to_login(request)
        review = given.pop("review", NO_REVIEW)
        try:
            response = view(_visitor(request, person, review, door), **given)
        except Refused as refusal:
            response = answer_refusal(request, refusal)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = NOT_KEPT  # no Expires beside it: it would tell the time
        return response

    return answer


def _visitor(request: HttpRequest, person: Person | None, review: UUID, door: Door) -> Guest:
    """Who stands behind the door; raises where they may not pass it."""
    if person is None or door == "anyone":
        return Guest(request=request, review=NO_REVIEW, roles=frozenset())
    roles: set[str] = set()
    if isinstance(door, Need):
        roles = access_review(person.id, review, door)
    elif door == "operator" and not getattr(request.user, "is_operator", False):
        raise NotAllowed("This page is for who runs this Synthema.")
    return Visit(request=request, person=person, review=review, roles=frozenset(roles))


def _answering(routes: list[Route]) -> Callable[..., HttpResponseBase]:
    by_method = {route.method: route.view for route in routes}
    allowed = ", ".join(sorted({*by_method, *({"HEAD"} if "GET" in by_method else ())}))

    def dispatch(request: HttpRequest, **given: Any) -> HttpResponseBase:
        method = "GET" if request.method == "HEAD" else request.method
        view = by_method.get(method or "")  # type: ignore[call-overload]
        if view is None:
            return HttpResponse(status=405, headers={"Allow": allowed})
        answer: HttpResponseBase = view(request, **given)
        return answer

    return dispatch


def urlpatterns() -> list[URLPattern | URLResolver]:
    """All addresses, one namespace a room; GET and POST of one address share it."""
    found: list[URLPattern | URLResolver] = []
    rooms = list(dict.fromkeys(route.room for route in ROUTES))
    for room in rooms:
        mine = [route for route in ROUTES if route.room == room]
        patterns = [
            path(route.path, _answering([r for r in ROUTES if r.path == route.path]), name=route.name) for route in mine
        ]
        found.append(path("", include((patterns, room))))
    return found
