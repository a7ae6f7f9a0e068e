"""How much a full text may ask of this machine; each limit can be set from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from synthema.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one file may have and cost."""

    megabytes: int = 100
    pages: int = 2000
    seconds: int = 60
    memory_mb: int = 1024
    characters: int = 20_000_000
    cache_mb: int = 500  # pictures and measures of pages, of all reviews together


SETTINGS = {
    "megabytes": "SYNTHEMA_PDF_MB",
    "pages": "SYNTHEMA_PDF_PAGES",
    "seconds": "SYNTHEMA_PDF_SECONDS",
    "memory_mb": "SYNTHEMA_PDF_MEMORY_MB",
    "cache_mb": "SYNTHEMA_CACHE_MB",
}


def limits(environment: Mapping[str, str] | None = None) -> Limits:
    """The limits as set; raises Refused naming every setting that is no whole number above 0."""
    held = os.environ if environment is None else environment
    given = {field: text for field, name in SETTINGS.items() if (text := held.get(name, "").strip())}
    wrong = [SETTINGS[field] for field, text in given.items() if not (text.isdecimal() and int(text))]
    if wrong:
        raise Refused(
            "{wrong} must be a whole number above 0. Set it again, or leave it out.", wrong=" and ".join(wrong)
        )
    return Limits(**{field: int(text) for field, text in given.items()})
