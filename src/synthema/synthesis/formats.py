"""Themes in a TOML file and findings in a CSV file, as a team writes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from synthema.refused import Refused
from synthema.sheets import Row, Sheet, read_sheet, refuse
from synthema.synthesis.model import Credibility, Order, Origin, Polarity, PolarityAgainst, ThemeLevel
from synthema.toml import read_toml, structured

FINDING_COLUMNS = (
    "study", "report_title", "report_doi", "number", "statement", "illustration", "place", "order", "credibility",
    "theme", "polarity", "explanation",
)  # fmt: skip
NEEDED_COLUMNS = ("study", "report_title", "number", "statement")
_NUMBER = re.compile(r"[0-9]{1,5}")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeEntry:
    """A theme as a team writes it: known by its key, under the key of its parent."""

    key: str
    name: str
    level: str = "descriptive"
    parent: str = ""
    origin: str = "new"
    source: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementEntry:
    """Where the evidence disagrees, and the studies it is about, by label."""

    title: str
    text: str = ""
    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustnessEntry:
    """What a reader has to know before trusting the synthesis."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisconfirmingEntry:
    """What came of looking for cases that speak against a theme."""

    theme: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFile:
    """A file of themes: the method, the themes and what is said about them as a whole."""

    method: str = ""
    variant: str = ""
    source: str = ""
    rationale: str = ""
    polarity_against: str = ""
    theme: tuple[ThemeEntry, ...] = ()
    disagreement: tuple[DisagreementEntry, ...] = ()
    robustness: tuple[RobustnessEntry, ...] = ()
    disconfirming: tuple[DisconfirmingEntry, ...] = ()
    limits: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEntry:
    """A row of a findings file: one finding, and where it is placed."""

    line: int
    study: str
    report_title: str
    report_doi: str
    number: int
    statement: str
    illustration: str = ""
    place: str = ""
    order: Order | None = None
    credibility: Credibility | None = None
    theme: str = ""
    polarity: Polarity = Polarity.SUPPORTS
    explanation: str = ""


def read_themes(path: Path) -> ThemeFile:
    """The themes in a TOML file; raises Refused naming what does not fit."""
    found: ThemeFile = structured(read_toml(path), ThemeFile, path.name)
    if not any((found.method, found.theme, found.disagreement, found.robustness, found.disconfirming, found.limits)):
        raise Refused("{path_name} holds no [[theme]]. Each begins with key, name and level.", path_name=path.name)
    refuse([f"{path.name}: {problem}" for problem in _unknown_words(found)])
    return found


def _unknown_words(found: ThemeFile) -> Iterable[str]:
    for entry in found.theme:
        for name, word, kinds in (("level", entry.level, ThemeLevel), ("origin", entry.origin, Origin)):
            if word not in set(kinds):
                yield f"theme {entry.key!r} has the {name} {word!r}. Write {' or '.join(kinds)}."
    if found.polarity_against and found.polarity_against not in set(PolarityAgainst):
        yield f"polarity_against is {found.polarity_against!r}. Write {' or '.join(PolarityAgainst)}, or leave it out."


def read_findings(path: Path) -> tuple[FindingEntry, ...]:
    """The findings in a CSV file; raises Refused with every line that cannot be read."""
    sheet = read_sheet(path, NEEDED_COLUMNS)
    if not sheet.rows:
        raise Refused("{path_name} has a header and no rows. Write a row for each finding.", path_name=path.name)
    refuse(_unknown_columns(sheet))
    refuse([problem for row in sheet.rows for problem in _problems(row, f"Line {row.line} of {path.name}")])
    return tuple(_entry(row) for row in sheet.rows)


def _unknown_columns(sheet: Sheet) -> list[str]:
    """A column whose name is misspelt would be left out unnoticed."""
    unknown = [column for column in sheet.rows[0].cells if column not in FINDING_COLUMNS]
    known = ", ".join(FINDING_COLUMNS)
    return [f"Line 1 of {sheet.name}: the column {column!r} is unknown. Columns: {known}." for column in unknown]


def _problems(row: Row, where: str) -> Iterable[str]:
    for column in ("study", "report_title", "statement"):
        if not row[column]:
            yield f"{where}, column {column}: it is empty. Fill it in."
    if not _NUMBER.fullmatch(row["number"]):
        what_next = "Number the findings of a report from 1."
        yield f"{where}, column number: {row['number']!r} is not a whole number. {what_next}"
    for column, kinds in (("order", Order), ("credibility", Credibility), ("polarity", Polarity)):
        if row[column] and row[column] not in set(kinds):
            yield f"{where}, column {column}: {row[column]!r} is unknown. Write {', '.join(kinds)}, or leave it empty."


def _entry(row: Row) -> FindingEntry:
    plain = {name: row[name] for name in FINDING_COLUMNS if name not in ("number", "order", "credibility", "polarity")}
    return FindingEntry(
        line=row.line,
        number=int(row["number"]),
        order=_choice(Order, row["order"]),
        credibility=_choice(Credibility, row["credibility"]),
        polarity=_choice(Polarity, row["polarity"]) or Polarity.SUPPORTS,
        **plain,
    )


def _choice(kinds: type[Choice], text: str) -> Choice | None:
    return kinds(text) if text else None
