"""Full texts of reports, and quotes anchored in them."""

from synthema.documents.anchoring import Unanchored, contains, find, holds, words_at
from synthema.documents.formats import extract
from synthema.documents.model import Anchor, DocumentText, Span

__all__ = ["Anchor", "DocumentText", "Span", "Unanchored", "contains", "extract", "find", "holds", "words_at"]
