"""The rows of an import as stored content: gzip of JSON lines, so that a later reader never changes an old import."""

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO
from uuid import UUID

from synthema.audit.canonical import canonical, moment
from synthema.coding.import_model import Rows
from synthema.coding.places import ranges_text, regions_text

READER = "synthema-coding 1"
CODE, QUOTE, CODING, MEMO, MARK = "code", "quote", "coding", "memo", "mark"
KINDS = (CODE, QUOTE, CODING, MEMO, MARK)


def pack(rows: Rows, people: Mapping[str, UUID], now: datetime) -> bytes:
    """The rows in the order in which they are made; `people` are identifiers by the keys of the plan."""
    lines = "\n".join(canonical(line) for line in _lines(rows, people, now))
    return gzip.compress(lines.encode(), 6, mtime=0)


def _lines(rows: Rows, people: Mapping[str, UUID], now: datetime) -> Iterator[dict[str, Any]]:
    for code in rows.codes:
        yield {
            "kind": CODE,
            "id": code.id,
            "name": code.name,
            "parent": code.parent,
            "definition": code.definition,
            "color": code.color,
            "place": code.place,
        }
    for quote in rows.quotes:
        anchor = quote.anchor
        yield {
            "kind": QUOTE,
            "id": quote.id,
            "document": quote.document,
            "person": people[quote.person],
            "ranges": json.loads(ranges_text(anchor)),
            "exact": anchor.exact if anchor else "",
            "prefix32": anchor.prefix32 if anchor else "",
            "suffix32": anchor.suffix32 if anchor else "",
            "text_sha256": anchor.text_sha256 if anchor else "",
            "regions": json.loads(regions_text(quote.regions)),
            "voice": quote.voice,
            "dismissed": quote.dismissed,
            "at": when(quote.at, now),
        }
    for one in rows.codings:
        yield {
            "kind": CODING,
            "id": one.id,
            "quote": one.quote,
            "code": one.code,
            "person": people[one.person],
            "at": when(one.at, now),
        }
    for memo in rows.memos:
        yield {
            "kind": MEMO,
            "id": memo.id,
            "about_kind": memo.about_kind,
            "about": memo.about,
            "text": memo.text,
            "person": people[memo.person],
            "at": when(memo.at, now),
        }
    for mark in rows.marks:
        ranges = [[span.start, span.end] for span in mark.ranges]
        yield {"kind": MARK, "id": mark.id, "document": mark.document, "part": mark.kind, "ranges": ranges}


def when(said: str, now: datetime) -> str:
    """A time as the file has it, in UTC; now where it gives none, or one that is none."""
    try:
        at = datetime.fromisoformat(said.strip())
        return moment(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return moment(now)


def unpack(file: BinaryIO) -> dict[str, list[dict[str, Any]]]:
    """The rows by their kind, in the order in which they are made."""
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    with gzip.GzipFile(fileobj=file) as lines:
        for line in lines:
            row = json.loads(line)
            found[row["kind"]].append(row)
    return found
