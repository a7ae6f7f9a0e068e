"""What an amendment changes, and which decisions rest on what it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from synthema.protocol.frameworks import slot_name
from synthema.protocol.model import STAGES, Criterion, Protocol
from synthema.protocol.rules import ordered_slots

EXCLUDE = "exclude"  # what a verdict says; anything else keeps a report in


class Change(StrEnum):
    """What became of a criterion in a stage."""

    ADDED = "added"  # stricter: what was kept in may fail it
    REMOVED = "removed"  # wider: what it kept out may come in
    REWORDED = "reworded"  # either


@dataclass(frozen=True, slots=True)
class Affected:
    """What an amendment means for decisions already taken: the changed criteria by stage."""

    changes: tuple[tuple[str, str, Change], ...] = ()  # stage, key of the criterion, what became of it
    reordered: bool = False  # the primary reason of an exclusion may be another now
    question: bool = False  # the question itself is another: the team decides what that means
    reviewers: bool = False  # how many must decide has changed; what awaits a verdict follows by itself

    def __bool__(self) -> bool:
        return bool(self.changes)

    def keys(self, stage: str, *changes: Change) -> tuple[str, ...]:
        """The criteria that changed in a stage, in one of these ways or in any."""
        return tuple(key for where, key, what in self.changes if where == stage and (not changes or what in changes))

    def concerns(self, stage: str, verdict: str, reason: str) -> tuple[str, ...]:
        """The changed criteria that a verdict rests on; empty where it would be the same today.

        Who was kept in may fail a criterion that is new or reworded. Who was kept out may pass where the criterion they
        failed is gone or reworded; an exclusion without a reason may have rested on any.
        """
        if verdict != EXCLUDE:
            return self.keys(stage, Change.ADDED, Change.REWORDED)
        wider = self.keys(stage, Change.REMOVED, Change.REWORDED)
        return tuple(key for key in wider if reason in ("", key))


def affected(old: Protocol, new: Protocol) -> Affected:
    """What decisions under the old protocol must be looked at again under the new one."""
    changes = tuple((stage, key, what) for stage in STAGES for key, what in _changes(_at(old, stage), _at(new, stage)))
    return Affected(
        changes=changes,
        reordered=_order(old, new) != _order(new, old),
        question=old.question != new.question,
        reviewers=old.screening.reviewers != new.screening.reviewers,
    )


def _at(protocol: Protocol, stage: str) -> dict[str, Criterion]:
    return {c.key: c for c in protocol.criteria if c.counts_at(stage)}


def _changes(old: dict[str, Criterion], new: dict[str, Criterion]) -> list[tuple[str, Change]]:
    found = [(key, Change.ADDED) for key in new if key not in old]
    found += [(key, Change.REMOVED) for key in old if key not in new]
    return found + [(key, Change.REWORDED) for key in new if key in old and _demand(old[key]) != _demand(new[key])]


def _demand(criterion: Criterion) -> tuple[str, str]:
    """What a criterion asks, without how it is set on the page."""
    return " ".join(criterion.include.split()), " ".join(criterion.exclude.split())


def _order(one: Protocol, other: Protocol) -> list[str]:
    """The criteria of one protocol that the other has too, in order."""
    shared = {c.key for c in other.criteria}
    return [c.key for c in one.criteria if c.key in shared]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions say differently; empty where a version does not say it."""

    section: str
    what: str
    before: str
    after: str


def differences(old: Protocol, new: Protocol, people: Mapping[UUID, str] | None = None) -> list[Difference]:
    """Everything two versions say differently, in the order of a protocol; `people` names the arbiters."""
    before, after = _lines(old, people or {}), _lines(new, people or {})
    names = list(dict.fromkeys((*before, *after)))
    return [
        Difference(section, what, before.get((section, what), ""), after.get((section, what), ""))
        for section, what in names
        if before.get((section, what), "") != after.get((section, what), "")
    ]


def _lines(p: Protocol, people: Mapping[UUID, str]) -> dict[tuple[str, str], str]:
    """A protocol as (section, what) with its words."""
    found: dict[tuple[str, str], str] = {
        ("Title", "Title"): p.title,
        ("Title", "Short title"): p.short_title,
        ("Title", "Notice"): p.notice,
        ("Question", "Question"): p.question.text,
        ("Question", "Framework"): p.question.framework,
        **{("Question", name): text for name, text in ordered_slots(p.question)},
        ("Criteria", "Order"): " > ".join(c.label for c in p.criteria),
    }
    for c in p.criteria:
        found |= {("Criteria", f"{c.label} ({c.key}): {name}"): text for name, text in criterion_lines(c)}
    return found | _plan(p, people)


def criterion_lines(c: Criterion) -> list[tuple[str, str]]:
    """What one criterion says, by name."""
    return [
        ("part of the question", slot_name(c.slot) if c.slot else ""),
        ("stage", "" if c.stage == "both" else c.stage.replace("_", " ")),
        ("included", c.include),
        ("excluded", c.exclude),
        ("words for", ", ".join(c.words_for)),
        ("words against", ", ".join(c.words_against)),
    ]


def _plan(p: Protocol, people: Mapping[UUID, str]) -> dict[tuple[str, str], str]:
    s, m, limits, said, before = p.screening, p.method, p.limits, p.statements, p.previous
    return {
        ("Screening", "Reviewers a record"): str(s.reviewers),
        ("Screening", "Blind until both have decided"): "yes" if s.blind else "no",
        ("Screening", "Unsure goes forward"): "yes" if s.unsure_forward else "no",
        ("Screening", "Unsure"): s.unsure,
        ("Screening", "Conflicts"): s.conflicts,
        ("Screening", "Full text"): s.full_text,
        ("Screening", "Note"): s.note,
        ("Screening", "Named arbiters"): ", ".join(people.get(one, str(one)) for one in s.arbiters),
        ("Sources", "Planned sources"): "; ".join(f"{source.name} ({source.kind})" for source in p.sources),
        ("Limits", "Languages"): ", ".join(limits.languages),
        ("Limits", "Years"): years(p),
        ("Limits", "Applied"): limits.applied,
        ("Method", "Method"): ", ".join(filter(None, (m.profile, m.variant))),
        ("Method", "Source"): m.source,
        ("Method", "Why"): m.rationale,
        ("Statements", "Registration"): said.registration,
        ("Statements", "Registration number"): said.registration_number,
        ("Statements", "Registered on"): said.registered_on,
        ("Statements", "Contacts with authors"): said.contacts,
        ("Statements", "Funding"): said.funding,
        ("Statements", "Competing interests"): said.interests,
        ("Statements", "Reflexivity"): said.reflexivity,
        ("Statements", "Amendments"): said.amendments,
        ("Previous version", "Citation"): before.citation,
        ("Previous version", "Studies"): _number(before.studies),
        ("Previous version", "Reports"): _number(before.reports),
        ("Previous version", "Studies no longer included"): _number(before.dropped_studies or None),
        ("Previous version", "Reports no longer included"): _number(before.dropped_reports or None),
    }


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def years(p: Protocol) -> str:
    """The years a protocol admits, in words; empty where it sets none."""
    first, last, of = p.limits.year_from, p.limits.year_to, p.limits.year_of
    if first is None and last is None:
        return ""
    return f"{first or '…'} to {last or '…'}" + (f" ({of})" if of else "")


def moved(criteria: Sequence[Criterion], key: str, by: int) -> tuple[Criterion, ...]:
    """The criteria with one of them moved up (-1) or down (1); as they were where it cannot go further."""
    keys = [c.key for c in criteria]
    at = keys.index(key) if key in keys else -1
    to = at + by
    if at < 0 or not 0 <= to < len(criteria):
        return tuple(criteria)
    rest = [c for c in criteria if c.key != key]
    return (*rest[:to], criteria[at], *rest[to:])


def with_key(criterion: Criterion, taken: Sequence[str]) -> Criterion:
    """A criterion with a key of its own, made from its label where it has none."""
    if criterion.key:
        return criterion
    letters = "".join(c if c.isalnum() else "_" for c in criterion.label.lower().strip())
    plain = "_".join(part for part in letters.split("_") if part)[:60] or "criterion"
    number = next(n for n in range(1, len(taken) + 2) if (plain if n == 1 else f"{plain}_{n}") not in taken)
    return replace(criterion, key=plain if number == 1 else f"{plain}_{number}")
