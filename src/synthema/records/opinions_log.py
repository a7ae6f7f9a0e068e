"""Rayyan's log of decisions (`customizations_log.csv`): who set what on which record, one line each."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from synthema.records.export import Export
from synthema.records.model import Unreadable
from synthema.records.opinion_model import Opinion
from synthema.records.opinions_rayyan import TOOL, VERDICTS

_COLUMNS = ("created_at", "user_id", "user_email", "article_id", "key", "value")
_REASON = "__EXR__"
_LONGEST_HEADER = 1000  # bytes


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the log; with a fault where it cannot be read."""

    line: int
    at: str
    reviewer: str  # the mail address, else the number Rayyan gave the person
    record: str  # as the records' own export names it: rayyan-902924745
    key: str  # `included`, a label, or a reason for exclusion after __EXR__
    value: str
    fault: str = ""


def read_log(export: Export) -> Iterator[Logged]:
    """The lines of Rayyan's log; raises Unreadable where the file is another."""
    reader = csv.reader(line + "\n" for _, line in export.lines())
    try:
        header = [cell.strip("\ufeff \t").casefold() for cell in next(reader, [])]
        missing = [name for name in ("article_id", "key", "value") if name not in header]
        if missing:
            raise Unreadable(
                "{name} is not Rayyan's log of decisions: it has no column {missing}. Take customizations_log.csv from "
                "the archive that Rayyan sends.",
                name=export.name,
                missing=", ".join(missing),
            )
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield _logged(line, header, cells)
    except csv.Error as error:
        raise Unreadable(
            "Line {line} of {name} cannot be split into cells ({error}). Export it again.",
            line=reader.line_num,
            name=export.name,
            error=error,
        ) from None


def is_log(path: Path) -> bool:
    """Whether a file is Rayyan's log of decisions, by its first line."""
    with path.open("rb") as file:
        first = file.readline(_LONGEST_HEADER).decode("utf-8", "replace")
    return {"created_at", "article_id", "key", "value"} <= {cell.strip('\ufeff "\r\n') for cell in first.split(",")}


def _logged(line: int, header: Sequence[str], cells: Sequence[str]) -> Logged:
    of = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    at, key, value, article = (of.get(name, "") for name in ("created_at", "key", "value", "article_id"))
    record = f"rayyan-{article}" if article.isdigit() else article
    logged = Logged(line, at, of.get("user_email") or of.get("user_id", ""), record, _plain(key), value)
    fault = _fault(logged) if len(cells) == len(header) else f"{len(cells)} cells instead of {len(header)}"
    return Logged(line, at, logged.reviewer, record, logged.key, value, fault) if fault else logged


def _plain(key: str) -> str:
    """A key, which Rayyan puts into quotation marks as JSON does, save its own."""
    if key.startswith('"'):
        try:
            read = json.loads(key)
        except ValueError:
            return key
        return read if isinstance(read, str) else key
    return key


def _fault(logged: Logged) -> str:
    if not (logged.record and logged.key):
        return "no record or no key"
    known = VERDICTS if logged.key == "included" else ("0", "1")
    if logged.value != "deleted" and logged.value.casefold() not in known:
        return f"{logged.value} is no value that is known"
    return ""


def log_opinions(lines: Iterable[Logged]) -> dict[str, tuple[Opinion, ...]]:
    """What each reviewer said last of each record, by the record's key; lines with a fault say nothing."""
    ordered = sorted((one for one in lines if not one.fault), key=lambda one: one.at)
    last: dict[str, dict[str, dict[str, str]]] = {}
    for one in ordered:
        last.setdefault(one.record, {}).setdefault(one.reviewer, {})[one.key] = one.value
    return {
        record: tuple(_opinion(reviewer, values) for reviewer, values in reviewers.items())
        for record, reviewers in last.items()
    }


def _opinion(reviewer: str, values: dict[str, str]) -> Opinion:
    verdict = values.get("included", "deleted")
    marks = [key for key, value in values.items() if value == "1" and key != "included"]
    return Opinion(
        TOOL,
        reviewer,
        "" if verdict == "deleted" else VERDICTS[verdict.casefold()],
        reasons=tuple(key.removeprefix(_REASON) for key in marks if key.startswith(_REASON)),
        labels=tuple(key for key in marks if not key.startswith(_REASON)),
    )
