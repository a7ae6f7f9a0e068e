"""Sections of a protocol from the fields of a form."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, cast
from uuid import UUID

from synthema.protocol.frameworks import FRAMEWORKS
from synthema.protocol.model import (
    Criterion,
    Limits,
    Method,
    PlannedSource,
    Previous,
    Question,
    ScreeningPolicy,
    Statements,
)
from synthema.refused import Refused

Fields = Mapping[str, str]
MOST_ROWS = 40  # of sources or of own parts of the question in one form


def title_from(given: Fields) -> dict[str, Any]:
    """Title, short title and notice."""
    return {name: _line(given, name) for name in ("title", "short_title", "notice")}


def question_from(given: Fields) -> dict[str, Any]:
    """The question with the slots of its framework, or with the team's own parts."""
    framework = FRAMEWORKS.get(given.get("framework", ""))
    if framework is None:
        raise Refused("This framework is not known. Known: {frameworks}.", frameworks=", ".join(FRAMEWORKS))
    if framework.free:
        named = [(_line(given, f"part_{n}"), _text(given, f"part_{n}_text")) for n in range(MOST_ROWS)]
        slots = {name: text for name, text in named if name}
    else:
        slots = {key: text for key in framework.names if (text := _text(given, f"slot_{key}"))}
    order = tuple(slots) if framework.free else ()
    return {"question": Question(text=_text(given, "text"), framework=framework.key, slots=slots, order=order)}


def criterion_from(given: Fields, key: str) -> Criterion:
    """One criterion; its key stays what it was."""
    label = _line(given, "label")
    if not label:
        raise Refused("A criterion needs a name, such as Population. It is what an exclusion is called in the report.")
    stage = given.get("stage", "both")
    if stage not in ("both", "title_abstract", "full_text"):
        raise Refused("Say in which stage the criterion is checked.")
    return Criterion(
        key=key,
        label=label,
        slot=_line(given, "slot"),
        include=_text(given, "include"),
        exclude=_text(given, "exclude"),
        stage=cast(Literal["both", "title_abstract", "full_text"], stage),
        words_for=phrases(given.get("words_for", "")),
        words_against=phrases(given.get("words_against", "")),
    )


def phrases(text: str) -> tuple[str, ...]:
    """The phrases in a text, one a line or set apart by commas or semicolons, each once."""
    found = (" ".join(part.split()) for part in re.split(r"[\n\r;,]", text))
    return tuple(dict.fromkeys(filter(None, found)))


def screening_from(given: Fields, arbiters: Sequence[str]) -> dict[str, Any]:
    """How many decide, and what the team says about doubt and conflict."""
    return {
        "screening": ScreeningPolicy(
            reviewers=_number(given, "reviewers", "Say how many decide on a record: 1 or 2.") or 2,
            blind="blind" in given,
            unsure_forward="unsure_forward" in given,
            unsure=_text(given, "unsure"),
            conflicts=_text(given, "conflicts"),
            full_text=_text(given, "full_text"),
            note=_text(given, "note"),
            arbiters=tuple(UUID(one) for one in arbiters),
        )
    }


def sources_from(given: Fields) -> dict[str, Any]:
    """The planned sources, and what the review leaves out from the start."""
    rows = [(_line(given, f"source_{n}"), _line(given, f"source_{n}_kind") or "database") for n in range(MOST_ROWS)]
    years = "Write a year as four digits, such as 2014, or leave it empty."
    return {
        "sources": tuple(PlannedSource(name=name, kind=kind) for name, kind in rows if name),
        "limits": Limits(
            languages=phrases(given.get("languages", "")),
            year_from=_number(given, "year_from", years),
            year_to=_number(given, "year_to", years),
            year_of=_line(given, "year_of"),
            applied=_text(given, "applied"),
        ),
    }


def method_from(given: Fields) -> dict[str, Any]:
    """The method of synthesis and why it was chosen."""
    lines = {name: _line(given, name) for name in ("profile", "variant", "source")}
    return {"method": Method(**lines, rationale=_text(given, "rationale"))}


def statements_from(given: Fields) -> dict[str, Any]:
    """What editors ask every review to state."""
    lines = {name: _line(given, name) for name in ("registration", "registration_number", "registered_on")}
    texts = ("contacts", "funding", "interests", "reflexivity", "amendments")
    return {"statements": Statements(**lines, **{name: _text(given, name) for name in texts})}


def previous_from(given: Fields) -> dict[str, Any]:
    """The version that is brought up to date."""
    wrong = "Write the studies and reports of the previous version as whole numbers, or leave them empty."
    gone = ("dropped_studies", "dropped_reports")
    numbers: dict[str, Any] = {name: _number(given, name, wrong) for name in ("studies", "reports")}
    dropped: dict[str, Any] = {name: _number(given, name, wrong) or 0 for name in gone}
    return {"previous": replace(Previous(citation=_text(given, "citation"), **numbers), **dropped)}


SECTIONS: dict[str, Callable[[Fields], dict[str, Any]]] = {
    "title": title_from,
    "question": question_from,
    "sources": sources_from,
    "method": method_from,
    "statements": statements_from,
    "previous": previous_from,
}


def _text(given: Fields, name: str) -> str:
    return given.get(name, "").replace("\r\n", "\n").strip()


def _line(given: Fields, name: str) -> str:
    return " ".join(given.get(name, "").split())


def _number(given: Fields, name: str, wrong: str) -> int | None:
    text = _line(given, name)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refused(wrong)
    return int(text)
