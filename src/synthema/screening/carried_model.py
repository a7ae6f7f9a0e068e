"""The nouns of carrying verdicts over: what was said in another tool, what is chosen of it, and what would follow."""

from dataclasses import dataclass, field
from uuid import UUID

from synthema.records.opinion_model import Opinion
from synthema.screening.model import Verdict

VERDICTS = {"include": Verdict.INCLUDE, "exclude": Verdict.EXCLUDE, "maybe": Verdict.UNSURE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whose verdicts of which stage, as a file names them; the stage is empty where the file does not tell."""

    tool: str
    reviewer: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one reviewer said of one record of a file."""

    record: UUID
    opinion: Opinion

    @property
    def source(self) -> Source:
        """Whose words these are."""
        return Source(tool=self.opinion.tool, reviewer=self.opinion.reviewer, stage=self.opinion.stage)


@dataclass(slots=True, kw_only=True)
class Held:
    """How much one source says in a file: nothing here tells of any record."""

    source: Source
    verdicts: int = 0
    remarks: int = 0  # labels, and notes without a verdict
    reasons: list[str] = field(default_factory=list)  # as the tool calls them, each once


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is carried over: one source of one import, as whose verdicts, and what its reasons mean here."""

    import_id: UUID
    source: Source
    stage: str  # in which the verdicts count here
    name: str = ""  # of the outside reviewer; empty: as the file names them
    member: UUID | None = None  # whose own verdicts they are, where that is somebody of the review
    reasons: tuple[tuple[str, str], ...] = ()  # what a reason of the tool means here; '' keeps it as a note


@dataclass(frozen=True, slots=True)
class Carried:
    """One verdict as it is carried over; an empty one carries words only."""

    record: UUID
    subject: UUID  # the same record, or on full texts its report
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """The words that came with one of the verdicts: its place among them, a note, and labels."""

    place: int
    note: str = ""
    labels: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Plan:
    """What one choice would carry over, and how many verdicts stay behind and why."""

    carried: list[Carried] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    units: list[UUID] = field(default_factory=list)  # of the carried ones, in their order
    own: int = 0  # the person has given a verdict on the record already
    full: int = 0  # all verdicts that are needed are there
    unscreened: int = 0  # a stopping decision left the record unscreened
    elsewhere: int = 0  # the record is not judged in this stage, such as a report that is not retrieved
    unsure: int = 0  # unsure is no verdict on full texts
    unexplained: int = 0  # an exclusion on full text without a criterion

    @property
    def verdicts(self) -> int:
        """How many verdicts are carried over."""
        return sum(bool(one.verdict) for one in self.carried)

    @property
    def left_out(self) -> int:
        """How many verdicts stay behind."""
        return self.own + self.full + self.unscreened + self.elsewhere + self.unsure + self.unexplained


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would become of the records, as far as the viewer may know before it is done."""

    units: int
    forward: int
    excluded: int
    conflicts: int
    waiting: int  # for a further verdict
    meeting: int  # complete with verdicts that the viewer may not know yet
