"""A protocol in the words and the order in which pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from synthema.protocol.amending import Affected, Change, years
from synthema.protocol.frameworks import slot_name
from synthema.protocol.model import SOURCE_KINDS, STAGES, Criterion, Protocol
from synthema.protocol.rules import ordered_slots

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """One criterion as a row."""

    criterion: Criterion
    slot: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A protocol ready to be shown: facts without words are left out."""

    protocol: Protocol
    slots: Facts
    criteria: list[CriterionLine]
    screening: Facts
    sources: Facts
    plan: Facts
    method: Facts
    statements: Facts
    previous: Facts


def told(p: Protocol, people: Mapping[UUID, str]) -> Told:
    """A protocol as its page shows it."""
    return Told(
        protocol=p,
        slots=ordered_slots(p.question),
        criteria=[
            CriterionLine(criterion=c, slot=slot_name(c.slot) if c.slot else "", stage=stage_name(c.stage))
            for c in p.criteria
        ],
        screening=_screening(p, people),
        sources=[(source.name, SOURCE_KINDS.get(source.kind, source.kind)) for source in p.sources],
        plan=_worded(
            (_("Languages"), ", ".join(p.limits.languages)),
            (_("Years"), years(p)),
            (_("How they are applied"), p.limits.applied),
            (_("Contacts with authors"), p.statements.contacts),
        ),
        method=_worded(
            (_("Method"), ", ".join(filter(None, (p.method.profile, p.method.variant)))),
            (_("Source"), p.method.source),
            (_("Why this method"), p.method.rationale),
        ),
        statements=_statements(p),
        previous=_previous(p),
    )


def stage_name(stage: str) -> str:
    """Where a criterion is checked."""
    words = {"title_abstract": _("titles and abstracts only"), "full_text": _("full texts only")}
    return words.get(stage, "")


def stage_words(found: Affected, *protocols: Protocol) -> list[tuple[str, list[tuple[str, str]]]]:
    """What an amendment changed for decisions: stage, and its criteria with what became of them."""
    labels = {c.key: c.label for protocol in reversed(protocols) for c in protocol.criteria}
    became = {Change.ADDED: _("new"), Change.REMOVED: _("no longer checked"), Change.REWORDED: _("reworded")}
    where = {"title_abstract": _("Titles and abstracts"), "full_text": _("Full texts")}
    rows = {stage: [(labels.get(k, k), became[c]) for s, k, c in found.changes if s == stage] for stage in STAGES}
    return [(where[stage], lines) for stage, lines in rows.items() if lines]


def _worded(*facts: tuple[str, str]) -> Facts:
    return [(name, text) for name, text in facts if text.strip()]


def _screening(p: Protocol, people: Mapping[UUID, str]) -> Facts:
    policy = p.screening
    blind = _("until both have decided, nobody sees the other's verdict") if policy.blind else _("not blind")
    two = _("Two people decide on every record") + "; " + blind
    forward = _("goes forward, unless the other excludes") if policy.unsure_forward else _("is a conflict")
    return _worded(
        (_("Who decides"), two if policy.reviewers == 2 else _("One person decides on every record")),
        (_("Unsure"), forward),
        (_("About doubt"), policy.unsure),
        (_("Conflicts"), policy.conflicts),
        (_("Arbiters"), ", ".join(people[one] for one in policy.arbiters)),
        (_("Full text"), policy.full_text),
        (_("Note"), policy.note),
    )


def _statements(p: Protocol) -> Facts:
    said = p.statements
    number = ", ".join(filter(None, (said.registration, said.registration_number, said.registered_on)))
    return _worded(
        (_("Registration"), number),
        (_("Funding"), said.funding),
        (_("Competing interests"), said.interests),
        (_("Reflexivity"), said.reflexivity),
        (_("Amendments"), said.amendments),
    )


def _previous(p: Protocol) -> Facts:
    before = p.previous
    counts = "" if before.studies is None else f"{before.studies:,} / {before.reports or 0:,}"
    gone = f"{before.dropped_studies:,} / {before.dropped_reports:,}"
    return _worded(
        (_("Previous version"), before.citation),
        (_("Its studies / reports"), counts),
        (_("No longer included"), gone if before.dropped_studies or before.dropped_reports else ""),
    )
