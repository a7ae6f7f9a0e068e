"""Roles and what each may do."""

from enum import StrEnum
from unicodedata import category

from synthema.refused import Words

LONGEST_NAME = 200


class Role(StrEnum):
    """What a person is in one review."""

    LEAD = "lead"
    REVIEWER = "reviewer"
    ARBITER = "arbiter"
    LIBRARIAN = "librarian"
    READER = "reader"


def name_problem(name: object) -> str:
    """Why a person cannot be called this, or ''."""
    if not isinstance(name, str) or not name.strip():
        return Words("A person needs a name.")
    if len(name) > LONGEST_NAME or any(category(letter) in ("Cc", "Cs") for letter in name):
        return Words("A person's name has at most {longest_name} letters, on one line.", longest_name=LONGEST_NAME)
    return ""


class Need(StrEnum):
    """What an act or a page asks of a person."""

    READ = "read"
    SEARCH = "search"  # searches, imports, duplicates, retrieval
    DECIDE = "decide"  # verdicts, appraisal, extraction, coding
    ARBITRATE = "arbitrate"  # settle a conflict of others
    LEAD = "lead"  # protocol, people, packages


ROLES_FOR: dict[Need, frozenset[Role]] = {
    Need.READ: frozenset(Role),
    Need.SEARCH: frozenset({Role.LEAD, Role.REVIEWER, Role.LIBRARIAN}),
    Need.DECIDE: frozenset({Role.LEAD, Role.REVIEWER, Role.ARBITER}),
    Need.ARBITRATE: frozenset({Role.LEAD, Role.REVIEWER, Role.ARBITER}),
    Need.LEAD: frozenset({Role.LEAD}),
}
