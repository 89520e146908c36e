"""JSON Lines: one JSON object a line."""

from collections.abc import Iterator
from typing import Any

import msgspec

from lsdsl.records.lines import BrokenLine
from lsdsl.records.problems import message_of, shown
from lsdsl.records.raw import RawRecord, Reject, raw_text

decode_json = msgspec.json.Decoder().decode
"""Strict JSON: no NaN, no infinity, no lone halves of surrogate pairs."""

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def jsonl_records(source: str, lines: Iterator[bytes]) -> Iterator[RawRecord | Reject]:
    """The records of a JSON Lines input; blank lines are skipped."""
    for number, line in enumerate(lines, 1):
        record = record_of(source, number, line)
        if record is not None:
            yield record


def record_of(source: str, number: int, line: bytes) -> RawRecord | Reject | None:
    """The record in a line; None for a blank one."""
    if line.__class__ is not bytes:
        return broken_line_reject(source, number, line)
    try:
        data = decode_json(line)
    except UNREADABLE as error:
        return unreadable(source, number, line, error) if line.strip() else None
    return RawRecord(source, number, data, line) if data.__class__ is dict else not_an_object(source, number, line, data)


def reject(source: str, line: int, raw: bytes | list[bytes], code: str, **arguments: str) -> Reject:
    """Refuse a record, with the words of the catalogue."""
    return Reject(source, line, code, message_of(code, **arguments), raw_text(raw))


def broken_line_reject(source: str, number: int, line: bytes) -> Reject:
    """Refuse a line that is not whole."""
    assert isinstance(line, BrokenLine)
    return reject(source, number, line, line.code, **line.arguments)


def unreadable(source: str, number: int, raw: bytes, error: Exception) -> Reject:
    """Refuse what is not JSON or not UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return not_utf8(source, number, raw, error.object[error.start])
    reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error).removeprefix("JSON is malformed: ")
    return reject(source, number, raw, "LS801", reason=reason)


def not_utf8(source: str, number: int, raw: bytes | list[bytes], byte: int) -> Reject:
    """Refuse a record with a byte that is not UTF-8."""
    return reject(source, number, raw, "LS803", found=f"0x{byte:02X}")


def not_an_object(source: str, number: int, raw: bytes, data: Any) -> Reject:
    """Refuse JSON that is no object."""
    return reject(source, number, raw, "LS802", found=shown(data))
