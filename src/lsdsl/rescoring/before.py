"""The output of before, held against the new one: whose scores are different now."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from lsdsl.records.outputs import PROFILES, SUMMARY


def rules_of(folder: Path) -> str | None:
    """The digest of the rules of an output folder; None where that is not known."""
    try:
        summary: Any = msgspec.json.decode((folder / SUMMARY).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None
    known = summary.get("ruleset") if isinstance(summary, dict) else None
    return known if isinstance(known, str) else None


def changed(folder: Path, lines: Iterator[bytes]) -> Iterator[bool]:
    """For each new line of ``profiles.jsonl``, in order of ids, whether its scores differ from those in a folder.

    A profile that was not there before has changed.
    """
    old = _scores(folder)
    before = next(old, None)
    for line in lines:
        identity, scores = _known(line)
        while before is not None and before[0] < identity:
            before = next(old, None)
        yield before is None or before[0] != identity or before[1] != scores


def _scores(folder: Path) -> Iterator[tuple[str, Any]]:
    with (folder / PROFILES).open("rb") as file:
        for line in file:
            yield _known(line)


def _known(line: bytes) -> tuple[str, Any]:
    record: Any = msgspec.json.decode(line)
    return record["id"], {name: score.get("value") for name, score in record.get("scores", {}).items()}
