"""Records as stored content: gzip of JSON lines, so that a later reader never changes an old import.

The gzip is made of members of 500 records, each with its length in its head (as BGZF has it, in a subfield of our
own), so that a record far back is found by hops instead of by reading everything before it.
"""

import gzip
import json
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import BinaryIO
from uuid import UUID, uuid5

from synthema.audit.canonical import plain
from synthema.records.model import Record

READER = "synthema-records 2"
_MEMBER = 500  # records
_HEAD = struct.Struct("<2sBBIBBH2sHI")  # magic, method, flags, time, level, system, extra length, id, length, size
_FIELDS = sorted(Record.__dataclass_fields__)
_TO_SHOW = re.compile(r"\\u[0-9a-f]{4}|[\ud800-\udfff]")  # control characters, which the trail shows as escapes
_MAGIC, _EXTRA = b"\x1f\x8b", 4


def pack(records: Iterable[Record], file: BinaryIO) -> int:
    """Write records to a file and return how many; the same records give the same bytes."""
    done = 0
    lines = map(_line, records)
    while (batch := list(islice(lines, _MEMBER))) or not done:
        file.write(_member(b"".join(batch)))
        done += len(batch)
        if len(batch) < _MEMBER:
            break
    return done


def _line(record: Record) -> bytes:
    values = {name: getattr(record, name) for name in _FIELDS}
    text = json.dumps(values, ensure_ascii=False)
    if _TO_SHOW.search(text):
        text = json.dumps(plain(asdict(record)), ensure_ascii=False, sort_keys=True)
    return text.encode() + b"\n"


def _member(data: bytes) -> bytes:
    deflater = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflater.compress(data) + deflater.flush()
    size = _HEAD.size + len(body) + 8
    head = _HEAD.pack(_MAGIC, 8, _EXTRA, 0, 0, 255, 8, b"Sy", 4, size)
    return head + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def unpack(file: BinaryIO, done: int = 0) -> Iterator[Record]:
    """The records in a packed file, one by one, after the first `done`."""
    left = _hop(file, done)
    with gzip.GzipFile(fileobj=file) as lines:
        for line in islice(lines, left, None):
            values = json.loads(line)
            for name in ("authors", "keywords", "notes"):
                values[name] = tuple(values[name])
            values["raw"] = tuple((tag, value) for tag, value in values["raw"])
            yield Record(**values)


def _hop(file: BinaryIO, done: int) -> int:
    """Skip whole members; how many records are still to be skipped in the one where the file then stands."""
    start = file.tell()
    while done >= _MEMBER:
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            break
        magic, _, flags, *_, name, _, size = _HEAD.unpack(head)
        if (magic, flags, name) != (_MAGIC, _EXTRA, b"Sy"):
            break
        start += size
        done -= _MEMBER
        file.seek(start)
    file.seek(start)
    return done


def record_id(import_id: UUID, number: int) -> UUID:
    """The identifier of the n-th record of an import, the same at every replay."""
    return uuid5(import_id, f"record:{number}")
