"""The numbers of the worked review, counted from its files by a few lines of plain Python, without the product."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "examples" / "peer-support"
STARTS = {".nbib": r"^PMID- ", ".ris": r"^TY  - ", ".bib": r"^\ufeff?@\w+\{", ".xml": r"<record>"}  # one a record
Row = dict[str, str]
Place = tuple[str, str, str]  # study, title, number: what names a finding


def rows(name: str) -> list[Row]:
    """A table of the example."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def toml(name: str) -> dict[str, Any]:
    """A TOML file of the example."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def folded(title: str) -> str:
    """Letters and digits only, lower case."""
    return re.sub(r"[^a-z0-9]", "", title.lower())


def records_in(file: str) -> int:
    """How many records begin in a search export."""
    path = FOLDER / file
    if path.suffix == ".csv":
        return len(rows(file))
    return len(re.findall(STARTS[path.suffix], path.read_text(encoding="utf-8"), re.MULTILINE))


@dataclass(frozen=True)
class Stage:
    """The verdicts of both readers on each title, and how the conflicts were settled."""

    pairs: dict[str, tuple[Row, Row]]
    settled: dict[str, Row]

    @property
    def conflicts(self) -> set[str]:
        """The titles on which the readers pull in different directions."""
        return {
            title
            for title, (a, b) in self.pairs.items()
            if (a["verdict"] == "exclude") != (b["verdict"] == "exclude")
            or (self.full_text and a["reason"] != b["reason"])
        }

    @property
    def full_text(self) -> bool:
        """On full texts there is no unsure, and one reason counts."""
        return not any("unsure" in (a["verdict"], b["verdict"]) for a, b in self.pairs.values())

    def decision(self, title: str) -> Row:
        """The verdict that holds, with its reason."""
        if title in self.conflicts:
            row = self.settled[title]
            return row | {"verdict": row["decision"]}
        return self.pairs[title][0]

    @property
    def excluded(self) -> dict[str, str]:
        """The reason of each excluded title."""
        held = {title: self.decision(title) for title in self.pairs}
        return {title: row["reason"] for title, row in held.items() if row["verdict"] == "exclude"}

    def crossed(self, categories: tuple[str, ...], unsure_as: str = "unsure") -> list[list[int]]:
        """The crossed table, the first reader in rows."""
        met = Counter(tuple(_as(row["verdict"], unsure_as) for row in pair) for pair in self.pairs.values())
        return [[met[a, b] for b in categories] for a in categories]


def _as(verdict: str, unsure_as: str) -> str:
    return unsure_as if verdict == "unsure" else verdict


def stage(name: str) -> Stage:
    """A stage of screening from its three tables."""
    first, second = (
        {folded(row["title"]): row for row in rows(f"screening/{name}-{reader}.csv")} for reader in ("first", "second")
    )
    assert first.keys() == second.keys()
    settled = {folded(row["title"]): row for row in rows(f"screening/{name}-conflicts.csv")}
    return Stage({title: (first[title], second[title]) for title in first}, settled)


def kappa(table: list[list[int]]) -> float:
    """Cohen's kappa: agreement beyond what the margins would give by chance."""
    n = sum(map(sum, table))
    seen = sum(table[i][i] for i in range(len(table))) / n
    chance = sum(sum(row) * sum(column) for row, column in zip(table, zip(*table, strict=True), strict=True)) / n**2
    return float((seen - chance) / (1 - chance))


@dataclass(frozen=True)
class Themes:
    """Themes by key, and the rows of findings."""

    by_key: dict[str, dict[str, str]]
    findings: list[Row]

    def beneath(self, key: str) -> set[str]:
        """A theme and all that stand under it."""
        children = [k for k, theme in self.by_key.items() if theme.get("parent") == key]
        return {key}.union(*(self.beneath(child) for child in children))

    def under(self, key: str) -> list[Row]:
        """The rows placed under a theme or beneath it."""
        keys = self.beneath(key)
        return [row for row in self.findings if row["theme"] in keys]

    def counts(self, key: str) -> tuple[int, int, int]:
        """Findings, studies, and findings against, each counted once."""
        placed = self.under(key)
        against = named(row for row in placed if row["polarity"] == "contradicts")
        return len(named(placed)), len({row["study"] for row in placed}), len(against)


def named(found: Iterable[Row]) -> set[Place]:
    """What names each finding."""
    return {(row["study"], folded(row["report_title"]), row["number"]) for row in found}


def themes() -> Themes:
    """Themes and findings of the example."""
    return Themes(
        {theme["key"]: theme for theme in toml("synthesis/themes.toml")["theme"]}, rows("synthesis/findings.csv")
    )
