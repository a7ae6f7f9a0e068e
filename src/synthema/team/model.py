"""Roles and what each may do."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in one review."""

    LEAD = "lead"
    REVIEWER = "reviewer"
    ARBITER = "arbiter"
    LIBRARIAN = "librarian"
    READER = "reader"


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
