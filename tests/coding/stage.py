"""A review with two included reports, heron and ibis, a full text each, findings marked; and short ways to code."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from synthema.audit.model import By, Recorded
from synthema.coding.actions import begin_round, code_passage, create_code, hand_in, mark_section
from synthema.documents.actions import Upload, add_document
from synthema.documents.model import Span
from synthema.documents.tables import document, text_of
from synthema.screening.actions import seek
from synthema.studies.actions import link_report, name_study, record_retrieval
from synthema.studies.tables import reports
from tests.cast import Cast
from tests.screening.stage import judge, prepare, vote

TITLES = {"heron": "What herons teach an early riser", "ibis": "Ibises counted by their neighbours"}
HERON = """What herons teach an early riser

Abstract
We asked nine keepers what they learn from herons.

Findings
Waiting was named first. “You stand there and the water decides,” one keeper said (K3). Most keepers felt calm.
Some were tired of early hours. “My family never sees me before noon” (K7).
\fPatience grew with the years, as all of them told us. It did not come to those who counted.

Discussion
Herons teach patience.
"""
IBIS = """Ibises counted by their neighbours

Results
Neighbours met while counting. “I did not know her name before the ibises came” (N2).
Counting gave the mornings a shape. Two felt watched by the birds.

Conclusion
Counting makes neighbours.
"""
TEXTS = {"heron": HERON, "ibis": IBIS}
PARTS = {"heron": ("Findings\n", "\nDiscussion"), "ibis": ("Results\n", "\nConclusion")}


@dataclass(frozen=True)
class Scene:
    """The review's people and, by short names, its reports, studies and documents."""

    cast: Cast
    reports: dict[str, UUID]
    studies: dict[str, UUID]
    documents: dict[str, UUID]

    @property
    def review(self) -> UUID:
        """The review."""
        return self.cast.review

    def by(self, person: str) -> By:
        """A new act of a person."""
        return By(getattr(self.cast, person))

    def text(self, name: str) -> str:
        """The canonical text of a document."""
        found = text_of(document(self.review, self.documents[name]))
        assert found is not None
        return found.text

    def spans(self, name: str, *words: str) -> tuple[Span, ...]:
        """Where these words stand in a document, each once."""
        text = self.text(name)
        assert all(text.count(one) == 1 for one in words)
        return tuple(Span(text.index(one), text.index(one) + len(one)) for one in words)

    def sha(self, name: str) -> str:
        """The digest of a document's text."""
        return document(self.review, self.documents[name]).text_sha256

    def code(self, person: str, name: str, *words: str, codes: tuple[UUID, ...] = (), **more: Any) -> Recorded[Any]:
        """A passage of a document, marked and coded by somebody."""
        by = more.pop("by", None) or self.by(person)
        return code_passage(
            by, self.review, self.documents[name], self.sha(name), self.spans(name, *words), codes=codes, **more
        )

    def named(self, person: str, name: str, **more: Any) -> UUID:
        """A new code."""
        made: UUID = create_code(self.by(person), self.review, name, **more).body.code_id
        return made

    def mark(self, name: str) -> UUID:
        """The findings of a document, marked by Chloe."""
        text, (begin, end) = self.text(name), PARTS[name]
        span = Span(text.index(begin), text.index(end))
        made: UUID = mark_section(self.by("chloe"), self.review, self.documents[name], "findings", (span,)).body.mark_id
        return made

    def round(self, kind: str = "inductive", names: tuple[str, ...] = ("heron",), **more: Any) -> UUID:
        """A round of Ana and Ben, begun by Chloe."""
        made: UUID = begin_round(
            self.by("chloe"),
            self.review,
            kind,
            (self.cast.ana, self.cast.ben),
            tuple(self.documents[name] for name in names),
            **more,
        ).body.round_id
        return made

    def open(self, round_id: UUID) -> None:
        """Both coders hand in."""
        for person in ("ana", "ben"):
            hand_in(self.by(person), self.review, round_id)


def scene(cast: Cast, folder: Path, *, marked: bool = True) -> Scene:
    """Two reports, screened in and retrieved, each of its own study, each with a text."""
    records = prepare(cast, folder, tuple(TITLES.values()))
    for title in TITLES.values():
        vote(cast, records[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    sought = {row.title: row.id for row in reports(cast.review)}
    known = {name: sought[title] for name, title in TITLES.items()}
    studies, documents = {}, {}
    for name, report in known.items():
        record_retrieval(By(cast.dev), cast.review, report, "retrieved")
        judge(cast, report, ana="include", ben="include")
        studies[name] = name_study(By(cast.dev), cast.review, f"{name.title()} 2020").body.study_id
        link_report(By(cast.dev), cast.review, report, studies[name])
        upload = Upload(f"{name}.txt", TEXTS[name].encode())
        documents[name] = add_document(By(cast.dev), cast.review, report, upload).body.document_id
    made = Scene(cast, known, studies, documents)
    if marked:
        for name in known:
            made.mark(name)
    return made
