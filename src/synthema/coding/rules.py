"""What codes, memos and passages may be: names, families, merges; pure."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from synthema.coding.model import Region, Voice
from synthema.refused import Refused

LONGEST_NAME = 300
LONGEST_DEFINITION = 20_000
LONGEST_MEMO = 100_000
MOST_CODES = 50  # on one passage in one act
MOST_AREAS = 20
BEYOND = 10_000_000  # hundredths of a point: larger than any page


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that an act makes on its way."""

    name: str
    parent: UUID | None = None
    definition: str = ""
    color: str = ""


def key_of(identifier: UUID) -> int:
    """A whole number of 62 bits that stands for an identifier in questions over many rows."""
    return identifier.int >> 66


def clean_name(name: str) -> str:
    """The name of a code on one line; raises Refused for an empty or endless one."""
    shown = " ".join(name.split())
    if not shown:
        raise Refused("A code needs a name: a word or a few that say what the passage is about.")
    if len(shown) > LONGEST_NAME:
        raise Refused(
            "A code's name has at most {most} letters; this one has {length}. Put the rest into its definition.",
            most=LONGEST_NAME,
            length=len(shown),
        )
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in shown):
        raise Refused("A code's name holds a control character. Type it anew.")
    if shown != without_path(shown):
        raise Refused(
            "A code's name neither holds “ / ” nor begins or ends with “/”: it parts the names of a path. Write “a/b” "
            "or make the code under another one."
        )
    return shown


def without_path(name: str) -> str:
    """A name in which nothing can be taken for the steps of a path: “a / b” becomes “a/b”."""
    return "/".join(" ".join(name.split()).split(" / ")).strip("/ ")


def clean_definition(definition: str) -> str:
    """The definition of a code; raises Refused for an endless one."""
    if len(definition) > LONGEST_DEFINITION:
        raise Refused(
            "A definition has at most {most:,} letters; this one has {length:,}. Put the rest into a memo.",
            most=LONGEST_DEFINITION,
            length=len(definition),
        )
    return definition.strip()


def clean_memo(text: str) -> str:
    """The text of a memo; raises Refused for an empty or endless one."""
    if not text.strip():
        raise Refused("The memo is empty. Write something, or take it back.")
    if len(text) > LONGEST_MEMO:
        raise Refused(
            "A memo has at most {most:,} letters; this one has {length:,}. Write it as several.",
            most=LONGEST_MEMO,
            length=len(text),
        )
    return text.strip()


def same_name(name: str) -> str:
    """What two names have in common that differ only in case, accents' spelling and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_voice(voice: str) -> str:
    """The voice, or "" where nobody decided; raises Refused for another word."""
    if voice and voice not in set(Voice):
        raise Refused(
            "{voice!r} is no voice. Write {voices}, or leave it open.", voice=voice[:40], voices=" or ".join(Voice)
        )
    return voice


def check_codes(codes: Iterable[UUID]) -> tuple[UUID, ...]:
    """The codes without repetitions; raises Refused for too many."""
    once = tuple(dict.fromkeys(codes))
    if len(once) > MOST_CODES:
        raise Refused("A passage gets at most {most} codes at once, not {number}.", most=MOST_CODES, number=len(once))
    return once


def check_areas(regions: Iterable[Region], pages: int, *, pictures: bool) -> tuple[Region, ...]:
    """Parts of pages in order; raises Refused for what is not on a page, or where there are no pictures of pages."""
    areas = tuple(sorted(set(regions)))
    if areas and not pictures:
        raise Refused("This full text has no pictures of pages to mark a part of. Select its words.")
    if len(areas) > MOST_AREAS:
        raise Refused("A quote has at most {most} parts of pages, not {number}.", most=MOST_AREAS, number=len(areas))
    for one in areas:
        across, down = 0 <= one.left < one.right <= BEYOND, 0 <= one.top < one.bottom <= BEYOND
        if not (across and down and 1 <= one.page <= pages):
            raise Refused("A marked part lies on no page of this document. Draw it again.")
    return areas


def stands_under(code: UUID, above: UUID | None, parents: Mapping[UUID, UUID | None]) -> bool:
    """Whether `above` is the code itself or stands below it; `parents` gives what each code stands under."""
    seen = set()
    step = above
    while step is not None and step not in seen:
        if step == code:
            return True
        seen.add(step)
        step = parents.get(step)
    return False


def effective(merged: Mapping[UUID, UUID | None]) -> dict[UUID, UUID | None]:
    """What each merged code counts as in the end; None where that was left out. Raises Refused for a circle."""
    found: dict[UUID, UUID | None] = {}
    for code in merged:
        trail: dict[UUID, None] = {}
        step: UUID | None = code
        while step is not None and step in merged and step not in found:
            if step in trail:
                raise Refused("These codes would count as each other. Merge them into one of them.")
            trail[step] = None
            step = merged[step]
        end = found.get(step, step) if step is not None else None
        found |= dict.fromkeys(trail, end)
    return found
