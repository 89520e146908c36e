"""The parts of scoring with Spark that need no Spark: pieces of files, exact points, how many tasks there are."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from lsdsl.compile import points
from lsdsl.records.inputs import open_records
from lsdsl.runner.options import RunOptions
from lsdsl.spark.columns import decimals, millionths, millionths_of
from lsdsl.spark.partitions import cores_of, partitions_for
from lsdsl.spark.pieces import open_piece, pieces_of

TEXTS = st.lists(st.sampled_from([b"{}", b"", b"\xef\xbb\xbf", b'{"id": 1}', b"x" * 40]), max_size=12)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(lines=TEXTS, end=ENDS, size=st.integers(1, 60), last=st.booleans())
def test_pieces_of_lines_are_the_whole_file(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], end: bytes, size: int, last: bool
) -> None:
    """However a file is cut, its pieces hold its lines in order, each of them whole and once."""
    path = tmp_path_factory.mktemp("cut") / "events.jsonl"
    path.write_bytes(end.join(lines) + (end if last else b""))
    with open_records(str(path)) as records:
        whole = list(records.lines or ())
    found = []
    for piece in pieces_of(RunOptions(events=(str(path),)), size):
        with open_piece(piece) as records:
            found += list(records.lines or ())
    assert found == whole


def test_pieces_of_parquet_are_row_groups(tmp_path: Path) -> None:
    """A file of Parquet is cut between row groups, and none of its rows is lost; an empty one is one piece."""
    for name, rows in (("many", 25), ("none", 0)):
        path = str(tmp_path / f"{name}.parquet")
        parquet.write_table(pa.table({"id": pa.array(range(rows), pa.int64())}), path, row_group_size=4)
        pieces = pieces_of(RunOptions(profiles=(path,)), rows=8)
        assert len(pieces) == (4 if rows else 1)
        found = []
        for piece in pieces:
            with open_piece(piece) as records:
                found += [record.data["id"] for record in records]  # type: ignore[union-attr]
        assert found == list(range(rows))


@given(st.lists(st.integers(-(10**37), 10**37)))
def test_points_are_exact_in_tables(values: list[int]) -> None:
    """Points of any size come back as they were, from a part of a column too."""
    column = decimals(values)
    column.validate(full=True)
    assert millionths_of(column) == values
    assert millionths_of(column.slice(1)) == values[1:]


@given(st.integers(-(10**24), 10**24))
def test_numbers_come_back_as_they_were_written(value: int) -> None:
    """The value of a score is written as the same number again, whole or with a fraction, whatever its size."""
    number = points.to_number(value)
    again = points.to_number(millionths(number))
    assert (again, type(again)) == (number, type(number))


def test_tasks_for_the_input(tmp_path: Path) -> None:
    """Every core has work, and a large input is divided into more parts."""
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    small.write_bytes(b"{}")
    with large.open("wb") as file:
        file.truncate(1 << 30)
    assert partitions_for(RunOptions(events=(str(small), "absent")), "local[3]") == 3
    assert partitions_for(RunOptions(events=(str(large),)), "local[3]") == 16
    assert cores_of("local") == 1
    assert cores_of("local[*]") >= 1
    assert cores_of("spark://somewhere:7077") == 2
