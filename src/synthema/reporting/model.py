"""The nouns of a report: lines ready to be set, each knowing where it leads (`anchor` is its own place)."""

from dataclasses import dataclass, field

from synthema.protocol.model import Protocol
from synthema.reporting.flow_model import Flow
from synthema.reporting.flow_sums import Breach


@dataclass(frozen=True, slots=True)
class Link:
    """Words and the place in the report they lead to."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One database hit and where it came from."""

    anchor: str
    title: str
    citation: str
    search: Link
    place: str  # file, position, line


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLine:
    """One person's verdict, and the act it came from."""

    stage: str
    person: str
    verdict: str
    reason: str
    note: str
    act: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlingLine:
    """How a conflict ended."""

    stage: str
    how: str
    person: str
    decision: str
    reason: str
    note: str
    act: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One work: the records that are it, why they were held to be it, and what was decided on title and abstract."""

    anchor: str
    title: str
    citation: str
    records: tuple[RecordLine, ...]
    evidence: tuple[str, ...]
    votes: tuple[VoteLine, ...]
    settled: SettlingLine | None
    state: str
    reason: str  # why it was excluded; empty otherwise
    report: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One document that was sought."""

    anchor: str
    title: str
    citation: str
    doi: str
    work: Link
    outcome: str
    outcome_note: str
    votes: tuple[VoteLine, ...]
    settled: SettlingLine | None
    state: str
    reason: str
    study: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One question of a form and its final answer; originals where two people answered."""

    key: str
    label: str
    answer: str
    code: str = ""  # the choice behind the answer, e.g. cant_tell
    reason: str = ""
    originals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding, where it stands and what it rests on."""

    anchor: str
    label: str  # e.g. Almeida 2020, no. 3
    statement: str
    illustration: str
    place: str
    order: str
    credibility: str
    polarity: str  # supports, contradicts, nuance; empty for a finding that is in no theme
    study: Link
    report: Link
    themes: tuple[Link, ...]
    quote_found: str  # in words: where the quote stands in the document, or that it was not found
    explanation: str
    act: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyLine:
    """One study with everything known of it."""

    anchor: str
    label: str
    reports: tuple[Link, ...]
    characteristics: tuple[AnswerLine, ...]
    appraisal: tuple[AnswerLine, ...]
    rating: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """One theme with what lies under it; counts include everything below."""

    anchor: str
    key: str
    name: str
    level: str
    origin: str
    definition: str
    findings: tuple[FindingLine, ...]
    children: tuple["ThemeLine", ...]
    n_studies: int
    n_findings: int
    n_contradicting: int
    studies: tuple[Link, ...]
    act: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """What one study says to one theme."""

    supports: int
    contradicts: int
    nuance: int

    @property
    def total(self) -> int:
        """All findings of the study under the theme."""
        return self.supports + self.contradicts + self.nuance


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One study's row of the matrix."""

    study: Link
    cells: tuple[CellLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLine:
    """One search and what came of it, after PRISMA-S."""

    anchor: str
    key: str
    source: str
    platform: str
    kind: str
    date_run: str
    strategy: str
    limits: str
    filters: str
    peer_review: str
    notes: str
    hits: str
    imported: int
    refused: int
    files: tuple[str, ...]
    gaps: tuple[str, ...]
    act: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticLine:
    """One agreement statistic with its interval, in words fit for a table."""

    name: str
    value: str
    interval: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """The agreement of two people at one stage, before any consensus."""

    anchor: str
    stage: str
    first: str
    second: str
    n: int
    categories: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]  # rows: first person's verdicts, columns: the second's
    cells: tuple[tuple[str, ...], ...]  # where each number of the table leads
    differing: tuple[tuple[str, str, str], ...]  # cell, how they differed, the work or report
    statistics: tuple[StatisticLine, ...]
    conflicts: int
    by_consensus: int
    by_arbiter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingLine:
    """One opened round of coding: who coded what, how far they agreed, how their work was brought together."""

    anchor: str
    title: str
    how: str
    coders: tuple[str, ...]
    statistics: tuple[StatisticLine, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One rule of the catalogue and what it found."""

    id: str
    rule: str
    severity: str
    status: str
    note: str
    hits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxLine:
    """One box of the flow with everything that is counted in it."""

    anchor: str
    title: str
    entries: tuple[tuple[Link, str], ...]  # what, and a note such as the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person, their roles, and how many acts are theirs."""

    name: str
    roles: str
    acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """One act of the trail in words."""

    anchor: str
    seq: int
    at: str
    person: str
    kind: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A titled paragraph the team wrote: a disagreement in the evidence, a robustness remark, a limit."""

    title: str
    text: str
    studies: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """The frequency effect size of one theme: reports net of shared studies that hold it, of all."""

    theme: Link
    holding: int
    reports: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedLine:
    """Verdicts that were given in another tool and carried over: whose, how many, by whom and why."""

    person: str
    tool: str
    stage: str
    verdicts: str  # counted, in words
    by: str
    on: str
    explanation: str
    act: Link

    @property
    def words(self) -> str:
        """As a sentence of the methods."""
        why = f": {self.explanation.rstrip('.')}" if self.explanation else ""
        who = self.person if f"({self.tool})" in self.person else f"{self.person}, in {self.tool}"
        return f"{who}: {self.verdicts} on {self.stage}, carried over by {self.by} on {self.on}{why}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a report prints, gathered from the tables at one moment of the trail."""

    title: str
    review: str
    seq: int
    at: str  # moment of the last event, in words
    head: str  # its hash, or why it is withheld
    software: str
    unfinished: tuple[str, ...]  # what keeps the report a draft, in words
    protocol: Protocol | None
    amendments: tuple[NoteLine, ...]
    people: tuple[PersonLine, ...]
    searches: tuple[SearchLine, ...]
    duplicates_by_rule: int
    duplicates_by_hand: int
    matcher: str
    flow: Flow
    breaches: tuple[Breach, ...]
    links: dict[str, str]  # box of the flow -> anchor
    boxes: tuple[BoxLine, ...]
    agreement: tuple[AgreementLine, ...]
    works: tuple[WorkLine, ...]
    reports: tuple[ReportLine, ...]
    studies: tuple[StudyLine, ...]
    instrument: str
    appraisal_note: str
    extraction_tool: str
    extraction_note: str
    method: str
    method_note: str
    themes: tuple[ThemeLine, ...]  # roots
    matrix_themes: tuple[Link, ...]
    matrix: tuple[MatrixLine, ...]
    effects: tuple[EffectLine, ...]
    unplaced: tuple[FindingLine, ...]
    disagreements: tuple[NoteLine, ...]
    robustness: tuple[NoteLine, ...]
    limits: tuple[NoteLine, ...]
    checks: tuple[CheckLine, ...]
    acts: tuple[ActLine, ...] = field(default=())
    carried: tuple[CarriedLine, ...] = field(default=())
    coding: tuple[CodingLine, ...] = field(default=())
    versions_merged: bool = False  # whether versions of one review counted as duplicates
    related: int = 0  # pairs of reports that belong together without being the same

    @property
    def final(self) -> bool:
        """Whether nothing keeps this report a draft."""
        return not self.unfinished
