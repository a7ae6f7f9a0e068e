"""The nouns of forms: a versioned list of questions, one person's answers, and two answers reconciled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from synthema.refused import Fault, Refused

# What the source does not say. It is an answer; a question nobody has answered has no answer at all.
NOT_REPORTED = "not reported"

Kind = Literal["text", "number", "choice", "many", "date", "table", "quote"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# text, number, choice, date: a string; many: strings; quote: text and place; table: rows by column.
# Numbers are decimal strings: a float would not print, hash or travel the same everywhere.
Value: TypeAlias = str | list[str] | dict[str, str] | list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a form."""

    key: str
    label: str
    kind: Kind
    hint: str = ""
    choices: tuple[str, ...] = ()  # for choice and many
    choice_labels: tuple[str, ...] = ()  # what people read, one per choice; empty = the choices themselves
    columns: tuple[str, ...] = ()  # for table
    required: bool = False
    section: str = ""
    group: str = ""
    wording: str = ""  # official wording from a team's own copy; never shipped

    def choice_label(self, choice: str) -> str:
        """What people read for one choice."""
        return dict(zip(self.choices, self.choice_labels, strict=False)).get(choice, choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A versioned list of questions with the terms under which its wording may travel."""

    id: str
    version: int
    title: str
    questions: tuple[Question, ...]
    purpose: str = ""
    licence: str = ""
    official_url: str = ""
    citation: str = ""
    note: str = ""  # what a person should know before using it
    verified: bool = True  # False: not held against the official document; a person confirms it before use
    not_reported: bool = True  # whether "not reported" may be answered
    reason_for: tuple[str, ...] = ()  # choices that need a written reason
    wording_source: str = ""  # where a team's official wording came from; empty = none loaded
    wording_shareable: bool = False  # whether the licence lets that wording go into a public export

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the questions, in order."""
        return tuple(question.key for question in self.questions)

    def question(self, key: str) -> Question | None:
        """The question with this key, or None."""
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's answers on one study, with the reasons given; unanswered questions are absent."""

    study: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Fault):
    """Something to put right; missing = not yet answered rather than wrong."""

    missing: bool = False


class FormError(Refused):
    """Everything that stands in the way, gathered before it is raised."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one answer file held: the sheets, and every cell that could not be taken as it stands."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One question two people answered differently; None = not answered."""

    key: str
    first: Value | None
    second: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Two people's answers side by side, both originals kept."""

    first: Mapping[str, Value]
    second: Mapping[str, Value]
    agreed: Mapping[str, Value]
    differing: tuple[Difference, ...]
    unanswered: tuple[str, ...]  # by both


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How one difference ended."""

    key: str
    first: Value | None
    second: Value | None
    value: Value
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """The answers both people stand by, with each resolution and the originals it rests on."""

    answers: Mapping[str, Value]
    resolutions: tuple[Resolution, ...]
    reconciliation: Reconciliation


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change between two versions of a form; key is empty where the form itself changed."""

    key: str
    aspect: str  # "added", "removed", "moved", or the field that changed
    before: str = ""
    after: str = ""
    reopens: bool = False  # answers given to the old version need another look

    def __str__(self) -> str:
        where = f"Question {self.key}" if self.key else "The form"
        if self.aspect in {"added", "removed"}:
            return f"{where} was {self.aspect}: {self.before or self.after}"
        return f"{where}: {self.aspect} changed from {self.before or 'nothing'} to {self.after or 'nothing'}"
