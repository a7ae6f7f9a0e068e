"""The nouns of a full text: its canonical text, and an anchor in it."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthema.documents.structure import Structure

PAGE_END = "\f"
FEWEST_LETTERS = 10  # a page with fewer letters and digits than these holds no text


@dataclass(frozen=True)  # no slots: what is worked out from the text is kept beside it
class DocumentText:
    """The text of a document as it was extracted, with LF line ends, never normalised; a form feed ends a page."""

    text: str

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def page_starts(self) -> tuple[int, ...]:
        """Where each page begins, in code points; a form feed at the very end begins no further page."""
        ends = [place + 1 for place, letter in enumerate(self.text) if letter == PAGE_END]
        return (0, *(end for end in ends if end < len(self.text)))

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.page_starts)

    def page_at(self, place: int) -> int:
        """The page, counted from 1, on which a code point stands."""
        return bisect_right(self.page_starts, place)

    def by_page(self) -> list[str]:
        """The text of each page, without the form feed that ends it."""
        return [self.text[start:end].removesuffix(PAGE_END) for start, end in pairwise((*self.page_starts, None))]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a canonical text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where words stand in one canonical text: their ranges in order, the words, and 32 characters either side."""

    text_sha256: str
    ranges: tuple[Span, ...]  # several where the words go over the end of a page or leave something out
    exact: str  # the words as they stand there, a line feed between ranges
    prefix32: str = ""
    suffix32: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What is known of a PDF beside its text: of its pages, and what it says of itself."""

    labels: tuple[str, ...] = ()  # the page numbers as printed; "" where the file does not say
    sizes: tuple[tuple[int, int], ...] = ()  # width and height in points; (0, 0) for a page that cannot be drawn
    unreadable: tuple[int, ...] = ()  # pages that are broken, counted from 1
    title: str = ""  # in the metadata
    titles: tuple[str, ...] = ()  # what stands in the biggest print on the first pages
    dois: tuple[str, ...] = ()  # in the metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file as read: its canonical text, what read it, its layout where it is a PDF, and the parts of its text."""

    text: DocumentText
    extractor: str
    layout: Layout | None = None
    structure: "Structure | None" = None

    @property
    def bare(self) -> int:
        """How many pages hold no text: pictures of pages, as scans are."""
        if self.layout is None:
            return 0
        return sum(sum(letter.isalnum() for letter in page) < FEWEST_LETTERS for page in self.text.by_page())

    @property
    def text_free(self) -> bool:
        """Whether no page holds text."""
        return self.bare == self.text.pages
