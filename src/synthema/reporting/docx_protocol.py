"""The protocol as a Word document, with the history of its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from synthema.protocol.amending import years
from synthema.protocol.frameworks import slot_name
from synthema.protocol.model import Criterion, Protocol, ScreeningPolicy
from synthema.protocol.rules import ordered_slots
from synthema.protocol.tables import versions
from synthema.refused import Refused
from synthema.reporting.docx_look import blank
from synthema.reporting.docx_manuscript import Column, Grid, Manuscript, cells
from synthema.reporting.docx_report import packed, titled
from synthema.reporting.docx_selection import facts_list
from synthema.reporting.docx_words import Span, counted, one_line
from synthema.search.model import KIND_NAMES
from synthema.team.tables import names

STAGES = {"both": "", "title_abstract": "title and abstract only", "full_text": "full text only"}

SUBJECT = "Protocol of a qualitative evidence synthesis"
UNEXPLAINED = "Not explained: no verdict had been given yet."


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the protocol as it is printed: when it came into force and why."""

    number: int
    at: datetime
    explanation: str


def protocol_docx(review: UUID, number: int | None = None) -> bytes:
    """A version of the protocol of a review as a .docx file, the one in force unless another is named."""
    there = versions(review)
    found = [row for row in there if number is None or row.number == number]
    if not found:
        raise Refused("There is no such version of the protocol. Lay the protocol down first.")
    shown = found[-1]
    history = [Version(row.number, row.at, row.explanation) for row in there if row.number <= shown.number]
    return to_protocol_docx(shown.protocol, history, names(review))


def to_protocol_docx(p: Protocol, history: Sequence[Version], people: Mapping[UUID, str]) -> bytes:
    """A protocol as a .docx file; the same versions give the same bytes."""
    last = history[-1]
    document = blank()
    titled(document, p.title, SUBJECT, last.at.replace(tzinfo=None, microsecond=0))
    m = Manuscript(document)
    m.frame(one_line(p.notice or p.short_title or p.title))
    m.say(SUBJECT, "Subtitle")
    m.say(p.title, "Title")
    m.say(f"Version {last.number}, in force since {last.at:%d %B %Y}.", "Meta")
    if p.notice:
        m.say(p.notice, "Notice")
    _question(m, p)
    _criteria(m, p.criteria)
    _plan(m, p, people)
    _statements(m, p)
    _history(m, history)
    m.finish()
    return packed(document)


def _question(m: Manuscript, p: Protocol) -> None:
    m.heading("Question", 1)
    m.say(p.question.text, "Lead")
    if p.question.framework != "free":
        m.say(f"Parts of the question after {p.question.framework}.", "Meta")
    facts_list(m, ordered_slots(p.question))
    if p.previous.citation or p.previous.studies is not None:
        m.heading("The version that is brought up to date", 2)
        m.say(p.previous.citation)
        if p.previous.studies is not None and p.previous.reports is not None:
            m.say(f"It rests on {_studies(p.previous.studies)} in {counted(p.previous.reports, 'report')}.")


def _studies(number: int) -> str:
    return counted(number, "study", "studies")


def _criteria(m: Manuscript, criteria: Sequence[Criterion]) -> None:
    m.heading("Eligibility criteria", 1)
    m.say("Checked in this order; the first criterion that fails is the reason recorded for an exclusion.")
    columns = (Column("Criterion", 2), Column("Included", 4), Column("Excluded", 4), Column("Part of the question", 2))
    rows = tuple(cells((c.label, Span(_stage(c), "Soft")), c.include, c.exclude, _slot(c)) for c in criteria)
    m.table(Grid(caption="Eligibility criteria", columns=columns, rows=rows))
    marked = [c for c in criteria if c.words_for or c.words_against]
    if marked:
        heads = (Column("Criterion", 2), Column("Words for", 5), Column("Words against", 5))
        words = tuple(cells(c.label, ", ".join(c.words_for), ", ".join(c.words_against)) for c in marked)
        caption = "Words marked in titles and abstracts (* stands for any letters)"
        m.table(Grid(caption=caption, columns=heads, rows=words))


def _stage(c: Criterion) -> str:
    return f"\n{STAGES[c.stage]}" if STAGES[c.stage] else ""


def _slot(c: Criterion) -> str:
    return slot_name(c.slot) if c.slot else ""


def _plan(m: Manuscript, p: Protocol, people: Mapping[UUID, str]) -> None:
    m.heading("Sources and limits", 1)
    if p.sources:
        columns = (Column("Planned source", 5), Column("Kind", 3))
        rows = tuple(cells(source.name, KIND_NAMES.get(source.kind, source.kind)) for source in p.sources)
        m.table(Grid(caption="Planned sources", columns=columns, rows=rows))
    limits = p.limits
    facts_list(
        m,
        [
            ("Languages", ", ".join(limits.languages)),
            ("Years", years(p)),
            ("How the limits are applied", limits.applied),
            ("Contacts with authors", p.statements.contacts),
        ],
    )
    m.heading("Screening", 1)
    m.say(screening_words(p.screening))
    facts_list(
        m,
        [
            ("Unsure", p.screening.unsure),
            ("Conflicts", p.screening.conflicts),
            ("Arbiters", ", ".join(people[one] for one in p.screening.arbiters)),
            ("Full text", p.screening.full_text),
            ("Note", p.screening.note),
        ],
    )
    m.heading("Method of synthesis", 1)
    method = p.method
    facts_list(
        m,
        [
            ("Method", ", ".join(filter(None, (method.profile, method.variant)))),
            ("Source", method.source),
            ("Why this method", method.rationale),
        ],
    )


def screening_words(policy: ScreeningPolicy) -> str:
    """How many decide, whether blind, and what becomes of doubt."""
    blind = ", blind to each other until both have decided" if policy.blind and policy.reviewers > 1 else ""
    doubt = "goes forward" if policy.unsure_forward else "is a conflict"
    return f"{counted(policy.reviewers, 'reviewer')} a record{blind}. A record that somebody is unsure of {doubt}."


def _statements(m: Manuscript, p: Protocol) -> None:
    said = p.statements
    m.heading("Statements", 1)
    register = ", ".join(filter(None, (said.registration, said.registration_number, said.registered_on)))
    facts_list(
        m,
        [
            ("Registration", register or "not stated"),
            ("Funding", said.funding or "not stated"),
            ("Competing interests", said.interests or "not stated"),
            ("Reflexivity", said.reflexivity or "not stated"),
            ("Amendments", said.amendments),
        ],
    )


def _history(m: Manuscript, history: Sequence[Version]) -> None:
    m.heading("Versions", 1)
    columns = (Column("No.", 1, "right"), Column("In force since", 2), Column("What changed and why", 8))
    rows = tuple(
        cells(v.number, f"{v.at:%d %B %Y}", v.explanation or (UNEXPLAINED if number else "First version"))
        for number, v in enumerate(history)
    )
    m.table(Grid(caption="Versions of the protocol", columns=columns, rows=rows))
