"""What codes, memos and passages may be: names, families, merges; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from synthema.coding.model import Region, Voice
from synthema.refused import Refused

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
