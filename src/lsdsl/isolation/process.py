"""A child process, from its start to its end, and frames to it and back by a deadline."""

import os
import select
import subprocess
import sys
import time
from typing import IO, Final

from lsdsl.isolation import wire

ENTRY: Final = "import sys; sys.path[:] = sys.argv[5:]; __import__('importlib').import_module(sys.argv[4]).main()"
LARGEST: Final = 32 * 1024 * 1024
"""The bytes of one frame from a child."""

PIECE: Final = 1 << 16


class BrokenChildError(Exception):
    """A child that died, took too long, or sent something that is no answer at all."""


class Process:
    """A child: it has two pipes, no environment, and nothing else of its parent's."""

    def __init__(self, module: str, memory: int, seconds: int) -> None:
        places = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100 - as they are, but not relative
        numbers = [str(one) for one in (os.getpid(), memory, seconds)]
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-I", "-S", "-B", "-c", ENTRY, *numbers, module, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={},
            close_fds=True,
            start_new_session=True,  # Ctrl-C is for the parent, which ends its children
        )
        self._to, self._from = _pipe(self._child.stdin), _pipe(self._child.stdout)
        self.fresh = True
        self.usable = True
        """Whether nothing is under way: an exchange that was broken off may have left half of an answer."""
        self.busy = 0.0
        """Seconds that exchanges took."""

    @property
    def number(self) -> int:
        """Its process id."""
        return self._child.pid

    def exchange(self, frame: bytes, seconds: float) -> list[bytes]:
        """Send a frame and read the parts of the one that comes back. Raises :class:`BrokenChildError`."""
        begin = time.monotonic()
        self.usable = False
        try:
            self.send(frame, seconds)
            answers = wire.parts(self._read_frame(begin + seconds))
        except (OSError, ValueError) as problem:
            raise BrokenChildError(str(problem)) from problem
        finally:
            self.fresh = False
            self.busy += time.monotonic() - begin
        self.usable = True
        return answers

    def send(self, frame: bytes, seconds: float) -> None:
        """Send a frame."""
        end = time.monotonic() + seconds
        rest = memoryview(frame)
        while rest:
            _wait(self._to, select.POLLOUT, end)
            rest = rest[os.write(self._to, rest[:PIECE]) :]

    def ready(self, seconds: float) -> bool:
        """Whether the child says in time that it is ready."""
        try:
            return wire.parts(self._read_frame(time.monotonic() + seconds)) == [wire.READY]
        except (OSError, ValueError, BrokenChildError):
            return False

    def _read_frame(self, end: float) -> bytes:
        size = int.from_bytes(self._read(wire.LENGTH, end), "big")
        if size > LARGEST:
            raise BrokenChildError("a frame that is too large")
        return self._read(size, end)

    def _read(self, size: int, end: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            _wait(self._from, select.POLLIN, end)
            more = os.read(self._from, min(size - len(found), PIECE))
            if not more:
                raise BrokenChildError("the process has ended")
            found += more
        return bytes(found)

    def close(self) -> None:
        """End it, whatever it does; afterwards nothing of it is left."""
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        self._child.wait()


def _pipe(stream: IO[bytes] | None) -> int:
    assert stream is not None
    os.set_blocking(stream.fileno(), False)
    return stream.fileno()


def _wait(descriptor: int, event: int, end: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = end - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise BrokenChildError("the process takes too long")
