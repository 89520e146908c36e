"""Readers give every record with its line and its text, or a reject."""

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from lsdsl.records import csv_file, json_array, lines
from lsdsl.records.csv_file import csv_records
from lsdsl.records.inputs import open_records
from lsdsl.records.json_array import json_records
from lsdsl.records.jsonl import jsonl_records
from lsdsl.records.lines import lines_of
from lsdsl.records.problems import InputError
from lsdsl.records.raw import RawRecord, Reject

Found = list[tuple[int, dict[str, object] | str]]


def summary(records: Iterable[RawRecord | Reject]) -> Found:
    """The line and the data of records, the line and the code of rejects."""
    return [(record.line, record.code if isinstance(record, Reject) else record.data) for record in records]


def pieces(data: bytes, size: int) -> lines.Read:
    """Reads the data in pieces of a size, however much was asked for."""
    parts: Iterator[bytes] = iter([data[start : start + size] for start in range(0, len(data), size)])
    return lambda _: next(parts, b"")


def csv_of(data: bytes, size: int = 7) -> Found:
    """What is read of a CSV in pieces."""
    return summary(csv_records("x.csv", lines_of(pieces(data, size))))


def read(path: Path, data: bytes) -> list[RawRecord | Reject]:
    """All that a file gives."""
    path.write_bytes(data)
    with open_records(str(path)) as records:
        return list(records)


def test_csv_finds_its_delimiter_and_drops_the_mark() -> None:
    """Comma, semicolon and tab are found from the header, outside quotes; a byte order mark is no part of the first name."""
    assert csv_of(b"\xef\xbb\xbfid;business segment\r\n1;a,b\r\n") == [(2, {"id": "1", "business segment": "a,b"})]
    assert csv_of(b"id\tname\n1\ta;b\n") == [(2, {"id": "1", "name": "a;b"})]
    assert csv_of(b'"a;b;c;d",x\n1,2\n') == [(2, {"a;b;c;d": "1", "x": "2"})]
    assert csv_of(b"id\n1\n\n2") == [(2, {"id": "1"}), (4, {"id": "2"})]
    assert csv_of(b"") == csv_of(b"a,b\n") == []


def test_csv_leaves_empty_cells_out_and_keeps_blanks() -> None:
    """An empty cell is not there; blanks in cells stay, blanks around names go, and a second column of a name is numbered."""
    assert csv_of(b"id, name,name,\n1, x ,,\n2,,y,z\n") == [
        (2, {"id": "1", "name": " x "}),
        (3, {"id": "2", "name (2)": "y", "": "z"}),
    ]


def test_csv_with_the_wrong_number_of_cells_is_refused() -> None:
    """Too few, too many, and a line that was quoted as a whole are rejects, each with its line and text."""
    assert csv_of(b'a,b\n1\n1,2,3\n"1,""2"""\n1,2\n') == [(2, "LS804"), (3, "LS804"), (4, "LS809"), (5, {"a": "1", "b": "2"})]
    found = list(csv_records("x.csv", lines_of(pieces(b"a,b\r\n1\r\n", 99))))
    assert isinstance(found[0], Reject)
    assert found[0].raw == "1"
    assert found[0].message.startswith("the record has 1 cell where the header has 2 cells; put quotes")


def test_csv_with_other_bytes_loses_only_that_record() -> None:
    """A record that is not UTF-8 is refused with the byte and a readable copy; the others are read."""
    found = list(csv_records("x.csv", lines_of(pieces(b'a,b\n1,"x\ncaf\xe9"\n2,y\n', 99))))
    assert summary(found) == [(2, "LS803"), (4, {"a": "2", "b": "y"})]
    assert isinstance(found[0], Reject)
    assert "0xE9" in found[0].message
    assert found[0].raw == '1,"x\ncaf\\xe9"'


def test_a_quote_that_is_never_closed_costs_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the record with the open quote is refused, whether the file ends or the limit of a record comes first."""
    data = b'a,b\n1,2\n3,"4\n' + b"5,6\n" * 50
    good: Found = [(line, {"a": "5", "b": "6"}) for line in range(4, 54)]
    expected: Found = [(2, {"a": "1", "b": "2"}), (3, "LS805"), *good]
    assert csv_of(data) == expected
    monkeypatch.setattr(csv_file, "RECORD_LIMIT", 100)
    assert csv_of(data) == expected
    monkeypatch.setattr(csv_file, "REPAIRS", 0)
    assert csv_of(data)[:2] == expected[:2]
    assert csv_of(data)[2][0] > 20


def test_a_cell_that_is_too_large_is_refused() -> None:
    """What the csv module refuses is a reject, and reading goes on."""
    assert csv_of(b"a,b\n" + b"x" * 200_000 + b",1\n1,2\n", 1 << 16) == [(2, "LS808"), (3, {"a": "1", "b": "2"})]
    assert csv_of(b'a,b\n1,"x\n' + b"y\n" * 100_000 + b"1,2\n", 1 << 16)[0] == (2, "LS805")


def test_an_open_quote_before_a_broken_end() -> None:
    """Lines that an open quote swallowed are read before the place at which the file is damaged."""

    def damaged() -> Iterator[bytes]:
        yield from (b"a,b\n", b'1,"2\n', b"3,4\n")
        yield lines.BrokenLine.damaged(b"5,", EOFError("cut"))

    assert summary(csv_records("x.csv", damaged())) == [(2, "LS805"), (3, {"a": "3", "b": "4"}), (4, "LS807")]


@pytest.mark.parametrize("header", [b"\xff\xfea\x00,\x00", b"a,\xe9\n", b'a,"b\n' + b"x\n" * 2000])
def test_a_header_that_cannot_be_read_is_an_input_error(header: bytes) -> None:
    """UTF-16, other encodings and an open quote in the header spoil the whole file."""
    with pytest.raises(InputError, match=r"x\.csv"):
        csv_of(header)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"\x1f\x8b\x08\x00", "packed with gzip; give it a name that ends in .csv.gz"),
        (b"PK\x03\x04\x14\x00", "a spreadsheet or a zip file, and no CSV"),
    ],
)
def test_a_file_of_another_kind_is_told(header: bytes, words: str) -> None:
    """What only has the name of a CSV is called what it is."""
    with pytest.raises(InputError, match=re.escape(words)):
        csv_of(header)


def test_a_header_that_is_not_whole_is_told_with_its_reason(tmp_path: Path) -> None:
    """A file that is packed by its name only is told apart from one with a line that is too long."""
    (tmp_path / "x.csv.gz").write_bytes(b"id,name\n")
    with open_records(str(tmp_path / "x.csv.gz")) as records, pytest.raises(InputError, match="damaged: not a gzipped file"):
        list(records)
    long = lines.BrokenLine.too_long(b"id,name")
    with pytest.raises(InputError, match="its first line is too long"):
        list(csv_records("x.csv", iter([long])))


CELL = st.text(st.sampled_from('ab,;"\n\r\té '), max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12), st.sampled_from([",", ";", "\t"]), st.integers(1, 40))
def test_csv_lines_are_exact(rows: list[list[str]], delimiter: str, size: int) -> None:
    """Whatever cells hold, the data is what the csv module reads, and the line is the one at which the record begins."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    starts = []
    for row in [["a", "b", "c"], *rows]:
        starts.append(_lines_before(text.getvalue()))
        writer.writerow(row)
    found = csv_of(text.getvalue().encode(), size)
    names = ("a", "b", "c")
    data = [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows]
    assert found == list(zip(starts[1:], data, strict=True))


def _lines_before(text: str) -> int:
    """The line at which the next record begins, counted as Python's universal newlines count."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", newline=None).read().count("\n") + 1


def test_json_lines() -> None:
    """Blank lines are skipped; NaN, other values than objects, broken lines and bytes that are not UTF-8 are rejects."""
    data = b'\xef\xbb\xbf{"a": 1}\r\n\n{"a": NaN}\n[1]\n{"a":\n{"a": "\xff"}\n{"a": "\\ud800"}\n' + b"[" * 5000 + b'\n{"a": 2}'
    found = list(jsonl_records("x", lines_of(pieces(data, 11))))
    codes = ["LS801", "LS802", "LS801", "LS803", "LS801", "LS801"]
    assert summary(found) == [(1, {"a": 1}), *zip(range(3, 9), codes, strict=True), (9, {"a": 2})]
    assert isinstance(found[0], RawRecord)
    assert found[0].raw == '{"a": 1}'


def test_a_line_that_is_too_long_is_refused_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line over the limit is one reject that shows its beginning; the next line is read."""
    monkeypatch.setattr(lines, "LIMIT", 100)
    data = b'{"a": 1}\n' + b"x" * 1000 + b'\n{"a": 2}\n' + b"y" * 500
    assert summary(jsonl_records("x", lines_of(pieces(data, 64)))) == [
        (1, {"a": 1}),
        (2, "LS806"),
        (3, {"a": 2}),
        (4, "LS806"),
    ]
    table = b"a,b\n1,2\n" + b"x" * 1000 + b"\n3,4\n"
    assert csv_of(table, 64) == [(2, {"a": "1", "b": "2"}), (3, "LS806"), (4, {"a": "3", "b": "4"})]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=4), max_size=8),
    st.integers(1, 30),
    st.sampled_from([None, 0, 2]),
)
def test_json_arrays_are_read_through_a_window(values: list[dict[str, object]], size: int, indent: int | None) -> None:
    """However the pieces fall, an array gives its objects with the lines at which they begin."""
    text = json.dumps(values, indent=indent)
    found = list(json_records("x", pieces(text.encode(), size)))
    assert [record.data for record in found if isinstance(record, RawRecord)] == values
    if indent is not None:
        line = 2
        for record in found:
            assert record.line == line
            line += record.raw.count("\n") + 1


def test_json_files_of_other_shapes() -> None:
    """A single object is a record, and so are objects one after the other; an empty file has none."""
    assert summary(json_records("x", pieces(b'\n {"a": 1} ', 3))) == [(2, {"a": 1})]
    assert summary(json_records("x", pieces(b'{"a": 1}\n{"a": 2}', 3))) == [(1, {"a": 1}), (2, {"a": 2})]
    assert summary(json_records("x", pieces(b"", 3))) == summary(json_records("x", pieces(b"\xef\xbb\xbf[]", 3))) == []


def test_a_broken_element_of_an_array_is_refused_alone() -> None:
    """Where a broken element ends is found by its brackets, so that the ones after it are read."""
    data = b'[{"a": 1},\n{"a": [oops, "}"]},\n{"a": NaN},\n5, wrong,\n{"a": "\xff"},\n{"a": 2}]'
    codes = [(2, "LS801"), (3, "LS801"), (4, "LS802"), (4, "LS801"), (5, "LS803")]
    assert summary(json_records("x", pieces(data, 5))) == [(1, {"a": 1}), *codes, (6, {"a": 2})]


@pytest.mark.parametrize("data", [b'[{"a": 1}, {"b": ', b'[{"a": 1}', b'[{"a": 1}] {}', b'[{"a": 1}, {"b": "', b'[{"a": 1}, 5'])
def test_an_array_that_does_not_end_well_is_a_reject(data: bytes) -> None:
    """What comes before is read; the end is one reject and no endless loop."""
    found = summary(json_records("x", pieces(data, 4)))
    assert found[0] == (1, {"a": 1})
    assert found[-1] == (1, "LS801")


@pytest.mark.parametrize("data", [b"}", b"]", b",", b'"', b"[,}", b"{}}", b"\xff\xfe[\x00]\x00"])
def test_rubbish_ends(data: bytes) -> None:
    """No rubbish makes the reader loop for ever."""
    assert all(isinstance(record, Reject) or not record.data for record in json_records("x", pieces(data, 1)))


def test_an_element_that_is_too_long_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """An element over the limit is refused instead of filling the memory."""
    monkeypatch.setattr(json_array, "ELEMENT_LIMIT", 100)
    assert summary(json_records("x", pieces(b'[{"a": 1}, {"b": "' + b"x" * 1000, 10))) == [(1, {"a": 1}), (1, "LS801")]


@pytest.mark.parametrize("name", ["x.jsonl", "x.JSONL.GZ", "x.ndjson.zst"])
def test_the_name_of_a_file_says_how_it_is_read(tmp_path: Path, name: str) -> None:
    """Packed and plain files give the same records, and the position reaches the size."""
    data = b'{"a": 1}\n{"a": 2}\n' * 1000
    packed = {"z": gzip.compress(data), "t": zstandard.compress(data)}.get(name.lower()[-1] if "." in name[3:] else "", data)
    path = tmp_path / name
    path.write_bytes(packed)
    with open_records(str(path)) as records:
        assert len(list(records)) == 2000
        assert records.position() == records.size == len(packed)


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_a_cut_packed_file_gives_what_there_is_and_a_reject(tmp_path: Path, ending: str) -> None:
    """All whole lines before the cut are read; the rest is one reject at its line."""
    data = b"".join(b'{"id": "%d", "noise": "%d"}\n' % (number, hash(str(number))) for number in range(30_000))
    packed = gzip.compress(data) if ending == "gz" else zstandard.ZstdCompressor().compress(data)
    found = read(tmp_path / f"x.jsonl.{ending}", packed[: len(packed) // 2])
    assert len(found) > 5000
    assert all(isinstance(record, RawRecord) for record in found[:-1])
    assert found[-1].line == len(found)
    assert isinstance(found[-1], Reject)
    assert found[-1].code == "LS807"
    frames = read(tmp_path / f"y.json.{ending}", packed[: len(packed) // 2])
    assert isinstance(frames[-1], Reject)
    assert frames[-1].code == "LS807"


def test_packed_files_of_several_parts(tmp_path: Path) -> None:
    """Files that were packed in parts and put together are read to the end; what is not packed at all is a reject."""
    parts = [b'{"a": 1}\n', b'{"a": 2}\n']
    assert len(read(tmp_path / "x.jsonl.gz", b"".join(map(gzip.compress, parts)))) == 2
    assert len(read(tmp_path / "x.jsonl.zst", b"".join(map(zstandard.compress, parts)))) == 2
    for name in ("y.jsonl.gz", "y.jsonl.zst", "y.json.gz"):
        assert summary(read(tmp_path / name, b"not packed")) == [(1, "LS807")]


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads JSON Lines from standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"a": 1}\n')))
    with open_records("-") as records:
        found = list(records)
    assert summary(found) == [(1, {"a": 1})]
    assert found[0].source == "<stdin>"
    assert records.size is None


def test_inputs_that_cannot_be_read_are_clear_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, a folder, an unknown ending and a missing extra each say what is wrong."""
    (tmp_path / "x.csv").mkdir()
    (tmp_path / "x").mkdir()
    (tmp_path / "x.parquet").write_bytes(b"nothing")
    for name, words in [
        ("y.csv", "no such file"),
        ("x.csv", "directory"),
        ("x", "is a folder; name the files in it"),
        ("x.xlsx", "spreadsheets are not read; save it as CSV"),
        ("x.txt", "known are"),
        ("x.parquet", "not a readable"),
    ]:
        with pytest.raises(InputError, match=words):
            open_records(str(tmp_path / name))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"lsdsl\[parquet\]"):
        open_records(str(tmp_path / "x.parquet"))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (tmp_path / "x.csv.zst").write_bytes(b"")
    with pytest.raises(InputError, match=r"lsdsl\[zstd\]"):
        open_records(str(tmp_path / "x.csv.zst"))


def test_parquet_rows(tmp_path: Path) -> None:
    """Rows come with their number, without nulls, and with days, moments and decimals as exact text."""
    import datetime as dt
    from decimal import Decimal

    import pyarrow as pa
    from pyarrow import parquet

    moment = dt.datetime(2026, 1, 31, 9, 0, 0, 5, tzinfo=dt.UTC)
    rows = [
        {"id": "1", "at": moment, "day": dt.date(2026, 1, 31), "sum": Decimal("1.50"), "tags": ["a"], "x": {"y": moment}},
        {"id": "2"},
    ]
    table = pa.Table.from_pylist(rows)
    table = table.set_column(1, "at", table.column("at").cast(pa.timestamp("ns", "UTC")))
    parquet.write_table(table, tmp_path / "x.parquet")
    with open_records(str(tmp_path / "x.parquet")) as records:
        found = list(records)
        assert records.position() == records.size == 2
    text = "2026-01-31T09:00:00.000005+00:00"
    assert summary(found) == [
        (1, {"id": "1", "at": text, "day": "2026-01-31", "sum": "1.50", "tags": ["a"], "x": {"y": text}}),
        (2, {"id": "2"}),
    ]
    assert isinstance(found[1], RawRecord)
    assert json.loads(found[1].raw)["id"] == "2"
