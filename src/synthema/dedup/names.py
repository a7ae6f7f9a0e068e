"""Authors from any of the ways databases print them."""

import re
from collections.abc import Sequence

from synthema.dedup.text import fold, split_camel

_RUN_TOGETHER = re.compile(r"(?<=[A-Z]\.)(?=[A-Z][a-z'’])")  # "Slavin S. A.Lin S. J."
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}\.?")
_ET_AL = re.compile(r"\bet\.? al\b\.?|\band others\b|^unknown$|^anonymous$|^anon\.?$", re.IGNORECASE)


def split_authors(text: str) -> tuple[str, ...]:
    """One string of authors parted into names, whichever of the usual separators it uses."""
    if ";" in text:
        parts = text.split(";")
    elif " and " in text:
        parts = text.split(" and ")
    else:
        parts = _RUN_TOGETHER.split(text)
        if any(not re.search(r"[ ,]|[a-z][A-Z]", part.strip()) for part in parts):
            parts = [text]
    return tuple(part.strip() for part in parts if part.strip())


def surnames(authors: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Per author the words that may be the family name; all words where the form does not tell."""
    if len(authors) == 1:
        authors = split_authors(authors[0])
    return tuple(words for author in authors if (words := _family(author)))


def _family(author: str) -> frozenset[str]:
    author = split_camel(_ET_AL.sub("", author)).strip()
    family, comma, _ = author.partition(",")
    if not comma:
        family = _without_initials(author)
    return frozenset(fold(family.replace("'", "").replace("’", "")).split())


def _without_initials(author: str) -> str:
    words = author.replace(".", ". ").split()
    kept = [word for word in words if not _INITIALS.fullmatch(word)]
    if len(kept) == len(words) or not kept:
        kept = [word for word in words if len(word.strip(".")) > 1] or words
    return " ".join(kept)
