"""Records as stored content: gzip of JSON lines, so that a later reader never changes an old import."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from io import BytesIO
from uuid import UUID, uuid5

from synthema.audit.canonical import plain
from synthema.records.model import Record

READER = "synthema-records 1"


def pack(records: Iterable[Record]) -> bytes:
    """Records as bytes; the same records give the same bytes."""
    buffer = BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=6) as file:
        for record in records:
            file.write(json.dumps(plain(asdict(record)), ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return buffer.getvalue()


def unpack(data: bytes) -> Iterator[Record]:
    """The records in packed bytes, one by one."""
    with gzip.GzipFile(fileobj=BytesIO(data)) as file:
        for line in file:
            values = json.loads(line)
            for name in ("authors", "keywords", "notes"):
                values[name] = tuple(values[name])
            values["raw"] = tuple((tag, value) for tag, value in values["raw"])
            yield Record(**values)


def record_id(import_id: UUID, number: int) -> UUID:
    """The identifier of the n-th record of an import, the same at every replay."""
    return uuid5(import_id, f"record:{number}")
