"""Payloads in files: one over many lines, an array, one a line, forms, packed and damaged files."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from lsdsl.ingest.files import read_file, read_stream
from lsdsl.records.problems import InputError
from lsdsl.records.raw import Reject
from tests.unit.ingest.payloads import mandrill, sendgrid


def items(count: int) -> list[dict[str, Any]]:
    """Items of SendGrid with keys of their own."""
    return [sendgrid("open", "").payload[0] | {"sg_event_id": f"e{number}"} for number in range(1, count + 1)]


def told(found: Iterable[Any]) -> list[str]:
    """The ids of events, and line and code of rejects."""
    return [f"{one.line} {one.code}" if isinstance(one, Reject) else one["id"] for one in found]


LAYOUTS: dict[str, Callable[[list[Any]], str]] = {
    "array": json.dumps,
    "array over many lines": lambda some: json.dumps(some, indent=2),
    "array an item a line": lambda some: "[" + ",\n ".join(map(json.dumps, some)) + "]\n",
    "an item a line": lambda some: "\n\n" + "\n\n".join(map(json.dumps, some)) + "\n",
    "an array a line": lambda some: "\n".join(json.dumps([one]) for one in some),
    "objects over many lines": lambda some: "\n".join(json.dumps(one, indent=1) for one in some),
    "byte order mark": lambda some: "\ufeff" + "\n".join(map(json.dumps, some)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["stored.json", "stored.txt", "stored.json.gz"])
def test_layouts(layout: str, name: str, tmp_path: Path) -> None:
    """However the payloads are laid out, all of them are found."""
    path = tmp_path / name
    data = LAYOUTS[layout](items(3)).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert told(read_file(str(path), "sendgrid")) == ["e1", "e2", "e3"]


def test_line_of_a_bad_item(tmp_path: Path) -> None:
    """A reject has the line where its payload begins, and the item as it was."""
    good, bad = items(2)
    del bad["event"]
    for layout, line in (("array over many lines", 9), ("an item a line", 5), ("array an item a line", 2)):
        path = tmp_path / "stored.json"
        path.write_text(LAYOUTS[layout]([good, bad]), encoding="utf-8")
        first, second = read_file(str(path), "sendgrid")
        assert not isinstance(first, Reject)
        assert isinstance(second, Reject)
        assert (second.source, second.line, second.code, json.loads(second.raw)) == (str(path), line, "LS871", bad)


def test_broken_line_leaves_the_others_alone(tmp_path: Path) -> None:
    """A line that is not JSON is rejected, and the lines around it are read."""
    path = tmp_path / "stored.jsonl"
    first, second = map(json.dumps, items(2))
    path.write_text(f'{{"half":\n{first}\n{{"half":\n"text"\n{second}\n', encoding="utf-8")
    assert told(read_file(str(path), "sendgrid")) == ["1 LS801", "e1", "3 LS801", "4 LS876", "e2"]


def test_forms_a_line(tmp_path: Path) -> None:
    """The bodies of Mandrill's requests, one a line, as a web server stores them."""
    event = mandrill("open", "").payload["mandrill_events"]
    path = tmp_path / "stored.txt"
    path.write_text((urlencode({"mandrill_events": json.dumps(event)}) + "\n") * 2, encoding="utf-8")
    assert len(told(read_file(str(path), "mandrill"))) == 2


def test_cut_file(tmp_path: Path) -> None:
    """What a packed file held before it breaks off is used, and the break is told."""
    path = tmp_path / "stored.jsonl.gz"
    packed = gzip.compress("".join(json.dumps(one) + "\n" for one in items(20_000)).encode())
    path.write_bytes(packed[: len(packed) // 2])
    found = told(read_file(str(path), "sendgrid"))
    assert found[0] == "e1"
    assert found[-1].endswith("LS807")


def test_empty_and_tiny_streams() -> None:
    """Nothing gives nothing, and pieces of any size give the same."""
    assert told(read_stream("s", lambda _: b"", "sendgrid")) == []
    data = json.dumps(items(2)).encode()
    pieces = iter([data[place : place + 3] for place in range(0, len(data), 3)])
    assert told(read_stream("s", lambda _: next(pieces, b""), "sendgrid")) == ["e1", "e2"]


def test_file_that_is_not_there() -> None:
    """A file that is not there is an error of its own, and no reject."""
    with pytest.raises(InputError, match=r"nowhere\.json"):
        list(read_file("nowhere.json", "sendgrid"))
