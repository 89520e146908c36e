"""How far a rescore is, for whoever shows scores: the file ``status.json`` in the output folder."""

from pathlib import Path
from typing import Final, Literal

import msgspec

NAME: Final = "status.json"


class Status(msgspec.Struct):
    """Whether the profiles of an output folder are being rescored, from which rules to which, and how many are done.

    A line of ``profiles.jsonl`` whose ``rules`` are not ``rules`` here is of before, so its profile is still updating.
    """

    version: int
    state: Literal["updating", "current"]
    rules: str
    previous: str | None
    updating: int
    current: int

    def of(self, rules: str | None) -> Literal["updating", "current"]:
        """The state of a profile, from the ``rules`` in its line (None where a line has none)."""
        return "current" if rules == self.rules else "updating"


def status_of(folder: str | Path) -> Status | None:
    """The status of an output folder; None for one that was never rescored."""
    try:
        return msgspec.json.decode((Path(folder) / NAME).read_bytes(), type=Status)
    except FileNotFoundError:
        return None


def status_json(status: Status) -> bytes:
    """The status as the file holds it."""
    return msgspec.json.format(msgspec.json.encode(status), indent=2) + b"\n"


def put_status(folder: Path, status: Status) -> None:
    """Write the status of a folder in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{NAME}.new"
    fresh.write_bytes(status_json(status))
    fresh.replace(folder / NAME)
