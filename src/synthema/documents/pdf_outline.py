"""The headings that a PDF's bookmarks name, where they stand in its text; used by the reading child alone."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from synthema.documents.folding import Folded, fold
from synthema.documents.model import Span
from synthema.documents.structure import Heading, Structure

MOST = 2000  # bookmarks that are looked for
_DEEPEST = 6
_LONGEST = 500  # characters of one


def bookmarks(document: Any) -> list[tuple[int, str, int]]:
    """Depth from 0, words and page from 0 of each bookmark that leads to a page."""
    found: list[tuple[int, str, int]] = []
    try:
        for one in islice(document.get_toc(max_depth=_DEEPEST), MOST):
            leads = one.get_dest()
            page = leads.get_index() if leads is not None else None
            if page is not None and page >= 0:
                found.append((one.level, str(one.get_title())[:_LONGEST], page))
    except (RuntimeError, ValueError):  # a broken one ends the list
        return found
    return found


def told(marks: Sequence[tuple[int, str, int]], pages: Sequence[str]) -> Structure | None:
    """The headings whose words stand on their pages; None where there is none."""
    roots = sum(level == 0 for level, _, _ in marks)
    first = 1 if roots == 1 else 2  # a single root is the title of the report
    headings = tuple(Heading(span=span, level=first + level) for level, span in _spans(marks, pages))
    return Structure(headings=headings) if headings else None


def _spans(marks: Sequence[tuple[int, str, int]], pages: Sequence[str]) -> Iterator[tuple[int, Span]]:
    starts = [0]
    for text in pages:
        starts.append(starts[-1] + len(text) + 1)
    folded: dict[int, Folded] = {}
    last = 0
    for level, words, page in marks:
        if page >= len(pages) or not (wanted := fold(words).key):
            continue
        if page not in folded:
            folded[page] = fold(pages[page])
        span = _on_page(folded[page], wanted, pages[page], last - starts[page])
        if span is not None:
            last = starts[page] + span.end
            yield level, Span(starts[page] + span.start, last)


def _on_page(page: Folded, wanted: str, text: str, behind: int) -> Span | None:
    """Where the words stand on a page: at the beginning of a line, else anywhere, behind the heading before."""
    anywhere = None
    at = page.key.find(wanted)
    while at >= 0:
        span = page.span(at, at + len(wanted))
        if span is not None and span.start >= behind:
            if not text[: span.start].rpartition("\n")[2].strip(" .0123456789IVX"):
                return span
            anywhere = anywhere or span
        at = page.key.find(wanted, at + 1)
    return anywhere
