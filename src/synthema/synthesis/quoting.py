"""Illustrations looked up in the full texts of their reports."""

import re
from dataclasses import dataclass
from uuid import UUID

from synthema.documents.anchoring import Unanchored, contains, find, holds
from synthema.documents.model import Anchor, DocumentText
from synthema.documents.tables import Document, texts
from synthema.synthesis.tables import FindingRow

_PAGE = re.compile(r"\b(?:pp?\.|page)\s*(\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where words stand: the document, the anchor in its text, and the page counted from 1."""

    document: Document
    anchor: Anchor
    page: int


def stated_page(place: str) -> int | None:
    """The page that a place such as "p. 4" names."""
    found = _PAGE.search(place)
    return int(found.group(1)) if found else None


class Shelf:
    """The full texts of a review, each read once."""

    def __init__(self, review: UUID) -> None:
        self.review = review
        self._texts: dict[UUID, list[tuple[Document, DocumentText]]] = {}

    def texts(self, report: UUID) -> list[tuple[Document, DocumentText]]:
        """The documents of a report and their texts."""
        if report not in self._texts:
            self._texts[report] = texts(self.review, report)
        return self._texts[report]

    def anchored(self, report: UUID, words: str, place: str = "") -> Anchored | None:
        """Where the words stand; None without words or without a text to look in. Raises Unanchored."""
        held = self.texts(report) if words.strip() else []
        faults = []
        for document, text in held:
            try:
                anchor = find(text, words, stated_page(place))
            except Unanchored as error:
                faults.append(f"{document.file_name}: {error}")
                continue
            return Anchored(document, anchor, text.page_at(anchor.ranges[0].start))
        if faults:
            raise Unanchored(" ".join(faults))
        return None

    def found(self, finding: FindingRow) -> bool | None:
        """Whether the illustration of a finding stands in a text of its report; None where there is no text."""
        held = self.texts(finding.report_id)
        if not held:
            return None
        anchor = finding.anchor
        if anchor and any(holds(anchor, text, finding.illustration) for _, text in held):
            return True
        return any(contains(text, finding.illustration) for _, text in held)

    def place(self, finding: FindingRow) -> Anchored | None:
        """Where the illustration stands, by its anchor or, if a text came later, by looking; None where it is not."""
        anchor = finding.anchor
        for document, text in self.texts(finding.report_id):
            if anchor and holds(anchor, text, finding.illustration):
                return Anchored(document, anchor, text.page_at(anchor.ranges[0].start))
        try:
            return self.anchored(finding.report_id, finding.illustration, finding.place)
        except Unanchored:
            return None
