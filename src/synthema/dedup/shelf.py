"""The facts of all records in a file on disk, from which any of them are taken by their places."""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from synthema.refused import Refused


class Shelf:
    """Batches of one schema, written one after the other, then read by place; only what is asked for is in memory."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path = path
        self._file = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._file, schema)
        self._map: pa.MemoryMappedFile | None = None
        self._batches: list[pa.RecordBatch] = []
        self._starts = np.zeros(1, np.int64)

    def add(self, batch: pa.RecordBatch) -> None:
        """Put rows behind those that are there."""
        try:
            self._writer.write_batch(batch)
        except OSError as error:
            raise self._full(error) from None

    def seal(self) -> pa.Table:
        """All rows as one table that lies on disk; nothing can be added any more."""
        try:
            self._writer.close()
            self._file.close()
        except OSError as error:
            raise self._full(error) from None
        self._map = pa.memory_map(str(self._path))
        reader = pa.ipc.open_file(self._map)
        self._batches = [reader.get_batch(at) for at in range(reader.num_record_batches)]
        self._starts = np.cumsum([0, *map(len, self._batches)])
        return pa.Table.from_batches(self._batches, reader.schema)

    def _full(self, error: OSError) -> Refused:
        return Refused(
            "{folder} has no room for what is compared: {error}. Free space there, or name a larger folder in TMPDIR.",
            folder=self._path.parent.parent,
            error=error,
        )

    def take(self, places: npt.NDArray[np.int64]) -> pa.RecordBatch:
        """The rows at these ascending places, as one batch."""
        cuts = np.searchsorted(places, self._starts)
        parts = [
            batch.take(pa.array(places[begin:end] - start))
            for batch, start, begin, end in zip(self._batches, self._starts[:-1], cuts[:-1], cuts[1:], strict=True)
            if end > begin
        ]
        return pa.concat_batches(parts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._batches = []
        if self._map is not None:
            self._map.close()
        elif not self._file.closed:
            self._file.close()
