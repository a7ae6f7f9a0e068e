"""The account of an import: each thing of a file is made here, there already, or dropped with a reason."""

from collections import defaultdict
from collections.abc import Iterable

from synthema.coding.import_model import Line
from synthema.coding.refi.dropped import MOST_EXAMPLES, Dropped

KINDS = ("users", "codes", "sources", "selections", "codings", "notes", "cases", "sets", "links")
_TOLD = (*KINDS, "areas", "lapses", "transcripts")  # selections and sources are told one by one
MADE, THERE, DROPPED = "made", "there", "dropped"


class Ledger:
    """Counts what becomes of each thing; the lines add up to what the file holds, kind by kind."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._counts: dict[tuple[str, str, str], int] = defaultdict(int)

    def add(self, what: str, fate: str, reason: str = "", name: str = "", count: int = 1) -> None:
        """One thing, or several of one fate."""
        key = (what, fate, reason)
        self._counts[key] += count
        names = self._names[key]
        if name and len(names) < MOST_EXAMPLES and name[:80] not in names:
            names.append(name[:80])

    def drop(self, what: str, reason: str, name: str = "") -> None:
        """One thing that is left out."""
        self.add(what, DROPPED, reason, name)

    def lines(self, others: Iterable[Dropped] = ()) -> tuple[Line, ...]:
        """The account in the order of the kinds, then what is no thing of its own: colours, paths, formatting."""
        own = [
            Line(what=what, count=count, fate=fate, reason=reason, examples=tuple(self._names[what, fate, reason]))
            for (what, fate, reason), count in self._counts.items()
            if count
        ]
        own.sort(key=lambda line: (_rank(line.what), (MADE, THERE, DROPPED).index(line.fate)))
        rest = [
            Line(what=one.what, count=one.count, fate=DROPPED, reason=one.reason, examples=one.examples)
            for one in others
            if one.what not in _TOLD
        ]
        return (*own, *rest)


def _rank(what: str) -> int:
    return KINDS.index(what) if what in KINDS else len(KINDS)


def totals(lines: Iterable[Line]) -> dict[str, dict[str, int]]:
    """For each kind how many were made, are there, and were dropped."""
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        kind = found.setdefault(line.what, {MADE: 0, THERE: 0, DROPPED: 0})
        kind[line.fate] += line.count
    return found
