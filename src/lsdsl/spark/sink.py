"""Reading what a stream has written: only the files that its commit log names.

The folder also holds files that were begun by a batch which was then killed; Spark wrote the batch again into others.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from lsdsl.spark.problems import SparkError

LOG: Final = "_spark_metadata"
COMPACT: Final = ".compact"
ROWS: Final = 10_000


class _Entry(msgspec.Struct):
    path: str
    action: str = "add"


def is_sink(folder: str | Path) -> bool:
    """Whether a stream has written into a folder."""
    return Path(folder, LOG).is_dir()


def committed(folder: str | Path) -> list[Path]:
    """The files of a stream's output that count. Raises :class:`SparkError` for a folder that no stream has written."""
    log = Path(folder, LOG)
    if not is_sink(folder):
        raise SparkError(f"{folder}: is not what a stream has written: it has no commit log ({LOG})")
    batches: list[tuple[int, bool, Path]] = []
    for file in log.iterdir():
        number = file.name.removesuffix(COMPACT)
        if number.isdecimal():
            batches.append((int(number), file.name != number, file))
    last = max((number for number, compact, _ in batches if compact), default=-1)  # it tells of all before it
    found: dict[str, None] = {}
    for batch, compact, file in sorted(batches):
        if batch > last or (batch == last and compact):
            for entry in _entries(file):
                name = Path(unquote(entry.path)).name
                if entry.action == "delete":
                    found.pop(name, None)
                else:
                    found[name] = None
    return [Path(folder, name) for name in found]


def _entries(file: Path) -> Iterator[_Entry]:
    version, *lines = file.read_bytes().splitlines()
    if version != b"v1":
        raise SparkError(
            f"{file}: the commit log is of a version that this lsdsl does not know ({version.decode(errors='replace')})"
        )
    return (_DECODER.decode(line) for line in lines if line.strip())


def rows_in(files: Collection[Path], *columns: str, kinds: Collection[str] | None = None) -> Iterator[tuple[Any, ...]]:
    """The values of some columns in the rows of files, of some kinds or all; moments in microseconds."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    for file in files:
        with parquet.ParquetFile(file) as opened:
            for batch in opened.iter_batches(ROWS, columns=[*{*columns, "kind"}]):
                wanted = batch
                if kinds is not None:
                    wanted = batch.filter(pc.is_in(batch.column("kind"), pa.array(list(kinds))))
                yield from zip(*(_values(wanted.column(name)) for name in columns), strict=True)


def _values(column: Any) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False).cast(pa.int64())
    return column.to_pylist()  # type: ignore[no-any-return]


_DECODER: Final = msgspec.json.Decoder(_Entry)
