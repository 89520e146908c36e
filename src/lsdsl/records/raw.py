"""Records as they come in, before anything is converted, and records that are refused."""

from typing import Any

import msgspec

KEPT = 100_000
"""So many characters of a broken record are kept; an open quote or a missing line end could make it the rest of the file."""

Kept = bytes | list[bytes] | dict[str, Any]


class RawRecord(msgspec.Struct, gc=False):
    """One record of an input: its names and values as the format holds them.

    In a record of a ``table`` (CSV, Parquet) all values stand side by side, and cells that are empty are left out of ``data``.
    ``line`` is where the record begins, from 1 (the row in a Parquet file). ``kept`` is what :attr:`raw` is made of when needed.
    """

    source: str
    line: int
    data: dict[str, Any]
    kept: Kept
    table: bool = False

    @property
    def raw(self) -> str:
        """The record as it stands in the input."""
        return raw_text(self.kept)


class Reject(msgspec.Struct, frozen=True):
    """A record that was refused: a line of ``rejects.jsonl``."""

    source: str
    line: int
    code: str
    message: str
    raw: str


def raw_text(kept: Kept) -> str:
    """The text of a record; bytes that are not UTF-8 are shown as escapes, and what is far too long is cut."""
    if isinstance(kept, dict):
        return msgspec.json.encode(kept, enc_hook=str).decode()
    data = kept if isinstance(kept, bytes) else b"".join(kept)
    text = data.decode("utf-8", "backslashreplace").rstrip("\r\n")
    return text if len(text) <= KEPT else text[:KEPT] + "..."
