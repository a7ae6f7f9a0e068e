"""The result of a run as stored content: gzip of JSON lines, so that a later matcher changes no earlier answer."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Grouped:
    """A record, the import it came with, and its group."""

    record: UUID
    import_id: UUID
    group: UUID


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records that look alike: why, and how much in percent."""

    a: UUID
    b: UUID
    reason: str
    score: int
    kind: str = ""  # of a relation; of a question: what the two may be instead of duplicates


@dataclass(frozen=True, slots=True)
class Result:
    """Every record with its group in the order of the review, the evidence, the open questions, what is related."""

    members: tuple[Grouped, ...]
    matches: tuple[Likeness, ...]
    questions: tuple[Likeness, ...]
    relations: tuple[Likeness, ...] = ()


def pack(result: Result) -> bytes:
    """A result as bytes; the same result gives the same bytes."""
    buffer = BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=6) as file:
        for line in _lines(result):
            file.write(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return buffer.getvalue()


def _lines(result: Result) -> Iterator[dict[str, Any]]:
    for m in result.members:
        yield {"kind": "member", "record": str(m.record), "import": str(m.import_id), "group": str(m.group)}
    for kind, found in (("match", result.matches), ("question", result.questions), ("relation", result.relations)):
        for one in found:
            line = {"kind": kind, "a": str(one.a), "b": str(one.b), "reason": one.reason, "score": one.score}
            yield line | ({"relation": one.kind} if one.kind else {})


def unpack(content: bytes) -> Result:
    """The result in packed bytes."""
    members: list[Grouped] = []
    alike: dict[str, list[Likeness]] = {"match": [], "question": [], "relation": []}
    uuid = cache(UUID)  # few imports, and records that come again in matches
    with gzip.GzipFile(fileobj=BytesIO(content)) as file:
        for text in file:
            line = json.loads(text)
            if line["kind"] == "member":
                members.append(Grouped(uuid(line["record"]), uuid(line["import"]), uuid(line["group"])))
            else:
                sides = uuid(line["a"]), uuid(line["b"])
                alike[line["kind"]].append(Likeness(*sides, line["reason"], line["score"], line.get("relation", "")))
    return Result(tuple(members), *(tuple(found) for found in alike.values()))
