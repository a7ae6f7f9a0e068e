"""A search from the fields of a form."""

from collections.abc import Mapping, Sequence
from typing import cast

from synthema.refused import Refused
from synthema.search.model import KIND_NAMES, Search, SourceKind


def search_from(given: Mapping[str, str], key: str, taken: Sequence[str]) -> Search:
    """The search as the form says it, under its key or under one made from its source that is not taken."""
    source = _line(given, "source")
    kind = given.get("kind", "database")
    if not source:
        raise Refused("A search needs the name of its source, such as PubMed.")
    if kind not in KIND_NAMES:
        raise Refused("Choose what kind of source it is.")
    return Search(
        key=key or key_for(source, taken),
        source=source,
        platform=_line(given, "platform"),
        kind=cast(SourceKind, kind),
        date_run=_line(given, "date_run"),
        strategy=_text(given, "strategy"),
        limits=_text(given, "limits"),
        filters=_text(given, "filters"),
        peer_review=_text(given, "peer_review"),
        hits=_number(given, "hits"),
        notes=_text(given, "notes"),
        removed_by_automation=_number(given, "removed_by_automation") or 0,
        removed_otherwise=_number(given, "removed_otherwise") or 0,
        removal_note=_text(given, "removal_note"),
    )


def key_for(source: str, taken: Sequence[str]) -> str:
    """A short name for a search, made from its source."""
    letters = "".join(c if c.isalnum() else "-" for c in source.lower())
    plain = "-".join(part for part in letters.split("-") if part)[:60] or "search"
    number = next(n for n in range(1, len(taken) + 2) if (plain if n == 1 else f"{plain}-{n}") not in taken)
    return plain if number == 1 else f"{plain}-{number}"


def _text(given: Mapping[str, str], name: str) -> str:
    """Words as written; a strategy keeps its line ends."""
    return given.get(name, "").replace("\r\n", "\n").strip("\n") if name == "strategy" else given.get(name, "").strip()


def _line(given: Mapping[str, str], name: str) -> str:
    return " ".join(given.get(name, "").split())


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = _line(given, name).replace(",", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Refused("{line!r} is no number of hits. Write digits, or leave it empty.", line=_line(given, name))
    return int(text)
