"""Title, year, DOI, authors and abstract beside what Zotero's own importers are expected to give."""

import html
import json
import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

import pytest

from synthema.records import Record, read
from tests.shared_data import shared_data

FIELDS = ("title", "year", "doi", "authors", "abstract")
ENOUGH = 97  # per cent of fields


def key(text: Any) -> str:
    plain = unicodedata.normalize("NFKD", html.unescape(re.sub(r"<[^>]+>", " ", str(text or ""))))
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)).casefold())


def expected(zotero: dict[str, Any]) -> dict[str, Any]:
    title = next((zotero[name] for name in ("title", "caseName", "nameOfAct", "subject") if zotero.get(name)), "")
    dates = (v for k, v in zotero.items() if k == "issueDate" or (k.startswith("date") and "ed" not in k[4:]))
    year = re.search(r"(?:1[4-9]|20)\d\d", next(dates, "") or "")
    inside = re.search(r"DOI:\s*(\S+)", zotero.get("extra", ""))
    people = zotero.get("creators", [])
    kinds = [one.get("creatorType", "author") for one in people]
    first = "author" if "author" in kinds else "".join(kinds[:1])
    people = [one for one in people if one.get("creatorType", "author") == first]
    return {
        "title": key(title),
        "year": year[0] if year else "",
        "doi": (zotero.get("DOI") or (inside[1] if inside else "")).lower(),
        "authors": [key(one.get("lastName") or one.get("name")) for one in people],
        "abstract": key(zotero.get("abstractNote")),
    }


def ours(record: Record) -> dict[str, Any]:
    return {
        "title": key(record.title),
        "year": str(record.year or ""),
        "doi": record.doi,
        "authors": [key(name.split(",")[0]) for name in record.authors],
        "abstract": key(record.abstract),
    }


@cache
def compared() -> Counter[tuple[str, str]]:
    """How often each field agrees, differs, or is found by us where the oracle is silent."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(shared_data("formats").rglob("*.zotero-expected.json")):
        records = read(path.with_name(path.name.removesuffix(".zotero-expected.json"))).records
        oracle = json.loads(path.read_text())
        assert len(records) == len(oracle), path.name
        for record, zotero in zip(records, oracle, strict=True):
            theirs, mine = expected(zotero), ours(record)
            found.update((name, _verdict(theirs[name], mine[name])) for name in FIELDS)
    return found


def _verdict(theirs: Any, mine: Any) -> str:
    return "agrees" if theirs == mine else "more" if not theirs else "differs"


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_agrees_with_the_oracle_where_it_speaks(field: str) -> None:
    found = compared()
    spoken = found[field, "agrees"] + found[field, "differs"]
    assert spoken >= 140
    assert 100 * found[field, "agrees"] / spoken >= ENOUGH, found


def test_all_fields_together_agree() -> None:
    found = compared()
    assert sum(found.values()) >= 5 * 160
    agreed = sum(count for (_, verdict), count in found.items() if verdict != "differs")
    assert 100 * agreed / sum(found.values()) >= ENOUGH, found
