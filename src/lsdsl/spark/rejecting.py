"""Rejects as rows of their table: those of reading, whose lines count from the beginning of their piece until all is read."""

from collections.abc import Iterator

import pyarrow as pa

from lsdsl.spark.columns import rows_batch
from lsdsl.spark.packing import reject_of


def rejects_of(
    sources: tuple[str, ...], pieces: tuple[tuple[int, int], ...], batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """The rows of rejects: ``pieces`` says of each the number of its input and the lines before it."""
    for batch in batches:
        rows = []
        for piece, number, payload in zip(
            *(batch.column(name).to_pylist() for name in ("piece", "number", "payload")), strict=True
        ):
            source, before = pieces[piece]
            reject = reject_of(payload)
            fixed = (sources[source], before + reject.line, reject.code, reject.message, reject.raw, source)
            rows.append((*fixed, before + (number or 0)))
        if rows:
            yield rows_batch("rejects", rows)
