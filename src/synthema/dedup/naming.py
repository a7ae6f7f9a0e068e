"""Which record or report somebody means who writes its title, year and DOI."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process

from synthema.dedup.places import clean_doi
from synthema.dedup.text import fold
from synthema.refused import Refused

NEAR = 75  # titles at least this alike, in percent, are worth a hint


@dataclass(frozen=True, slots=True)
class Named:
    """A record or report, the unit it belongs to, and what it is called."""

    id: UUID
    unit: UUID
    title: str
    year: int | None = None
    doi: str = ""


def key(title: str) -> str:
    """A title's letters and digits: case, accents, punctuation, hyphens, spaces and quotation marks no longer count."""
    return fold(title).replace(" ", "")


class Names:
    """Everything that can be meant, in order; of several with one name in one unit the first is taken."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._by_title: dict[str, list[Named]] = {}
        self._by_doi: dict[str, list[Named]] = {}
        for one in named:
            self._by_title.setdefault(key(one.title), []).append(one)
            if one.doi:
                self._by_doi.setdefault(clean_doi(one.doi), []).append(one)

    def find(self, title: str, year: str = "", doi: str = "") -> Named:
        """The one that is meant, by its title or else its DOI; raises Refused when none or several could be."""
        wanted = clean_doi(doi)
        found = self._by_title.get(key(title), []) if key(title) else []
        found = found or self._by_doi.get(wanted, [])
        if not found:
            raise Refused("Nothing here is called {title!r}.{hint}", title=title or doi, hint=self._hint(title))
        if _units(found) > 1 and wanted:
            found = [one for one in found if clean_doi(one.doi) == wanted] or found
        if _units(found) > 1 and year:
            found = [one for one in found if str(one.year or "") == year.strip()] or found
        if _units(found) > 1:
            raise Refused(
                "{units} works are called {title!r}. Tell them apart by year, DOI or identifier.",
                units=_units(found),
                title=title,
            )
        return found[0]

    def _hint(self, title: str) -> str:
        near = process.extractOne(key(title), list(self._by_title), scorer=fuzz.ratio, score_cutoff=NEAR)
        if not key(title) or near is None:
            return " Check the title against `synthema records list`."
        return f" Did you mean {self._by_title[near[0]][0].title!r}?"


def _units(found: Iterable[Named]) -> int:
    return len({one.unit for one in found})
