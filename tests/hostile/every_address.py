"""Every address of the pages: who may ask, and how it is asked in a world; an address without an entry fails the build.

Who may is spelled here a second time, by hand, so that a door that was opened too far does not open the test as well.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from synthema.team.tables import Invitation
from tests.hostile.twin_worlds import World

Parts = Callable[[World], Mapping[str, Any]]
MEMBERS = frozenset({"reader", "librarian", "reviewer", "arbiter", "lead"})
SEARCHERS = frozenset({"lead", "reviewer", "librarian"})
DECIDERS = frozenset({"lead", "reviewer", "arbiter"})
LEADS = frozenset({"lead"})
PEOPLE = MEMBERS | {"stranger"}  # whoever is logged in
NOBODY: frozenset[str] = frozenset()


def nothing(world: World) -> Mapping[str, Any]:
    """No parts, no fields."""
    return {}


@dataclass(frozen=True)
class Address:
    """One address: who may, which parts it needs beside the review, what a form there sends."""

    may: frozenset[str]
    parts: Parts = nothing
    several: tuple[Parts, ...] = ()  # more ways to ask the same address, such as the pages of both stages
    fields: Parts = nothing
    query: str = ""
    queries: tuple[str, ...] = field(default=())  # more queries to look at


def stage(name: str) -> Parts:
    """The part of an address that names a stage."""
    return lambda world: {"stage": name}


BOTH = (stage("full_text"),)
TA_STAGE = stage("title_abstract")

EVERYBODY = PEOPLE | {"anonymous"}


def sesame(world: World) -> Mapping[str, Any]:
    """The part of an address that lets into the review whoever holds it."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    Invitation.objects.get_or_create(
        token_hash=hashlib.sha256(b"sesame").hexdigest(),
        defaults={
            "id": UUID(int=77), "review": world.cast.review, "roles": "reader", "made_by": world.cast.chloe,
            "made_at": at, "expires_at": at + timedelta(days=36500),
        },
    )  # fmt: skip
    return {"token": "sesame"}


def no_account(world: World) -> Mapping[str, Any]:
    """An account that is not there; only operators get as far as to be told so."""
    return {"account": UUID(int=78)}


ADDRESSES: dict[str, Address] = {
    "team:account": Address(PEOPLE),
    "team:accounts": Address(NOBODY),
    "team:add": Address(LEADS, fields=lambda w: {"name": "Zed", "role": "reader"}),
    "team:disable_account": Address(NOBODY, parts=no_account),
    "team:enable_account": Address(NOBODY, parts=no_account),
    "team:end_elsewhere": Address(PEOPLE),
    "team:give": Address(LEADS, fields=lambda w: {"person": w.cast.dev, "role": "reader"}),
    "team:hand_over": Address(LEADS, fields=lambda w: {"person": w.cast.ana, "stay_as": "reader"}),
    "team:invitation": Address(EVERYBODY, parts=sesame),
    "team:join": Address(PEOPLE, parts=sesame),
    "team:join_anew": Address(EVERYBODY, parts=sesame),
    "team:leave": Address(MEMBERS),
    "team:leaving": Address(frozenset({"lead", "reviewer"}), parts=lambda w: {"person": w.cast.ben}),
    "team:new_account_link": Address(NOBODY),
    "team:new_invitation": Address(LEADS, fields=lambda w: {"role": "reader"}),
    "team:new_password_link": Address(NOBODY, parts=no_account),
    "team:open_again": Address(EVERYBODY),
    "team:open_with": Address(EVERYBODY, parts=lambda w: {"key": "guess"}),
    "team:people": Address(MEMBERS),
    "team:remove": Address(LEADS, fields=lambda w: {"person": w.cast.ana}),
    "team:reset_second_factor": Address(NOBODY, parts=no_account),
    "team:revoke_invitation": Address(LEADS, parts=lambda w: {"invitation": UUID(int=77)}),
    "team:take": Address(LEADS, fields=lambda w: {"person": w.cast.dev, "role": "librarian"}),
    "web:home": Address(PEOPLE),
    "web:new_review": Address(PEOPLE, fields=lambda w: {"title": "Birds on roofs"}),
    "web:review": Address(MEMBERS),
}
