"""The folder of a stream's checkpoint: Spark's own part, what the stream was started with, and files that tell the time.

A file in ``clock`` holds two moments in microseconds: the one to which Spark's event time comes, and the one that is told, which
is earlier by the stream's delay. The stream reads it as it reads events, and takes its time from it.
"""

import secrets
from pathlib import Path
from typing import Final

import msgspec

from lsdsl.spark.problems import SparkError

STARTED_WITH: Final = "lsdsl.json"
BEGUN: Final = ("clock", "lsdsl.json.new")
"""What is there when a start was killed before anything else was."""
WORDS: Final = {
    "ruleset": "other rules",
    "events": "another folder of events",
    "profiles": "other files of profiles",
    "out": "another output folder",
    "late": "another --late",
}


class StartedWith(msgspec.Struct, frozen=True):
    """What must not change while a stream goes on; ``ruleset`` is the digest of the rules, the rest are full paths."""

    ruleset: str
    events: str
    profiles: tuple[str, ...]
    out: str
    late: str
    version: int = 1


class Checkpoint:
    """A checkpoint folder. Raises :class:`SparkError` when it belongs to another stream."""

    def __init__(self, folder: str | Path, started_with: StartedWith) -> None:
        self.folder = Path(folder).resolve()
        self.spark = self.folder / "spark"
        self.clock = self.folder / "clock"
        known = self.folder / STARTED_WITH
        try:
            if known.exists():
                self._compare(msgspec.json.decode(known.read_bytes(), type=StartedWith), started_with)
            elif self.folder.exists() and any(one.name not in BEGUN for one in self.folder.iterdir()):
                raise SparkError(f"{folder}: is no checkpoint of lsdsl spark stream; name a new folder")
            else:
                self.clock.mkdir(parents=True, exist_ok=True)
                new = self.folder / BEGUN[1]
                new.write_bytes(msgspec.json.format(msgspec.json.encode(started_with), indent=2))
                new.rename(known)
        except (OSError, msgspec.DecodeError) as error:
            raise SparkError(f"{folder}: the checkpoint cannot be used: {error}") from error
        self.clock.mkdir(exist_ok=True)

    def _compare(self, known: StartedWith, given: StartedWith) -> None:
        for name, words in WORDS.items():
            before, now = getattr(known, name), getattr(given, name)
            if before != now:
                raise SparkError(
                    f"{self.folder}: this checkpoint was begun with {words} ({_shown(before)}, and now {_shown(now)}). Go on "
                    "with those, or begin anew: a new --checkpoint and a new --out, which read all events again"
                )

    def tell_time(self, mark: int, moment: int) -> None:
        """Have the stream know what time it is."""
        name = f"{moment}-{secrets.token_hex(8)}"
        hidden = self.clock / f".{name}"
        hidden.write_text(f"{mark} {moment}", encoding="ascii")
        hidden.rename(self.clock / name)


def _shown(value: object) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value)
