"""One visit to a page: who, which review, and how to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from synthema.audit.model import By
from synthema.refused import Refused
from synthema.team.tables import Person, ReviewTitle

UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A request to an address that is open to anyone: nobody need be known, so there is no person and no act."""

    request: HttpRequest
    review: UUID
    roles: frozenset[str]

    @property
    def hx(self) -> bool:
        """Whether htmx asks, and a fragment is enough."""
        return self.request.headers.get("HX-Request") == "true"

    @property
    def scripted(self) -> bool:
        """Whether one of our scripts asks, and JSON is expected."""
        return asks_json(self.request)

    def field(self, name: str, default: str = "") -> str:
        """A posted field, without space around it."""
        return self.request.POST.get(name, default).strip()

    def render(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A whole page, or a fragment where the template is one."""
        return render(self.request, template, {"visit": self, **context}, status=status)

    def say(self, said: str, undo: tuple[str, Mapping[str, Any]] | None = None) -> None:
        """Keep what was done, with a way to take it back, for where `web/said.html` is shown next."""
        if said:
            messages.success(self.request, said)
        if said and undo:
            address, fields = undo
            self.request.session[UNDO] = {"url": address, "fields": {k: str(v) for k, v in fields.items()}}

    def go(self, url: str, said: str = "", undo: tuple[str, Mapping[str, Any]] | None = None) -> HttpResponse:
        """Lead to another page; what was done is said there, with a way to take it back."""
        self.say(said, undo)
        if self.hx:
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = url
            return answer
        return HttpResponseRedirect(url)

    @property
    def title(self) -> str:
        """What the review is called; asked once a request."""
        known: str | None = getattr(self.request, "synthema_title", None)
        if known is None:
            known = ReviewTitle.objects.filter(pk=self.review).values_list("title", flat=True).first() or ""
            self.request.synthema_title = known  # type: ignore[attr-defined]
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Guest):
    """A request by a known person, past the door of its address."""

    person: Person

    def by(self, then: object = "") -> By:
        """The act that this form asks for; its identifier is bound to the person, so that nobody meets another's."""
        try:
            sent = UUID(self.request.POST.get("act_id", ""))
        except ValueError:
            raise Refused("This form came without its act identifier. Load the page again and repeat it.") from None
        by = By(self.person.id, uuid5(self.person.id, str(sent)))
        return by.then(then) if then else by


def asks_json(request: HttpRequest) -> bool:
    """Whether the answer should be JSON."""
    return "application/json" in request.headers.get("Accept", "")


def person_of(request: HttpRequest) -> Person | None:
    """The person behind the session, or None."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return None
    return cast("Person | None", account.person)
