"""Acts of the trail in words, with what each was about; what one person alone may know yet is told to nobody else."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from synthema.audit import registry
from synthema.audit.tables import Event
from synthema.frame.remembered import remembered
from synthema.records.tables import RecordRow
from synthema.reporting.places import kind_words
from synthema.screening.tables import CommentRow, ResolutionRow, TagRow, VerdictRow
from synthema.search.tables import LoggedSearch
from synthema.studies.tables import Report, Study
from synthema.synthesis.tables import ThemeRow
from synthema.team.tables import Names, Person, outside_names
from synthema.web.act_words import SAID, STAGES, VALUES, WHERE
from synthema.web.links import link

_ROWS: dict[str, tuple[str, type[VerdictRow | ResolutionRow | TagRow | CommentRow]]] = {
    "VerdictGiven": ("verdict_id", VerdictRow),
    "VerdictWithdrawn": ("verdict_id", VerdictRow),
    "ConflictResolved": ("resolution_id", ResolutionRow),
    "ResolutionWithdrawn": ("resolution_id", ResolutionRow),
    "RecordTagged": ("tag_id", TagRow),
    "TagWithdrawn": ("tag_id", TagRow),
    "CommentMade": ("comment_id", CommentRow),
    "CommentWithdrawn": ("comment_id", CommentRow),
}
_ROOMS = {
    "team": "team:people",
    "protocol": "protocol:protocol",
    "search": "search:searches",
    "records": "search:searches",
    "dedup": "dedup:duplicates",
    "studies": "studies:reports",
    "documents": "studies:reports",
    "coding": "coding:documents",
}
_SUBJECTS = ("record", "report", "report_id", "a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act as a page shows it."""

    seq: int
    at: datetime
    person: UUID
    who: str
    stage: str
    kind: str
    words: str
    about: str  # the title of what it was about
    url: str
    hidden: bool  # known to who did it only, until the others have decided


def hidden_from(review: UUID, viewer: UUID) -> frozenset[int]:
    """The numbers of the acts of others that this viewer may not know yet."""

    def count() -> frozenset[int]:
        numbers = registry.hidden(review)
        if not numbers:
            return frozenset()
        own = Event.objects.filter(review=review, actor=viewer).values_list("seq", flat=True)
        return frozenset(numbers - set(own.iterator()))

    return remembered(review, viewer, "hidden", count)


def named(people: Iterable[UUID]) -> Names:
    """What some people are called; asked each time, because a name may be erased without any act."""
    wanted = set(people)
    return Names({**outside_names(wanted), **dict(Person.objects.filter(pk__in=wanted).values_list("id", "name"))})


def in_words(review: UUID, viewer: UUID, roles: frozenset[str], events: Sequence[Event]) -> list[Act]:
    """Some acts of a review in words."""
    hidden = hidden_from(review, viewer)
    facts = {e.seq: _facts(e) for e in events if e.seq not in hidden}
    known = _Known(review, facts.values())
    meant = {e.actor for e in events} | {p for one in facts.values() if isinstance(p := one.get("person"), UUID)}
    people = named(meant)
    return [
        _hidden(e, people[e.actor]) if e.seq in hidden else _told(e, people, facts[e.seq], known, review, roles)
        for e in events
    ]


def _hidden(event: Event, who: str) -> Act:
    """An act whose content only who did it may know: that it was, and when; the kind as the command line names it."""
    return Act(
        seq=event.seq, at=event.at, person=event.actor, who=who, stage=_stage(event), kind=event.kind,
        words=kind_words(event.kind), about="", url="", hidden=True,
    )  # fmt: skip


def _facts(event: Event) -> dict[str, Any]:
    """The fields of an act, without the free texts that people wrote."""
    payload: dict[str, Any] = json.loads(event.payload)
    body = registry.decode(event.kind, event.version, payload, {})
    values = {name: getattr(body, name) for name in type(body).__dataclass_fields__}
    nested = values.get("search")
    if is_dataclass(nested) and not isinstance(nested, type):
        values |= asdict(nested)
    return {**values, "kind of act": event.kind}


def _of(review: UUID, rows: dict[UUID, Any]) -> dict[UUID, Any]:
    return {key: row for key, row in rows.items() if row.review == review}


class _Known:
    """What the identifiers in some acts are called, each table asked once."""

    def __init__(self, review: UUID, facts: Iterable[Mapping[str, Any]]) -> None:
        found = list(facts)
        # by key alone, so that no database reads a whole review for a few rows; what is of another one is left out
        self._rows = {
            kind: _of(review, model._default_manager.in_bulk([o[name] for o in found if o["kind of act"] == kind]))
            for kind, (name, model) in _ROWS.items()
        }
        wanted = {v for one in found for name in _SUBJECTS if isinstance(v := one.get(name), UUID)}
        wanted |= {row.subject for rows in self._rows.values() for row in rows.values()}
        records = RecordRow.objects.filter(pk__in=wanted).values_list("review", "id", "title")
        self.titles = {key: title for of, key, title in records if of == review}
        self.titles |= dict(Report.objects.filter(review=review, id__in=wanted).values_list("id", "title"))
        self.studies = dict(Study.objects.filter(review=review).values_list("id", "label"))
        self.themes = dict(ThemeRow.objects.filter(review=review).values_list("id", "name"))
        self.searches = dict(LoggedSearch.objects.filter(review=review).values_list("id", "source"))

    def row(self, facts: Mapping[str, Any]) -> "VerdictRow | ResolutionRow | TagRow | CommentRow | None":
        """The row that an act of screening made or withdrew."""
        kind = facts["kind of act"]
        return self._rows[kind].get(facts[_ROWS[kind][0]]) if kind in _ROWS else None

    def subject(self, facts: Mapping[str, Any]) -> UUID | None:
        """The record or report an act is about."""
        row = self.row(facts)
        return row.subject if row else next((v for n in _SUBJECTS if isinstance(v := facts.get(n), UUID)), None)


def _told(
    event: Event,
    people: Mapping[UUID, str],
    facts: Mapping[str, Any],
    known: _Known,
    review: UUID,
    roles: frozenset[str],
) -> Act:
    subject = known.subject(facts)
    said = defaultdict(str, {name: _value(value) for name, value in facts.items()})
    said["person"] = people[facts["person"]] if isinstance(facts.get("person"), UUID) else ""
    study = facts.get("study_id") or facts.get("study")
    said["study"] = known.studies.get(study, "") if isinstance(study, UUID) else ""
    theme = facts.get("theme_id") or facts.get("theme")
    said["theme"] = known.themes.get(theme, "") if isinstance(theme, UUID) else ""
    said["where"] = str(WHERE.get(str(facts.get("stage", "")), ""))
    search = facts.get("search_id")
    if event.kind == "RecordsImported" and isinstance(search, UUID):
        said["source"] = known.searches.get(search) or _("a search")
    template = SAID.get(event.kind)
    words = str(template).format_map(said) if template else kind_words(event.kind)
    return Act(
        seq=event.seq, at=event.at, person=event.actor, who=people[event.actor], stage=_stage(event), kind=event.kind,
        words=words, about=known.titles.get(subject, "") if subject else "", hidden=False,
        url=_url(event, facts, known, review, roles),
    )  # fmt: skip


def _value(value: Any) -> Any:
    return str(VALUES.get(value, value)) if isinstance(value, str) else value


def _stage(event: Event) -> str:
    return str(STAGES.get(event.stage, event.stage))


def _url(event: Event, facts: Mapping[str, Any], known: _Known, review: UUID, roles: frozenset[str]) -> str:
    """Where to look at what an act was about."""
    row = known.row(facts)
    if row is not None and row.unit is not None:
        return link("screening:history", review, roles, stage=row.stage, unit=row.unit)
    if event.stage == "screening":
        return link("screening:records", review, roles, stage=str(facts.get("stage") or "title_abstract"))
    if event.kind in ("RecordsMerged", "RecordsKeptApart", "RecordsRelated", "FamilyJudged", "GroupParted"):
        return link("dedup:decided", review, roles)
    room = _ROOMS.get(event.stage, "")
    return link(room, review, roles) if room else ""
