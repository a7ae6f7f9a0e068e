"""Every address of the pages: who may ask, and how it is asked in a world; an address without an entry fails the build.

Who may is spelled here a second time, by hand, so that a door that was opened too far does not open the test as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

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

ADDRESSES: dict[str, Address] = {
    "web:home": Address(PEOPLE),
    "web:new_review": Address(PEOPLE, fields=lambda w: {"title": "Birds on roofs"}),
    "web:review": Address(MEMBERS),
}
