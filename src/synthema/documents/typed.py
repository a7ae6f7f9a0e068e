"""Finding words as they were typed, their brackets and other signs included; pure."""

import re
import unicodedata
from dataclasses import dataclass

from synthema.documents.model import Span

MOST = 500  # places that are kept
_ALIKE = ("'\u2018\u2019\u201b`", '"\u201c\u201d\u201e\u201f\u00ab\u00bb', "-\u2010\u2011\u2012\u2013\u2014\u2212")
_NO_SIGNS = frozenset("".join(_ALIKE))  # they stand in the text in one form and are typed in another
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """How often words stand in a text, and where the first of these are, in code points."""

    total: int
    spans: tuple[Span, ...]
    loose: bool = False  # signs were typed that do not stand there: these are the places of the letters


def has_signs(words: str) -> bool:
    """Whether signs were typed that have one form only, such as brackets: quotes, dashes and spaces have many."""
    return any(unicodedata.category(letter)[0] in "PS" and letter not in _NO_SIGNS for letter in words)


def as_typed(text: str, words: str, most: int = MOST) -> Found:
    """Where words stand with their signs; case, kinds of quotes and dashes, spaces and line ends do not matter."""
    pattern = "".join(_one(letter) for letter in _SPACES.sub(" ", words.strip()))
    if not pattern:
        return Found(0, ())
    total, spans = 0, list[Span]()
    for total, hit in enumerate(re.finditer(pattern, text, re.IGNORECASE), start=1):  # noqa: B007 (the last is the number)
        if len(spans) < most:
            spans.append(Span(hit.start(), hit.end()))
    return Found(total, tuple(spans))


def _one(letter: str) -> str:
    """One typed letter as a pattern; a word may go on over a line end, behind a hyphen."""
    if letter == " ":
        return r"\s+"
    alike = next((kind for kind in _ALIKE if letter in kind), "")
    made = f"[{re.escape(alike)}]" if alike else re.escape(letter)
    return made + (r"(?:[-\u00ad\u2010]\n)?" if letter.isalpha() else "")
