"""What a rescore that was ended from outside has done already, so that the next start goes on from there."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

import msgspec

from lsdsl import __version__
from lsdsl.records.exchange import put_file
from lsdsl.records.folders import lock
from lsdsl.records.problems import InputError, OutputError
from lsdsl.rescoring.block import Replayed
from lsdsl.rescoring.sorting import Sorted
from lsdsl.runner.batch import RunOptions

VERSION: Final = 1
NAME: Final = "checkpoint.json"
HEAD: Final = 1 << 16
"""So many bytes from the beginning of an input tell it apart, together with its size and the moment of its last change."""

BLOCK: Final = 1 << 24
"""About so many bytes of input go into a block."""

FEWEST, MOST = 16, 256


class Begun(msgspec.Struct, frozen=True):
    """What a rescore was begun with: going on with anything else would mix two results."""

    program: str
    rules: str
    inputs: str
    options: str


class Checkpoint(msgspec.Struct):
    """How far a rescore is. ``sorted`` is None until all records are in their blocks; ``done`` are the blocks replayed.

    ``as_of`` is the moment up to which they were. ``previous`` is the digest of the rules of the output before, and ``changed``
    the number of profiles with other scores than there, known when all is done.
    """

    version: int
    begun: Begun
    blocks: int
    previous: str | None
    sorted: Sorted | None = None
    as_of: int | None = None
    done: list[int] = []
    changed: int | None = None


class Partial:
    """The folder beside the target in which the work is done; locked while it goes on."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.folder = target.with_name(target.name + ".partial")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.folder, os.O_RDONLY)
        if not lock(self._lock, wait=False):
            os.close(self._lock)
            raise OutputError(f"{self.folder}: another rescore is at work here; let it end first")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._lock)

    def read(self) -> Checkpoint | None:
        """The checkpoint; None when there is none that can be used."""
        try:
            found = msgspec.json.decode((self.folder / NAME).read_bytes(), type=Checkpoint)
        except (OSError, msgspec.MsgspecError):
            return None
        return found if found.version == VERSION else None

    def write(self, checkpoint: Checkpoint) -> None:
        """Keep the checkpoint; whoever ends the program meanwhile leaves the old one."""
        put_file(self.folder / NAME, msgspec.json.encode(checkpoint))

    def records(self, block: int) -> Path:
        """The file with the records of a block."""
        return self.folder / f"records-{block:03}"

    def put_result(self, block: int, replayed: Replayed) -> None:
        """Keep what became of a block."""
        put_file(self._result(block), msgspec.msgpack.encode(replayed))

    def result(self, block: int) -> Replayed:
        """What became of a block."""
        return msgspec.msgpack.decode(self._result(block).read_bytes(), type=Replayed)

    def clear(self) -> None:
        """Throw away what is there."""
        for file in self.folder.iterdir():
            file.unlink()

    def remove(self) -> None:
        """Remove the folder, when all is where it belongs."""
        (self.folder / NAME).unlink()  # first: without it the rest is of no use to anybody
        shutil.rmtree(self.folder)

    def _result(self, block: int) -> Path:
        return self.folder / f"result-{block:03}"


def begun_with(rules: str, options: RunOptions) -> Begun:
    """What identifies a rescore. Raises ``InputError`` for an input that is no file: it cannot be read a second time."""
    said = (options.as_of, options.late, options.remembered)
    inputs = (_identity(path) for path in (*options.profiles, "", *options.events))
    return Begun(__version__, rules, _digest(inputs), _digest([repr(said)]))


def blocks_for(options: RunOptions) -> int:
    """How many blocks the inputs are sorted into."""
    size = sum(Path(path).stat().st_size for path in (*options.profiles, *options.events))
    return max(FEWEST, min(size // BLOCK, MOST))


def _identity(path: str) -> str:
    if not path:
        return ""
    file = Path(path)
    if path == "-" or (file.exists() and not file.is_file()):
        raise InputError(f"{path}: a rescore reads its inputs again when it goes on after an interruption; give files")
    try:
        known = file.stat()
        with file.open("rb") as opened:
            head = hashlib.sha256(opened.read(HEAD)).hexdigest()
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    return f"{path}|{known.st_size}|{known.st_mtime_ns}|{head}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
