"""A visitor's browser for tests of pages: logged in, with act identifiers and a CSRF token as a real one has."""

import re
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client

from synthema.team.tables import Account, Person


def account_of(person: UUID) -> Account:
    """The account of a person, made when there is none."""
    return Account.objects.get_or_create(
        person=Person.objects.get(pk=person), defaults={"email": f"{person}@example.org"}
    )[0]


class Browser:
    """One person's browser; `post` brings an act identifier of its own unless one is given."""

    def __init__(self, person: UUID | None) -> None:
        self.client = Client(headers={"host": "localhost"}, raise_request_exception=True)
        if person is not None:
            self.client.force_login(account_of(person))

    def get(self, url: str, **headers: str) -> Any:
        """GET an address."""
        return self.client.get(url, headers=headers)

    def post(self, url: str, fields: dict[str, Any] | None = None, **headers: str) -> Any:
        """POST a form."""
        return self.client.post(url, {"act_id": str(uuid4()), **(fields or {})}, headers=headers)


def words(answer: HttpResponse) -> str:
    """The text of an answer."""
    return answer.content.decode("utf-8", "surrogateescape")


def plain(answer: HttpResponse) -> str:
    """The text of an answer without what is drawn anew each time: CSRF tokens and act identifiers."""
    text = re.sub(
        r'((?:csrf-token" content|csrfmiddlewaretoken" value|X-CSRFToken":) ?=? ?")[A-Za-z0-9]+', r"\1…", words(answer)
    )
    return re.sub(r'(name="act_id" value=")[0-9a-f-]+', r"\1…", text)
