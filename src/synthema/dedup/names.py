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
        parts = [one for part in text.split(" and ") for one in _comma_list(part)]
    elif len(listed := _comma_list(text)) > 1:
        parts = listed
    else:
        parts = _RUN_TOGETHER.split(text)
        if any(not re.search(r"[ ,]|[a-z][A-Z]", part.strip()) for part in parts):
            parts = [text]
    return tuple(part.strip() for part in parts if part.strip())


def _comma_list(text: str) -> list[str]:
    """'A Doan, P Domingos', 'Doan A, Domingos P' and 'Doan, A., Domingos, P.' parted; one name stays whole."""
    parts = [part.strip() for part in text.split(",") if part.strip(" .…")]
    initials = [bool(_INITIALS.fullmatch(part)) for part in parts]
    if len(parts) > 3 and len(parts) % 2 == 0 and not any(initials[::2]) and all(initials[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    several = len(parts) > 1 and all(" " in part for part in parts)
    told = len(parts) > 2 or all(_INITIALS.fullmatch(word) for part in parts for word in _ends(part))
    return parts if several and told else [text]


def _ends(part: str) -> list[str]:
    """The first word of a name if it is initials, or else the last."""
    words = part.split()
    return [words[0] if _INITIALS.fullmatch(words[0]) else words[-1]]


def surnames(authors: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Per author the words that may be the family name; all words where the form does not tell."""
    if len(authors) == 1:
        authors = split_authors(authors[0])
    return tuple(words for author in authors if (words := _family(author)))


def given_names(authors: Sequence[str]) -> frozenset[str]:
    """The written-out given names of all authors; some databases print them where the family name belongs."""
    if len(authors) == 1:
        authors = split_authors(authors[0])
    after_comma = (word for author in authors for word in fold(author.partition(",")[2]).split())
    return frozenset(word for word in after_comma if len(word) > 2)


def first_initial(authors: Sequence[str]) -> str:
    """The first letter of the first author's given name, where the form tells which that is; or ''."""
    if len(authors) == 1:
        authors = split_authors(authors[0])
    if not authors:
        return ""
    _, comma, given = authors[0].partition(",")
    if not comma:
        words = authors[0].replace(".", ". ").split()
        initials = [word for word in words if _INITIALS.fullmatch(word)]
        given = initials[0] if initials and len(words) == len(initials) + 1 else ""
    return fold(given)[:1]


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
